/**
 * Customers that are being written. Whoever holds some waits for nothing else but Stripe, and takes
 * all it needs at once: no circle of waiting can form.
 */
export class Holds {
  readonly #held = new Set<number>();
  #queue: Claim[] = [];

  busy(ref: number): boolean {
    return this.#held.size > 0 && this.#held.has(ref);
  }

  /** Resolves when all refs are held, in order of asking where they overlap. */
  take(refs: readonly number[]): Promise<() => void> {
    return new Promise((resolve) => {
      this.#queue.push({ refs, resolve });
      this.#serve();
    });
  }

  #serve(): void {
    const reserved = new Set<number>();
    const waiting: Claim[] = [];
    for (const claim of this.#queue) {
      if (claim.refs.some((ref) => this.#held.has(ref) || reserved.has(ref))) {
        for (const ref of claim.refs) reserved.add(ref);
        waiting.push(claim);
        continue;
      }
      for (const ref of claim.refs) this.#held.add(ref);
      claim.resolve(() => this.#release(claim.refs));
    }
    this.#queue = waiting;
  }

  #release(refs: readonly number[]): void {
    for (const ref of refs) this.#held.delete(ref);
    if (this.#queue.length > 0) this.#serve();
  }
}

interface Claim {
  readonly refs: readonly number[];
  readonly resolve: (release: () => void) => void;
}
