import { TransientError } from '../model/failure.ts';
import {
  OUTAGE_MS_MAX,
  OUTAGE_REQUESTS_MIN,
  PROBE_EVERY_MS_MAX,
  PROBE_EVERY_MS_MIN,
} from '../model/limits.ts';
import type { Clock } from '../model/ports.ts';
import type { Tells } from './verdict.ts';

/**
 * `open`: Stripe works. `probe`: this request is let through alone, to see whether it works again.
 */
export type Admission = 'open' | 'probe';

interface Waiting {
  readonly resolve: (admission: Admission) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Tells a failing Stripe from a bad request. When several different requests fail and none goes
 * through between them, it is an outage: a gate closes, and one waiting request at a time is let
 * through until one works. Invariant: whoever waits is let through, or rejected once nothing usable
 * came for OUTAGE_MS_MAX.
 */
export class OutageWatch {
  readonly #clock: Clock;
  readonly #signal: AbortSignal;
  readonly #waiting = new Set<Waiting>();
  readonly #failed = new Set<object>();
  #failingSinceMs: number | undefined;
  #workedAtMs: number;
  #probeNotBeforeMs = 0;
  #probeEveryMs = PROBE_EVERY_MS_MIN;
  #probing = false;
  #on = false;

  constructor(clock: Clock, signal: AbortSignal) {
    this.#clock = clock;
    this.#signal = signal;
    this.#workedAtMs = clock.now();
    signal.addEventListener('abort', () => this.#rejectAll(signal.reason), { once: true });
  }

  /** An outage is on. */
  get on(): boolean {
    return this.#on;
  }

  /** For how long nothing usable came, from the sending of the first request that failed. */
  failingForMs(): number {
    return this.#failingSinceMs === undefined ? 0 : this.#clock.now() - this.#failingSinceMs;
  }

  /** Waits while an outage is on. Rejects with `TransientError`, or the signal's reason. */
  admit(): Promise<Admission> | Admission {
    this.#signal.throwIfAborted();
    if (!this.#on) return 'open';
    return new Promise((resolve, reject) => {
      this.#waiting.add({ resolve, reject });
      if (!this.#probing) void this.#probe();
    });
  }

  /** Takes in what one attempt of `request` told about Stripe. */
  hear(tells: Tells, request: object, sentAtMs: number, retryAfterMs = 0): void {
    if (tells === 'works') {
      this.#works();
      return;
    }
    this.#failingSinceMs ??= Math.max(sentAtMs, this.#workedAtMs);
    if (tells === 'refuses') return;
    this.#probeNotBeforeMs = Math.max(this.#probeNotBeforeMs, this.#clock.now() + retryAfterMs);
    if (this.#failed.size < OUTAGE_REQUESTS_MIN) this.#failed.add(request);
    if (this.#failed.size >= OUTAGE_REQUESTS_MIN) this.declare();
  }

  /** Closes the gate. */
  declare(): void {
    if (this.#on) return;
    this.#on = true;
    this.#failingSinceMs ??= this.#clock.now();
  }

  #works(): void {
    this.#workedAtMs = this.#clock.now();
    this.#failingSinceMs = undefined;
    this.#probeNotBeforeMs = 0;
    this.#probeEveryMs = PROBE_EVERY_MS_MIN;
    this.#failed.clear();
    this.#on = false;
    for (const { resolve } of this.#waiting) resolve('open');
    this.#waiting.clear();
  }

  /** Runs while somebody waits, so that nothing is left ticking when the sync ends. */
  async #probe(): Promise<void> {
    this.#probing = true;
    while (this.#waiting.size > 0) {
      const untilMs = this.#probeNotBeforeMs - this.#clock.now();
      const delayMs = Math.max(this.#probeEveryMs, untilMs);
      await this.#clock.sleep(delayMs, this.#signal).catch(() => undefined);
      if (this.failingForMs() >= OUTAGE_MS_MAX) this.#rejectAll(unreachable());
      const [next] = this.#waiting;
      if (next === undefined) break;
      this.#probeEveryMs = Math.min(PROBE_EVERY_MS_MAX, this.#probeEveryMs * 1.5);
      this.#waiting.delete(next);
      next.resolve('probe');
    }
    this.#probing = false;
  }

  #rejectAll(reason: unknown): void {
    for (const { reject } of this.#waiting) reject(reason);
    this.#waiting.clear();
  }
}

/** Nothing usable came from Stripe for five minutes. */
export function unreachable(options?: ErrorOptions): TransientError {
  const message =
    'Stripe gave no usable answer for five minutes — the next run continues where this one stopped';
  return new TransientError('stripe_unreachable', message, options);
}
