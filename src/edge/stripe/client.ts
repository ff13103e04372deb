import Stripe from 'stripe';
import type { Secret } from '../../model/config.ts';
import type { RawCustomer } from '../../model/customer.ts';
import { ConfigError, StripeFailure } from '../../model/failure.ts';
import { REQUEST_TIMEOUT_MS } from '../../model/limits.ts';
import type { AccountProbe, Customers, Page, Reply } from '../../model/ports.ts';
import { createProbe } from './account-probe.ts';
import { encodeParams, wellFormed } from './encode.ts';
import { toStripeFailure } from './failure.ts';
import { createHttpClient } from './http-client.ts';

/** Pinned: an upgrade of the package must not change what comes over the wire. */
const API_VERSION = '2026-10-28.endive';
const STRIPE_BASE = 'https://api.stripe.com';

export interface StripeOptions {
  readonly apiKey: Secret;
  /** `STRIPE_API_BASE`: another server, for tests and mocks. */
  readonly base?: string;
  readonly connectedAccount?: string;
  /** Sockets kept open; at least the concurrency of the pace, or requests wait for one unseen. */
  readonly maxSockets: number;
  /** Sub-objects that answers show only when asked to. */
  readonly expand: readonly ('tax' | 'cash_balance')[];
  /** `HTTPS_PROXY` and `NO_PROXY`. */
  readonly proxy?: string;
  readonly noProxy?: string;
  /** One attempt from first byte to last. */
  readonly timeoutMs?: number;
}

export interface StripeEdge {
  readonly customers: Customers;
  readonly probe: AccountProbe;
  close(): void;
}

/** Stripe over the wire: one attempt a call, every failure a `StripeFailure`. */
export function openStripe(options: StripeOptions): StripeEdge {
  const { proxy, noProxy, maxSockets, timeoutMs = REQUEST_TIMEOUT_MS } = options;
  const httpClient = createHttpClient({
    base: baseUrl(options.base ?? STRIPE_BASE),
    maxSockets,
    timeoutMs,
    ...(proxy === undefined ? {} : { proxy }),
    ...(noProxy === undefined ? {} : { noProxy }),
  });
  const key = options.apiKey.reveal();
  const stripe = new Stripe(key, {
    apiVersion: API_VERSION,
    maxNetworkRetries: 0,
    telemetry: false,
    appInfo: { name: 'destination-stripe' },
    httpClient,
    ...actingFor(key, options.connectedAccount),
  });
  return {
    customers: createCustomers(stripe, options.expand),
    probe: createProbe(stripe),
    close: httpClient.close,
  };
}

/** "Stripe-Context is required … for organization keys"; others act by Stripe-Account. */
function actingFor(key: string, account: string | undefined) {
  if (account === undefined || account === '') return {};
  return key.startsWith('sk_org_') ? { stripeContext: account } : { stripeAccount: account };
}

function baseUrl(text: string): URL {
  const url = URL.parse(text);
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url;
  const message = 'STRIPE_API_BASE is not an http or https address';
  throw new ConfigError([{ code: 'config_invalid', pointer: '', message, hint: 'Unset it.' }]);
}

function createCustomers(stripe: Stripe, expand: readonly string[]): Customers {
  const { customers } = stripe;
  const one = expand.length === 0 ? {} : { expand: [...expand] };
  const many = (extra: readonly string[] = []) => {
    const names = [...expand.map((name) => `data.${name}`), ...extra];
    return names.length === 0 ? {} : { expand: names };
  };
  return {
    create: (params, idempotencyKey) =>
      send(() => customers.create({ ...encodeParams(params), ...one }, { idempotencyKey })),
    update: (id, params, idempotencyKey) =>
      send(() =>
        customers.update(pathId(id), { ...encodeParams(params), ...one }, { idempotencyKey }),
      ),
    retrieve: (id) => send(() => customers.retrieve(pathId(id), { ...one })),
    list: ({ email, created, startingAfter, endingBefore, limit }) =>
      sendPage(() =>
        customers.list({
          limit,
          ...(email === undefined ? {} : { email: wellFormed(email) }),
          ...(created === undefined ? {} : { created }),
          ...(startingAfter === undefined ? {} : { starting_after: startingAfter }),
          ...(endingBefore === undefined ? {} : { ending_before: endingBefore }),
          ...many(),
        }),
      ),
    search: ({ query, limit, page, totalCount }) =>
      sendPage(() =>
        customers.search({
          query: wellFormed(query),
          limit,
          ...(page === undefined ? {} : { page }),
          ...many(totalCount === true ? ['total_count'] : []),
        }),
      ),
  };
}

/** "", "." and ".." would name the list, or climb: no customer has them. */
function pathId(id: string): string {
  if (!/^\.{0,2}$/.test(id)) return wellFormed(id);
  const problem = { status: 404, code: 'resource_missing', param: 'id' };
  throw new StripeFailure({ kind: 'api', problem, type: 'invalid_request_error' });
}

interface Listed {
  readonly data: readonly object[];
  readonly has_more: boolean;
  readonly next_page?: string | null;
  readonly total_count?: number;
}

async function sendPage(call: () => Promise<Stripe.Response<Listed>>): Promise<Reply<Page>> {
  const reply = await send(call);
  const {
    data,
    has_more: hasMore,
    next_page: next,
    total_count: total,
  } = reply.body as unknown as Listed;
  return {
    ...reply,
    body: {
      data: data as readonly RawCustomer[],
      hasMore,
      ...(typeof next === 'string' ? { nextPage: next } : {}),
      ...(typeof total === 'number' ? { totalCount: total } : {}),
    },
  };
}

async function send(call: () => Promise<Stripe.Response<object>>): Promise<Reply<RawCustomer>> {
  try {
    const body = await call();
    const { requestId, headers } = body.lastResponse;
    return {
      body: body as unknown as RawCustomer,
      requestId,
      replayed: headers['idempotent-replayed'] === 'true',
    };
  } catch (error) {
    throw toStripeFailure(error);
  }
}
