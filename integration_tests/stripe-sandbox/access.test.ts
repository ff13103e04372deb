import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { outage } from './options.ts';
import { type RunningSandbox, startSandbox } from './server.ts';
import { type CallOptions, httpClient, idsOf } from './test-support.ts';

const START_MS = 1_700_000_000_000;
let nowMs = START_MS;
let sandbox: RunningSandbox;
let client: ReturnType<typeof httpClient>;

beforeEach(async () => {
  nowMs = START_MS;
  sandbox = await startSandbox({ now: () => nowMs });
  client = httpClient(sandbox.url);
});
afterEach(() => sandbox.close());

/** How many of `count` requests at one moment were let through, and why the others were not. */
async function burst(count: number, path: string, options?: CallOptions, form = {}) {
  const method = path.startsWith('POST ') ? 'post' : 'get';
  const target = path.replace('POST ', '');
  const answers = await Promise.all(
    Array.from({ length: count }, () => client[method](target, form, options)),
  );
  const refused = answers.filter(({ status }) => status === 429);
  const reasons = new Set(refused.map(({ headers }) => headers['stripe-rate-limited-reason']));
  return { passed: count - refused.length, reasons: [...reasons] };
}

describe('9: limits', () => {
  it('lets 25 per second through for one operation, and names the endpoint', async () => {
    const live = { key: 'sk_live_sandbox' };
    expect(await burst(40, '/v1/customers', live)).toEqual({
      passed: 25,
      reasons: ['endpoint-rate'],
    });
    expect(await burst(40, 'POST /v1/customers', live)).toMatchObject({ passed: 25 });
    nowMs += 400;
    expect(await burst(40, '/v1/customers', live)).toMatchObject({ passed: 10 });
    nowMs += 60_000;
    expect(await burst(40, '/v1/customers', live)).toMatchObject({ passed: 25 });
  });

  it('limits the account: 25 in a sandbox, 100 live; ids share their operation', async () => {
    expect(await burst(20, '/v1/customers')).toMatchObject({ passed: 20 });
    expect(await burst(20, '/v1/customers/cus_a')).toEqual({ passed: 5, reasons: ['global-rate'] });
    nowMs += 10_000;
    expect(await burst(15, '/v1/customers/cus_a')).toMatchObject({ passed: 15 });
    expect(await burst(15, '/v1/customers/cus_b')).toMatchObject({ passed: 10 });
  });

  it('limits search to 20', async () => {
    const form = { query: 'name:"a"' };
    const live = { key: 'sk_live_sandbox' };
    expect(await burst(30, '/v1/customers/search', live, form)).toMatchObject({ passed: 20 });
  });

  it('gives room away to a rival', async () => {
    sandbox.core.configure({ rival: { perSecond: 15, untilMs: START_MS + 5_000 } });
    expect(await burst(25, '/v1/customers')).toMatchObject({ passed: 10 });
    nowMs += 10_000;
    expect(await burst(25, '/v1/customers')).toMatchObject({ passed: 25 });
  });

  it('caps concurrency, and saves nothing for what it refuses', async () => {
    const limits = { accountPerSecond: 100, operationPerSecond: 25, searchPerSecond: 20 };
    sandbox.core.configure({ latency: 300, limits: { ...limits, accountConcurrency: 3 } });
    expect(await burst(5, '/v1/customers')).toEqual({ passed: 3, reasons: ['global-concurrency'] });
    sandbox.core.configure({ limits: { ...limits, operationConcurrency: 2 } });
    expect(await burst(5, '/v1/customers')).toEqual({
      passed: 2,
      reasons: ['endpoint-concurrency'],
    });
  });

  it('counts the reads that the allocation counts', async () => {
    await burst(30, '/v1/customers');
    expect(sandbox.core.log.counters()).toMatchObject({ requests: 30, reads: 25, limited: 5 });
  });
});

describe('11: keys', () => {
  beforeEach(() => sandbox.core.configure({ limits: 'none' }));

  it.each([
    ['', 'You did not provide an API key'],
    ['sk_test_nobodyknows', 'Invalid API Key provided: sk_test_****nows'],
    ['sk_test_expired', 'Expired API Key provided'],
    ['pk_test_x', 'publishable'],
  ])('401 for %j', async (key, message) => {
    const { status, error } = await client.get('/v1/customers', {}, { key });
    expect(status).toBe(401);
    expect(error['message']).toContain(message);
  });

  it('names the missing permission, before it looks whether the customer exists', async () => {
    const key = 'rk_test_readonly';
    const { status, error } = await client.post('/v1/customers/cus_none', {}, { key });
    expect(status).toBe(403);
    expect(error).not.toHaveProperty('code');
    expect(error['message']).toMatch(/^The provided key 'rk_test_\*{4}adonly' does not have/);
    expect(error['message']).toContain("Having the 'rak_customer_write' permission would allow");
    expect((await client.get('/v1/customers', {}, { key })).status).toBe(200);
    expect((await client.get('/v1/customers', {}, { key: 'rk_test_nothing' })).status).toBe(403);
    const writer = { key: 'rk_test_customers' };
    expect((await client.post('/v1/customers/cus_none', {}, writer)).status).toBe(404);
    expect((await client.get('/v1/customers', {}, writer)).status).toBe(200);
    expect((await client.get('/v1/balance', {}, writer)).status).toBe(403);
    expect((await client.get('/v1/account', {}, writer)).status).toBe(403);
  });

  it('tells the mode and the account, and keeps modes and accounts apart', async () => {
    const live = { key: 'sk_live_sandbox' };
    expect((await client.get('/v1/balance')).json['livemode']).toBe(false);
    expect((await client.get('/v1/balance', {}, live)).json['livemode']).toBe(true);
    expect((await client.get('/v1/account')).json['id']).toBe('acct_1Sandbox');
    expect((await client.post('/v1/customers', {}, live)).json['livemode']).toBe(true);
    await client.post('/v1/customers', {}, { headers: { 'stripe-account': 'acct_a' } });
    expect(idsOf(await client.get('/v1/customers'))).toHaveLength(0);
    expect(idsOf(await client.get('/v1/customers', {}, live))).toHaveLength(1);
    const context = { headers: { 'stripe-context': 'acct_a' } };
    expect(idsOf(await client.get('/v1/customers', {}, context))).toHaveLength(1);
  });

  it('refuses accounts out of reach, and organisation keys without a context', async () => {
    const key = 'rk_test_customers';
    const reach = { key, headers: { 'stripe-account': 'acct_a' } };
    expect((await client.get('/v1/customers', {}, reach)).error).toMatchObject({
      code: 'account_invalid',
    });
    const org = { key: 'sk_org_test_sandbox' };
    expect((await client.get('/v1/customers', {}, org)).status).toBe(400);
    const headers = { 'stripe-context': 'acct_a', 'stripe-version': '2026-10-28.endive' };
    expect((await client.get('/v1/customers', {}, { ...org, headers })).status).toBe(200);
  });
});

describe('outage', () => {
  it('ends by the clock', async () => {
    sandbox.core.configure({ limits: 'none', faults: [outage(START_MS, START_MS + 1_000)] });
    expect((await client.get('/v1/customers')).status).toBe(503);
    nowMs += 1_000;
    expect((await client.get('/v1/customers')).status).toBe(200);
  });
});
