import type { Clock } from '../model/ports.ts';

/**
 * The longest delay that `setTimeout` holds; a longer one fires at once. nodejs.org/api/timers.html
 */
const TIMER_MS_MAX = 2 ** 31 - 1;

/** The real time: never goes back when the machine's clock is set, whole milliseconds. */
export const clock: Clock = {
  now: () => Math.floor(performance.timeOrigin + performance.now()),
  sleep: (delayMs, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const abort = () => {
        clearTimeout(timer);
        reject(signal?.reason);
      };
      const timer = setTimeout(
        () => {
          signal?.removeEventListener('abort', abort);
          resolve();
        },
        Math.min(Math.max(0, delayMs), TIMER_MS_MAX),
      );
      signal?.addEventListener('abort', abort, { once: true });
    }),
};
