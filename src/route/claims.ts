import { hashText, type Lanes } from '../lib/hash.ts';

const ROOM_FIRST = 1024;
const SEED_A = 0x3c6ef372;
const SEED_B = 0x1b54a32d;

/**
 * Which profile claimed a customer first. Two 32-bit lanes a customer, by its dense ref: a million
 * customers cost 8 MB.
 */
export class Claims {
  #low = new Uint32Array(ROOM_FIRST);
  #high = new Uint32Array(ROOM_FIRST);
  readonly #hash: Lanes = { a: 0, b: 0 };

  /** true = nobody else claimed it before; the claim stands for the whole sync. */
  claim(ref: number, identity: string): boolean {
    if (ref >= this.#low.length) this.#grow(ref);
    hashText(identity, SEED_A, SEED_B, this.#hash);
    const low = this.#hash.a >>> 0;
    const high = this.#hash.b >>> 0 || 1;
    if (this.#high[ref] === 0) {
      this.#low[ref] = low;
      this.#high[ref] = high;
      return true;
    }
    return this.#low[ref] === low && this.#high[ref] === high;
  }

  #grow(ref: number): void {
    const size = Math.max(ref + 1, this.#low.length * 2);
    this.#low = enlarged(this.#low, size);
    this.#high = enlarged(this.#high, size);
  }
}

function enlarged(from: Uint32Array<ArrayBuffer>, size: number): Uint32Array<ArrayBuffer> {
  const to = new Uint32Array(size);
  to.set(from);
  return to;
}
