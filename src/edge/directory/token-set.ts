import { hashText, type Lanes } from '../../lib/hash.ts';
import type { Random } from '../../model/ports.ts';

/** Texts that were met, by 64-bit hash: eight bytes each, whatever their length. */
export class TokenSet {
  #a = new Int32Array(1024);
  #b = new Int32Array(1024);
  #count = 0;
  readonly #seed: number;
  readonly #lanes: Lanes = { a: 0, b: 0 };

  constructor(random: Random) {
    this.#seed = Math.floor(random() * 2 ** 32) | 0;
  }

  has(text: string): boolean {
    return this.#b[this.#place(text)] !== 0;
  }

  add(text: string): void {
    const at = this.#place(text);
    if (this.#b[at] !== 0) return;
    this.#a[at] = this.#lanes.a;
    this.#b[at] = this.#lanes.b;
    this.#count += 1;
    if (2 * this.#count > this.#a.length) this.#grow();
  }

  /** Where the text stands or would stand; its lanes are left in `#lanes`. */
  #place(text: string): number {
    hashText(text, this.#seed, ~this.#seed, this.#lanes);
    // 0 in the second lane marks an empty place.
    if (this.#lanes.b === 0) this.#lanes.b = 1;
    return this.#probe(this.#lanes.a, this.#lanes.b);
  }

  #probe(a: number, b: number): number {
    const mask = this.#a.length - 1;
    let at = a & mask;
    while (this.#b[at] !== 0 && (this.#a[at] !== a || this.#b[at] !== b)) at = (at + 1) & mask;
    return at;
  }

  #grow(): void {
    const [a, b] = [this.#a, this.#b];
    this.#a = new Int32Array(2 * a.length);
    this.#b = new Int32Array(2 * b.length);
    for (let from = 0; from < a.length; from += 1) {
      const [laneA = 0, laneB = 0] = [a[from], b[from]];
      if (laneB === 0) continue;
      const at = this.#probe(laneA, laneB);
      this.#a[at] = laneA;
      this.#b[at] = laneB;
    }
  }
}
