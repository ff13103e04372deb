import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Bench, configOf, openBench } from './users.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

it('fails check within 30 s when Stripe takes the request and never answers', async () => {
  bench.core.configure({ faults: [{ kind: 'hang' }] });
  const begin = performance.now();
  const ran = await bench.check(configOf());
  expect(performance.now() - begin).toBeLessThan(30_000);
  expect(ran.code).toBe(0);
  expect(ran.messages[0]?.connectionStatus?.status).toBe('FAILED');
  expect(ran.messages[0]?.connectionStatus?.message).toContain('did not answer');
}, 40_000);
