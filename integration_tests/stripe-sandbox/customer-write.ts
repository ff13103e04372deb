import { invalid } from './api-error.ts';
import type { Fields } from './customers.ts';
import type { Json, JsonObject } from './types.ts';

/** What Stripe does not document; the defaults are the harsher reading. */
export interface WriteRules {
  /** Whether unsent sub-keys of an address are kept or reset on update. */
  readonly addressUpdate: 'replace' | 'merge';
  /** Whether `shipping=` clears on update, or is refused as in 2019. */
  readonly shippingClear: 'clears' | 'refused';
}

type Apply = (before: Json | undefined, value: Json, rules: WriteRules) => Json | undefined;

const ADDRESS_KEYS = ['city', 'country', 'line1', 'line2', 'postal_code', 'state'] as const;

/** Parameters whose new value is more than the value sent. */
const APPLY: { readonly [param: string]: Apply } = {
  address: applyAddress,
  shipping: applyShipping,
  metadata: applyMetadata,
  invoice_settings: applyInvoiceSettings,
  cash_balance: (before, value) =>
    object(object(value)['settings'])['reconciliation_mode'] ?? before,
  tax: (before, value) => {
    const ip = object(value)['ip_address'];
    return ip === undefined ? before : (ip ?? undefined);
  },
};

/** Parameters that act but are not fields of the customer. */
const NOT_KEPT = new Set([
  'expand',
  'validate',
  'source',
  'card',
  'bank_account',
  'id',
  'payment_method',
  'tax_id_data',
  'default_card',
  'default_bank_account',
  'default_alipay_account',
]);

/** The customer's fields after a write; unsent ones stay. Throws `ApiError`. */
export function applyParams(before: Fields, params: JsonObject, rules: WriteRules): Fields {
  const after: { [field: string]: Json } = { ...before };
  for (const [name, value] of Object.entries(params)) {
    if (NOT_KEPT.has(name)) continue;
    const apply = APPLY[name];
    const next = apply ? apply(before[name], value, rules) : value;
    if (next === undefined || next === null) delete after[name];
    else after[name] = next;
  }
  return after;
}

function applyAddress(before: Json | undefined, value: Json, rules: WriteRules): Json | undefined {
  if (value === null) return undefined;
  const kept = rules.addressUpdate === 'merge' ? object(before) : {};
  const sent = object(value);
  return Object.fromEntries(
    ADDRESS_KEYS.map((key) => [
      key,
      sent[key] ?? (Object.hasOwn(sent, key) ? null : (kept[key] ?? null)),
    ]),
  );
}

function applyShipping(before: Json | undefined, value: Json, rules: WriteRules): Json | undefined {
  if (value === null) return undefined;
  const sent = object(value);
  const kept = rules.addressUpdate === 'merge' ? object(before) : {};
  return {
    address: applyAddress(kept['address'], sent['address'] ?? {}, rules) ?? null,
    name: sent['name'] ?? null,
    phone: sent['phone'] === undefined ? (kept['phone'] ?? null) : sent['phone'],
  };
}

/** Merges per key: the limit of 50 counts what others own, too. */
function applyMetadata(before: Json | undefined, value: Json): Json {
  if (value === null) return {};
  const merged: { [key: string]: Json } = Object.assign(Object.create(null), before);
  for (const [key, sent] of Object.entries(object(value))) {
    if (sent === null) delete merged[key];
    else merged[key] = sent;
  }
  const count = Object.keys(merged).length;
  if (count <= 50) return merged;
  throw invalid(
    `Metadata can have up to 50 keys, but you've set ${count}. You can delete keys by setting ` +
      'them to an empty value.',
    'metadata',
  );
}

function applyInvoiceSettings(before: Json | undefined, value: Json): Json {
  const merged: { [key: string]: Json } = { ...object(before) };
  for (const [key, sent] of Object.entries(object(value))) {
    if (sent === null) delete merged[key];
    else if (key === 'rendering_options') merged[key] = { ...object(merged[key]), ...object(sent) };
    else merged[key] = sent;
  }
  return merged;
}

/** A hash, or an empty one. */
export function object(value: Json | undefined): JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
    ? (value as JsonObject)
    : {};
}
