import { isEmptyValue } from '../lib/canonical.ts';
import type { Draft, FieldValue, Warning } from '../model/draft.ts';
import { metadataKey } from '../model/field-table.ts';
import { METADATA_KEYS_MAX } from '../model/limits.ts';
import type { Ladder, MatchKey } from '../model/match.ts';
import type { Step } from '../model/step.ts';
import { isApplicable, specOf } from './applicable.ts';
import { nest } from './nest.ts';
import { keyTooLong, METADATA_FULL } from './reject.ts';
import { isShippable, UNIT_PARTS } from './units.ts';

/**
 * A new customer: what is drafted, plus every matching field that the mapping leaves alone. Empties
 * are never sent: "We assume empty values are an attempt to unset a parameter".
 */
export function planCreate(draft: Draft, ladder: Ladder, key: MatchKey): Step {
  const fields: Fields = {};
  const warnings: Warning[] = [...draft.warnings];
  for (const [field, value] of Object.entries(draft.fields)) {
    if (value === null || isEmptyValue(field, value)) continue;
    if (isApplicable(specOf(field), 'create', value)) fields[field] = value;
    else warnings.push({ code: 'field_not_applicable', field });
  }
  for (const rung of ladder) {
    if (rung === undefined || rung.field === 'id') continue;
    if (draft.fields[rung.field] !== undefined) continue;
    const tooLong = keyTooLong(rung.field, rung.text);
    if (tooLong !== undefined) return tooLong;
    fields[rung.field] = rung.text;
  }
  if (leaveOutShipping(fields)) warnings.push({ code: 'shipping_incomplete', field: 'shipping' });
  const names = Object.keys(fields);
  if (names.filter((name) => metadataKey(name) !== undefined).length > METADATA_KEYS_MAX) {
    return METADATA_FULL;
  }
  return { kind: 'create', key, params: nest(fields), fields: names, warnings };
}

type Fields = { [field: string]: FieldValue };

function leaveOutShipping(fields: Fields): boolean {
  const parts = UNIT_PARTS.shipping.filter((part) => fields[part] !== undefined);
  if (parts.length === 0 || isShippable(fields)) return false;
  for (const part of parts) delete fields[part];
  return true;
}
