import { METADATA_KEYS_MAX } from '../model/limits.ts';
import type { Step } from '../model/step.ts';
import { specOf } from './applicable.ts';

/** The record's value does not fit that field; `detail` names the limit, never the value. */
export function invalidField(field: string, detail: string): Step {
  return { kind: 'reject', rejection: { code: 'invalid_field', field, detail } };
}

/** "You can specify up to 50 keys": the customer's other keys count. */
export const METADATA_FULL: Step = invalidField(
  'metadata',
  `at most ${METADATA_KEYS_MAX} keys, those of other systems included`,
);

/**
 * A key is written as it came, unmapped: it never met the mapping's limits. undefined = it fits.
 */
export function keyTooLong(field: string, text: string): Step | undefined {
  const max = specOf(field).maxLength;
  if (max === undefined || text.length <= max || [...text].length <= max) return undefined;
  return invalidField(field, `at most ${max} characters`);
}
