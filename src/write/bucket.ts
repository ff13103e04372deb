import { BURST_MS, BURST_REQUESTS_MIN } from '../model/limits.ts';
import type { AdaptiveLimit } from './adaptive-limit.ts';

/**
 * A token bucket kept as one number, the due time of the next token (the generic cell rate
 * algorithm of ATM): tokens fall due at absolute times, so that a late wake-up loses none.
 * Invariant: in any window of T seconds at most rate × T + burst tokens are taken.
 */
export class Bucket {
  readonly limit: AdaptiveLimit;
  #dueMs: number;

  /** Starts with a single token: a new process must not add a burst to that of the one before. */
  constructor(limit: AdaptiveLimit, nowMs: number) {
    this.limit = limit;
    this.#dueMs = nowMs + burstMs(limit.at(nowMs));
  }

  /** When a token may next be taken; in the past when one is there. */
  freeAtMs(nowMs: number): number {
    return this.#dueMs - burstMs(this.limit.at(nowMs));
  }

  take(nowMs: number): void {
    this.#dueMs = Math.max(nowMs, this.#dueMs) + 1000 / this.limit.at(nowMs);
  }

  /** Puts back a token that was not used. */
  giveBack(nowMs: number): void {
    this.#dueMs -= 1000 / this.limit.at(nowMs);
  }
}

/** How far ahead of its due time a token may be taken. */
function burstMs(perSecond: number): number {
  const requests = Math.max(BURST_REQUESTS_MIN, (perSecond * BURST_MS) / 1000);
  return ((requests - 1) * 1000) / perSecond;
}
