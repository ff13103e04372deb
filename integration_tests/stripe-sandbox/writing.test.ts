import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RunningSandbox, startSandbox } from './server.ts';
import { httpClient, idsOf } from './test-support.ts';

let nowMs = 1_700_000_000_000;
let sandbox: RunningSandbox;
let client: ReturnType<typeof httpClient>;

beforeEach(async () => {
  nowMs = 1_700_000_000_000;
  sandbox = await startSandbox({ limits: 'none', now: () => nowMs });
  client = httpClient(sandbox.url);
});
afterEach(() => sandbox.close());

const create = (form: { readonly [name: string]: string }, idempotencyKey = 'key-1') =>
  client.post('/v1/customers', form, { idempotencyKey });

describe('8: idempotency', () => {
  it('replays the first answer, marked, and writes once', async () => {
    const first = await create({ name: 'A', email: 'a@b.co' });
    await client.post(`/v1/customers/${String(first.json['id'])}`, { name: 'B' });
    const second = await create({ email: 'a@b.co', name: 'A' });
    expect(first.headers['idempotent-replayed']).toBeUndefined();
    expect(second.headers['idempotent-replayed']).toBe('true');
    expect(second.headers['original-request']).toBe(first.headers['request-id']);
    expect(second.text).toBe(first.text);
    expect(sandbox.core.count()).toBe(1);
  });

  it('refuses other parameters', async () => {
    await create({ name: 'A' });
    const { status, error } = await create({ name: 'B' });
    expect({ status, type: error['type'] }).toEqual({ status: 400, type: 'idempotency_error' });
    expect(error['message']).toContain("Try using a key other than 'key-1'");
  });

  it('answers 409 while the first is in flight', async () => {
    sandbox.core.configure({ latency: 400 });
    const first = create({ name: 'A' });
    await new Promise((resolve) => setTimeout(resolve, 30));
    const { status, error } = await create({ name: 'A' });
    expect({ status, code: error['code'] }).toEqual({
      status: 409,
      code: 'idempotency_key_in_use',
    });
    expect((await first).status).toBe(200);
    expect((await create({ name: 'A' })).headers['idempotent-replayed']).toBe('true');
  });

  it('saves what execution failed with: 404 and 500', async () => {
    const options = { idempotencyKey: 'gone' };
    await client.post('/v1/customers/cus_x', { name: 'A' }, options);
    const again = await client.post('/v1/customers/cus_x', { name: 'A' }, options);
    expect([again.status, again.headers['idempotent-replayed']]).toEqual([404, 'true']);
    sandbox.core.configure({ faults: [{ kind: '500_before', times: 1 }] });
    expect((await create({ name: 'A' })).status).toBe(500);
    const saved = await create({ name: 'A' });
    expect([saved.status, saved.headers['idempotent-replayed']]).toEqual([500, 'true']);
    expect(sandbox.core.count()).toBe(0);
  });

  it('saves nothing for validation failures, limiters, 401 and 403', async () => {
    expect((await create({ name: 'x'.repeat(300) })).status).toBe(400);
    const other = { idempotencyKey: 'key-1' };
    for (const key of ['rk_test_readonly', 'sk_test_unknown']) {
      const { status } = await client.post('/v1/customers', { name: 'A' }, { ...other, key });
      expect([401, 403]).toContain(status);
    }
    const none = { accountPerSecond: 0, operationPerSecond: 25, searchPerSecond: 20 };
    sandbox.core.configure({ limits: none });
    expect((await create({ name: 'B' })).status).toBe(429);
    sandbox.core.configure({ limits: 'none' });
    const { status, headers } = await create({ name: 'A' });
    expect([status, headers['idempotent-replayed']]).toEqual([200, undefined]);
  });

  it('forgets after 24 hours, refuses keys over 255, and keeps accounts apart', async () => {
    await create({ name: 'A' });
    nowMs += 24 * 3_600_000;
    expect((await create({ name: 'B' })).status).toBe(200);
    expect((await create({ name: 'A' }, 'k'.repeat(256))).status).toBe(400);
    const elsewhere = { idempotencyKey: 'key-1', headers: { 'stripe-account': 'acct_other' } };
    expect((await client.post('/v1/customers', { name: 'C' }, elsewhere)).status).toBe(200);
  });
});

describe('10: lock_timeout', () => {
  it('strikes concurrent writes on one id, and only those', async () => {
    sandbox.core.seed([{ id: 'cus_1' }, { id: 'cus_2' }]);
    sandbox.core.configure({ latency: 400 });
    const first = client.post('/v1/customers/cus_1', { name: 'A' });
    await new Promise((resolve) => setTimeout(resolve, 30));
    const [locked, other, read] = await Promise.all([
      client.post('/v1/customers/cus_1', { name: 'B' }, { idempotencyKey: 'k' }),
      client.post('/v1/customers/cus_2', { name: 'B' }),
      client.get('/v1/customers/cus_1'),
    ]);
    expect([locked.status, locked.error['code']]).toEqual([429, 'lock_timeout']);
    expect(locked.headers['request-id']).toBeUndefined();
    expect(locked.headers['stripe-rate-limited-reason']).toBeUndefined();
    expect(locked.headers['stripe-should-retry']).toBe('true');
    expect([other.status, read.status, (await first).status]).toEqual([200, 200, 200]);
    const retried = await client.post(
      '/v1/customers/cus_1',
      { name: 'B' },
      { idempotencyKey: 'k' },
    );
    expect([retried.status, retried.json['name']]).toEqual([200, 'B']);
  });
});

describe('12: tax ids, expand, invoice prefix', () => {
  it('makes, lists, retrieves and deletes tax ids; verification comes later', async () => {
    const data = [{ type: 'eu_vat', value: 'DE123456789' }];
    const { json } = await client.post('/v1/customers', { tax_id_data: data });
    const base = `/v1/customers/${String(json['id'])}/tax_ids`;
    const added = await client.post(base, { type: 'no_vat', value: '123456789MVA' });
    expect(added.json).toMatchObject({
      object: 'tax_id',
      country: 'NO',
      customer: json['id'],
      verification: { status: 'pending' },
    });
    nowMs += 1_000;
    const one = `${base}/${String(added.json['id'])}`;
    expect((await client.get(one)).json).toMatchObject({ verification: { status: 'verified' } });
    expect(idsOf(await client.get(base))).toHaveLength(2);
    expect((await client.post(one, { value: 'x' })).status).toBe(404);
    expect((await client.delete(one)).json).toMatchObject({ deleted: true });
    expect(idsOf(await client.get(base))).toHaveLength(1);
    expect((await client.post(base, { type: 'eu_vat', value: '-' })).error).toMatchObject({
      code: 'tax_id_invalid',
    });
    expect((await client.post(base, { type: 'xx_new', value: 'ABC123' })).status).toBe(200);
  });

  it('shows tax and tax_ids only when expanded, in lists by data.', async () => {
    const form = { tax: { ip_address: '1.2.3.4' }, address: { country: 'NO' } };
    const { json } = await client.post('/v1/customers', form);
    expect(json).not.toHaveProperty('tax');
    const expanded = await client.get(`/v1/customers/${String(json['id'])}`, {
      expand: ['tax', 'tax_ids'],
    });
    expect(expanded.json).toMatchObject({
      tax: { automatic_tax: 'supported', ip_address: '1.2.3.4', location: { country: 'NO' } },
      tax_ids: { object: 'list', data: [] },
    });
    const listed = await client.get('/v1/customers', { expand: ['data.tax'] });
    expect(listed.json['data']).toMatchObject([{ tax: { ip_address: '1.2.3.4' } }]);
    expect((await client.get('/v1/customers', { expand: ['tax'] })).status).toBe(400);
    expect((await client.get('/v1/customers', { expand: ['data.nope'] })).status).toBe(400);
  });

  it('keeps invoice prefixes unique, deleted customers included', async () => {
    const { json } = await client.post('/v1/customers', { invoice_prefix: 'ABC' });
    await client.delete(`/v1/customers/${String(json['id'])}`);
    const { status, error } = await client.post('/v1/customers', { invoice_prefix: 'ABC' });
    expect({ status, param: error['param'] }).toEqual({ status: 400, param: 'invoice_prefix' });
  });
});
