import type { Entry } from './entry.ts';

/**
 * Records read ahead of the one being matched, in order of arrival. It is cut by position (count
 * and bytes), never by time: a plan and a run over the same input see the same window.
 */
export class Window {
  #entries: (Entry | undefined)[] = [];
  #head = 0;
  #bytes = 0;
  readonly #limits: WindowLimits;

  constructor(limits: WindowLimits) {
    this.#limits = limits;
  }

  get size(): number {
    return this.#entries.length - this.#head;
  }

  get overfull(): boolean {
    return this.size > this.#limits.recordsMax || this.#bytes > this.#limits.bytesMax;
  }

  push(entry: Entry): void {
    this.#entries.push(entry);
    this.#bytes += entry.record.bytes;
  }

  /** The entry at the front; undefined when empty. */
  peek(): Entry | undefined {
    return this.#entries[this.#head];
  }

  shift(): Entry | undefined {
    const entry = this.#entries[this.#head];
    if (entry === undefined) return undefined;
    this.#entries[this.#head] = undefined;
    this.#head += 1;
    this.#bytes -= entry.record.bytes;
    if (this.#head > 1024 && this.#head * 2 > this.#entries.length) {
      this.#entries = this.#entries.slice(this.#head);
      this.#head = 0;
    }
    return entry;
  }

  /** The first `count` entries from the front, for looking ahead. */
  ahead(count: number): readonly Entry[] {
    return this.#entries.slice(this.#head, this.#head + count) as readonly Entry[];
  }
}

export interface WindowLimits {
  readonly recordsMax: number;
  readonly bytesMax: number;
}
