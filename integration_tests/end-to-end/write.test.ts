import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSandbox } from '../stripe-sandbox/server.ts';
import { countPosts, directClient } from '../stripe-sandbox/test-support.ts';
import type { JsonObject } from '../stripe-sandbox/types.ts';
import {
  catalogOf,
  errorOf,
  logsOf,
  type Ran,
  record,
  runBundle,
  state,
  statesOf,
  summaryOf,
} from './harness.ts';

const KEY = 'rk_test_customers';
let sandbox: Awaited<ReturnType<typeof startSandbox>>;

beforeEach(async () => {
  sandbox = await startSandbox({ port: 0, limits: 'none' });
});
afterEach(() => sandbox.close());

const pipeline = (more: JsonObject = {}): JsonObject => ({
  name: 'Users',
  stream: 'users',
  matching: [{ property: 'email', field: 'email' }],
  transformation: {
    type: 'mapping',
    fields: [
      { field: 'email', expression: 'email' },
      { field: 'name', expression: "first & ' ' & last" },
      { field: 'address.country', expression: 'country' },
      { field: 'metadata.plan', expression: 'plan' },
    ],
  },
  ...more,
});
const configOf = (...pipelines: readonly JsonObject[]): JsonObject => ({
  api_key: KEY,
  stripe_mode: 'test',
  pipelines,
  rate_limit: { account_per_second: 5000, operation_per_second: 5000 },
});
const users = (count: number) =>
  Array.from({ length: count }, (_, n) =>
    record('users', {
      id: n,
      email: `User${n}@Example.com`,
      first: 'Ann',
      last: `N${n}`,
      country: n % 2 === 0 ? 'GB' : null,
      plan: n % 3 === 0 ? 'pro' : 'free',
    }),
  );
const sync = (input: readonly string[], config = configOf(pipeline())): Promise<Ran> =>
  runBundle('write', {
    url: sandbox.url,
    config,
    catalog: catalogOf('users'),
    input: `${input.join('\n')}\n`,
  });
const customers = () => [...sandbox.core.customers()];

describe('write', () => {
  it('creates each profile once, acknowledges every state, and writes nothing the second time', async () => {
    const input = [...users(40), state('users', 1), ...users(60).slice(40), state('users', 2)];
    const first = await sync(input);
    expect(first.stderr).toBe('');
    expect(errorOf(first)).toBeUndefined();
    expect(first.code).toBe(0);
    expect(summaryOf(first).pipelines[0]).toMatchObject({ created: 60, rejected: 0 });
    expect(customers()).toHaveLength(60);
    expect(statesOf(first)).toEqual([
      state('users', 1).replace(
        /}}$/,
        ',"destinationStats":{"recordCount":40.0,"rejectedRecordCount":0.0}}}',
      ),
      state('users', 2).replace(
        /}}$/,
        ',"destinationStats":{"recordCount":20.0,"rejectedRecordCount":0.0}}}',
      ),
    ]);
    const posts = countPosts(sandbox.core);
    const second = await sync(input);
    expect(summaryOf(second).pipelines[0]).toMatchObject({ unchanged: 60, created: 0, updated: 0 });
    expect(countPosts(sandbox.core)).toBe(posts);
    expect(statesOf(second)).toEqual(statesOf(first));
  });

  it('mends exactly what others changed and leaves their keys alone', async () => {
    await sync(users(30));
    const seven = customers().slice(3, 10);
    for (const { id } of seven) {
      const client = directClient(sandbox.core);
      client.post(`/v1/customers/${id}`, { name: 'Somebody Else', metadata: { foreign: 'kept' } });
    }
    const posts = countPosts(sandbox.core);
    const ran = await sync(users(30));
    expect(summaryOf(ran).pipelines[0]).toMatchObject({ updated: 7, unchanged: 23 });
    expect(countPosts(sandbox.core) - posts).toBe(7);
    const kept = customers().filter((one) => JSON.stringify(one).includes('"foreign":"kept"'));
    expect(kept).toHaveLength(7);
  });

  it('rejects a bad record with its reason, counts it in the state and goes on', async () => {
    const bad = record('users', { id: 'b-1', email: 'not an address', first: 'A', last: 'B' });
    const ran = await sync([...users(2), bad, state('users', 9)]);
    expect(ran.code).toBe(0);
    expect(customers()).toHaveLength(2);
    expect(statesOf(ran)[0]).toContain('"recordCount":2.0,"rejectedRecordCount":1.0');
    const told = logsOf(ran).find((text) => text.startsWith('Rejected'));
    expect(told).toContain('invalid_field');
    expect(told).toContain('b-1');
    expect(told).toContain('email');
    expect(ran.lines.join()).not.toContain('not an address');
  });

  it('keeps integers beyond 2^53 exact in metadata and states', async () => {
    const line =
      '{"type":"RECORD","record":{"stream":"users","data":{"id":1,"email":"a@x.io","plan":9007199254740993},"emitted_at":1}}';
    const kept = state('users', 1).replace('"cursor":1', '"cursor":12345678901234567890');
    const ran = await sync([line, kept]);
    expect(JSON.stringify(customers())).toContain('"plan":"9007199254740993"');
    expect(statesOf(ran)[0]).toContain('12345678901234567890');
  });

  it('stops with config_error and acknowledges nothing when the key is refused', async () => {
    const config = { ...configOf(pipeline()), api_key: 'rk_test_unknownkey123' };
    const ran = await sync([...users(3), state('users', 1)], config);
    expect(ran.code).toBe(1);
    expect(errorOf(ran)?.failure_type).toBe('config_error');
    expect(statesOf(ran)).toEqual([]);
    expect(ran.lines.join()).not.toContain('rk_test_unknownkey123');
  });

  it('names every mistake of a configuration at once', async () => {
    const wrong = pipeline({ exportmode: 'x', matching: [{ property: 'email', field: 'emial' }] });
    const ran = await sync([], configOf(wrong));
    expect(ran.code).toBe(1);
    expect(errorOf(ran)?.message).toContain('/pipelines/0/exportmode');
    expect(errorOf(ran)?.message).toContain('/pipelines/0/matching/0/field');
  });

  it('ends with system_error on a damaged RECORD, and says so', async () => {
    const ran = await sync([
      ...users(2),
      '{"type":"RECORD","record":{"stream":"users","data":{"em',
    ]);
    expect(ran.code).toBe(1);
    expect(errorOf(ran)?.failure_type).toBe('system_error');
  });

  it('survives resets after commit without a double', async () => {
    sandbox.core.configure({
      faults: [{ kind: 'reset_after', match: { operation: 'customer.create' }, times: 5 }],
    });
    const ran = await sync(users(20));
    expect(ran.code).toBe(0);
    expect(customers()).toHaveLength(20);
    expect(summaryOf(ran).pipelines[0]).toMatchObject({ created: 20 });
  });
});

describe('check and spec', () => {
  it('prints the specification', async () => {
    const ran = await runBundle('spec', { config: {} });
    expect(ran.messages[0]?.type).toBe('SPEC');
    expect(ran.code).toBe(0);
  });

  it.each([
    [KEY, 'SUCCEEDED', undefined],
    ['rk_test_readonly', 'FAILED', 'rak_customer_write'],
    ['rk_test_nosuchkey1', 'FAILED', 'key'],
    ['pk_test_12345678', 'FAILED', 'publishable'],
    ['rk_live_customers', 'FAILED', 'stripe_mode'],
  ])('checks the key %s: %s', async (api_key, status, word) => {
    const config = { ...configOf(pipeline()), api_key };
    const ran = await runBundle('check', { url: sandbox.url, config });
    expect(ran.code).toBe(0);
    expect(ran.messages[0]?.connectionStatus?.status).toBe(status);
    if (word !== undefined) expect(ran.messages[0]?.connectionStatus?.message).toContain(word);
    expect(ran.lines.join()).not.toContain(api_key);
  });
});
