import { UNSAVED_CHARACTERS_MAX } from '../model/limits.ts';
import type { Output, RejectStore } from '../model/ports.ts';

/**
 * STATE lines on their way out. None overtakes another, and none leaves before the rejected records
 * that it covers are durable.
 */
export class Outbox {
  readonly #output: Output;
  readonly #rejects: RejectStore | undefined;
  readonly #onFailure: (error: unknown) => void;
  #waiting: string[] = [];
  #flushing: Promise<void> | undefined;
  #unsaved = false;
  #failed = false;
  #characters = 0;

  constructor(
    output: Output,
    rejects: RejectStore | undefined,
    onFailure: (error: unknown) => void,
  ) {
    this.#output = output;
    this.#rejects = rejects;
    this.#onFailure = onFailure;
  }

  /** A rejected record; later states wait until it is stored. */
  reject(text: () => string): void {
    if (this.#rejects === undefined) return;
    const line = text();
    this.#rejects.append(line);
    this.#unsaved = true;
    this.#characters += line.length;
    if (this.#characters > UNSAVED_CHARACTERS_MAX) this.#flushing ??= this.#flush();
  }

  state(line: string): void {
    if (this.#failed) return;
    if (!this.#unsaved && this.#flushing === undefined) {
      this.#output.line(line);
      return;
    }
    this.#waiting.push(line);
    this.#flushing ??= this.#flush();
  }

  /** Everything rejected is stored and every released state is out. */
  async settled(): Promise<void> {
    if (this.#unsaved) this.#flushing ??= this.#flush();
    while (this.#flushing !== undefined) await this.#flushing;
  }

  async #flush(): Promise<void> {
    try {
      while (this.#unsaved || this.#waiting.length > 0) {
        const covered = this.#waiting.length;
        if (this.#unsaved) {
          this.#unsaved = false;
          this.#characters = 0;
          await this.#rejects?.flush();
        }
        for (const line of this.#waiting.splice(0, covered)) this.#output.line(line);
      }
    } catch (error) {
      this.#failed = true;
      this.#waiting = [];
      this.#onFailure(error);
    } finally {
      this.#flushing = undefined;
    }
  }
}
