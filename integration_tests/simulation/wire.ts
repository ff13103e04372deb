import type { RawCustomer } from '../../src/model/customer.ts';
import { StripeFailure } from '../../src/model/failure.ts';
import type { Customers, Page, Reply } from '../../src/model/ports.ts';
import type { Sandbox } from '../stripe-sandbox/core.ts';
import { serve } from '../stripe-sandbox/serve.ts';
import { type FormHash, rawRequest } from '../stripe-sandbox/test-support.ts';
import type { SandboxClock, SandboxResponse } from '../stripe-sandbox/types.ts';

const TIMEOUT_MS = 80_000;
const NEVER = new Promise<never>(() => undefined);

/** One process's connection: every request is an effect, and after the last one nothing gets through. */
export interface Line {
  /** true = the process is dead; nothing it does reaches the world. */
  dead(): boolean;
  /** Counts an effect; may kill the process. */
  effect(): void;
}

/** The `Customers` port straight into the sandbox's engine, on virtual time; one attempt a call. */
export function wire(sandbox: Sandbox, clock: SandboxClock, line: Line): Customers {
  const send = async (method: string, path: string, form: FormHash, key?: string) => {
    if (line.dead()) return NEVER;
    line.effect();
    const options = {
      key: 'rk_test_customers',
      ...(key === undefined ? {} : { idempotencyKey: key }),
    };
    const response = await serve(sandbox, clock, rawRequest(method, path, form, options));
    if (response.fault === 'hang') await clock.sleep(TIMEOUT_MS);
    if (line.dead()) return NEVER;
    return read(response);
  };
  const one = async (method: string, path: string, form: FormHash, key?: string) => {
    const { body, ...reply } = await send(method, path, form, key);
    return { ...reply, body: body as RawCustomer } as Reply<RawCustomer>;
  };
  const page = async (path: string, form: FormHash): Promise<Reply<Page>> => {
    const { body, ...reply } = await send('GET', path, form);
    const { data, has_more, next_page, total_count } = body;
    return {
      ...reply,
      body: {
        data: data as readonly RawCustomer[],
        hasMore: has_more === true,
        ...(typeof next_page === 'string' ? { nextPage: next_page } : {}),
        ...(typeof total_count === 'number' ? { totalCount: total_count } : {}),
      },
    };
  };
  return {
    create: (params, key) => one('POST', '/v1/customers', params as FormHash, key),
    update: (id, params, key) =>
      one('POST', `/v1/customers/${encodeURIComponent(id)}`, params as FormHash, key),
    retrieve: (id) => one('GET', `/v1/customers/${encodeURIComponent(id)}`, {}),
    list: ({ email, created, startingAfter, endingBefore, limit }) =>
      page('/v1/customers', {
        limit,
        ...(email === undefined ? {} : { email }),
        ...(created === undefined ? {} : { created: created as FormHash }),
        ...(startingAfter === undefined ? {} : { starting_after: startingAfter }),
        ...(endingBefore === undefined ? {} : { ending_before: endingBefore }),
      }),
    search: ({ query, limit, page: next, totalCount }) =>
      page('/v1/customers/search', {
        query,
        limit,
        ...(next === undefined ? {} : { page: next }),
        ...(totalCount === true ? { expand: ['total_count'] } : {}),
      }),
  };
}

type Body = { readonly [name: string]: unknown };

function read({ status, headers, body, fault }: SandboxResponse): Reply<Body> {
  if (fault !== undefined) throw new StripeFailure({ kind: 'connection', problem: {} });
  const requestId = headers['request-id'];
  const replayed = headers['idempotent-replayed'] === 'true';
  const parsed = parse(body);
  if (parsed !== undefined && status < 400) return { body: parsed, requestId, replayed };
  const error = (parsed?.['error'] ?? {}) as { readonly [name: string]: string | undefined };
  const should = headers['stripe-should-retry'];
  const after = headers['retry-after'];
  throw new StripeFailure({
    kind: parsed === undefined ? 'connection' : 'api',
    problem: {
      status,
      ...(error['code'] === undefined ? {} : { code: error['code'] }),
      ...(error['param'] === undefined ? {} : { param: error['param'] }),
      ...(requestId === undefined ? {} : { requestId }),
    },
    type: error['type'],
    permission: /Having the '(rak_[a-z_]+)' permission/.exec(error['message'] ?? '')?.[1],
    shouldRetry: should === undefined ? undefined : should === 'true',
    retryAfterMs: after === undefined ? undefined : Number(after) * 1000,
    rateLimitedReason: headers['stripe-rate-limited-reason'],
    replayed,
  });
}

function parse(body: string): Body | undefined {
  try {
    return JSON.parse(body) as Body;
  } catch {
    return undefined;
  }
}
