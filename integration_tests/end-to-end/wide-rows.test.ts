import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FIELDS } from '../../src/model/fields.ts';
import { directClient } from '../stripe-sandbox/test-support.ts';
import type { Json, JsonObject } from '../stripe-sandbox/types.ts';
import { errorOf, logsOf, type Ran, state, statesOf, summaryOf } from './harness.ts';
import { type Bench, configOf, inputOf, mappingOf, openBench, users } from './users.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
  bench.core.configure({ paymentMethods: ['pm_1Abc'], sources: ['card_1Abc'] });
  bench.core.configure({ templates: ['inrtem_1Abc'] });
});
afterEach(() => bench.close());

/** Syncs the rows and counts the writes that reached Stripe. */
async function sync(rows: readonly JsonObject[], pipeline: JsonObject) {
  const before = bench.posts();
  const ran = await bench.write({
    config: configOf({}, pipeline),
    input: inputOf(...users(...rows), state('users', 1)),
  });
  expectWell(ran, rows.length);
  return { ran, writes: bench.posts() - before, ...summaryOf(ran).pipelines[0] };
}

function expectWell(ran: Ran, records: number): void {
  expect(logsOf(ran).filter((text) => text.startsWith('Rejected'))).toEqual([]);
  expect(errorOf(ran)).toBeUndefined();
  expect(ran.code).toBe(0);
  expect(statesOf(ran).join()).toContain(`"recordCount":${records}.0,"rejectedRecordCount":0.0`);
}

const KEYS = Array.from({ length: 20 }, (_, at) => `key_${at}`);
const TEXTS = [
  'Zoë O’Neill 👩‍👩‍👧‍👦🏳️‍🌈',
  'D\'Arcy & Söhne "Ltd" <b>',
  'שלום عليكم \u202eabc\u202c',
  'e\u0301 n\u0303 \u1112\u1161\u11ab',
  '名前 ｶﾅ 𠮷野家',
  'a\tb  c\u00a0d\u200be',
  'line one\nline two\r\nline three',
  '100% + 50% = 1/2; a=b&c[d]=e#f\\g',
  '  padded  ',
  '0012',
] as const;
const TYPED: readonly Json[] = [0, -1.5, 1e21, true, false, { b: [1, 'ü'], a: null }, [1, 2], 12.0];

const WIDE = {
  transformation: mappingOf({
    email: 'email',
    name: 'name',
    description: 'description',
    phone: 'phone',
    individual_name: 'individual_name',
    business_name: "name & ' · ' & company",
    'address.line1': 'street',
    'address.city': 'city',
    'address.country': 'country',
    ...Object.fromEntries(KEYS.map((key) => [`metadata.${key}`, key])),
  }),
};

/** A row of 30 columns and about 2 KB; every third cell is null when asked for. */
function wideRow(at: number, sparse: boolean): JsonObject {
  const text = (n: number) => TEXTS[(at + n) % TEXTS.length] ?? '';
  const cell = (n: number, value: Json): Json => (sparse && (at + n) % 3 === 0 ? null : value);
  const columns = KEYS.map((key, n): readonly [string, Json] => {
    const typed = TYPED[(at + n) % (TYPED.length * 2)];
    return [key, cell(n, typed ?? `${text(n)} ${'x'.repeat(200)}`)];
  });
  return {
    email: `Ünï.o'neill+${at}@Example.com`.replace('Ünï', 'uni'),
    name: cell(0, text(0)),
    description: cell(1, text(1)),
    phone: cell(2, '+44 20 7183 8750'),
    individual_name: cell(0, text(3)),
    company: cell(1, text(4)),
    street: cell(2, text(5)),
    city: cell(0, text(6)),
    country: cell(1, 'GB'),
    ...Object.fromEntries(columns),
  };
}

describe('rows as people have them', () => {
  const rowsOf = (sparse: boolean) => Array.from({ length: 48 }, (_, at) => wideRow(at, sparse));

  it.each([
    ['keep', false],
    ['keep', true],
    ['clear', false],
    ['clear', true],
  ])('empty_values %s, sparse %s: created once, then left alone', async (empty_values, sparse) => {
    const rows = rowsOf(sparse);
    const pipeline = { ...WIDE, empty_values };
    expect(Object.keys(rows[1] ?? {}).length + 1).toBe(30);
    if (!sparse) expect(JSON.stringify(rows[1]).length).toBeGreaterThan(2000);
    expect(await sync(rows, pipeline)).toMatchObject({ created: 48, writes: 48 });
    expect(await sync(rows, pipeline)).toMatchObject({ unchanged: 48, writes: 0 });
    expect(bench.customers()).toHaveLength(48);
  });

  it('writes the text that the row holds', async () => {
    await sync(rowsOf(false), { ...WIDE });
    const names = bench.customers().map(({ name }) => name);
    for (const text of TEXTS) expect(names).toContain(text.trim());
  });

  it('clears once what a row has lost, and keeps it where told to', async () => {
    await sync(rowsOf(false), { ...WIDE });
    const sparse = rowsOf(true);
    const kept = await sync(sparse, { ...WIDE, empty_values: 'keep' });
    expect(kept.writes).toBeLessThanOrEqual(48);
    expect(await sync(sparse, { ...WIDE, empty_values: 'keep' })).toMatchObject({ writes: 0 });
    expect(await sync(sparse, { ...WIDE, empty_values: 'clear' })).toMatchObject({ writes: 48 });
    expect(await sync(sparse, { ...WIDE, empty_values: 'clear' })).toMatchObject({
      unchanged: 48,
      writes: 0,
    });
  });
});

const column = (field: string) => field.replaceAll('.', '_');
const SHIPPING = { shipping_name: 'Ann Lee', shipping_address_line1: '12 High Street' };
const PARSED = FIELDS.filter(({ example }) => String(example).startsWith('['));

/** One profile a field: its example, for enums the last value, lists as text and as lists. */
const FIELD_ROWS: readonly JsonObject[] = [
  ...FIELDS.map((spec) => {
    const { name, values, example } = spec as Spec;
    return fieldRow(
      name,
      name,
      name === 'tax.validate_location' ? example : (values?.at(-1) ?? example),
    );
  }),
  ...PARSED.map(({ name, example }) =>
    fieldRow(`${name}.parsed`, name, JSON.parse(String(example)) as Json),
  ),
];
const EVERY_FIELD = Object.fromEntries(FIELDS.map(({ name }) => [name, column(name)]));

interface Spec {
  readonly name: string;
  readonly values?: readonly string[];
  readonly example: string | number;
}

function fieldRow(profile: string, field: string, value: Json): JsonObject {
  const base = { email: `${column(profile)}@example.com`, invoice_prefix: null };
  if (field === 'email') return base;
  return { ...base, ...(field.startsWith('shipping.') ? SHIPPING : {}), [column(field)]: value };
}

describe('each writable field', () => {
  const always = FIELDS.filter((spec) => 'defaultWrite' in spec).map(({ name }) => name);
  const everyField = (write?: string): JsonObject => {
    const { type, fields } = mappingOf(EVERY_FIELD) as { type: string; fields: JsonObject[] };
    const entries = fields.map((entry) =>
      write !== undefined && always.includes(String(entry['field'])) ? { ...entry, write } : entry,
    );
    return { transformation: { type, fields: entries } };
  };
  const clearable = FIELDS.filter(
    ({ name, clear, readable }) => clear !== 'never' && readable && name !== 'email',
  ).map(({ name }) => name);
  /** What the sandbox holds in the field of the profile made for it. */
  const held = (field: string): Json | undefined => {
    const email = `${column(field)}@example.com`;
    const [one] = bench.customers().filter((customer) => customer['email'] === email);
    const query = { expand: ['tax', 'cash_balance'] };
    const { json } = directClient(bench.core).get(`/v1/customers/${String(one?.['id'])}`, query);
    return field.split('.').reduce<Json | undefined>(inside, json);
  };
  const seedForUpdates = () =>
    directClient(bench.core).post('/v1/customers', { email: 'default_source@example.com' });

  it.each([undefined, 'always'])('is written, then left alone (write: %s)', async (write) => {
    seedForUpdates();
    const pipeline = everyField(write);
    const first = await sync(FIELD_ROWS, pipeline);
    expect(first).toMatchObject({ created: FIELD_ROWS.length - 1, updated: 1 });
    expect(await sync(FIELD_ROWS, pipeline)).toMatchObject({
      unchanged: FIELD_ROWS.length,
      writes: 0,
    });
  });

  it('reaches Stripe under its own name', async () => {
    seedForUpdates();
    await sync(FIELD_ROWS, everyField('always'));
    const bodies = bench.core.log
      .entries()
      .filter(({ method }) => method === 'POST')
      .map(({ body }) => decodeURIComponent(body))
      .join('&');
    for (const { name } of FIELDS) {
      const [head, ...rest] = name.split('.');
      expect(bodies).toContain(`${head}${rest.map((key) => `[${key}]`).join('')}`);
    }
  });

  it.each(['replace', 'merge'] as const)(
    'is cleared where it can be, then left alone (addresses: %s)',
    async (addressUpdate) => {
      bench.core.configure({ addressUpdate });
      seedForUpdates();
      const pipeline = { ...everyField('always'), empty_values: 'clear' };
      await sync(FIELD_ROWS, { ...pipeline, empty_values: 'keep' });
      const nothing = FIELD_ROWS.map(({ email }) => ({ ...NOTHING, email }) as JsonObject);
      const full = clearable.filter((name) => !isEmpty(held(name)));
      expect(clearable.filter((name) => !full.includes(name))).toEqual([]);
      const cleared = await sync(nothing, pipeline);
      expect(clearable.filter((name) => !isEmpty(held(name)))).toEqual([]);
      expect(cleared.updated).toBeGreaterThan(FIELD_ROWS.length / 2);
      expect(await sync(nothing, pipeline)).toMatchObject({
        unchanged: FIELD_ROWS.length,
        writes: 0,
      });
    },
  );
});

const NOTHING = Object.fromEntries(FIELDS.map(({ name }) => [column(name), null]));

function inside(value: Json | undefined, key: string): Json | undefined {
  return value === null || value === undefined ? undefined : (value as JsonObject)[key];
}

function isEmpty(value: Json | undefined): boolean {
  const empty: readonly unknown[] = [undefined, null, '', 0, 'none'];
  return empty.includes(value) || (Array.isArray(value) && value.length === 0);
}
