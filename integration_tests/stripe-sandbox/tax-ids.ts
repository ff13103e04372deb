import { invalid, noSuch } from './api-error.ts';
import { type Context, liveRow } from './context.ts';
import type { TaxId } from './partition.ts';
import { makeId } from './random.ts';
import type { Json, JsonObject } from './types.ts';

export function createTaxId(context: Context): () => Json {
  const row = liveRow(context);
  const { type, value } = context.params as { readonly [name: string]: string };
  const made = add(context, row.id, type as string, value as string);
  return () => render(context, row.id, made);
}

export function listTaxIds(context: Context): () => Json {
  const row = liveRow(context);
  const { limit = 10, starting_after: after, ending_before: before } = context.params;
  const all = [...(context.partition.taxIds.get(row.id) ?? [])].reverse();
  const place = (id: Json | undefined, name: string) => {
    const at = all.findIndex((taxId) => taxId.id === id);
    if (at < 0) throw noSuch('tax_id', String(id), name, 400);
    return at;
  };
  const end = before === undefined ? all.length : place(before, 'ending_before');
  const from =
    before === undefined
      ? after === undefined
        ? 0
        : place(after, 'starting_after') + 1
      : Math.max(0, end - Number(limit));
  const shown = all.slice(from, Math.min(end, from + Number(limit)));
  const hasMore = before === undefined ? from + shown.length < all.length : from > 0;
  const data = shown.map((taxId) => render(context, row.id, taxId));
  return () => ({
    object: 'list',
    data,
    has_more: hasMore,
    url: `/v1/customers/${row.id}/tax_ids`,
  });
}

export function retrieveTaxId(context: Context): () => Json {
  const row = liveRow(context);
  const found = find(context, row.id);
  return () => render(context, row.id, found);
}

export function deleteTaxId(context: Context): () => Json {
  const row = liveRow(context);
  const found = find(context, row.id);
  const all = context.partition.taxIds.get(row.id) ?? [];
  context.partition.taxIds.set(
    row.id,
    all.filter((taxId) => taxId !== found),
  );
  return () => ({ id: found.id, object: 'tax_id', deleted: true });
}

/** Adds those of `tax_id_data`. */
export function addTaxIds(context: Context, customer: string, data: Json | undefined): void {
  if (!Array.isArray(data)) return;
  for (const { type, value } of data as readonly { type: string; value: string }[]) {
    add(context, customer, type, value);
  }
}

/** A customer's tax ids, newest first. */
export function renderTaxIds(context: Context, customer: string): readonly JsonObject[] {
  const all = context.partition.taxIds.get(customer) ?? [];
  return all.map((taxId) => render(context, customer, taxId)).reverse();
}

/** Two letters and an underscore: the type's country; unknown types pass, as with Stripe. */
const TYPE = /^[a-z]{2}_[a-z_]+$/;

function add(context: Context, customer: string, type: string, value: string): TaxId {
  if (!TYPE.test(type)) throw invalid('Invalid type: must be a tax id type', 'type');
  if (!/[\p{L}\p{N}]{3,}/u.test(value)) {
    throw invalid(`Invalid value for ${type}.`, 'value', 'tax_id_invalid');
  }
  const { partition, nowMs, seed } = context;
  const all = partition.taxIds.get(customer) ?? [];
  const id = makeId('txi', partition.customers.bySeq.length * 100 + all.length, seed + nowMs);
  const made = { id, type, value, created: Math.floor(nowMs / 1000), createdMs: nowMs };
  partition.taxIds.set(customer, [...all, made]);
  return made;
}

function find({ partition, ids }: Context, customer: string): TaxId {
  const id = ids['tax_id'] as string;
  const found = partition.taxIds.get(customer)?.find((taxId) => taxId.id === id);
  if (!found) throw noSuch('tax_id', id, 'id');
  return found;
}

/** Verification is asynchronous: pending at first. */
function render(context: Context, customer: string, taxId: TaxId): JsonObject {
  const done = context.nowMs - taxId.createdMs >= context.settings.taxIdVerificationMs;
  return {
    id: taxId.id,
    object: 'tax_id',
    country: taxId.type.startsWith('eu_')
      ? taxId.value.slice(0, 2).toUpperCase()
      : taxId.type.slice(0, 2).toUpperCase(),
    created: taxId.created,
    customer,
    livemode: context.caller.livemode,
    owner: { customer, type: 'customer' },
    type: taxId.type,
    value: taxId.value,
    verification: {
      status: done ? 'verified' : 'pending',
      verified_address: null,
      verified_name: null,
    },
  };
}
