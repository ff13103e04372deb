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

describe('1: form decoding', () => {
  it('reads brackets, indexed and [] arrays, plus signs and percent-encoding', async () => {
    const body =
      'name=Ann+L%C3%A9e&address%5Bcity%5D=Oslo&preferred_locales[]=nb&preferred_locales[]=en' +
      '&invoice_settings[custom_fields][0][name]=PO&invoice_settings[custom_fields][0][value]=7';
    const { json } = await raw('/v1/customers', body);
    expect(json).toMatchObject({
      name: 'Ann Lée',
      address: { city: 'Oslo', country: null },
      preferred_locales: ['nb', 'en'],
      invoice_settings: { custom_fields: [{ name: 'PO', value: '7' }] },
    });
  });

  it.each<[string, string, FormHash]>([
    ['foo', '/v1/customers', { foo: 1 }],
    ['default_source', '/v1/customers', { default_source: 'src_sandbox' }],
    ['coupon', '/v1/customers', { coupon: 'x' }],
    ['address[zip]', '/v1/customers', { address: { zip: '1' } }],
    [
      'invoice_settings[custom_fields][0][x]',
      '/v1/customers',
      {
        invoice_settings: { custom_fields: [{ name: 'a', value: 'b', x: 'c' }] },
      },
    ],
  ])('refuses the unknown parameter %s on create', async (param, path, form) => {
    const { status, error } = await client.post(path, form);
    expect({ status, ...error }).toMatchObject({
      status: 400,
      type: 'invalid_request_error',
      code: 'parameter_unknown',
      param,
    });
  });

  it.each(['tax_id_data', 'payment_method', 'test_clock', 'id', 'currency'])(
    'refuses %s on update',
    async (param) => {
      const { status, error } = await update(await made(), { [param]: 'x' });
      expect({ status, ...error }).toMatchObject({ status: 400, code: 'parameter_unknown', param });
    },
  );
});

describe('2: limits, enums, required sub-keys, e-mail syntax', () => {
  it.each<[string, FormHash]>([
    ['name', { name: 'x'.repeat(257) }],
    ['email', { email: `${'x'.repeat(510)}@a.co` }],
    ['phone', { phone: '1'.repeat(21) }],
    ['description', { description: 'x'.repeat(5001) }],
    ['individual_name', { individual_name: 'x'.repeat(151) }],
    ['business_name', { business_name: 'x'.repeat(151) }],
    ['address[city]', { address: { city: 'x'.repeat(5001) } }],
    ['invoice_settings[footer]', { invoice_settings: { footer: 'x'.repeat(5001) } }],
    ['tax_exempt', { tax_exempt: 'maybe' }],
    ['tax[validate_location]', { tax: { validate_location: 'auto' } }],
    [
      'cash_balance[settings][reconciliation_mode]',
      {
        cash_balance: { settings: { reconciliation_mode: 'x' } },
      },
    ],
    ['balance', { balance: 'ten' }],
    ['invoice_prefix', { invoice_prefix: 'abc' }],
    ['invoice_prefix', { invoice_prefix: 'A'.repeat(13) }],
    ['shipping[name]', { shipping: { address: { city: 'x' } } }],
    ['shipping[address]', { shipping: { name: 'x' } }],
    [
      'invoice_settings[custom_fields][0][value]',
      {
        invoice_settings: { custom_fields: [{ name: 'a' }] },
      },
    ],
    [
      'invoice_settings[custom_fields][0][name]',
      {
        invoice_settings: { custom_fields: [{ name: 'x'.repeat(41), value: 'b' }] },
      },
    ],
    [
      'invoice_settings[custom_fields]',
      {
        invoice_settings: {
          custom_fields: [0, 1, 2, 3, 4].map((n) => ({ name: 'a', value: `${n}` })),
        },
      },
    ],
    ['payment_method', { payment_method: 'pm_gone' }],
  ])('refuses a bad %s', async (param, form) => {
    const { status, error } = await client.post('/v1/customers', form);
    expect({ status, param: error['param'] }).toEqual({ status: 400, param });
  });

  it.each([' a@b.co', 'a@b.co ', 'a＠b.co', 'a@b', 'a b@c.co', '@b.co'])(
    'refuses the e-mail %j',
    async (email) => {
      const { status, error } = await client.post('/v1/customers', { email });
      expect({ status, ...error }).toMatchObject({
        status: 400,
        code: 'email_invalid',
        param: 'email',
        message: `Invalid email address: ${email}`,
      });
    },
  );

  it('counts characters, not bytes, and accepts everything at its limit', async () => {
    const form = { name: '💶'.repeat(256), phone: '1'.repeat(20), invoice_prefix: 'ABCDEFGHIJ12' };
    expect(await fetched(await made(form))).toMatchObject(form);
  });

  it('keeps the case of an e-mail and allows it twice', async () => {
    await made({ email: 'Twice@Case.co' });
    expect(await fetched(await made({ email: 'Twice@Case.co' }))).toMatchObject({
      email: 'Twice@Case.co',
    });
  });

  it('names default_source as source in its error', async () => {
    const { status, error } = await update(await made(), { default_source: 'src_gone' });
    expect({ status, ...error }).toMatchObject({ code: 'resource_missing', param: 'source' });
  });
});

describe('3: clearing', () => {
  it('clears with the empty string and never answers one', async () => {
    const id = await made({
      name: 'A',
      email: 'a@b.co',
      phone: '1',
      tax_exempt: 'exempt',
      preferred_locales: ['en'],
      address: { city: 'X', line1: 'Y' },
      shipping: { name: 'N', address: { city: 'X' } },
      invoice_settings: { footer: 'F', custom_fields: [{ name: 'a', value: 'b' }] },
    });
    const { status, text, json } = await update(id, {
      name: '',
      email: '',
      phone: '',
      tax_exempt: '',
      preferred_locales: '',
      address: '',
      shipping: '',
      invoice_settings: { footer: '', custom_fields: '' },
    });
    expect(status).toBe(200);
    expect(text).not.toContain('""');
    expect(json).toMatchObject({
      name: null,
      email: null,
      phone: null,
      tax_exempt: 'none',
      preferred_locales: [],
      address: null,
      shipping: null,
      invoice_settings: { footer: null, custom_fields: null },
    });
  });

  it.each(['default_source', 'invoice_prefix', 'balance'])('cannot clear %s', async (param) => {
    const { status, error } = await update(await made(), { [param]: '' });
    expect({ status, ...error }).toMatchObject({
      status: 400,
      code: 'parameter_invalid_empty',
      param,
    });
  });

  it('refuses shipping= on create', async () => {
    const { error } = await client.post('/v1/customers', { shipping: '' });
    expect(error).toMatchObject({ code: 'parameter_invalid_empty', param: 'shipping' });
  });

  it('keeps unsent parameters, resets unsent parts of an address unless it merges', async () => {
    const id = await made({ name: 'A', address: { city: 'X', line1: 'Y' } });
    await update(id, { address: { city: 'Z' } });
    expect(await fetched(id)).toMatchObject({ name: 'A', address: { city: 'Z', line1: null } });
    sandbox.core.configure({ addressUpdate: 'merge' });
    await update(id, { address: { line1: 'L' } });
    expect(await fetched(id)).toMatchObject({ address: { city: 'Z', line1: 'L' } });
    sandbox.core.configure({ addressUpdate: 'replace' });
  });
});
