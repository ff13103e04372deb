import { isEmptyValue } from '../lib/canonical.ts';
import type { WritePolicy } from '../model/config.ts';
import type { Customer } from '../model/customer.ts';
import type { Draft, FieldValue, Warning } from '../model/draft.ts';
import type { Stamps } from '../model/match.ts';
import type { PipelinePolicy } from '../model/pipeline.ts';
import { isApplicable, specOf } from './applicable.ts';
import { isBlank, sameValue } from './same.ts';

/** What a draft asks of an existing customer. */
export interface Changes {
  /** Fields that differ; null = clear. */
  readonly differ: ReadonlyMap<string, FieldValue | null>;
  /** Fields that no answer shows: they cause no update, but may go along with one. */
  readonly unreadable: ReadonlyMap<string, FieldValue>;
  /** Fields that the draft settles by itself, whatever the customer holds. */
  readonly settled: ReadonlySet<string>;
  /** A difference was decided by the customer's field being empty. */
  readonly byEmptiness: boolean;
  readonly warnings: readonly Warning[];
}

/** Compares a draft, and the stamps of an adoption, with a customer under the write policies. */
export function findChanges(
  draft: Draft,
  stamps: Stamps,
  customer: Customer,
  policy: PipelinePolicy,
): Changes {
  const differ = new Map<string, FieldValue | null>();
  const unreadable = new Map<string, FieldValue>();
  const settled = new Set<string>();
  const warnings: Warning[] = [...draft.warnings];
  let byEmptiness = false;
  for (const [field, value] of Object.entries(draft.fields)) {
    const write = policy.writePolicy(field);
    const held = customer.fields[field];
    const verdict = judge(field, value, held, write);
    if (write === 'always') settled.add(field);
    if (verdict === 'differs') differ.set(field, isBlank(value) ? null : value);
    if (verdict === 'differs' && write === 'if_empty') byEmptiness = true;
    if (verdict === 'unreadable' && value !== null) unreadable.set(field, value);
    if (verdict === 'refused') warnings.push({ code: 'field_not_applicable', field });
  }
  for (const [field, text] of Object.entries(stamps)) {
    if (differ.has(field) || !isEmptyValue(field, customer.fields[field])) continue;
    differ.set(field, text);
  }
  return { differ, unreadable, settled, byEmptiness, warnings };
}

type Verdict = 'differs' | 'left alone' | 'unreadable' | 'refused';

function judge(
  field: string,
  value: FieldValue | null,
  held: FieldValue | undefined,
  write: WritePolicy,
): Verdict {
  const spec = specOf(field);
  if (write === 'on_create') return 'left alone';
  if (write === 'if_empty' && !isEmptyValue(field, held)) return 'left alone';
  if (isBlank(value) && spec.clear === 'never') return 'left alone';
  if (!isApplicable(spec, 'update', value)) return 'refused';
  if (!spec.readable) return 'unreadable';
  return sameValue(spec, value, held) ? 'left alone' : 'differs';
}
