const BUCKETS = 96;
/** Each bucket is 15 % wider than the one before: from 1 ms to about 10 minutes. */
const GROWTH = Math.log(1.15);

/**
 * Latencies in constant memory: percentiles over the whole sync, and what to expect of the next
 * request.
 */
export class Latency {
  readonly #counts = new Float64Array(BUCKETS);
  #total = 0;
  #meanMs = 0;
  #deviationMs = 0;

  add(ms: number): void {
    const at = Math.min(BUCKETS - 1, Math.floor(Math.log(Math.max(1, ms)) / GROWTH));
    this.#counts[at] = (this.#counts[at] ?? 0) + 1;
    this.#total += 1;
    // RFC 6298: gains of 1/8 and 1/4.
    const off = ms - this.#meanMs;
    this.#meanMs += this.#total === 1 ? off : off / 8;
    this.#deviationMs += (Math.abs(off) - this.#deviationMs) / 4;
  }

  /** What all but a few of the next requests stay below (RFC 6298: mean + 4 deviations). */
  expectedMs(): number {
    return this.#meanMs + 4 * this.#deviationMs;
  }

  /** Within 15 %; 0 before the first answer. */
  percentileMs(part: number): number {
    let left = this.#total * part;
    for (let at = 0; at < BUCKETS && this.#total > 0; at += 1) {
      left -= this.#counts[at] ?? 0;
      if (left <= 0) return Math.round(Math.exp((at + 0.5) * GROWTH));
    }
    return 0;
  }
}
