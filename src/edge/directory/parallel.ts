import type { Clock } from '../../model/ports.ts';

const PARALLEL_MAX = 96;
/** Guessed latency, until it is measured. */
const LATENCY_GUESS_S = 0.3;
const GROWTH_MAX = 4;
const RATE_USED = 0.96;

/** How many reads should be under way. */
export interface Throttle {
  readonly target: number;
  /** One more read has its answer. */
  arrived(): void;
}

/** Raises the target until the permitted rate is used, whatever the latency. */
export function createThrottle(clock: Clock, perSecond: number): Throttle {
  let target = Math.ceil(perSecond * LATENCY_GUESS_S) + 1;
  let arrivals = 0;
  let sinceMs = clock.now();
  return {
    get target() {
      return target;
    },
    arrived() {
      arrivals += 1;
      if (arrivals < target) return;
      const rate = (arrivals * 1000) / Math.max(1, clock.now() - sinceMs);
      if (rate < RATE_USED * perSecond) {
        const factor = Math.min(GROWTH_MAX, (1.1 * perSecond) / rate);
        target = Math.min(PARALLEL_MAX, Math.ceil(target * factor));
      }
      arrivals = 0;
      sinceMs = clock.now();
    },
  };
}
