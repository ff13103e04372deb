import { ApiError, emptyRefused, invalid, noSuch } from './api-error.ts';
import { type Context, liveRow } from './context.ts';
import { listCustomers } from './customer-list.ts';
import { expandNames, type Rendering, renderCustomer, renderDeleted } from './customer-render.ts';
import { applyParams, object } from './customer-write.ts';
import { type Fields, fieldsOf, type Row } from './customers.ts';
import { erase, type Partition, store } from './partition.ts';
import { addTaxIds, renderTaxIds } from './tax-ids.ts';
import type { Json, JsonObject } from './types.ts';

export function createCustomer(context: Context): () => Json {
  const { partition, params, settings, nowMs } = context;
  if (params['shipping'] === null) throw emptyRefused('shipping');
  const rendering = renderingOf(context, '');
  checkReferences(context);
  const id = typeof params['id'] === 'string' ? params['id'] : partition.customers.newId();
  if (partition.customers.get(id)) {
    throw new ApiError(400, 'Customer already exists.', { code: 'resource_already_exists' });
  }
  const fields = applyParams({}, params, settings);
  checkTaxLocation(params, fields);
  claimPrefix(partition, params, id);
  const created = Math.floor(nowMs / 1000);
  const row = partition.customers.insert({ id, created, fields, indexed: null });
  partition.search.schedule(row, fields, nowMs + settings.search.lagMs);
  addTaxIds(context, id, params['tax_id_data']);
  return renderLate(row, rendering);
}

export function updateCustomer(context: Context): () => Json {
  const { partition, params, settings, nowMs } = context;
  const row = liveRow(context);
  if (params['shipping'] === null && settings.shippingClear === 'refused') {
    throw emptyRefused('shipping');
  }
  const rendering = renderingOf(context, '');
  checkReferences(context);
  const fields = applyParams(fieldsOf(row), params, settings);
  checkTaxLocation(params, fields);
  claimPrefix(partition, params, row.id);
  store(partition, row, fields, nowMs + settings.search.lagMs);
  return renderLate(row, rendering);
}

/** A deleted customer is answered with 200 and its stub. */
export function retrieveCustomer(context: Context): () => Json {
  const { partition, ids } = context;
  const row = partition.customers.get(ids['customer'] as string);
  if (!row) throw noSuch('customer', ids['customer'] as string, 'id');
  return renderLate(row, renderingOf(context, ''));
}

export function deleteCustomer(context: Context): () => Json {
  const { partition, settings, nowMs } = context;
  const row = liveRow(context);
  erase(partition, row, settings.search.showsDeleted ? null : nowMs + settings.search.lagMs);
  return () => renderDeleted(row.id);
}

export function listAll(context: Context): () => Json {
  const { partition, params, settings } = context;
  const rendering = renderingOf(context, 'data.');
  const page = listCustomers(partition.customers, params, settings.cursorTrap);
  const data = page.rows.map((row) => renderCustomer(row, rendering));
  return () => ({ object: 'list', data, has_more: page.hasMore, url: '/v1/customers' });
}

export function renderingOf(context: Context, prefix: '' | 'data.'): Rendering {
  return {
    livemode: context.caller.livemode,
    expand: expandNames(context.params['expand'], prefix),
    taxIds: (row) => renderTaxIds(context, row.id),
  };
}

/** The answer as of now, though its text is built later: saved answers must stay small. */
function renderLate(row: Row, rendering: Rendering): () => Json {
  if (row.deleted) return () => renderDeleted(row.id);
  if (rendering.expand.length > 0) {
    const body = renderCustomer(row, rendering);
    return () => body;
  }
  const fields = fieldsOf(row);
  return () => renderCustomer(row, rendering, fields);
}

interface Reference {
  readonly what: string;
  readonly known: 'paymentMethods' | 'sources' | 'templates' | 'clocks';
  readonly path: readonly string[];
  /** Stripe names some parameters by another name in its errors. */
  readonly param?: string;
}

const REFERENCES: readonly Reference[] = [
  { what: 'PaymentMethod', known: 'paymentMethods', path: ['payment_method'] },
  {
    what: 'PaymentMethod',
    known: 'paymentMethods',
    path: ['invoice_settings', 'default_payment_method'],
  },
  { what: 'source', known: 'sources', path: ['default_source'], param: 'source' },
  { what: 'token', known: 'sources', path: ['source'] },
  {
    what: 'invoice rendering template',
    known: 'templates',
    path: ['invoice_settings', 'rendering_options', 'template'],
  },
  { what: 'test clock', known: 'clocks', path: ['test_clock'] },
];

function checkReferences({ params, settings }: Context): void {
  for (const { what, known, path, param } of REFERENCES) {
    const id = path.reduce<Json | undefined>((value, key) => object(value)[key], params);
    if (typeof id !== 'string') continue;
    if (known === 'clocks' ? id.startsWith('clock_') : settings[known].includes(id)) continue;
    const [first = '', ...rest] = path;
    throw noSuch(what, id, param ?? first + rest.map((key) => `[${key}]`).join(''), 400);
  }
}

function checkTaxLocation(params: JsonObject, fields: Fields): void {
  if (object(params['tax'])['validate_location'] !== 'immediately') return;
  if (typeof object(fields['address'])['country'] === 'string') return;
  throw invalid(
    "The customer's location isn't recognized.",
    'tax[validate_location]',
    'customer_tax_location_invalid',
  );
}

function claimPrefix(partition: Partition, params: JsonObject, id: string): void {
  const prefix = params['invoice_prefix'];
  if (typeof prefix !== 'string') return;
  const owner = partition.invoicePrefixes.get(prefix);
  if (owner !== undefined && owner !== id) {
    throw invalid(`The invoice prefix ${prefix} is already in use.`, 'invoice_prefix');
  }
  partition.invoicePrefixes.set(prefix, id);
}
