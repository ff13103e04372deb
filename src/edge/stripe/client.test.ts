import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { StripeFailure } from '../../model/failure.ts';
import { secret } from '../../model/secret.ts';
import { openStripe, type StripeOptions } from './client.ts';

interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

const KEY = 'rk_test_51verysecret';
const CUSTOMER = { id: 'cus_1', object: 'customer', created: 1, metadata: {} };
const open: (() => void)[] = [];

afterEach(() => {
  for (const close of open.splice(0)) close();
});

type Answer = (response: http.ServerResponse, seen: Seen) => void;

async function against(answer: Answer, options: Partial<StripeOptions> = {}) {
  const requests: Seen[] = [];
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const seen = { method, url, headers, body: Buffer.concat(chunks).toString() };
      requests.push(seen);
      answer(response, seen);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const edge = openStripe({ apiKey: secret(KEY), base, maxSockets: 4, expand: [], ...options });
  open.push(() => {
    edge.close();
    server.closeAllConnections();
    server.close();
  });
  return { ...edge, requests };
}

function json(body: unknown, status = 200, headers: http.OutgoingHttpHeaders = {}): Answer {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  };
}

async function failureOf(call: Promise<unknown>): Promise<StripeFailure> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof StripeFailure)) throw new Error(`no StripeFailure: ${String(error)}`);
  expect(inspect(error, { depth: 20, showHidden: true })).not.toContain(KEY);
  return error;
}

describe('requests', () => {
  it('creates with key, version and exactly the parameters given', async () => {
    const { customers, requests } = await against(
      json(CUSTOMER, 200, { 'request-id': 'req_1', 'idempotent-replayed': 'true' }),
      { expand: ['tax', 'cash_balance'] },
    );
    const reply = await customers.create(
      {
        name: '',
        preferred_locales: [],
        balance: -500,
        metadata: { 'a&b=c d': 'x+y', emoji: '😀\ud800' },
        address: { line1: '12 High [St]' },
        invoice_settings: { custom_fields: [{ name: 'PO', value: '17' }] },
      },
      'key-1',
    );
    expect(reply.body).toEqual(CUSTOMER);
    expect(reply).toMatchObject({ requestId: 'req_1', replayed: true });
    const [seen] = requests;
    expect(seen).toMatchObject({ method: 'POST', url: '/v1/customers' });
    expect([...new URLSearchParams(seen?.body)]).toEqual([
      ['name', ''],
      ['preferred_locales', ''],
      ['balance', '-500'],
      ['metadata[a&b=c d]', 'x+y'],
      ['metadata[emoji]', '😀\ufffd'],
      ['address[line1]', '12 High [St]'],
      ['invoice_settings[custom_fields][0][name]', 'PO'],
      ['invoice_settings[custom_fields][0][value]', '17'],
      ['expand[0]', 'tax'],
      ['expand[1]', 'cash_balance'],
    ]);
    expect(seen?.headers).toMatchObject({
      authorization: `Bearer ${KEY}`,
      'idempotency-key': 'key-1',
      'stripe-version': '2026-10-28.endive',
    });
    expect(seen?.headers['user-agent']).toContain('destination-stripe');
    expect(seen?.headers['x-stripe-client-telemetry']).toBeUndefined();
    expect(seen?.headers['stripe-account']).toBeUndefined();
  });

  it('updates, retrieves, lists and searches', async () => {
    const page = {
      object: 'list',
      data: [CUSTOMER],
      has_more: true,
      next_page: 'p2',
      total_count: 9,
    };
    const { customers, requests } = await against(
      (response, seen) =>
        json(/customers($|\?|\/search)/.test(seen.url) ? page : CUSTOMER)(response, seen),
      { expand: ['tax'] },
    );
    await customers.update('cus_1/../x', { email: '' }, 'key-2');
    const got = await customers.retrieve('cus_1');
    const listed = await customers.list({
      email: 'Ann+x@example.com',
      created: { gte: 5, lt: 9 },
      startingAfter: 'cus_0',
      limit: 100,
    });
    const found = await customers.search({
      query: 'name:"Ann"',
      limit: 10,
      page: 'p1',
      totalCount: true,
    });
    expect(got.replayed).toBe(false);
    expect(listed.body).toEqual({ data: [CUSTOMER], hasMore: true, nextPage: 'p2', totalCount: 9 });
    expect(found.body.nextPage).toBe('p2');
    expect(
      requests.map(({ method, url, body }) => [method, decodeURIComponent(url), body]),
    ).toEqual([
      ['POST', '/v1/customers/cus_1/../x', 'email=&expand[0]=tax'],
      ['GET', '/v1/customers/cus_1?expand[0]=tax', ''],
      [
        'GET',
        '/v1/customers?limit=100&email=Ann+x@example.com&created[gte]=5&created[lt]=9&starting_after=cus_0&expand[0]=data.tax',
        '',
      ],
      [
        'GET',
        '/v1/customers/search?query=name:"Ann"&limit=10&page=p1&expand[0]=data.tax&expand[1]=total_count',
        '',
      ],
    ]);
    expect(requests[0]?.url).toBe('/v1/customers/cus_1%2F..%2Fx');
  });

  it.each([
    ['rk_test_1', 'stripe-account', 'stripe-context'],
    ['sk_org_test_1', 'stripe-context', 'stripe-account'],
  ])('with %s acts for an account by %s', async (key, by, notBy) => {
    const { customers, requests } = await against(json(CUSTOMER), {
      apiKey: secret(key),
      connectedAccount: 'acct_1',
    });
    await customers.retrieve('cus_1');
    expect(requests[0]?.headers[by]).toBe('acct_1');
    expect(requests[0]?.headers[notBy]).toBeUndefined();
  });

  it.each(['', '.', '..'])('never asks for the customer "%s"', async (id) => {
    const { customers, requests } = await against(json(CUSTOMER));
    expect((await failureOf(customers.retrieve(id))).problem.status).toBe(404);
    expect((await failureOf(customers.update(id, {}, 'k'))).problem.status).toBe(404);
    expect(requests).toEqual([]);
  });

  it('keeps a path of the base and refuses what is no address', async () => {
    const { customers, requests, close } = await against(json(CUSTOMER));
    await customers.retrieve('cus_1');
    close();
    const host = requests[0]?.headers.host;
    const edge = openStripe({
      apiKey: secret(KEY),
      base: `http://${host}/mock/`,
      maxSockets: 1,
      expand: [],
    });
    await edge.customers.retrieve('cus_2');
    edge.close();
    expect(requests[1]?.url).toBe('/mock/v1/customers/cus_2');
    expect(() =>
      openStripe({ apiKey: secret(KEY), base: 'ftp://x', maxSockets: 1, expand: [] }),
    ).toThrow('STRIPE_API_BASE');
  });
});

describe('proxy', () => {
  it('goes through HTTPS_PROXY, and around it for NO_PROXY', async () => {
    const asked: (string | undefined)[] = [];
    const server = http.createServer();
    server.on('connect', (request, socket) => {
      asked.push(request.url);
      socket.destroy();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const proxy = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const common = { apiKey: secret(KEY), maxSockets: 1, expand: [], proxy, timeoutMs: 2_000 };
    const through = openStripe({ ...common, base: 'https://stripe.invalid' });
    const around = openStripe({ ...common, base: 'https://127.0.0.1:1', noProxy: '127.0.0.1' });
    open.push(() => [through.close(), around.close(), server.close()]);
    expect((await failureOf(through.customers.retrieve('cus_1'))).kind).toBe('connection');
    const refused = await failureOf(around.customers.retrieve('cus_1'));
    expect(refused.problem.message).toBe('ECONNREFUSED');
    expect(asked).toEqual(['stripe.invalid:443']);
  });
});

describe('failures', () => {
  it('reads status, code, parameter, request id and headers, and scrubs the message', async () => {
    const error = {
      type: 'invalid_request_error',
      code: 'email_invalid',
      param: 'email',
      message: 'Invalid email address: ann at home',
    };
    const headers = {
      'request-id': 'req_9',
      'stripe-should-retry': 'false',
      'idempotent-replayed': 'true',
      'retry-after': '2',
    };
    const { customers, requests } = await against(json({ error }, 400, headers));
    expect(await failureOf(customers.create({}, 'k'))).toMatchObject({
      kind: 'api',
      type: 'invalid_request_error',
      shouldRetry: false,
      retryAfterMs: 2_000,
      replayed: true,
      problem: {
        status: 400,
        code: 'email_invalid',
        param: 'email',
        requestId: 'req_9',
        message: 'Invalid email address: …',
      },
    });
    expect(requests).toHaveLength(1);
  });

  it('reads the limiter’s reason, also under an odd status', async () => {
    const error = { type: 'invalid_request_error', code: 'rate_limit', message: 'slow down' };
    const { customers } = await against(
      json({ error }, 400, { 'stripe-rate-limited-reason': 'endpoint-rate' }),
    );
    const failure = await failureOf(customers.retrieve('cus_1'));
    expect(failure.rateLimitedReason).toBe('endpoint-rate');
    expect(failure.problem).toMatchObject({ status: 400, code: 'rate_limit' });
  });

  it('parses the permission of a 403', async () => {
    const message =
      "The provided key 'rk_test_****abcd' does not have the required permissions for this endpoint on account 'acct_1'. Having the 'rak_customer_write' permission would allow this request to continue.";
    const { customers, probe } = await against(
      json({ error: { type: 'invalid_request_error', message } }, 403),
    );
    const failure = await failureOf(customers.create({}, 'k'));
    expect(failure.permission).toBe('rak_customer_write');
    expect(failure.problem.message).not.toContain('acct_1');
    expect((await failureOf(probe.mayWrite())).permission).toBe('rak_customer_write');
    expect(await probe.accountId()).toBeUndefined();
    expect(await probe.livemode()).toBeUndefined();
  });

  it.each([500, 502, 403, 200])('takes HTML with status %i as no usable answer', async (status) => {
    const { customers, requests } = await against((response) => {
      response.writeHead(status, { 'content-type': 'text/html', 'retry-after': '7' });
      response.end('<html>Bad gateway</html>');
    });
    expect(await failureOf(customers.retrieve('cus_1'))).toMatchObject({
      kind: 'connection',
      problem: { status },
      retryAfterMs: 7_000,
    });
    expect(requests).toHaveLength(1);
  });

  it.each([
    ['JSON without an error', 503, '{"message":"down"}'],
    ['an error that is text', 500, '{"error":"server_error"}'],
    ['no object', 200, 'null'],
    ['nothing', 200, ''],
  ])('takes %s as no usable answer', async (_title, status, body) => {
    const { customers } = await against((response) => response.writeHead(status).end(body));
    expect((await failureOf(customers.retrieve('cus_1'))).kind).toBe('connection');
  });

  it('makes one attempt when the connection is reset, though stripe-node would make two', async () => {
    const { customers, requests } = await against((response) => response.socket?.resetAndDestroy());
    const failure = await failureOf(customers.create({ email: 'ann@example.com' }, 'k'));
    expect(failure).toMatchObject({ kind: 'connection', problem: { message: 'ECONNRESET' } });
    expect(requests).toHaveLength(1);
  });

  it('notices half a body', async () => {
    const { customers } = await against((response) => {
      response.writeHead(200, { 'content-length': '500' });
      response.write('{"id":"cus_1"');
      setTimeout(() => response.socket?.destroy(), 20);
    });
    expect((await failureOf(customers.retrieve('cus_1'))).kind).toBe('connection');
  });

  it('bounds the whole attempt although bytes keep coming', async () => {
    const { customers } = await against(
      (response) => {
        response.writeHead(200);
        const drip = setInterval(() => response.write(' '), 10);
        response.on('close', () => clearInterval(drip));
      },
      { timeoutMs: 120 },
    );
    expect(await failureOf(customers.retrieve('cus_1'))).toMatchObject({
      kind: 'connection',
      problem: { message: 'timeout' },
    });
  });

  it('refuses a key that cannot be sent', async () => {
    const { customers, requests } = await against(json(CUSTOMER), {
      apiKey: secret('rk_test_\n1'),
    });
    expect((await failureOf(customers.retrieve('cus_1'))).problem.status).toBe(401);
    expect(requests).toEqual([]);
  });
});

describe('probe', () => {
  it('asks with an empty POST to nobody and takes 404 for leave to write', async () => {
    const error = { type: 'invalid_request_error', code: 'resource_missing', message: 'No' };
    const { probe, requests } = await against(json({ error }, 404));
    await probe.mayWrite();
    expect(requests[0]).toMatchObject({ method: 'POST', body: '' });
    expect(requests[0]?.url).toMatch(/^\/v1\/customers\/cus_\w+$/);
  });

  it('reads account and mode', async () => {
    const { probe, requests } = await against((response, seen) =>
      json(seen.url.includes('balance') ? { livemode: true } : { id: 'acct_7' })(response, seen),
    );
    expect(await probe.accountId()).toBe('acct_7');
    expect(await probe.livemode()).toBe(true);
    expect(requests.map(({ url }) => url)).toEqual(['/v1/account', '/v1/balance']);
  });
});
