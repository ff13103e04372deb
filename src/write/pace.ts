import type { RateLimit } from '../model/config.ts';
import { StripeFailure } from '../model/failure.ts';
import { CONCURRENCY_MIN, LATENCY_ASSUMED_MS, SEARCH_PER_SECOND } from '../model/limits.ts';
import type { Clock, Operation } from '../model/ports.ts';
import { AdaptiveLimit } from './adaptive-limit.ts';
import type { Bucket } from './bucket.ts';
import {
  createBucket,
  createLane,
  type Lane,
  laneStats,
  type OperationStats,
  type Permit,
  type Waiter,
} from './lane.ts';
import { Latency } from './latency.ts';

export interface PaceStats {
  readonly operations: { readonly [Name in Operation]: OperationStats };
  readonly permittedPerSecond: number;
  readonly inFlight: number;
  readonly concurrency: number;
}

const OPERATIONS = ['create', 'update', 'retrieve', 'list', 'search', 'other'] as const;

/**
 * Sends as fast as the user's share of Stripe's limits allows, never faster: a token of the account
 * and one of the operation per attempt, and no more in flight than the rate needs at the latency
 * measured. Invariant: a waiter is granted as soon as tokens and concurrency are there; operations
 * take turns, each first in, first out.
 */
export class Pace {
  readonly #clock: Clock;
  readonly #account: Bucket;
  readonly #concurrency: AdaptiveLimit;
  readonly #latency = new Latency();
  readonly #lanes: { readonly [Name in Operation]: Lane };
  #inFlight = 0;
  #turn = 0;
  #wakeAtMs: number | undefined;

  constructor(rateLimit: RateLimit, clock: Clock) {
    const { accountPerSecond, operationPerSecond, maxConcurrency } = rateLimit;
    const share = rateLimit.sharePercent / 100;
    const lane = (perSecond: number) => createLane(perSecond * share, maxConcurrency, clock.now());
    this.#clock = clock;
    this.#account = createBucket(accountPerSecond * share, clock.now());
    this.#concurrency = new AdaptiveLimit(maxConcurrency, 1);
    this.#lanes = {
      create: lane(operationPerSecond),
      update: lane(operationPerSecond),
      retrieve: lane(operationPerSecond),
      list: lane(operationPerSecond),
      search: lane(Math.min(operationPerSecond, SEARCH_PER_SECOND)),
      other: lane(operationPerSecond),
    };
  }

  /** Waits for leave to send one request; rejects with the signal's reason when it is aborted. */
  acquire(operation: Operation, signal?: AbortSignal): Promise<Permit> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const { waiting } = this.#lanes[operation];
      const abort = () => {
        waiting.delete(waiter);
        reject(signal?.reason);
      };
      const waiter: Waiter = {
        grant: (permit) => {
          signal?.removeEventListener('abort', abort);
          resolve(permit);
        },
      };
      signal?.addEventListener('abort', abort, { once: true });
      waiting.add(waiter);
      this.#grantAll();
    });
  }

  /** Sends one request when it may be sent, and learns from its answer. */
  async run<T>(operation: Operation, send: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const permit = await this.acquire(operation, signal);
    try {
      const answer = await send();
      permit.done();
      return answer;
    } catch (error) {
      permit.done(error instanceof StripeFailure ? error : undefined);
      throw error;
    }
  }

  /** Figures for LOG lines; percentiles over the whole sync. */
  stats(): PaceStats {
    const nowMs = this.#clock.now();
    const of = (name: Operation) => laneStats(this.#lanes[name], nowMs);
    return {
      operations: {
        create: of('create'),
        update: of('update'),
        retrieve: of('retrieve'),
        list: of('list'),
        search: of('search'),
        other: of('other'),
      },
      permittedPerSecond: this.#account.limit.at(nowMs),
      inFlight: this.#inFlight,
      concurrency: this.#concurrencyMax(nowMs),
    };
  }

  #grantAll(): void {
    for (;;) {
      const nowMs = this.#clock.now();
      if (this.#inFlight >= this.#concurrencyMax(nowMs)) return;
      let freeAtMs = Number.POSITIVE_INFINITY;
      let granted = false;
      for (let step = 0; step < OPERATIONS.length && !granted; step += 1) {
        const at = (this.#turn + step) % OPERATIONS.length;
        const lane = this.#lanes[OPERATIONS[at] ?? 'other'];
        const laneFreeAtMs = this.#freeAtMs(lane, nowMs);
        granted = laneFreeAtMs <= nowMs;
        if (granted) {
          this.#turn = at + 1;
          this.#grant(lane, nowMs);
        }
        freeAtMs = Math.min(freeAtMs, laneFreeAtMs);
      }
      if (!granted) {
        this.#wake(freeAtMs, nowMs);
        return;
      }
    }
  }

  #freeAtMs(lane: Lane, nowMs: number): number {
    if (lane.waiting.size === 0) return Number.POSITIVE_INFINITY;
    if (lane.inFlight >= Math.floor(lane.concurrency.at(nowMs))) return Number.POSITIVE_INFINITY;
    return Math.max(lane.bucket.freeAtMs(nowMs), this.#account.freeAtMs(nowMs));
  }

  #grant(lane: Lane, nowMs: number): void {
    const [waiter] = lane.waiting;
    if (waiter === undefined) return;
    lane.waiting.delete(waiter);
    lane.bucket.take(nowMs);
    this.#account.take(nowMs);
    lane.inFlight += 1;
    lane.sent += 1;
    this.#inFlight += 1;
    const end = () => {
      lane.inFlight -= 1;
      this.#inFlight -= 1;
    };
    waiter.grant({
      sentAtMs: nowMs,
      done: (failure) => {
        end();
        this.#learn(lane, nowMs, failure);
        this.#grantAll();
      },
      giveBack: () => {
        end();
        lane.sent -= 1;
        lane.bucket.giveBack(this.#clock.now());
        this.#account.giveBack(this.#clock.now());
        this.#grantAll();
      },
    });
  }

  /**
   * "global-concurrency, global-rate, endpoint-concurrency, endpoint-rate, resource-specific"
   * docs.stripe.com/rate-limits
   */
  #learn(lane: Lane, sentAtMs: number, failure: StripeFailure | undefined): void {
    const nowMs = this.#clock.now();
    const reason = failure?.rateLimitedReason;
    if (reason !== undefined) {
      lane.refused += 1;
      if (reason === 'global-rate') this.#account.limit.slow(nowMs, sentAtMs);
      if (reason === 'endpoint-rate') lane.bucket.limit.slow(nowMs, sentAtMs);
      if (reason === 'global-concurrency') {
        this.#concurrency.slow(nowMs, sentAtMs, this.#inFlight + 1);
      }
      if (reason === 'endpoint-concurrency') {
        lane.concurrency.slow(nowMs, sentAtMs, lane.inFlight + 1);
      }
    } else if (failure?.kind !== 'connection') {
      lane.latency.add(nowMs - sentAtMs);
      this.#latency.add(nowMs - sentAtMs);
    }
  }

  /** Little's law: what is in flight is rate × latency; never less than the rate needs. */
  #concurrencyMax(nowMs: number): number {
    const latencyMs = Math.max(LATENCY_ASSUMED_MS, this.#latency.expectedMs());
    const needed = Math.ceil((this.#account.limit.at(nowMs) * latencyMs) / 1000);
    return Math.floor(Math.min(this.#concurrency.at(nowMs), Math.max(CONCURRENCY_MIN, needed)));
  }

  #wake(atMs: number, nowMs: number): void {
    if (atMs === Number.POSITIVE_INFINITY) return;
    if (this.#wakeAtMs !== undefined && this.#wakeAtMs <= atMs) return;
    this.#wakeAtMs = atMs;
    void this.#clock.sleep(Math.ceil(atMs - nowMs)).then(() => {
      if (this.#wakeAtMs !== atMs) return;
      this.#wakeAtMs = undefined;
      this.#grantAll();
    });
  }
}
