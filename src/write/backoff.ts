import {
  BACKOFF_BASE_MS,
  BACKOFF_MS_MAX,
  LOCK_BACKOFF_BASE_MS,
  LOCK_BACKOFF_MS_MAX,
  REFUSED_BACKOFF_BASE_MS,
  REFUSED_BACKOFF_MS_MAX,
  RETRY_AFTER_MS_MAX,
} from '../model/limits.ts';
import type { Random } from '../model/ports.ts';

export type BackoffName = 'none' | 'plain' | 'lock' | 'refused';

const BACKOFFS: { readonly [Name in BackoffName]: { base: number; max: number } } = {
  none: { base: 0, max: 0 },
  plain: { base: BACKOFF_BASE_MS, max: BACKOFF_MS_MAX },
  lock: { base: LOCK_BACKOFF_BASE_MS, max: LOCK_BACKOFF_MS_MAX },
  refused: { base: REFUSED_BACKOFF_BASE_MS, max: REFUSED_BACKOFF_MS_MAX },
};

/** Full jitter, whole milliseconds; never sooner than `Retry-After` asks, within reason. */
export function backoffMs(
  name: BackoffName,
  attempt: number,
  retryAfterMs: number | undefined,
  random: Random,
): number {
  const { base, max } = BACKOFFS[name];
  const jittered = Math.ceil(random() * Math.min(max, base * 2 ** (attempt - 1)));
  return Math.max(jittered, Math.min(RETRY_AFTER_MS_MAX, retryAfterMs ?? 0));
}
