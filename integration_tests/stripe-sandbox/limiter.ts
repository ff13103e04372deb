import { rateLimited } from './api-error.ts';

export interface LimitNumbers {
  readonly accountPerSecond: number;
  readonly operationPerSecond: number;
  /** All search operations together. */
  readonly searchPerSecond: number;
  readonly accountConcurrency?: number;
  readonly operationConcurrency?: number;
}

/** docs.stripe.com/rate-limits: 100/s live, 25/s in a sandbox, 25/s per operation, search 20/s. */
export const LIVE_LIMITS: LimitNumbers = {
  accountPerSecond: 100,
  operationPerSecond: 25,
  searchPerSecond: 20,
};
export const TEST_LIMITS: LimitNumbers = { ...LIVE_LIMITS, accountPerSecond: 25 };

export type Limits = 'by_key' | 'live' | 'test' | 'none' | LimitNumbers;

/** Somebody else who uses the same account. */
export interface Rival {
  readonly perSecond: number;
  /** Absent: spread over the account's total only. */
  readonly operation?: string;
  readonly fromMs?: number;
  readonly untilMs?: number;
}

interface Bucket {
  tokens: number;
  atMs: number;
}

const ACCOUNT = 'account';

/** Token buckets of one second's burst: one for the account, one per named operation. */
export class Limiter {
  readonly #buckets = new Map<string, Bucket>();
  readonly #inFlight = new Map<string, number>();

  /** Takes a place and a token, or throws `ApiError` 429; `leave` gives the place back. */
  enter(operation: string, limits: LimitNumbers | null, rival: Rival | null, nowMs: number): void {
    if (limits) this.#take(operation, limits, rival, nowMs);
    this.#count(ACCOUNT, 1);
    this.#count(operation, 1);
  }

  leave(operation: string): void {
    this.#count(ACCOUNT, -1);
    this.#count(operation, -1);
  }

  get inFlight(): number {
    return this.#inFlight.get(ACCOUNT) ?? 0;
  }

  #take(operation: string, limits: LimitNumbers, rival: Rival | null, nowMs: number): void {
    const { accountConcurrency, operationConcurrency } = limits;
    if (this.#full(ACCOUNT, accountConcurrency)) throw rateLimited('global-concurrency');
    if (this.#full(operation, operationConcurrency)) throw rateLimited('endpoint-concurrency');
    const search = operation.endsWith('.search');
    const perSecond = search ? limits.searchPerSecond : limits.operationPerSecond;
    const own = this.#filled(
      search ? 'search' : operation,
      perSecond - rivalRate(rival, operation, nowMs),
      nowMs,
    );
    const account = this.#filled(
      ACCOUNT,
      limits.accountPerSecond - rivalRate(rival, ACCOUNT, nowMs),
      nowMs,
    );
    if (own.tokens < 1) throw rateLimited('endpoint-rate');
    if (account.tokens < 1) throw rateLimited('global-rate');
    own.tokens -= 1;
    account.tokens -= 1;
  }

  #full(name: string, most: number | undefined): boolean {
    return most !== undefined && (this.#inFlight.get(name) ?? 0) >= most;
  }

  #count(name: string, by: number): void {
    this.#inFlight.set(name, (this.#inFlight.get(name) ?? 0) + by);
  }

  #filled(name: string, perSecond: number, nowMs: number): Bucket {
    const rate = Math.max(0, perSecond);
    const bucket = this.#buckets.get(name) ?? { tokens: rate, atMs: nowMs };
    const gained = (rate * (nowMs - bucket.atMs)) / 1000;
    bucket.tokens = Math.min(rate, bucket.tokens + gained);
    bucket.atMs = nowMs;
    this.#buckets.set(name, bucket);
    return bucket;
  }
}

/** The numbers that hold for a key's mode; null is no limit at all. */
export function limitsFor(limits: Limits, livemode: boolean): LimitNumbers | null {
  if (limits === 'none') return null;
  if (limits === 'by_key') return livemode ? LIVE_LIMITS : TEST_LIMITS;
  if (limits === 'live') return LIVE_LIMITS;
  return limits === 'test' ? TEST_LIMITS : limits;
}

function rivalRate(rival: Rival | null, name: string, nowMs: number): number {
  if (!rival) return 0;
  const { fromMs = -Infinity, untilMs = Infinity, operation, perSecond } = rival;
  if (nowMs < fromMs || nowMs >= untilMs) return 0;
  return name === ACCOUNT || operation === name ? perSecond : 0;
}
