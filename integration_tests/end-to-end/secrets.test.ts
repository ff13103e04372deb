import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FaultRule } from '../stripe-sandbox/faults.ts';
import { directClient, type FormHash } from '../stripe-sandbox/test-support.ts';
import type { JsonObject } from '../stripe-sandbox/types.ts';
import { errorOf, logsOf, type Ran, type RunOptions, record, state, summaryOf } from './harness.ts';
import { expectClean, KEY, KEYS, MAIL, MARK, PHONE } from './secret-search.ts';
import { type Bench, configOf, inputOf, mappingOf, openBench, users } from './users.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
  bench.core.configure({ keys: KEYS });
});
afterEach(() => bench.close());

const write = (options: Partial<RunOptions> & { readonly config: unknown }): Promise<Ran> =>
  bench.write({ env: { LOG_LEVEL: 'DEBUG' }, ...options });
const configWith = (pipeline: JsonObject = {}) => configOf({ api_key: KEY }, pipeline);
const mapped = (fields: { readonly [field: string]: string }) => ({
  transformation: mappingOf({ email: 'email', ...fields }),
});
const ROW = { email: MAIL, name: MARK };

interface Rejected {
  readonly reason: string;
  readonly title: string;
  readonly row: JsonObject;
  readonly pipeline?: JsonObject;
  readonly before?: readonly FormHash[];
}

const LONG = MARK.repeat(60);
const LADDER = {
  matching: [
    { property: 'user', field: 'metadata.user' },
    { property: 'email', field: 'email' },
  ],
};
const REJECTED: readonly Rejected[] = [
  { reason: 'invalid_field', title: 'no address', row: { email: MARK } },
  { reason: 'invalid_field', title: 'an object', row: { ...ROW, name: { deep: MARK } } },
  { reason: 'invalid_field', title: 'a list', row: { ...ROW, name: [MARK, PHONE] } },
  { reason: 'invalid_field', title: 'too long', row: { ...ROW, name: LONG } },
  {
    reason: 'invalid_field',
    title: 'a phone number too long',
    row: { ...ROW, tel: `${PHONE} ${PHONE} ${PHONE}` },
    pipeline: mapped({ phone: 'tel' }),
  },
  {
    reason: 'invalid_field',
    title: 'metadata too long',
    row: { ...ROW, plan: LONG },
    pipeline: mapped({ 'metadata.plan': 'plan' }),
  },
  {
    reason: 'invalid_field',
    title: 'a metadata key',
    row: { ...ROW, all: { [`[${MARK}]`]: 1 } },
    pipeline: mapped({ metadata: 'all' }),
  },
  {
    reason: 'invalid_field',
    title: 'an enum, a locale, a number',
    row: { ...ROW },
    pipeline: mapped({ tax_exempt: 'name', balance: 'name', preferred_locales: 'name' }),
  },
  {
    reason: 'transformation_failed',
    title: '$number',
    row: ROW,
    pipeline: mapped({ balance: '$number(name)' }),
  },
  {
    reason: 'transformation_failed',
    title: '$error',
    row: ROW,
    pipeline: mapped({ name: '$error(name & email)' }),
  },
  {
    reason: 'transformation_failed',
    title: 'a call of no function',
    row: ROW,
    pipeline: mapped({ name: 'name.$lookup(email)(name)' }),
  },
  {
    reason: 'filter_failed',
    title: 'a throwing filter',
    row: ROW,
    pipeline: { filter: { type: 'expression', expression: '$number(name) > 3' } },
  },
  {
    reason: 'transformation_failed',
    title: 'a throwing function that prints',
    row: ROW,
    pipeline: {
      transformation: {
        type: 'javascript',
        source: 'function transform(p) { console.log(p.name); throw new Error(p.email); }',
      },
    },
  },
  { reason: 'match_key_missing', title: 'no key', row: { name: MARK } },
  { reason: 'match_ambiguous', title: 'two customers', row: ROW, before: [ROW, ROW] },
  {
    reason: 'match_key_conflict',
    title: 'another profile',
    row: { ...ROW, user: `${MARK} 1` },
    pipeline: LADDER,
    before: [{ ...ROW, metadata: { user: `${MARK} 2` } }],
  },
  {
    reason: 'match_value_changed',
    title: 'a changed key',
    row: ROW,
    pipeline: { transformation: mappingOf({ email: "'x' & email" }) },
  },
  {
    reason: 'customer_not_found',
    title: 'no such id',
    row: { ...ROW, cus: `cus_${MARK}` },
    pipeline: { matching: [{ property: 'cus', field: 'id' }] },
  },
];

describe('no value of a rejected record is printed', () => {
  it.each(REJECTED)('$reason: $title', async ({ reason, row, pipeline, before = [] }) => {
    const client = directClient(bench.core);
    for (const form of before) client.post('/v1/customers', form);
    const keys = ['7', MAIL, `${MARK} ${PHONE}`];
    const ran = await write({
      config: configWith(pipeline),
      input: inputOf(...keys.map((id) => record('users', { ...row, id })), state('users', 1, MARK)),
    });
    expect(ran.code).toBe(0);
    expect(summaryOf(ran).pipelines[0]?.reasons).toMatchObject({ [reason]: 3 });
    const told = logsOf(ran).filter((text) => text.startsWith('Rejected'));
    expect(told).toHaveLength(3);
    expect(told.join('\n')).toContain('sha256:');
    expectClean(ran);
  });
});

const SAYINGS = [
  `Invalid email address: ${MAIL}`,
  `No such payment_method: '${MARK}'; a similar object exists`,
  `Invalid string: ${MARK} ${PHONE}…; must be at most 256 characters`,
  `Country '${MARK}' is unknown. Try using a 2-character alphanumeric country code instead.`,
  `Received unknown parameter: ${MARK}`,
  `The phone number ${PHONE} and "${MARK}" are not known; O'Neill, ${MAIL}.`,
  `{"name":"${MARK}"}`,
];

describe('no value that Stripe repeats is printed', () => {
  it.each(SAYINGS)('%s', async (message) => {
    const match = { operation: 'customer.create' };
    await expectRefused({ kind: 'status', status: 400, message, match });
    await expectRefused({ kind: 'status', status: 402, code: MAIL, message, match });
  });

  it.each([
    [401, `Invalid API Key provided: ${KEY}`, 'config_error'],
    [401, `Expired API Key provided: rk_test_****et51 of ${MAIL}`, 'config_error'],
    [403, `The key '${KEY}' may not touch '${MARK}'`, 'config_error'],
  ])('%i %s', async (status, message, failureType) => {
    bench.core.configure({ faults: [{ kind: 'status', status, message }] });
    const ran = await write({ config: configWith(), input: inputOf(...users(ROW)) });
    expect(errorOf(ran)?.failure_type).toBe(failureType);
    expectClean(ran);
    const checked = await bench.check(configWith());
    expect(checked.messages[0]?.connectionStatus?.status).toBe('FAILED');
    expectClean(checked);
  });

  async function expectRefused(fault: FaultRule): Promise<void> {
    bench.core.configure({ faults: [fault] });
    const ran = await write({ config: configWith(), input: inputOf(...users(ROW)) });
    expect(summaryOf(ran).pipelines[0]?.reasons).toMatchObject({ stripe_refused: 1 });
    expect(logsOf(ran).join('\n')).toMatch(/Rejected.*stripe_refused/);
    expectClean(ran);
  }
});

describe('no value is printed when all goes well, or nothing does', () => {
  const wide = mapped({
    name: 'name',
    phone: 'tel',
    'address.line1': 'street',
    'metadata.note': 'note',
    description: 'street',
  });
  const row = { ...ROW, tel: PHONE, street: `${MARK} Street 1`, note: `${MARK} "note"` };

  it.each([{}, { dry_run: true }, { lookup: 'on_demand' }])('success, %j', async (more) => {
    const config = { ...configWith(wide), ...more };
    const ran = await write({ config, input: inputOf(...users(row), state('users', 1)) });
    expect(summaryOf(ran).pipelines[0]).toMatchObject({ created: 1 });
    expectClean(ran);
    expectClean(await write({ config, input: inputOf(...users({ ...row, name: `${MARK}2` })) }));
  });

  it.each([
    ['no JSON', inputOf(`Oops ${MARK}`, '{"type":', `{"x":"${MAIL}"`)],
    ['a damaged record', `{"type":"RECORD","record":{"stream":"users","data":{"email":"${MAIL}`],
    ['an unknown stream', inputOf(record('orders', row))],
    ['an unknown type', inputOf(`{"type":"X","x":"${MARK}"}`, `["${MARK}"]`)],
  ])('%s', async (_, input) => {
    expectClean(await write({ config: configWith(wide), input }));
  });
});
