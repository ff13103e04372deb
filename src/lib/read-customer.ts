import type { Customer, RawCustomer } from '../model/customer.ts';
import type { FieldValue } from '../model/draft.ts';
import type { FieldSpec } from '../model/field-spec.ts';
import { FIELDS } from '../model/fields.ts';

/** `deleted: true`: Stripe answers 200 with a stub for a customer that is gone. */
export function isDeleted(raw: RawCustomer): boolean {
  return raw['deleted'] === true;
}

/**
 * Flattens an answer of Stripe by the field table. "Treat null, empty and all-null as equal when
 * diffing": what is empty is absent. `wanted` picks the fields kept; every metadata key is counted
 * either way.
 */
export function readCustomer(
  raw: RawCustomer,
  ref: number,
  fetchedAtMs: number,
  wanted?: (field: string) => boolean,
): Customer {
  const fields: { [field: string]: FieldValue } = {};
  for (const { name, path, read } of READERS) {
    if (wanted !== undefined && !wanted(name)) continue;
    const value = read(valueAt(raw, path));
    if (value !== undefined) fields[name] = value;
  }
  let metadataCount = 0;
  const metadata = raw['metadata'];
  if (isObject(metadata)) {
    for (const key of Object.keys(metadata)) {
      const value = readText(metadata[key]);
      if (value === undefined) continue;
      metadataCount += 1;
      const name = `metadata.${key}`;
      if (wanted === undefined || wanted(name)) fields[name] = value;
    }
  }
  const created = raw['created'];
  return {
    id: String(raw['id']),
    ref,
    created: typeof created === 'number' ? created : 0,
    fields,
    metadataCount,
    fetchedAtMs,
  };
}

type Read = (value: unknown) => FieldValue | undefined;

interface Reader {
  readonly name: string;
  readonly path: readonly string[];
  readonly read: Read;
}

const CASH_MODE = 'cash_balance.settings.reconciliation_mode';

const READ_BY_KIND: { readonly [Kind in FieldSpec['kind']]: Read } = {
  text: readText,
  email: readText,
  enum: readText,
  integer: (value) => (typeof value === 'number' ? value : undefined),
  locales: (value) => (Array.isArray(value) && value.length > 0 ? value.map(String) : undefined),
  custom_fields: readPairs,
  tax_ids: () => undefined,
};

const READERS: readonly Reader[] = FIELDS.filter((field) => field.readable).map(readerOf);

function readerOf(field: FieldSpec): Reader {
  if (field.name === CASH_MODE) {
    return { name: CASH_MODE, path: ['cash_balance', 'settings'], read: readCashMode };
  }
  const byKind = READ_BY_KIND[field.kind];
  const read: Read =
    field.emptyValue === undefined
      ? byKind
      : (value) => (value === field.emptyValue ? undefined : byKind(value));
  return { name: field.name, path: field.name.split('.'), read };
}

/** Text, or the id of an object that came expanded. */
function readText(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  return isObject(value) ? readText(value['id']) : undefined;
}

/** Only name and value, in that order: the form in which drafts hold them. */
function readPairs(value: unknown): FieldValue | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  return value.filter(isObject).map((pair) => ({
    name: String(pair['name'] ?? ''),
    value: String(pair['value'] ?? ''),
  }));
}

/**
 * "using_merchant_default: whether reconciliation_mode is the account's": what was sent to get it.
 */
function readCashMode(settings: unknown): string | undefined {
  if (!isObject(settings)) return undefined;
  if (settings['using_merchant_default'] === true) return 'merchant_default';
  return readText(settings['reconciliation_mode']);
}

function valueAt(raw: RawCustomer, path: readonly string[]): unknown {
  let value: unknown = raw;
  for (const key of path) {
    if (!isObject(value)) return undefined;
    value = value[key];
  }
  return value;
}

function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
