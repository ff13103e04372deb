import type { Lanes } from '../../lib/hash.ts';

const NONE = -1;

/**
 * Which rows hold which key, by its 64-bit hash: 16 bytes a row and no object. Invariant: a row is
 * linked in exactly the bucket of its hash, or in none while it has no key; rows are small
 * integers, dense from 0.
 */
export class KeyTable {
  #rows: number;
  #buckets: Int32Array;
  #mask: number;
  #next: Int32Array;
  #a: Int32Array;
  #b: Int32Array;

  constructor(rows = 1024) {
    this.#rows = rows;
    this.#buckets = new Int32Array(bucketsFor(rows)).fill(NONE);
    this.#mask = this.#buckets.length - 1;
    this.#next = new Int32Array(rows).fill(NONE);
    this.#a = new Int32Array(rows);
    this.#b = new Int32Array(rows);
  }

  get bytes(): number {
    return 4 * (this.#buckets.length + 3 * this.#rows);
  }

  /** Gives the row this key, in place of the one it had. */
  set(row: number, key: Lanes): void {
    if (row >= this.#rows) this.#grow(row + 1);
    const b = solid(key);
    if (this.#a[row] === key.a && this.#b[row] === b) return;
    this.unset(row);
    this.#a[row] = key.a;
    this.#b[row] = b;
    this.#link(row);
  }

  /** Takes the row's key away. */
  unset(row: number): void {
    if (row >= this.#rows || (this.#a[row] === 0 && this.#b[row] === 0)) return;
    const bucket = (this.#a[row] ?? 0) & this.#mask;
    const after = this.#next[row] ?? NONE;
    let at = this.#buckets[bucket] ?? NONE;
    if (at === row) this.#buckets[bucket] = after;
    while (at !== NONE && at !== row) {
      const next = this.#next[at] ?? NONE;
      if (next === row) this.#next[at] = after;
      at = next;
    }
    this.#a[row] = 0;
    this.#b[row] = 0;
    this.#next[row] = NONE;
  }

  /** A row with this key, or -1. */
  first(key: Lanes): number {
    return this.#seek(this.#buckets[key.a & this.#mask] ?? NONE, key.a, solid(key));
  }

  /** The next row with the key of `row`, or -1. */
  after(row: number): number {
    return this.#seek(this.#next[row] ?? NONE, this.#a[row] ?? 0, this.#b[row] ?? 0);
  }

  #seek(from: number, a: number, b: number): number {
    let at = from;
    while (at !== NONE && (this.#a[at] !== a || this.#b[at] !== b)) at = this.#next[at] ?? NONE;
    return at;
  }

  #link(row: number): void {
    const bucket = (this.#a[row] ?? 0) & this.#mask;
    this.#next[row] = this.#buckets[bucket] ?? NONE;
    this.#buckets[bucket] = row;
  }

  #grow(rowsMin: number): void {
    const before = this.#rows;
    this.#rows = roomFor(rowsMin);
    this.#a = grown(this.#a, this.#rows);
    this.#b = grown(this.#b, this.#rows);
    this.#next = grown(this.#next, this.#rows).fill(NONE, before);
    if (bucketsFor(this.#rows) > this.#buckets.length) this.#rehash();
  }

  #rehash(): void {
    this.#buckets = new Int32Array(bucketsFor(this.#rows)).fill(NONE);
    this.#mask = this.#buckets.length - 1;
    this.#next.fill(NONE);
    for (let row = 0; row < this.#rows; row += 1) {
      if (this.#a[row] !== 0 || this.#b[row] !== 0) this.#link(row);
    }
  }
}

/**
 * Rows to make room for: little is spare at a million, and a small table still grows in few steps.
 */
export function roomFor(rows: number): number {
  return rows < 2 ** 17 ? 2 * rows : Math.ceil(rows * 1.06);
}

/** A longer copy. */
export function grown(array: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(length);
  longer.set(array);
  return longer;
}

/** One to two rows a bucket. */
function bucketsFor(rows: number): number {
  return 2 ** Math.floor(Math.log2(Math.max(2, rows)));
}

/** (0, 0) stands for no key. */
function solid(key: Lanes): number {
  return key.a === 0 && key.b === 0 ? 1 : key.b;
}
