import type { StripeFailure } from '../model/failure.ts';
import { PACE_MARGIN, SLOWEST_PART } from '../model/limits.ts';
import { AdaptiveLimit } from './adaptive-limit.ts';
import { Bucket } from './bucket.ts';
import { Latency } from './latency.ts';

/** Leave to send one request. Exactly one of its methods is called, once. */
export interface Permit {
  readonly sentAtMs: number;
  /** The attempt is over, with this failure if any. */
  done(failure?: StripeFailure): void;
  /** Nothing was sent. */
  giveBack(): void;
}

export interface Waiter {
  readonly grant: (permit: Permit) => void;
}

/** What the pace keeps of one operation. */
export interface Lane {
  readonly bucket: Bucket;
  readonly concurrency: AdaptiveLimit;
  readonly latency: Latency;
  /** First in, first out. */
  readonly waiting: Set<Waiter>;
  inFlight: number;
  sent: number;
  refused: number;
}

export interface OperationStats {
  readonly sent: number;
  readonly refused: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  /** What the pace allows at the moment. */
  readonly permittedPerSecond: number;
}

export function createBucket(perSecond: number, nowMs: number): Bucket {
  const nominal = perSecond * PACE_MARGIN;
  return new Bucket(new AdaptiveLimit(nominal, nominal * SLOWEST_PART), nowMs);
}

export function createLane(perSecond: number, maxConcurrency: number, nowMs: number): Lane {
  return {
    bucket: createBucket(perSecond, nowMs),
    concurrency: new AdaptiveLimit(maxConcurrency, 1),
    latency: new Latency(),
    waiting: new Set(),
    inFlight: 0,
    sent: 0,
    refused: 0,
  };
}

export function laneStats(lane: Lane, nowMs: number): OperationStats {
  const { sent, refused, latency, bucket } = lane;
  return {
    sent,
    refused,
    p50Ms: latency.percentileMs(0.5),
    p95Ms: latency.percentileMs(0.95),
    permittedPerSecond: bucket.limit.at(nowMs),
  };
}
