// node scripts/mutants.ts [name…]: breaks a copy of the code in named ways and expects the fitting tests to fail.
import { rmSync } from 'node:fs';
import { ACKNOWLEDGE_MUTANTS } from './mutants/acknowledge.ts';
import { applied } from './mutants/apply.ts';
import { copyTree } from './mutants/copy-tree.ts';
import { firstFailure } from './mutants/first-failure.ts';
import { MATCH_MUTANTS } from './mutants/match.ts';
import type { Mutant } from './mutants/mutant.ts';
import { PLAN_MUTANTS } from './mutants/plan.ts';
import { PROFILE_MUTANTS } from './mutants/profile.ts';
import { SYNC_MUTANTS } from './mutants/sync.ts';
import { WRITE_MUTANTS } from './mutants/write.ts';

const MUTANTS: readonly Mutant[] = [
  ...ACKNOWLEDGE_MUTANTS,
  ...MATCH_MUTANTS,
  ...PLAN_MUTANTS,
  ...PROFILE_MUTANTS,
  ...SYNC_MUTANTS,
  ...WRITE_MUTANTS,
];

const chosen = choose(process.argv.slice(2));
const folder = copyTree();
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130));

const count = { killed: 0, survived: 0, broken: 0 };
if (sound()) {
  for (const mutant of chosen) {
    const verdict = judge(mutant);
    count[verdict.kind] += 1;
    say(`${mutant.name}: ${verdict.text}`);
  }
} else count.broken = chosen.length;
const broken = count.broken > 0 ? `, ${count.broken} not judged` : '';
say(`${count.killed} killed, ${count.survived} survived${broken}`);
process.exitCode = count.killed === chosen.length ? 0 : 1;

interface Verdict {
  readonly kind: 'killed' | 'survived' | 'broken';
  readonly text: string;
}

function judge(mutant: Mutant): Verdict {
  const change = applied(folder, mutant);
  if (typeof change === 'string') return { kind: 'broken', text: `ERROR: ${change}` };
  try {
    const failure = firstFailure(folder, mutant.tests);
    if (failure === undefined) return { kind: 'survived', text: 'SURVIVED' };
    if (failure.kind === 'unloadable') return { kind: 'broken', text: `ERROR: ${failure.name}` };
    return { kind: 'killed', text: `killed by ${failure.name}` };
  } finally {
    change.undo();
  }
}

/** A test that fails without a mutant would kill them all. */
function sound(): boolean {
  const failure = firstFailure(folder, [...new Set(chosen.flatMap(({ tests }) => tests))]);
  if (failure !== undefined) say(`ERROR: fails without any mutant: ${failure.name}`);
  return failure === undefined;
}

function choose(names: readonly string[]): readonly Mutant[] {
  const known = new Set(MUTANTS.map(({ name }) => name));
  if (known.size < MUTANTS.length) throw new Error('Two mutants share a name');
  const strange = names.filter((name) => !known.has(name));
  if (strange.length > 0) throw new Error(`No such mutant: ${strange.join(', ')}`);
  return names.length === 0 ? MUTANTS : MUTANTS.filter(({ name }) => names.includes(name));
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
