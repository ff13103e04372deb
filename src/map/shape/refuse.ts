import type { Rejection } from '../../model/outcome.ts';

/** A value that does not fit its field; `detail` holds the limit, never the value. */
export function refuse(field: string, detail: string): Rejection {
  return { code: 'invalid_field', field, detail };
}

/** What a converter gave is a refusal: field values are scalars or lists. */
export function isRefusal(shaped: unknown): shaped is Rejection {
  return typeof shaped === 'object' && shaped !== null && !Array.isArray(shaped);
}

/** Whether the text has more characters (code points) than that. */
export function isLonger(text: string, charactersMax: number): boolean {
  if (text.length <= charactersMax) return false;
  // A character takes at most two units.
  if (text.length > charactersMax * 2) return true;
  let count = 0;
  for (const _ of text) count += 1;
  return count > charactersMax;
}
