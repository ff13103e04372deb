import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningSandbox, startSandbox } from './server.ts';
import { type FormHash, httpClient } from './test-support.ts';

let sandbox: RunningSandbox;
let client: ReturnType<typeof httpClient>;

beforeAll(async () => {
  sandbox = await startSandbox({ limits: 'none' });
  client = httpClient(sandbox.url);
});
afterAll(() => sandbox.close());

async function made(form: FormHash = {}): Promise<string> {
  const { json, status, text } = await client.post('/v1/customers', form);
  expect(status, text).toBe(200);
  return String(json['id']);
}

const update = (id: string, form: FormHash) => client.post(`/v1/customers/${id}`, form);
const fetched = async (id: string) => (await client.get(`/v1/customers/${id}`)).json;

async function raw(path: string, body: string) {
  const response = await fetch(sandbox.url + path, {
    method: 'POST',
    body,
    headers: { authorization: 'Bearer sk_test_sandbox' },
  });
  return { status: response.status, json: (await response.json()) as Record<string, unknown> };
}

describe('4: metadata', () => {
  it('merges per key, deletes per key and clears all', async () => {
    const id = await made({ metadata: { a: '1', b: '2' } });
    await update(id, { metadata: { b: '', c: '3' } });
    expect((await fetched(id))['metadata']).toEqual({ a: '1', c: '3' });
    await update(id, { metadata: '' });
    expect((await fetched(id))['metadata']).toEqual({});
  });

  it('counts 50 keys on the merged result', async () => {
    const fifty = Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`k${n}`, '1']));
    const id = await made({ metadata: fifty });
    const { status, error } = await update(id, { metadata: { more: '1' } });
    expect({ status, param: error['param'] }).toEqual({ status: 400, param: 'metadata' });
    expect(error['message']).toContain("Metadata can have up to 50 keys, but you've set 51");
    expect((await update(id, { metadata: { k0: '', more: '1' } })).status).toBe(200);
  });

  it.each<[string, FormHash]>([
    ['Invalid key', { ['k'.repeat(41)]: 'v' }],
    ['Invalid val', { k: 'v'.repeat(501) }],
    ['Invalid val', { 'a][b': 'v' }],
  ])('refuses: %s', async (message, metadata) => {
    const body = Object.entries(metadata).map(([key, value]) => `metadata[${key}]=${value}`);
    const { status, json } = await raw('/v1/customers', body.join('&'));
    expect(status).toBe(400);
    expect((json['error'] as { message: string }).message).toContain(message);
  });

  it('takes odd keys as data', async () => {
    const { json } = await client.post('/v1/customers', {
      metadata: { 'a b&c=d': 'é', __proto: 'x' },
    });
    expect(json['metadata']).toEqual({ 'a b&c=d': 'é', __proto: 'x' });
    const odd = await raw('/v1/customers', 'metadata[__proto__]=v&metadata[constructor]=w');
    expect(JSON.stringify(odd.json['metadata'])).toBe('{"__proto__":"v","constructor":"w"}');
  });
});
