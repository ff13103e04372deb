import type { FieldSpec } from './field-spec.ts';
import { FIELDS } from './fields.ts';

const REASONS = {
  test_clock: 'customers on a test clock are invisible to lists',
  source: 'on update it retries the open invoice of past-due subscriptions',
  bank_account: 'legacy token',
  card: 'legacy token',
  default_alipay_account: 'legacy',
  default_bank_account: 'legacy',
  default_card: 'legacy',
  validate: 'no lasting value',
  expand: 'shape of the answer only',
} as const;

/**
 * Parameters of Stripe's that are left out on purpose; the build fails when Stripe adds one that
 * stands neither here nor in FIELDS.
 */
export const LEFT_OUT: { readonly [parameter: string]: string } = REASONS;

export type LeftOut = keyof typeof REASONS;

const BY_NAME: ReadonlyMap<string, FieldSpec> = new Map(FIELDS.map((field) => [field.name, field]));

/**
 * The field of that flat name; `metadata.<key>` is none of the table's and handled by
 * `metadataKey`.
 */
export function fieldSpec(name: string): FieldSpec | undefined {
  return BY_NAME.get(name);
}

/** `metadata.plan` → `plan`; undefined for anything else. */
export function metadataKey(name: string): string | undefined {
  return name.startsWith('metadata.') ? name.slice('metadata.'.length) : undefined;
}
