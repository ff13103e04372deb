import type {
  DuplicateCustomers,
  ExportMode,
  MatchingEntry,
  WritePolicy,
} from '../model/config.ts';
import type { Customer } from '../model/customer.ts';
import { fieldSpec } from '../model/field-table.ts';
import type { MatchKey } from '../model/match.ts';
import type { PipelinePolicy } from '../model/pipeline.ts';
import { normaliseKey } from './normalise-key.ts';

/** Policies as the cases spell them; what is absent has the configuration's default. */
export interface PolicyText {
  readonly on_key_conflict?: 'reject' | 'create';
  readonly export_mode?: ExportMode;
  readonly duplicate_customers?: DuplicateCustomers;
  readonly write?: { readonly [field: string]: WritePolicy };
}

/** A customer for tests; `metadataCount` counts the metadata fields unless it is given. */
export function fakeCustomer(
  id: string,
  fields: Customer['fields'],
  rest: Partial<Customer> = {},
): Customer {
  const metadataCount = Object.keys(fields).filter((name) => name.startsWith('metadata.')).length;
  return { id, ref: 0, created: 1, fetchedAtMs: 0, metadataCount, fields, ...rest };
}

export function fakePolicy(
  text: PolicyText,
  matching: readonly MatchingEntry[] = [],
): PipelinePolicy {
  return {
    name: 'Case',
    matching,
    onKeyConflict: text.on_key_conflict ?? 'reject',
    exportMode: text.export_mode ?? 'create_and_update',
    duplicateCustomers: text.duplicate_customers ?? 'reject',
    writePolicy: (field) => text.write?.[field] ?? fieldSpec(field)?.defaultWrite ?? 'always',
  };
}

/** `{ column: field }`, in order. */
export function matchingOf(columns: { readonly [column: string]: string }): MatchingEntry[] {
  return Object.entries(columns).map(([property, field]) => ({ property, field }));
}

/** A directory's `find` over these customers. */
export function fakeFind(customers: readonly Customer[]): (key: MatchKey) => readonly Customer[] {
  return ({ field, value }) =>
    customers.filter((customer) => {
      const held = field === 'id' ? customer.id : customer.fields[field];
      return typeof held === 'string' && normaliseKey(field, held) === value;
    });
}
