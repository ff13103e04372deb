import { normaliseKey } from '../lib/normalise-key.ts';
import type { Customer } from '../model/customer.ts';
import type { Draft } from '../model/draft.ts';
import type { Ladder, Match, MatchKey, Stamps } from '../model/match.ts';
import type { PipelinePolicy } from '../model/pipeline.ts';
import { chooseCustomers } from './choose-customers.ts';
import { contradicts, losesKey } from './value-changed.ts';

/**
 * Finds the customer of a draft. The first rung that finds one decides. Only metadata keys say to
 * whom a customer belongs: they alone are stamped and checked for conflicts. A higher rung of
 * another field (`email` above `phone`) says nothing about a customer found below it; where it is
 * mapped, the update writes it. An `id` that finds nothing names no customer to be, so it never
 * becomes the key.
 */
export function matchDraft(
  ladder: Ladder,
  draft: Draft,
  policy: PipelinePolicy,
  find: (key: MatchKey) => readonly Customer[],
): Match {
  for (let rung = 0; rung < ladder.length; rung += 1) {
    const key = ladder[rung];
    if (key === undefined) continue;
    const found = holders(find(key), key);
    if (found.length > 0) return matchFound(ladder, rung, found, draft, policy);
  }
  return matchNone(ladder, draft, policy);
}

/** `find` answers by hash or from Stripe's search: the customer's own value decides. */
function holders(found: readonly Customer[], key: MatchKey): readonly Customer[] {
  return found.filter((customer) => heldValue(customer, key.field) === key.value);
}

function matchFound(
  ladder: Ladder,
  rung: number,
  found: readonly Customer[],
  draft: Draft,
  policy: PipelinePolicy,
): Match {
  const higher = ladder.slice(0, rung).filter(isMetadata);
  const own = higher.length === 0 ? found : found.filter((one) => !belongsToAnother(one, higher));
  const [first] = own;
  if (first === undefined) {
    if (policy.onKeyConflict === 'create') return matchNone(ladder, draft, policy);
    return rejected('match_key_conflict', conflictField(found, higher));
  }
  const chosen = chooseCustomers(own, policy.duplicateCustomers);
  if (chosen === undefined) return rejected('match_ambiguous', ladder[rung]?.field);
  const keptBy = higher[0] ?? ladder[rung];
  if (keptBy !== undefined && losesKey(draft, keptBy, higher.length > 0, policy)) {
    return rejected('match_value_changed', keptBy.field);
  }
  const stamps = stampsFor(chosen, higher);
  const [customer = first] = chosen;
  if (chosen.length === 1) return { kind: 'one', rung, customer, stamps };
  return { kind: 'several', rung, customers: chosen, stamps };
}

function matchNone(ladder: Ladder, draft: Draft, policy: PipelinePolicy): Match {
  const present = ladder.filter((key) => key !== undefined);
  if (present.length === 0) return rejected('match_key_missing', policy.matching[0]?.property);
  const key = present.find(({ field }) => field !== 'id');
  if (key === undefined) return rejected('customer_not_found', 'id');
  if (policy.exportMode !== 'update_only' && contradicts(draft, key)) {
    return rejected('match_value_changed', key.field);
  }
  return { kind: 'none', key };
}

/** What the customer holds in that field, normalised; '' = no value. */
function heldValue(customer: Customer, field: string): string {
  if (field === 'id') return normaliseKey(field, customer.id);
  const value = customer.fields[field];
  return typeof value === 'string' ? normaliseKey(field, value) : '';
}

function belongsToAnother(customer: Customer, higher: readonly MatchKey[]): boolean {
  return higher.some((key) => {
    const held = heldValue(customer, key.field);
    return held !== '' && held !== key.value;
  });
}

function conflictField(found: readonly Customer[], higher: readonly MatchKey[]): string {
  const key = higher.find((one) => found.some((customer) => belongsToAnother(customer, [one])));
  return key?.field ?? '';
}

/** The higher keys that at least one of the customers lacks. */
function stampsFor(customers: readonly Customer[], higher: readonly MatchKey[]): Stamps {
  const lacking = higher.filter((key) => customers.some((one) => heldValue(one, key.field) === ''));
  return Object.fromEntries(lacking.map(({ field, text }) => [field, text]));
}

function isMetadata(key: MatchKey | undefined): key is MatchKey {
  return key?.field.startsWith('metadata.') === true;
}

function rejected(
  code: Extract<Match, { kind: 'reject' }>['code'],
  field: string | undefined,
): Match {
  return field === undefined ? { kind: 'reject', code } : { kind: 'reject', code, field };
}
