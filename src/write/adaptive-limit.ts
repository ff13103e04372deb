import { RECOVERY_MS, SLOW_DOWN_FACTOR } from '../model/limits.ts';

/**
 * A limit that gives way when it is refused and comes back by itself. Design: the curve of TCP
 * CUBIC (RFC 9438). A refusal multiplies the limit; it then climbs fast, flattens where it was
 * refused last, and past that point probes upwards ever faster. Invariant: floor ≤ limit ≤ nominal.
 */
export class AdaptiveLimit {
  readonly nominal: number;
  readonly #floor: number;
  #refusedAt: { readonly limit: number; readonly drop: number; readonly ms: number } | undefined;

  constructor(nominal: number, floor: number) {
    this.nominal = nominal;
    this.#floor = Math.min(floor, nominal);
  }

  /** The limit now. */
  at(nowMs: number): number {
    if (this.#refusedAt === undefined) return this.nominal;
    const { limit, drop, ms } = this.#refusedAt;
    const way = (nowMs - ms) / RECOVERY_MS - 1;
    const now = limit + drop * way ** 3;
    if (now < this.nominal) return now;
    this.#refusedAt = undefined;
    return this.nominal;
  }

  /**
   * Tells of a refusal. One congestion refuses many that were under way together: what was sent
   * before the last slow-down says nothing new. `used` is how much was in use, where that is known
   * to be less than the limit.
   */
  slow(nowMs: number, sentAtMs: number, used = Number.POSITIVE_INFINITY): void {
    const limit = Math.min(used, this.at(nowMs));
    if (this.#refusedAt !== undefined && sentAtMs <= this.#refusedAt.ms) return;
    const lower = Math.max(this.#floor, limit * SLOW_DOWN_FACTOR);
    this.#refusedAt = { limit, drop: limit - lower, ms: nowMs };
  }
}
