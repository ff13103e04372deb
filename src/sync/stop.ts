/** Why a sync ends early: the first reason counts, and whatever has not begun then never begins. */
export class Stop {
  readonly #controller = new AbortController();

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get reason(): unknown {
    return this.#controller.signal.reason;
  }

  get stopped(): boolean {
    return this.#controller.signal.aborted;
  }

  /** The first reason stays. */
  now(reason: unknown): void {
    if (!this.stopped) this.#controller.abort(reason);
  }

  /** Throws the reason once stopped. */
  check(): void {
    if (this.stopped) throw this.reason;
  }
}
