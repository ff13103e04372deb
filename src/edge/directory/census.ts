import { COUNT_MAX, type Searcher } from './searcher.ts';
import { FIRST_CUSTOMER_S } from './windows.ts';

/** A span of time that holds more customers than Search counts. */
interface Crowd {
  readonly from: number;
  readonly to: number;
}

/**
 * Counts customers by Search, whose totals are exact to 10,000: spans that hold more are halved.
 * Each step costs one or two reads and makes the count sharper.
 */
export class Census {
  readonly #searcher: Searcher;
  readonly #crowds: Crowd[] = [];
  #exact = 0;
  #steps = 0;
  #reads = 0;
  #gaveUp = false;

  constructor(searcher: Searcher) {
    this.#searcher = searcher;
  }

  get reads(): number {
    return this.#reads;
  }

  /** Customers that are there at least. */
  get atLeast(): number {
    return this.#exact + COUNT_MAX * this.#crowds.length;
  }

  /** All customers, once no span is too crowded. */
  get total(): number | undefined {
    return this.#steps > 0 && !this.#gaveUp && this.#crowds.length === 0 ? this.#exact : undefined;
  }

  /** Whether a further step can tell more. */
  get open(): boolean {
    if (this.#gaveUp || !this.#searcher.available()) return false;
    return this.#steps === 0 || this.#crowds.some(({ from, to }) => to > from);
  }

  /** `newest`: unix seconds of the newest customer. */
  async step(newest: number): Promise<void> {
    if (this.#steps === 0) {
      await this.#add(FIRST_CUSTOMER_S, newest);
      this.#steps = 1;
      return;
    }
    this.#steps += 1;
    const longest = this.#takeLongest();
    if (longest === undefined) return;
    const middle = Math.floor((longest.from + longest.to) / 2);
    const younger = await this.#add(middle + 1, longest.to);
    if (younger === 0) this.#crowds.push({ from: longest.from, to: middle });
    else await this.#add(longest.from, middle);
  }

  async #add(from: number, to: number): Promise<number> {
    this.#reads += 1;
    const count = await this.#searcher.count(from, to);
    if (count === undefined) {
      this.#gaveUp = true;
      return -1;
    }
    if (count < COUNT_MAX) this.#exact += count;
    else this.#crowds.push({ from, to });
    return count;
  }

  #takeLongest(): Crowd | undefined {
    let at = 0;
    this.#crowds.forEach((crowd, index) => {
      const longest = this.#crowds[at];
      if (longest && crowd.to - crowd.from > longest.to - longest.from) at = index;
    });
    return this.#crowds.splice(at, 1)[0];
  }
}
