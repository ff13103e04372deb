import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../lib/virtual-clock.ts';
import type { RateLimit } from '../model/config.ts';
import { StripeFailure } from '../model/failure.ts';
import { BURST_MS, BURST_REQUESTS_MIN, RECOVERY_MS } from '../model/limits.ts';
import type { Operation } from '../model/ports.ts';
import { Pace } from './pace.ts';

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
const LIMITS: RateLimit = {
  accountPerSecond: 100,
  operationPerSecond: 25,
  sharePercent: 100,
  maxConcurrency: 64,
};

/** A repeatable float in [0, 1). */
function lcg(seed: number) {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

function refusal(rateLimitedReason?: string) {
  return new StripeFailure({ kind: 'api', problem: { status: 429 }, rateLimitedReason });
}

interface World {
  readonly clock: VirtualClock;
  readonly pace: Pace;
  /** Sends `count` requests, each taking `latencyMs()`; resolves with the times they were sent. */
  readonly send: (
    operation: Operation,
    count: number,
    latencyMs: () => number,
    refuse?: (sentAtMs: number) => StripeFailure | undefined,
  ) => Promise<number[]>;
}

function world(limits: Partial<RateLimit> = {}): World {
  const clock = new VirtualClock(turn, 0);
  const pace = new Pace({ ...LIMITS, ...limits }, clock);
  return {
    clock,
    pace,
    send: async (operation, count, latencyMs, refuse = () => undefined) => {
      const sent: number[] = [];
      const one = () =>
        pace.run(operation, async () => {
          const at = clock.now();
          sent.push(at);
          const failure = refuse(at);
          await clock.sleep(latencyMs());
          if (failure !== undefined) throw failure;
        });
      await Promise.allSettled(Array.from({ length: count }, one));
      return sent;
    },
  };
}

/** Stripe's side: one token bucket that holds a second's worth. */
function serverBucket(perSecond: number, holds = perSecond) {
  let tokens = holds;
  let lastMs = 0;
  return (nowMs: number) => {
    tokens = Math.min(holds, tokens + ((nowMs - lastMs) * perSecond) / 1000);
    lastMs = nowMs;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}

const burstOf = (perSecond: number) => Math.max(BURST_REQUESTS_MIN, (perSecond * BURST_MS) / 1000);

describe('use of the permitted rate', () => {
  it.each([
    ['one operation', LIMITS, ['create'], 25],
    ['four operations', LIMITS, ['create', 'update', 'retrieve', 'list'], 100],
    ['a sandbox', { ...LIMITS, accountPerSecond: 25 }, ['create', 'update'], 25],
    [
      'half the live limits',
      { ...LIMITS, sharePercent: 50, maxConcurrency: 32 },
      ['create', 'update'],
      25,
    ],
    ['search', LIMITS, ['search'], 20],
    ['a tiny share', { ...LIMITS, sharePercent: 4 }, ['update'], 1],
  ] as const)(
    '%s: at least 95 %%, none refused, at 50–500 ms',
    async (_title, limits, operations, perSecond) => {
      const { clock, send, pace } = world(limits);
      const random = lcg(7);
      const server = serverBucket(perSecond, 25);
      const each = (perSecond * 60) / operations.length;
      const sends = operations.map((operation) =>
        send(
          operation,
          each,
          () => 50 + 450 * random(),
          (at) => (server(at) ? undefined : refusal('endpoint-rate')),
        ),
      );
      await clock.runUntil(Promise.all(sends));
      const { operations: stats } = pace.stats();
      expect(operations.reduce((sum, name) => sum + stats[name].refused, 0)).toBe(0);
      const seconds = clock.now() / 1000;
      expect((each * operations.length) / seconds / perSecond).toBeGreaterThanOrEqual(0.95);
      expect((each * operations.length - operations.length) / seconds / perSecond).toBeLessThan(1);
    },
  );

  it('holds 95 % with wake-ups 0–15 ms late', async () => {
    const { clock } = world();
    const random = lcg(3);
    const late = {
      now: () => clock.now(),
      sleep: (ms: number) => clock.sleep(ms + Math.floor(15 * random())),
    };
    const pace = new Pace(LIMITS, late);
    const all = (['create', 'update', 'retrieve', 'list'] as const).flatMap((operation) =>
      Array.from({ length: 750 }, () => pace.run(operation, () => clock.sleep(300))),
    );
    await clock.runUntil(Promise.all(all));
    expect(3_000 / (clock.now() / 1000)).toBeGreaterThanOrEqual(95);
  });

  it('is capped by max_concurrency and by nothing below it', async () => {
    const { clock, send } = world({ maxConcurrency: 5 });
    await clock.runUntil(send('create', 200, () => 500));
    expect(200 / (clock.now() / 1000)).toBeGreaterThan(9.5);
  });

  it('keeps the rate when latency jumps from 20 ms to 500 ms and above', async () => {
    const { clock, send } = world();
    const latencyMs = () => (clock.now() < 10_000 ? 20 : 1_500);
    await clock.runUntil(send('create', 1_000, latencyMs));
    expect(1_000 / ((clock.now() - 1_500) / 1000)).toBeGreaterThanOrEqual(23.5);
  });
});

describe('limits', () => {
  it('never passes limit × share in any second beyond the burst', async () => {
    const scenario = fc.record({
      operationPerSecond: fc.integer({ min: 1, max: 40 }),
      accountPerSecond: fc.integer({ min: 1, max: 60 }),
      sharePercent: fc.integer({ min: 5, max: 100 }),
      maxConcurrency: fc.integer({ min: 1, max: 50 }),
      pauses: fc.array(fc.integer({ min: 0, max: 3_000 }), { minLength: 1, maxLength: 5 }),
      seed: fc.nat(),
    });
    await fc.assert(
      fc.asyncProperty(scenario, async ({ pauses, seed, ...limits }) => {
        const { clock, send } = world(limits);
        const random = lcg(seed);
        const sends: Promise<number[]>[] = [];
        for (const pause of pauses) {
          sends.push(
            send('create', 12, () => 900 * random()),
            send('update', 12, () => 900 * random()),
          );
          await clock.advance(pause);
        }
        const times = await clock.runUntil(Promise.all(sends));
        const creates = times.filter((_, at) => at % 2 === 0).flat();
        const share = limits.sharePercent / 100;
        expectWithin(creates, limits.operationPerSecond * share);
        expectWithin(times.flat(), limits.accountPerSecond * share);
      }),
      { numRuns: 40 },
    );
  });

  it('sends nothing for a waiter that went away, and takes the token back from a permit unused', async () => {
    const { clock, pace } = world({ operationPerSecond: 1 });
    const stop = new AbortController();
    const first = await pace.acquire('create');
    const second = pace.acquire('create', stop.signal);
    stop.abort(new Error('stop'));
    await expect(second).rejects.toThrow('stop');
    await expect(pace.acquire('create', stop.signal)).rejects.toThrow('stop');
    const third = pace.acquire('create');
    first.giveBack();
    expect(clock.now()).toBe(0);
    const fourth = pace.acquire('create');
    (await third).done();
    (await clock.runUntil(fourth)).done();
    expect(clock.now()).toBeGreaterThan(1_000);
    expect(pace.stats().operations.create.sent).toBe(2);
    expect(pace.stats().inFlight).toBe(0);
  });
});

function expectWithin(times: readonly number[], perSecond: number) {
  const sorted = [...times].sort((a, b) => a - b);
  sorted.forEach((from, at) => {
    const within = sorted.slice(at).filter((time) => time < from + 1_000).length;
    expect(within).toBeLessThanOrEqual(Math.ceil(perSecond + burstOf(perSecond)));
  });
}

describe('refusals', () => {
  const permitted = ({ pace }: World) => {
    const { permittedPerSecond, concurrency, operations } = pace.stats();
    const { create, update } = operations;
    return {
      account: permittedPerSecond,
      create: create.permittedPerSecond,
      update: update.permittedPerSecond,
      concurrency,
    };
  };

  it.each([
    ['global-rate', ['account']],
    ['endpoint-rate', ['create']],
    ['resource-specific', []],
    ['something-new', []],
    [undefined, []],
  ] as const)('%s slows %j and nothing else', async (reason, slowed) => {
    const it = world();
    const before = permitted(it);
    await it.clock.runUntil(
      it.send(
        'create',
        1,
        () => 100,
        () => refusal(reason),
      ),
    );
    const after = permitted(it);
    for (const name of ['account', 'create', 'update'] as const) {
      if ((slowed as readonly string[]).includes(name))
        expect(after[name]).toBeLessThan(before[name]);
      else expect(after[name]).toBe(before[name]);
    }
  });

  it('global-concurrency lowers what is in flight, endpoint-concurrency for that operation only', async () => {
    for (const [reason, updatesAtOnce] of [
      ['global-concurrency', false],
      ['endpoint-concurrency', true],
    ] as const) {
      const it = world({ operationPerSecond: 1_000, accountPerSecond: 2_000 });
      await it.clock.runUntil(
        it.send(
          'create',
          4,
          () => 100,
          () => refusal(reason),
        ),
      );
      const most = { create: 0, update: 0 };
      const now = { create: 0, update: 0 };
      const send = (operation: 'create' | 'update') =>
        it.pace.run(operation, async () => {
          now[operation] += 1;
          most[operation] = Math.max(most[operation], now[operation]);
          await it.clock.sleep(400);
          now[operation] -= 1;
        });
      const sends = (['create', 'update'] as const).flatMap((operation) =>
        Array.from({ length: 8 }, () => send(operation)),
      );
      await it.clock.runUntil(Promise.all(sends));
      expect(most.create).toBeLessThanOrEqual(4);
      expect(most.update > 4).toBe(updatesAtOnce);
    }
  });

  it('slows once for all that was under way together, and recovers by itself', async () => {
    const it = world();
    const nominal = it.pace.stats().operations.create.permittedPerSecond;
    await it.clock.runUntil(
      it.send(
        'create',
        3,
        () => 500,
        () => refusal('endpoint-rate'),
      ),
    );
    const { operations } = it.pace.stats();
    expect(operations.create.refused).toBe(3);
    expect(operations.create.permittedPerSecond).toBeCloseTo(nominal * 0.8, 0);
    await it.clock.advance(RECOVERY_MS / 2);
    expect(it.pace.stats().operations.create.permittedPerSecond).toBeGreaterThan(nominal * 0.95);
    await it.clock.advance(RECOVERY_MS / 2 + 1);
    expect(it.pace.stats().operations.create.permittedPerSecond).toBe(nominal);
  });

  it('settles at what is left when others use half of the limit: well used, few refused', async () => {
    const { clock, pace } = world();
    const server = serverBucket(12.5);
    let accepted = 0;
    const loop = async () => {
      while (clock.now() < 300_000) {
        await pace
          .run('create', async () => {
            const ok = server(clock.now());
            await clock.sleep(200);
            if (!ok) throw refusal('endpoint-rate');
            accepted += 1;
          })
          .catch(() => undefined);
      }
    };
    await clock.runUntil(Promise.all(Array.from({ length: 40 }, loop)));
    const { sent, refused } = pace.stats().operations.create;
    expect(accepted / 300 / 12.5).toBeGreaterThan(0.9);
    expect(refused / sent).toBeLessThan(0.05);
  });
});

describe('fairness', () => {
  it('lets updates through between a thousand queued creates, each in its order', async () => {
    const { clock, pace } = world({ accountPerSecond: 25 });
    const order: string[] = [];
    const send = (operation: Operation, name: string) =>
      pace.run(operation, async () => {
        order.push(name);
        await clock.sleep(200);
      });
    const creates = Array.from({ length: 1_000 }, (_, at) => send('create', `create ${at}`));
    const updates = Array.from({ length: 20 }, (_, at) => send('update', `update ${at}`));
    await clock.runUntil(Promise.all(updates));
    expect(order.filter((name) => name.startsWith('create')).length).toBeLessThan(35);
    await clock.runUntil(Promise.all(creates));
    for (const kind of ['create', 'update']) {
      const own = order.filter((name) => name.startsWith(kind));
      expect(own).toEqual([...own].sort((a, b) => Number(a.slice(7)) - Number(b.slice(7))));
    }
  });
});

describe('stats', () => {
  it('tells what was sent, refused and how long it took', async () => {
    const { clock, send, pace } = world();
    await clock.runUntil(send('list', 50, () => 200));
    const { list, create } = pace.stats().operations;
    expect(list).toMatchObject({ sent: 50, refused: 0, permittedPerSecond: 24.75 });
    expect(list.p50Ms).toBeGreaterThan(170);
    expect(list.p95Ms).toBeLessThan(230);
    expect(create).toMatchObject({ sent: 0, p50Ms: 0, p95Ms: 0 });
  });
});
