import type { Lanes } from '../lib/hash.ts';

/** A dense number from 0 for each distinct 64-bit hash; typed arrays only, about 16 bytes each. */
export class HashSlots {
  #a = new Int32Array(FIRST);
  #b = new Int32Array(FIRST);
  /** Open addressing: slot + 1, 0 = free; at most half full. */
  #table = new Uint32Array(FIRST * 2);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** The slot of this hash, a new one if it is new. */
  add(hash: Lanes): number {
    const place = this.#place(hash.a, hash.b);
    const taken = this.#table[place] ?? 0;
    if (taken > 0) return taken - 1;
    const slot = this.#size;
    if (slot === this.#a.length) {
      this.#grow();
      return this.add(hash);
    }
    this.#a[slot] = hash.a;
    this.#b[slot] = hash.b;
    this.#size += 1;
    this.#table[place] = this.#size;
    return slot;
  }

  find(hash: Lanes): number | undefined {
    const taken = this.#table[this.#place(hash.a, hash.b)] ?? 0;
    return taken === 0 ? undefined : taken - 1;
  }

  /** Where this hash stands in the table, or would stand. */
  #place(a: number, b: number): number {
    const mask = this.#table.length - 1;
    let place = a & mask;
    for (;;) {
      const taken = this.#table[place] ?? 0;
      if (taken === 0 || (this.#a[taken - 1] === a && this.#b[taken - 1] === b)) return place;
      place = (place + 1) & mask;
    }
  }

  #grow(): void {
    const [a, b] = [this.#a, this.#b];
    this.#a = new Int32Array(a.length * 2);
    this.#b = new Int32Array(a.length * 2);
    this.#a.set(a);
    this.#b.set(b);
    this.#table = new Uint32Array(a.length * 4);
    for (let slot = 0; slot < this.#size; slot += 1) {
      this.#table[this.#place(a[slot] ?? 0, b[slot] ?? 0)] = slot + 1;
    }
  }
}

const FIRST = 1024;
