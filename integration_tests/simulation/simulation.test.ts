import { describe, expect, it } from 'vitest';
import { scenarioOf } from './scenario.ts';
import { KEPT_SEEDS } from './seeds.ts';
import { simulate } from './simulate.ts';

const RUNS = 150;
const CRASHES = 40;

describe('simulation', () => {
  it(`loses, doubles and acknowledges nothing early in ${RUNS} worlds with faults and a crash`, async () => {
    for (let seed = 1; seed <= RUNS; seed += 1) {
      expect({ seed, wrong: await simulate(scenarioOf(seed)) }).toEqual({ seed, wrong: [] });
    }
  });

  it('survives a crash at each effect of one run', async () => {
    for (let crashAt = 1; crashAt <= CRASHES; crashAt += 1) {
      const wrong = await simulate(scenarioOf(7, crashAt));
      expect({ crashAt, wrong }).toEqual({ crashAt, wrong: [] });
    }
  });

  it.each(KEPT_SEEDS)('still passes seed %i, which once failed', async (seed) => {
    expect(await simulate(scenarioOf(seed))).toEqual([]);
  });
});
