import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { SIMULATION } from './mutant.ts';

/** `unloadable`: the code could not even be read, so no test noticed anything. */
export interface Failure {
  readonly kind: 'noticed' | 'unloadable';
  readonly name: string;
}

const TIMEOUT_MS = 90_000;
const WORLDS = '60';

/** Runs these tests in that folder up to the first that fails; undefined = all pass. */
export function firstFailure(folder: string, tests: readonly string[]): Failure | undefined {
  const paths = tests.filter((test) => test !== SIMULATION);
  const failure = paths.length === 0 ? undefined : firstInVitest(folder, paths);
  if (failure !== undefined || !tests.includes(SIMULATION)) return failure;
  return firstWorld(folder);
}

function firstInVitest(folder: string, paths: readonly string[]): Failure | undefined {
  const report = join(folder, 'report.json');
  rmSync(report, { force: true });
  const cli = 'node_modules/vitest/vitest.mjs';
  const flags = ['--project', 'unit', '--bail', '1', '--reporter', 'json', '--outputFile', report];
  const ended = run(folder, [cli, 'run', ...paths, ...flags]);
  if (ended.late) return OVERTIME;
  if (ended.ok) return undefined;
  const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as Report;
  const failed = testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .find(({ status }) => status === 'failed');
  if (failed !== undefined) return { kind: 'noticed', name: failed.fullName };
  const silent = testResults.find(({ status }) => status === 'failed');
  return { kind: 'unloadable', name: silent?.message ?? ended.text };
}

interface Report {
  readonly testResults: readonly {
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

/** A world that goes wrong is named; one that never ends takes the process along, as for Node. */
function firstWorld(folder: string): Failure | undefined {
  const ended = run(folder, ['scripts/simulate.ts', '--seed', '1', '--runs', WORLDS]);
  if (ended.late) return OVERTIME;
  if (ended.ok) return undefined;
  const [first = ''] = ended.text.split('\n');
  const noticed = first.startsWith('seed ') || ended.status === UNSETTLED;
  const name = first === '' ? 'a world that never ends' : first;
  return { kind: noticed ? 'noticed' : 'unloadable', name: `the simulation, ${name}` };
}

const OVERTIME: Failure = { kind: 'noticed', name: `no end within ${TIMEOUT_MS / 1000} s` };
/** "Unsettled top-level await" nodejs.org/api/process.html#exit-codes */
const UNSETTLED = 13;

function run(folder: string, args: readonly string[]) {
  const ended = spawnSync(process.execPath, args, {
    cwd: folder,
    encoding: 'utf8',
    timeout: TIMEOUT_MS,
    killSignal: 'SIGKILL',
  });
  const late = ended.signal === 'SIGKILL';
  const text = ended.stdout.trim() === '' ? ended.stderr.trim() : ended.stdout.trim();
  return { late, ok: ended.status === 0, status: ended.status, text };
}
