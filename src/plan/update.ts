import type { Customer } from '../model/customer.ts';
import type { Draft, FieldValue, Warning } from '../model/draft.ts';
import { metadataKey } from '../model/field-table.ts';
import { COPY_AGE_MS_MAX, METADATA_KEYS_MAX } from '../model/limits.ts';
import type { Stamps } from '../model/match.ts';
import type { PipelinePolicy } from '../model/pipeline.ts';
import type { Step } from '../model/step.ts';
import { specOf } from './applicable.ts';
import { type Changes, findChanges } from './changes.ts';
import { type FlatParams, nest } from './nest.ts';
import { keyTooLong, METADATA_FULL } from './reject.ts';
import { isBlankUnit, isShippable, mergeUnit, UNIT_PARTS, type Unit } from './units.ts';

/**
 * An existing customer: only what differs. A unit goes as a whole, the customer's own parts under
 * the drafted ones; a shipping of which every part is cleared is cleared as one.
 * `tax.validate_location` can't be read back: it goes along with a change of what Stripe derives
 * the tax location from, never alone.
 */
export function planUpdate(
  draft: Draft,
  stamps: Stamps,
  customer: Customer,
  policy: PipelinePolicy,
  nowMs: number,
): Step {
  const changes = findChanges(draft, stamps, customer, policy);
  const { kept: differ, warnings } = keepShippable(changes, customer);
  if (differ.size === 0) return { kind: 'unchanged', customer, warnings };
  for (const [field, text] of Object.entries(stamps)) {
    const tooLong = keyTooLong(field, text);
    if (tooLong !== undefined) return tooLong;
  }
  const full = metadataAfter(differ, customer) > METADATA_KEYS_MAX;
  const isOld = nowMs - customer.fetchedAtMs > COPY_AGE_MS_MAX;
  if (isOld && (full || restsOnCopy(differ, changes))) return { kind: 'refresh', id: customer.id };
  if (full) return METADATA_FULL;
  return {
    kind: 'update',
    customer,
    params: nest({ ...written(differ, customer), ...ridingAlong(differ, changes) }),
    fields: [...differ.keys()],
    cleared: [...differ.values()].filter((value) => value === null).length,
    warnings,
  };
}

type Differences = ReadonlyMap<string, FieldValue | null>;

const UNITS = Object.keys(UNIT_PARTS) as readonly Unit[];

function keepShippable(
  { differ, warnings }: Changes,
  { fields }: Customer,
): { readonly kept: Differences; readonly warnings: readonly Warning[] } {
  if (!touches('shipping', differ)) return { kept: differ, warnings };
  const merged = mergeUnit('shipping', differ, fields);
  if (isShippable(merged) || isBlankUnit(merged)) return { kept: differ, warnings };
  return {
    kept: new Map([...differ].filter(([field]) => specOf(field).unit !== 'shipping')),
    warnings: [...warnings, { code: 'shipping_incomplete', field: 'shipping' }],
  };
}

/** What is sent: units whole, everything else as it differs. */
function written(differ: Differences, { fields }: Customer): FlatParams {
  const params: { [field: string]: FieldValue } = {};
  for (const [field, value] of differ) {
    const { unit, clear } = specOf(field);
    if (unit === undefined && (value !== null || clear !== 'never')) {
      params[field] = value ?? (clear as FieldValue);
    }
  }
  for (const unit of UNITS) {
    if (!touches(unit, differ)) continue;
    const merged = mergeUnit(unit, differ, fields);
    Object.assign(params, unit === 'shipping' && isBlankUnit(merged) ? { shipping: '' } : merged);
  }
  return params;
}

function ridingAlong(differ: Differences, { unreadable }: Changes): FlatParams {
  const moves = UNITS.some((unit) => touches(unit, differ)) || differ.has('tax.ip_address');
  return moves ? Object.fromEntries(unreadable) : {};
}

/**
 * Whether what would be sent takes anything from the copy: parts of a unit, or a field's emptiness.
 */
function restsOnCopy(differ: Differences, { settled, byEmptiness }: Changes): boolean {
  if (byEmptiness) return true;
  return UNITS.some(
    (unit) => touches(unit, differ) && UNIT_PARTS[unit].some((part) => !settled.has(part)),
  );
}

function touches(unit: Unit, differ: Differences): boolean {
  return UNIT_PARTS[unit].some((part) => differ.has(part));
}

/** Metadata keys in Stripe afterwards; without an addition nothing is judged. */
function metadataAfter(differ: Differences, { fields, metadataCount }: Customer): number {
  let added = 0;
  let removed = 0;
  for (const [field, value] of differ) {
    if (metadataKey(field) === undefined) continue;
    if (value === null) removed += 1;
    else if (fields[field] === undefined) added += 1;
  }
  return added === 0 ? 0 : metadataCount + added - removed;
}
