import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FaultKind, FaultRule } from './faults.ts';
import { type RunningSandbox, startSandbox } from './server.ts';
import { countPosts, httpClient, requestsOf } from './test-support.ts';

let sandbox: RunningSandbox;
let client: ReturnType<typeof httpClient>;

beforeEach(async () => {
  sandbox = await startSandbox({ limits: 'none' });
  client = httpClient(sandbox.url);
});
afterEach(() => sandbox.close());

const inject = (kind: FaultKind, more: Partial<FaultRule> = {}) =>
  sandbox.core.configure({ faults: [{ kind, times: 1, ...more }] });
const create = () => client.post('/v1/customers', { name: 'A' }, { idempotencyKey: 'k' });

describe('13: faults', () => {
  it.each<[FaultKind, number]>([
    ['reset_before', 0],
    ['reset_after', 1],
    ['truncate', 1],
  ])('%s breaks the connection; %i committed, and the same key makes one', async (kind, count) => {
    inject(kind);
    await expect(create()).rejects.toThrow();
    expect(sandbox.core.count()).toBe(count);
    const again = await create();
    expect(again.headers['idempotent-replayed']).toBe(count === 1 ? 'true' : undefined);
    expect(sandbox.core.count()).toBe(1);
  });

  it('late_commit commits after the client has gone; until then its key is in use', async () => {
    inject('late_commit', { delayMs: 300 });
    await expect(create()).rejects.toThrow();
    expect([sandbox.core.count(), (await create()).status]).toEqual([0, 409]);
    await new Promise((resolve) => setTimeout(resolve, 450));
    expect(sandbox.core.count()).toBe(1);
    expect((await create()).headers['idempotent-replayed']).toBe('true');
  });

  it('500_after commits, saves the 500 and advises against a retry', async () => {
    inject('500_after');
    const first = await create();
    expect([first.status, first.headers['stripe-should-retry']]).toEqual([500, 'false']);
    expect(sandbox.core.count()).toBe(1);
    expect([(await create()).status, sandbox.core.count()]).toEqual([500, 1]);
  });

  it('500_unsaved and html_502 leave no trace; html_502_after has committed', async () => {
    for (const kind of ['500_unsaved', 'html_502'] as const) {
      inject(kind);
      expect((await create()).status).toBeGreaterThanOrEqual(500);
      expect(sandbox.core.count()).toBe(0);
    }
    inject('html_502_after');
    const answer = await create();
    expect([answer.status, answer.headers['content-type']]).toEqual([502, 'text/html']);
    expect(() => answer.json).toThrow();
    expect(answer.headers['request-id']).toBeUndefined();
    expect((await create()).headers['idempotent-replayed']).toBe('true');
  });

  it.each<[FaultKind, number, string, string | undefined]>([
    ['should_retry_true', 500, 'stripe-should-retry', 'true'],
    ['should_retry_false', 500, 'stripe-should-retry', 'false'],
    ['retry_after', 429, 'retry-after', '1'],
    ['429', 429, 'stripe-rate-limited-reason', 'endpoint-rate'],
    ['lock_timeout', 429, 'stripe-rate-limited-reason', undefined],
    ['rate_limit_400', 400, 'stripe-rate-limited-reason', undefined],
    ['409', 409, 'stripe-should-retry', undefined],
    ['401', 401, 'stripe-should-retry', undefined],
    ['403', 403, 'stripe-should-retry', undefined],
    ['status', 424, 'stripe-should-retry', undefined],
  ])('%s answers %i', async (kind, status, header, value) => {
    inject(kind);
    const answer = await create();
    expect([answer.status, answer.headers[header]]).toEqual([status, value]);
    expect((await create()).status).toBe(200);
  });

  it('slow answers late, hang never', async () => {
    inject('slow', { delayMs: 60 });
    const started = performance.now();
    expect((await create()).status).toBe(200);
    expect(performance.now() - started).toBeGreaterThan(50);
    inject('hang');
    const outcome = await Promise.race([
      create(),
      new Promise((resolve) => setTimeout(resolve, 80, 'waiting')),
    ]);
    expect(outcome).toBe('waiting');
  });

  it('strikes where a rule says: operation, n-th, probability by seed', async () => {
    sandbox.core.configure({
      faults: [
        { kind: '500_unsaved', match: { operation: 'customer.retrieve', nth: 2 } },
        { kind: '503', match: { method: 'POST', body: 'name=B' } },
        { kind: '401', match: { path: 'limit=7', probability: 0 } },
      ],
    });
    const statuses = [];
    for (let n = 0; n < 3; n += 1) statuses.push((await client.get('/v1/customers/cus_x')).status);
    statuses.push((await client.post('/v1/customers', { name: 'B' })).status);
    statuses.push((await client.get('/v1/customers', { limit: 7 })).status);
    expect(statuses).toEqual([404, 500, 404, 503, 200]);
  });

  it('refuses a rule of no known kind', () => {
    const faults = JSON.parse('[{"kind":"lightning"}]') as FaultRule[];
    expect(() => sandbox.core.configure({ faults })).toThrow('lightning');
  });
});

describe('14: request log', () => {
  it('has method, path, body, key, headers, version, time and what became of it', async () => {
    const headers = { 'stripe-version': '2026-10-28.endive' };
    await client.post('/v1/customers', { name: 'A' }, { idempotencyKey: 'k', headers });
    await client.get('/v1/customers', { email: 'a@b.co' });
    expect(requestsOf(sandbox.core)).toMatchObject([
      {
        method: 'POST',
        path: '/v1/customers',
        operation: 'customer.create',
        body: 'name=A',
        idempotencyKey: 'k',
        version: '2026-10-28.endive',
        headers: { authorization: 'Bearer sk_test_sandbox' },
        account: 'acct_1Sandbox',
        status: 200,
        committed: true,
        replayed: false,
      },
      { method: 'GET', path: '/v1/customers?email=a%40b.co', committed: false },
    ]);
    expect(countPosts(sandbox.core)).toBe(1);
  });

  it('is there for other processes, with all else they need', async () => {
    const ask = async (name: string, body?: unknown) => {
      const post = { method: 'POST', body: JSON.stringify(body) };
      const response = await fetch(`${sandbox.url}/_sandbox/${name}`, body ? post : {});
      return (await response.json()) as never;
    };
    await ask('customers', [{ id: 'cus_1', email: 'a@b.co' }]);
    await ask('tamper', { id: 'cus_1', fields: { name: 'N', email: null } });
    await ask('faults', [{ kind: '503', times: 1 }]);
    expect((await client.get('/v1/customers')).status).toBe(503);
    await ask('config', { search: { lagMs: 0 }, latency: 1 });
    expect(await ask('customers')).toMatchObject({ data: [{ name: 'N', email: null }] });
    expect(await ask('counters')).toMatchObject({ requests: 1, byStatus: { 503: 1 } });
    expect(await ask('log?method=GET')).toMatchObject({ requests: [{ fault: '503' }] });
    await ask('remove', { id: 'cus_1' });
    await ask('clear_log', {});
    expect(await ask('count')).toEqual({ count: 0 });
    expect(await ask('tamper', { id: 'cus_9', fields: {} })).toHaveProperty('error');
  });
});
