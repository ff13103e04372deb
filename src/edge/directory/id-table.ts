import { hashText, type Lanes } from '../../lib/hash.ts';
import { grown, roomFor } from './key-table.ts';

const NONE = -1;
/** Ids are Stripe's own, so nobody can choose them to meet. */
const SEEDS = [0x2545f491, 0x4f6cdd1d] as const;

/**
 * From an id to its row, 10 bytes each: rows are given out in order and never taken back. A hash of
 * 32 bits only finds candidates; the caller's `is` decides.
 */
export class IdTable {
  #count = 0;
  #buckets = new Int32Array(1024).fill(NONE);
  #hash = new Int32Array(1024);
  #next = new Int32Array(1024);
  readonly #lanes: Lanes = { a: 0, b: 0 };

  get count(): number {
    return this.#count;
  }

  get bytes(): number {
    return 4 * (this.#buckets.length + this.#hash.length + this.#next.length);
  }

  /** The row of this id, or -1. */
  find(id: string, is: (row: number) => boolean): number {
    hashText(id, SEEDS[0], SEEDS[1], this.#lanes);
    const hash = this.#lanes.a;
    let at = this.#buckets[hash & (this.#buckets.length - 1)] ?? NONE;
    while (at !== NONE && !(this.#hash[at] === hash && is(at))) at = this.#next[at] ?? NONE;
    return at;
  }

  /** A new row for an id that has none. */
  add(id: string): number {
    const row = this.#count;
    this.#count += 1;
    if (row >= this.#hash.length) this.#grow(row + 1);
    hashText(id, SEEDS[0], SEEDS[1], this.#lanes);
    this.#hash[row] = this.#lanes.a;
    this.#link(row);
    return row;
  }

  #link(row: number): void {
    const bucket = (this.#hash[row] ?? 0) & (this.#buckets.length - 1);
    this.#next[row] = this.#buckets[bucket] ?? NONE;
    this.#buckets[bucket] = row;
  }

  #grow(rows: number): void {
    const before = this.#hash.length;
    this.#hash = grown(this.#hash, roomFor(rows));
    this.#next = grown(this.#next, roomFor(rows));
    if (this.#hash.length < 4 * this.#buckets.length) return;
    this.#buckets = new Int32Array(2 * this.#buckets.length).fill(NONE);
    for (let row = 0; row < before; row += 1) this.#link(row);
  }
}
