import {
  EXPAND,
  firm,
  hash,
  list,
  METADATA,
  oneOf,
  PAGE_LIMIT,
  type Param,
  text,
} from './params.ts';

const ADDRESS = {
  city: text(5000),
  country: text(5000),
  line1: text(5000),
  line2: text(5000),
  postal_code: text(5000),
  state: text(5000),
};

const TAX_ID = hash({ type: firm(5000), value: firm() }, { required: ['type', 'value'] });

/** Accepted on create and on update. */
const COMMON: { readonly [name: string]: Param } = {
  name: text(256),
  email: text(512, 'email'),
  phone: text(20),
  description: text(5000),
  individual_name: text(150),
  business_name: text(150),
  address: hash(ADDRESS, { clear: true }),
  shipping: hash(
    { name: text(5000), phone: text(5000), address: hash(ADDRESS) },
    { clear: true, required: ['name', 'address'] },
  ),
  metadata: METADATA,
  preferred_locales: list(firm(5000), { clear: true }),
  tax_exempt: oneOf(['exempt', 'none', 'reverse'], true),
  invoice_settings: hash({
    custom_fields: list(
      hash({ name: firm(40), value: firm(140) }, { required: ['name', 'value'] }),
      { clear: true, max: 4 },
    ),
    default_payment_method: text(5000),
    footer: text(5000),
    rendering_options: hash(
      {
        amount_tax_display: oneOf(['exclude_tax', 'include_inclusive_tax'], true),
        template: text(5000),
      },
      { clear: true },
    ),
  }),
  invoice_prefix: firm(5000, 'invoice_prefix'),
  next_invoice_sequence: { kind: 'integer', min: 1 },
  balance: { kind: 'integer' },
  cash_balance: hash({
    settings: hash({
      reconciliation_mode: oneOf(['automatic', 'manual', 'merchant_default']),
    }),
  }),
  source: firm(5000),
  validate: { kind: 'boolean' },
  expand: EXPAND,
};

/** `id` is a legacy that Stripe discourages and still takes. */
export const CUSTOMER_CREATE = hash({
  ...COMMON,
  id: firm(5000),
  payment_method: firm(5000),
  tax_id_data: list(TAX_ID),
  test_clock: firm(5000),
  tax: hash({ ip_address: text(), validate_location: oneOf(['deferred', 'immediately']) }),
});

export const CUSTOMER_UPDATE = hash({
  ...COMMON,
  tax: hash({ ip_address: text(), validate_location: oneOf(['auto', 'deferred', 'immediately']) }),
  default_source: firm(500),
  default_alipay_account: firm(500),
  default_bank_account: firm(500),
  default_card: firm(500),
  bank_account: { kind: 'any' },
  card: { kind: 'any' },
});

export const CUSTOMER_LIST = hash({
  email: firm(512),
  created: { kind: 'range' },
  test_clock: firm(5000),
  limit: PAGE_LIMIT,
  starting_after: firm(5000),
  ending_before: firm(5000),
  expand: EXPAND,
});

export const CUSTOMER_SEARCH = hash(
  { query: firm(5000), limit: PAGE_LIMIT, page: firm(5000), expand: EXPAND },
  { required: ['query'] },
);

export const TAX_ID_CREATE = hash(
  { type: firm(5000), value: firm(), expand: EXPAND },
  { required: ['type', 'value'] },
);

export const TAX_ID_LIST = hash({
  limit: PAGE_LIMIT,
  starting_after: firm(5000),
  ending_before: firm(5000),
  expand: EXPAND,
});

export const EXPAND_ONLY = hash({ expand: EXPAND });
export const NOTHING = hash({});
