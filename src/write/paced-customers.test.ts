import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../lib/virtual-clock.ts';
import type { RateLimit } from '../model/config.ts';
import type { RawCustomer } from '../model/customer.ts';
import {
  ConfigError,
  StripeFailure,
  type StripeFailureFacts,
  TransientError,
} from '../model/failure.ts';
import { OUTAGE_MS_MAX, REQUEST_ATTEMPTS_MAX } from '../model/limits.ts';
import type { Customers, Operation, Reply } from '../model/ports.ts';
import { Pace } from './pace.ts';
import { pacedCustomers } from './paced-customers.ts';
import { JudgedFailure } from './verdict.ts';

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
const RATE: RateLimit = {
  accountPerSecond: 100,
  operationPerSecond: 25,
  sharePercent: 100,
  maxConcurrency: 32,
};

interface Call {
  readonly operation: Operation;
  readonly subject: string;
  readonly atMs: number;
}

/** Answers a call, or says how it fails. */
type Stripe = (call: Call, calls: readonly Call[]) => StripeFailure | undefined;

function world(stripe: Stripe, random: () => number = () => 0.5) {
  const clock = new VirtualClock(turn, 0);
  const calls: Call[] = [];
  const abort = new AbortController();
  const answer = async <T>(operation: Operation, subject: string, body: T): Promise<Reply<T>> => {
    const call = { operation, subject, atMs: clock.now() };
    calls.push(call);
    await clock.sleep(100);
    const failure = stripe(call, calls);
    if (failure !== undefined) throw failure;
    return { body, requestId: 'req_1', replayed: false };
  };
  const one = (id: string): RawCustomer => ({ id });
  const page = { data: [], hasMore: false };
  const port: Customers = {
    create: (_params, key) => answer('create', key, one('cus_new')),
    update: (id, _params, key) => answer('update', key, one(id)),
    retrieve: (id) => answer('retrieve', id, one(id)),
    list: (query) => answer('list', query.email ?? 'newest', page),
    search: (query) => answer('search', query.query, page),
  };
  const pace = new Pace(RATE, clock);
  const customers = pacedCustomers(port, { pace, clock, random, signal: abort.signal });
  const creates = (count: number, from = 0) =>
    Array.from({ length: count }, (_, at) => customers.create({}, `key-${from + at}`));
  return { clock, calls, customers, creates, abort, pace };
}

function failed(facts: Partial<StripeFailureFacts> & { readonly status?: number }): StripeFailure {
  const { status, ...rest } = facts;
  const problem = status === undefined ? {} : { status, requestId: 'req_bad' };
  return new StripeFailure({ kind: 'api', problem, ...rest });
}

const RESET = () => failed({ kind: 'connection' });

async function errorOf(call: Promise<unknown>): Promise<Error> {
  return call.then(
    () => new Error('no error'),
    (error: Error) => error,
  );
}

describe('retry', () => {
  it('keeps the key until the answer is clear, and says that it had to ask again', async () => {
    const { clock, customers, calls } = world((_, seen) => (seen.length < 3 ? RESET() : undefined));
    const reply = await clock.runUntil(customers.create({}, 'key-1'));
    expect(reply).toMatchObject({ body: { id: 'cus_new' }, retried: true });
    expect(calls.map(({ subject }) => subject)).toEqual(['key-1', 'key-1', 'key-1']);
    expect(calls.map(({ atMs }) => atMs)).toEqual([0, 350, 950]);
  });

  it('is silent about a first answer', async () => {
    const { clock, customers } = world(() => undefined);
    expect((await clock.runUntil(customers.retrieve('cus_1'))).retried).toBeUndefined();
    expect((await clock.runUntil(customers.list({ limit: 1 }))).body.hasMore).toBe(false);
    expect((await clock.runUntil(customers.search({ query: 'q', limit: 1 }))).body.data).toEqual(
      [],
    );
    expect((await clock.runUntil(customers.update('cus_2', {}, 'k'))).body['id']).toBe('cus_2');
  });

  it('waits as long as Retry-After asks', async () => {
    const { clock, customers, calls } = world((_, seen) =>
      seen.length === 1 ? failed({ status: 503, retryAfterMs: 9_000 }) : undefined,
    );
    await clock.runUntil(customers.create({}, 'k'));
    expect(calls[1]?.atMs).toBeGreaterThanOrEqual(9_000);
  });

  it('throws what concerns one record with its verdict, at once', async () => {
    const { clock, customers, calls } = world(() => failed({ status: 400 }));
    const error = await clock.runUntil(errorOf(customers.create({}, 'k')));
    expect(error).toBeInstanceOf(JudgedFailure);
    expect(error).toMatchObject({ verdict: { action: 'reject', code: 'stripe_refused' } });
    expect(calls).toHaveLength(1);
  });

  it('gives a write up that fails while others go through', async () => {
    const { clock, customers, calls, creates } = world(({ subject }) =>
      subject === 'poison' ? failed({ status: 500 }) : undefined,
    );
    const poison = errorOf(customers.create({}, 'poison'));
    await clock.runUntil(Promise.all(creates(600)));
    expect(await clock.runUntil(poison)).toMatchObject({
      verdict: { action: 'reject', code: 'stripe_gave_up' },
      problem: { status: 500, requestId: 'req_bad' },
    });
    expect(calls.filter(({ subject }) => subject === 'poison')).toHaveLength(REQUEST_ATTEMPTS_MAX);
  });

  it('gives a lone write up when another request finds Stripe at work', async () => {
    const { clock, customers, calls } = world(({ subject }) =>
      subject === 'poison' ? RESET() : undefined,
    );
    const error = await clock.runUntil(errorOf(customers.create({}, 'poison')));
    expect(error).toMatchObject({ verdict: { code: 'stripe_gave_up' } });
    expect(clock.now()).toBeLessThan(OUTAGE_MS_MAX);
    expect(calls.filter(({ operation }) => operation === 'list').length).toBeLessThan(10);
  });

  it('ends the sync on a read that stays bad while others go through', async () => {
    const { clock, customers } = world(({ subject }) =>
      subject === 'bad@example.com' ? failed({ status: 500 }) : undefined,
    );
    const error = await clock.runUntil(
      errorOf(customers.list({ email: 'bad@example.com', limit: 10 })),
    );
    expect(error).toBeInstanceOf(TransientError);
    expect(error).toMatchObject({ code: 'stripe_read_failed' });
    expect(error.message).not.toContain('bad@example.com');
  });

  it('waits for a lock without holding up others, and counts its attempts', async () => {
    const lock = new StripeFailure({
      kind: 'api',
      problem: { status: 429, code: 'lock_timeout' },
      shouldRetry: true,
    });
    const { clock, customers, calls, creates } = world(({ subject }) =>
      subject === 'locked' ? lock : undefined,
    );
    const locked = errorOf(customers.update('cus_1', {}, 'locked'));
    await clock.runUntil(Promise.all(creates(100)));
    expect(clock.now()).toBeLessThan(4_500);
    expect(await clock.runUntil(locked)).toMatchObject({ verdict: { code: 'stripe_gave_up' } });
    expect(calls.filter(({ subject }) => subject === 'locked')).toHaveLength(REQUEST_ATTEMPTS_MAX);
  });

  it('repeats what a limiter refused however often, at a lower rate', async () => {
    const { clock, creates, pace } = world(({ atMs }) =>
      atMs < 20_000 ? failed({ status: 429, rateLimitedReason: 'endpoint-rate' }) : undefined,
    );
    const replies = await clock.runUntil(Promise.all(creates(20)));
    expect(replies).toHaveLength(20);
    expect(replies.every(({ retried }) => retried === undefined)).toBe(true);
    expect(pace.stats().operations.create.refused).toBeGreaterThan(20);
  });

  it('ends the sync when retries outnumber the good answers by far', async () => {
    const { clock, creates } = world(({ atMs }) =>
      atMs % 2_000 < 100 ? undefined : failed({ status: 424 }),
    );
    const errors = await clock.runUntil(Promise.all(creates(400).map(errorOf)));
    expect(errors.some((error) => 'code' in error && error.code === 'stripe_unstable')).toBe(true);
  });

  it('lets bugs through untouched', async () => {
    for (const bug of [new TypeError('bug'), new Error('bug')]) {
      const { clock, customers, calls } = world(() => {
        throw bug;
      });
      expect(await clock.runUntil(errorOf(customers.create({}, 'k')))).toBe(bug);
      expect(calls).toHaveLength(1);
    }
  });
});

describe('stop', () => {
  it.each([
    [{ status: 401 }, 'api_key_refused', '/api_key'],
    [{ status: 403, permission: 'rak_customer_write' }, 'permission_missing', '/api_key'],
    [
      { problem: { status: 403, code: 'account_invalid' } },
      'connected_account_refused',
      '/connected_account',
    ],
  ] as const)('%j is a config error; nothing is sent after it', async (facts, code, pointer) => {
    const { clock, creates, calls, customers } = world(() => failed(facts));
    const errors = await clock.runUntil(Promise.all(creates(300).map(errorOf)));
    for (const error of errors) {
      expect(error).toBeInstanceOf(ConfigError);
      expect((error as ConfigError).issues[0]).toMatchObject({ code, pointer });
    }
    if (code === 'permission_missing') expect(errors[0]?.message).toContain('rak_customer_write');
    expect(calls.length).toBeLessThan(10);
    expect(clock.now()).toBeLessThan(500);
    await expect(customers.retrieve('cus_1')).rejects.toBe(errors.at(-1));
    expect(clock.waiting).toBeLessThanOrEqual(2);
  });

  it('rejects the record alone when another permission is named', async () => {
    const { clock, customers } = world(() =>
      failed({ status: 403, permission: 'rak_payment_method_write' }),
    );
    expect(await clock.runUntil(errorOf(customers.create({}, 'k')))).toMatchObject({
      verdict: { action: 'reject', code: 'stripe_permission' },
    });
  });

  it('ends what waits when the signal says so; what is under way ends by itself', async () => {
    const { clock, creates, abort } = world(() => undefined);
    const settled = Promise.allSettled(creates(50));
    await clock.advance(50);
    abort.abort(new Error('SIGTERM'));
    const results = await clock.runUntil(settled);
    const done = results.filter(({ status }) => status === 'fulfilled').length;
    expect(done).toBeGreaterThan(0);
    expect(done).toBeLessThan(10);
    expect(clock.now()).toBeLessThan(200);
  });
});

describe('outage', () => {
  it.each([
    ['resets', RESET],
    ['500', () => failed({ status: 500 })],
    ['HTML', () => failed({ kind: 'connection', problem: { status: 502 } })],
  ])('of 30 s (%s) just takes longer, and Stripe is not hammered', async (_title, failure) => {
    const { clock, creates, calls } = world(({ atMs }) =>
      atMs >= 2_000 && atMs < 32_000 ? failure() : undefined,
    );
    const replies = await clock.runUntil(Promise.all(creates(500)));
    expect(replies).toHaveLength(500);
    const during = calls.filter(({ atMs }) => atMs >= 3_000 && atMs < 32_000);
    expect(during.length).toBeLessThan(20);
    expect(clock.now()).toBeLessThan(70_000);
  });

  it.each([RESET, () => failed({ status: 500 })])(
    'of 30 s spares a lone record',
    async (failure) => {
      const { clock, customers } = world(({ atMs }) => (atMs < 30_000 ? failure() : undefined));
      const reply = await clock.runUntil(customers.create({}, 'k'));
      expect(reply.retried).toBe(true);
      expect(clock.now()).toBeLessThan(45_000);
    },
  );

  it('keeps the key of a 500 not to be retried while it lasts', async () => {
    const { clock, creates, calls } = world(({ atMs, subject }, seen) => {
      if (atMs < 30_000) return failed({ status: 500, shouldRetry: false });
      const first = seen.find((call) => call.subject === subject);
      return first !== undefined && first.atMs < 30_000
        ? failed({ status: 500, shouldRetry: false, replayed: true })
        : undefined;
    });
    const errors = await clock.runUntil(Promise.all(creates(40).map(errorOf)));
    const asked = errors.filter((error) => error instanceof JudgedFailure);
    expect(asked.every((error) => error.verdict.action === 'rematch')).toBe(true);
    expect(calls.filter(({ atMs }) => atMs < 30_000).length).toBeLessThan(40);
  });

  it('of more than five minutes ends the sync as transient, at five minutes', async () => {
    const { clock, creates, calls, customers } = world(({ atMs }) =>
      atMs > 5_000 ? RESET() : undefined,
    );
    const errors = await clock.runUntil(Promise.all(creates(500).map(errorOf)));
    const transient = errors.filter((error) => error instanceof TransientError);
    expect(transient.length).toBeGreaterThan(350);
    expect(transient.every(({ code }) => code === 'stripe_unreachable')).toBe(true);
    expect(clock.now()).toBeGreaterThanOrEqual(5_000 + OUTAGE_MS_MAX);
    expect(clock.now()).toBeLessThan(5_000 + OUTAGE_MS_MAX + 30_000);
    expect(calls.filter(({ atMs }) => atMs > 6_000).length).toBeLessThan(60);
    expect(await clock.runUntil(errorOf(customers.retrieve('cus_1')))).toBeInstanceOf(
      TransientError,
    );
  });

  it('ends a lone record as transient too, and a limiter that never yields', async () => {
    for (const failure of [
      RESET,
      () => failed({ status: 429, rateLimitedReason: 'global-rate' }),
    ]) {
      const { clock, customers } = world(failure);
      const error = await clock.runUntil(errorOf(customers.create({}, 'k')));
      expect(error).toMatchObject({ code: 'stripe_unreachable' });
    }
  });

  it('counts from the first failure, not from an idle time before it', async () => {
    const { clock, customers } = world((_, seen) => (seen.length === 2 ? RESET() : undefined));
    await clock.runUntil(customers.create({}, 'k1'));
    await clock.advance(2 * OUTAGE_MS_MAX);
    await clock.runUntil(customers.create({}, 'k2'));
  });

  it('of writes alone is one as well: reads that work reject no record', async () => {
    const { clock, creates, customers } = world(({ operation, atMs }) =>
      operation === 'create' && atMs > 1_000 && atMs < 120_000
        ? failed({ status: 503 })
        : undefined,
    );
    const listing = (async () => {
      while (clock.now() < 120_000) {
        await customers.list({ limit: 100 });
        await clock.sleep(10_000);
      }
    })();
    await clock.runUntil(Promise.all([...creates(100), listing]));
    expect(clock.now()).toBeLessThan(140_000);
  });
});
