import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSandbox } from '../stripe-sandbox/server.ts';
import type { JsonObject } from '../stripe-sandbox/types.ts';
import { catalogOf, errorOf, record, runBundle, state, statesOf, summaryOf } from './harness.ts';

let sandbox: Awaited<ReturnType<typeof startSandbox>>;

beforeEach(async () => {
  sandbox = await startSandbox({ port: 0, limits: 'none', latency: 20 });
});
afterEach(() => sandbox.close());

const mapping = (...fields: readonly string[]): JsonObject => ({
  type: 'mapping',
  fields: fields.map((field) => ({ field, expression: field.replace('metadata.', '') })),
});
const pipeline = (name: string, more: JsonObject): JsonObject => ({
  name,
  stream: 'users',
  ...more,
});
const by = (...fields: readonly string[]): readonly JsonObject[] =>
  fields.map((field) => ({ property: field.replace('metadata.', ''), field }));
const configOf = (pipelines: readonly JsonObject[], more: JsonObject = {}): JsonObject => ({
  api_key: 'sk_test_sandbox',
  stripe_mode: 'test',
  pipelines,
  rate_limit: { account_per_second: 5000, operation_per_second: 5000 },
  ...more,
});
const sync = (config: JsonObject, input: readonly string[], catalog = catalogOf('users')) =>
  runBundle('write', { url: sandbox.url, config, catalog, input: `${input.join('\n')}\n` });
const named = () => [...sandbox.core.customers()].map((one) => one['name']).sort();
const keyless: JsonObject = {
  streams: [
    { stream: { name: 'users' }, sync_mode: 'full_refresh', destination_sync_mode: 'append' },
  ],
};

describe('several profiles and one customer', () => {
  it('lets the first profile write, however the others find the customer', async () => {
    sandbox.core.seed([{ email: 'e@x.io', phone: '+15550001', name: 'Old' }]);
    const config = configOf([
      pipeline('U', { matching: by('email', 'phone'), transformation: mapping('name') }),
    ]);
    const ran = await sync(config, [
      record('users', { id: 0, email: 'other@x.io', name: 'Other' }),
      record('users', { id: 1, email: 'e@x.io', name: 'New' }),
      record('users', { id: 2, phone: '+1 555 0001', name: 'Old' }),
    ]);
    expect(named()).toEqual(['New', 'Other']);
    expect(summaryOf(ran).pipelines[0]?.reasons).toEqual({ duplicate_profile: 1 });
  });

  it('does not let one pipeline’s key speak for another where there is no primary key', async () => {
    const config = configOf([
      pipeline('Companies', {
        matching: by('metadata.company'),
        transformation: mapping('metadata.company'),
      }),
      pipeline('People', { matching: by('email'), transformation: mapping('email') }),
    ]);
    await sync(
      config,
      [
        record('users', { company: 'c1', email: 'a@x.io' }),
        record('users', { company: 'c1', email: 'b@x.io' }),
      ],
      keyless,
    );
    const emails = [...sandbox.core.customers()].map((one) => one['email']);
    expect(emails).toEqual(expect.arrayContaining(['a@x.io', 'b@x.io']));
  });

  it.each([
    ['use_last', ['Third'], { duplicate_profile: 2 }],
    ['reject_all', [], { duplicate_profile: 3 }],
  ])('decides %s when the whole stream was seen', async (duplicate_profiles, names, reasons) => {
    const config = configOf(
      [
        pipeline('U', {
          matching: by('email'),
          transformation: mapping('name'),
          duplicate_profiles,
        }),
      ],
      { safety_limits: { max_rejected_percent: 100 } },
    );
    const ran = await sync(config, [
      ...['First', 'Second', 'Third'].map((name, id) =>
        record('users', { id, email: 'e@x.io', name }),
      ),
      state('users', 1),
    ]);
    expect(named()).toEqual(names);
    expect(summaryOf(ran).pipelines[0]?.reasons).toEqual(reasons);
    expect(statesOf(ran)).toHaveLength(1);
  });
});

describe('a dry run and limits', () => {
  const config = (more: JsonObject) =>
    configOf([pipeline('U', { matching: by('email'), transformation: mapping('name') })], more);
  const five = Array.from({ length: 5 }, (_, id) =>
    record('users', { id, email: `u${id}@x.io`, name: 'N' }),
  );

  it('plans without a write or a state, past every limit', async () => {
    const ran = await sync(config({ dry_run: true, safety_limits: { max_created: 2 } }), [
      ...five,
      state('users', 1),
    ]);
    expect(ran.code).toBe(1);
    expect(errorOf(ran)?.message).toContain('nothing was written');
    expect(summaryOf(ran).pipelines[0]).toMatchObject({ created: 5 });
    expect(statesOf(ran)).toEqual([]);
    expect(sandbox.core.count()).toBe(0);
  });

  it('stops before it passes a limit', async () => {
    const ran = await sync(config({ safety_limits: { max_created: 2 } }), [
      ...five,
      state('users', 1),
    ]);
    expect(errorOf(ran)?.failure_type).toBe('config_error');
    expect(sandbox.core.count()).toBe(2);
    expect(statesOf(ran)).toEqual([]);
  });

  it('refuses another account than the expected one before it writes', async () => {
    const ran = await sync(config({ expected_account: 'acct_0000000000other' }), five);
    expect(errorOf(ran)?.message).toContain('expected_account');
    expect(sandbox.core.count()).toBe(0);
  });
});

it('creates anew when the customer of a replayed answer has another value by now', async () => {
  const config = configOf(
    [pipeline('U', { matching: by('email'), transformation: mapping('name') })],
    {
      safety_limits: { max_created: 1 },
    },
  );
  const input = [record('users', { id: 1, email: 'a@x.io', name: 'N' })];
  await sync(config, input);
  const [made] = [...sandbox.core.customers()];
  sandbox.core.tamper(String(made?.['id']), { email: 'renamed@x.io' });
  const ran = await sync(config, input);
  expect(summaryOf(ran).pipelines[0]).toMatchObject({ created: 1, rejected: 0 });
  expect(sandbox.core.count()).toBe(2);
});
