import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../../src/model/ports.ts';

/** Real time: what is tested here are real threads and processes. */
export const WALL: Clock = {
  now: () => performance.now(),
  sleep: (delayMs, signal) => sleep(delayMs, undefined, { ...(signal && { signal }) }),
};
