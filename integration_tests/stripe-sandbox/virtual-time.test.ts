import { describe, expect, it } from 'vitest';
import { createSandbox } from './core.ts';
import { serve } from './serve.ts';
import { directClient, handClock, idsOf, rawRequest } from './test-support.ts';

describe('under virtual time', () => {
  it('makes concurrent writes to one customer collide, and frees it at the commit', async () => {
    const clock = handClock();
    const sandbox = createSandbox({ now: clock.now, latency: 100, limits: 'none' });
    sandbox.seed([{ id: 'cus_1' }]);
    const update = () =>
      serve(sandbox, clock, rawRequest('POST', '/v1/customers/cus_1', { name: 'A' }));
    const first = update();
    const second = update();
    await clock.advance(60);
    const third = update();
    await clock.advance(200);
    const statuses = (await Promise.all([first, second, third])).map(({ status }) => status);
    expect(statuses).toEqual([200, 429, 200]);
  });

  it('answers 409 to a key in flight', async () => {
    const clock = handClock();
    const sandbox = createSandbox({ now: clock.now, latency: 100 });
    const request = rawRequest('POST', '/v1/customers', { name: 'A' }, { idempotencyKey: 'k' });
    const both = [serve(sandbox, clock, request), serve(sandbox, clock, request)];
    await clock.advance(100);
    expect((await Promise.all(both)).map(({ status }) => status)).toEqual([200, 409]);
    expect(sandbox.count()).toBe(1);
  });

  it('commits late, without anybody waiting', async () => {
    const clock = handClock();
    const faults = [{ kind: 'late_commit', delayMs: 5_000 }] as const;
    const sandbox = createSandbox({ now: clock.now, latency: 100, faults });
    const lost = serve(sandbox, clock, rawRequest('POST', '/v1/customers', { name: 'A' }));
    await clock.advance(100);
    expect((await lost).fault).toBe('reset');
    expect(sandbox.count()).toBe(0);
    await clock.advance(5_000);
    expect(sandbox.count()).toBe(1);
  });

  it('is the same for the same seed', () => {
    const run = () => {
      const sandbox = createSandbox({
        now: () => 1_700_000_000_000,
        seed: 7,
        faults: [{ kind: '503', match: { probability: 0.5 } }],
      });
      const client = directClient(sandbox);
      return Array.from({ length: 20 }, () => client.post('/v1/customers', { name: 'A' }).text);
    };
    expect(run()).toEqual(run());
  });
});

describe('large accounts', () => {
  it('seeds and lists 100,000 customers well under ten seconds', () => {
    const started = performance.now();
    const sandbox = createSandbox({ now: () => 1_700_000_000_000, limits: 'none' });
    sandbox.seedMany(100_000, (index) => ({
      created: 1_600_000_000 + Math.floor(index / 300),
      email: `p${index}@example.com`,
      metadata: { user_id: `u${index}` },
    }));
    const client = directClient(sandbox);
    const ids = new Set<unknown>();
    let after: object = {};
    for (let more = true; more; ) {
      const answer = client.get('/v1/customers', { limit: 100, ...after });
      for (const id of idsOf(answer)) ids.add(id);
      after = { starting_after: String(idsOf(answer).at(-1)) };
      more = answer.json['has_more'] === true;
    }
    expect(ids.size).toBe(100_000);
    expect(idsOf(client.get('/v1/customers', { email: 'p500@example.com' }))).toHaveLength(1);
    const query = { query: 'metadata["user_id"]:"u99999"' };
    expect(idsOf(client.get('/v1/customers/search', query))).toHaveLength(1);
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});
