import type { Clock } from '../../model/ports.ts';

const LOOK_EVERY_MS = 100;

/**
 * Resolves true when `beats` has stood still for longer than `limitMs(beats)`, false when `signal`
 * is aborted first. Time in which this thread itself was held up counts as one look only.
 */
export async function stalled(
  clock: Clock,
  beats: () => number,
  limitMs: (beats: number) => number,
  signal: AbortSignal,
): Promise<boolean> {
  let seen = beats();
  let quietMs = 0;
  let lookedMs = clock.now();
  while (await slept(clock, signal)) {
    const nowMs = clock.now();
    const passedMs = Math.min(nowMs - lookedMs, 2 * LOOK_EVERY_MS);
    lookedMs = nowMs;
    const beat = beats();
    quietMs = beat === seen ? quietMs + passedMs : 0;
    seen = beat;
    if (quietMs > limitMs(beat)) return true;
  }
  return false;
}

async function slept(clock: Clock, signal: AbortSignal): Promise<boolean> {
  try {
    await clock.sleep(LOOK_EVERY_MS, signal);
  } catch {
    // Aborted: the chunk is answered.
  }
  return !signal.aborted;
}
