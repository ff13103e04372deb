// node scripts/simulate.ts --seed S --runs N: plays N worlds from seed S on and names the seeds that fail.
import { parseArgs } from 'node:util';
import { scenarioOf } from '../integration_tests/simulation/scenario.ts';
import { simulate } from '../integration_tests/simulation/simulate.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    runs: { type: 'string', default: '100' },
    crash: { type: 'string' },
  },
});
const first = Number(values.seed);
const crashAt = values.crash === undefined ? undefined : Number(values.crash);
let failed = 0;
for (let seed = first; seed < first + Number(values.runs); seed += 1) {
  const wrong = await simulate(scenarioOf(seed, crashAt));
  if (wrong.length === 0) continue;
  failed += 1;
  process.stdout.write(`seed ${seed}: ${wrong.slice(0, 5).join('; ')}\n`);
}
process.stdout.write(`${values.runs} worlds, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;
