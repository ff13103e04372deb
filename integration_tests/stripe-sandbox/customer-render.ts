import { invalid } from './api-error.ts';
import { object } from './customer-write.ts';
import { type Fields, fieldsOf, type Row } from './customers.ts';
import type { Json, JsonObject } from './types.ts';

const ADDRESS = {
  city: null,
  country: null,
  line1: null,
  line2: null,
  postal_code: null,
  state: null,
};

/** What arrives only with `expand[]`. */
const EXPANDED: { readonly [property: string]: (fields: Fields, row: Row, live: boolean) => Json } =
  {
    tax: renderTax,
    cash_balance: (fields, row, livemode) => ({
      object: 'cash_balance',
      available: null,
      customer: row.id,
      livemode,
      settings: {
        reconciliation_mode: fields['cash_balance'] === 'manual' ? 'manual' : 'automatic',
        using_merchant_default:
          (fields['cash_balance'] ?? 'merchant_default') === 'merchant_default',
      },
    }),
    sources: (_fields, row) => emptyList(`/v1/customers/${row.id}/sources`),
    subscriptions: (_fields, row) => emptyList(`/v1/customers/${row.id}/subscriptions`),
    invoice_credit_balance: () => ({}),
  };

/** Properties that are there anyway and may be asked for in full: an id stays an id here. */
const EXPANDABLE_IDS = new Set([
  'default_source',
  'test_clock',
  'invoice_settings.default_payment_method',
]);

export interface Rendering {
  readonly livemode: boolean;
  readonly expand: readonly string[];
  readonly taxIds: (row: Row) => readonly Json[];
}

/** The names to expand, without the `data.` of lists. Throws `ApiError` for one that cannot be. */
export function expandNames(expand: Json | undefined, prefix: '' | 'data.'): readonly string[] {
  if (!Array.isArray(expand)) return [];
  return (expand as readonly string[]).map((given) => {
    const name = given.startsWith(prefix) ? given.slice(prefix.length) : '';
    if (Object.hasOwn(EXPANDED, name) || name === 'tax_ids' || EXPANDABLE_IDS.has(name))
      return name;
    throw invalid(`This property cannot be expanded (${given}).`, 'expand');
  });
}

/** A customer as Stripe sends it: unset values are null, `[]`, `{}` or a hash of nulls. */
export function renderCustomer(row: Row, rendering: Rendering, shown?: Fields): JsonObject {
  if (row.deleted && !shown) return renderDeleted(row.id);
  const fields = shown ?? fieldsOf(row);
  const { livemode, expand, taxIds } = rendering;
  const { shipping, address } = fields;
  const expanded: { [name: string]: Json } = {};
  for (const name of expand) {
    const render = EXPANDED[name];
    if (render) expanded[name] = render(fields, row, livemode);
    if (name === 'tax_ids') {
      expanded[name] = { ...emptyList(`/v1/customers/${row.id}/tax_ids`), data: taxIds(row) };
    }
  }
  return {
    id: row.id,
    object: 'customer',
    address: address ? { ...ADDRESS, ...object(address) } : null,
    balance: fields['balance'] ?? 0,
    ...present('business_name', fields),
    created: row.created,
    currency: fields['currency'] ?? null,
    default_source: fields['default_source'] ?? null,
    delinquent: fields['delinquent'] ?? false,
    description: fields['description'] ?? null,
    discount: null,
    email: fields['email'] ?? null,
    ...present('individual_name', fields),
    invoice_prefix:
      fields['invoice_prefix'] ?? `S${row.seq.toString(36).toUpperCase().padStart(7, '0')}`,
    invoice_settings: renderInvoiceSettings(object(fields['invoice_settings'])),
    livemode,
    metadata: { ...object(fields['metadata']) },
    name: fields['name'] ?? null,
    next_invoice_sequence: fields['next_invoice_sequence'] ?? 1,
    phone: fields['phone'] ?? null,
    preferred_locales: fields['preferred_locales'] ?? [],
    shipping: shipping
      ? {
          name: null,
          phone: null,
          ...object(shipping),
          address: { ...ADDRESS, ...object(object(shipping)['address']) },
        }
      : null,
    tax_exempt: fields['tax_exempt'] ?? 'none',
    test_clock: fields['test_clock'] ?? null,
    ...expanded,
  };
}

export function renderDeleted(id: string): JsonObject {
  return { id, object: 'customer', deleted: true };
}

export function emptyList(url: string): JsonObject {
  return { object: 'list', data: [], has_more: false, url };
}

function present(name: string, fields: Fields): JsonObject {
  return fields[name] === undefined ? {} : { [name]: fields[name] };
}

function renderInvoiceSettings(settings: JsonObject): Json {
  return {
    custom_fields: settings['custom_fields'] ?? null,
    default_payment_method: settings['default_payment_method'] ?? null,
    footer: settings['footer'] ?? null,
    rendering_options: settings['rendering_options']
      ? { amount_tax_display: null, template: null, ...object(settings['rendering_options']) }
      : null,
  };
}

function renderTax(fields: Fields): Json {
  const { country, state } = object(fields['address']);
  const known = typeof country === 'string';
  return {
    automatic_tax: known ? 'supported' : 'unrecognized_location',
    ip_address: fields['tax'] ?? null,
    location: known ? { country, source: 'billing_address', state: state ?? null } : null,
    provider: 'stripe',
  };
}
