import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseCatalog } from '../../src/config/parse-catalog.ts';
import { parseConfig } from '../../src/config/parse-config.ts';
import { openDirectory } from '../../src/edge/directory/open-directory.ts';
import { digest } from '../../src/edge/random.ts';
import { openSpool } from '../../src/edge/spool.ts';
import { VirtualClock } from '../../src/lib/virtual-clock.ts';
import { TransientError } from '../../src/model/failure.ts';
import { compile } from '../../src/sync/compile.ts';
import type { Edges } from '../../src/sync/edges.ts';
import { run } from '../../src/sync/run.ts';
import { Stop } from '../../src/sync/stop.ts';
import { createSandbox, type Sandbox } from '../stripe-sandbox/core.ts';
import { seededRandom } from '../stripe-sandbox/random.ts';
import { judge } from './oracle.ts';
import type { Scenario } from './scenario.ts';
import { wire } from './wire.ts';

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
const RUNS_MAX = 6;

/** Plays a scenario to its end, restarting from the last STATE after a crash. Gives what the oracle found wrong. */
export async function simulate(scenario: Scenario): Promise<readonly string[]> {
  const clock = new VirtualClock(turn);
  const sandbox = createSandbox({
    now: () => clock.now(),
    seed: scenario.seed,
    latency: scenario.latency,
    limits: 'test',
    faults: scenario.faults,
  });
  sandbox.seed(scenario.customers);
  const folder = mkdtempSync(join(tmpdir(), 'simulation-'));
  const world: World = { scenario, clock, sandbox, folder, wrong: [], effects: 0 };
  try {
    let from = 0;
    for (let nth = 0; nth < RUNS_MAX; nth += 1) {
      const ended = await oneRun(world, from, nth === 0 ? scenario.crashAt : undefined);
      from = ended.from;
      if (ended.finished) {
        await clock.advance(10_000);
        return [...world.wrong, ...judge(scenario, sandbox, scenario.lines.length)];
      }
    }
    return [...world.wrong, 'the sync never finished'];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface World {
  readonly scenario: Scenario;
  readonly clock: VirtualClock;
  readonly sandbox: Sandbox;
  readonly folder: string;
  readonly wrong: string[];
  effects: number;
}

/** One process over the lines from `from` on. */
async function oneRun(world: World, from: number, crashAt: number | undefined) {
  const { scenario, clock, sandbox, folder, wrong } = world;
  let dead = false;
  let effects = 0;
  let acknowledged = from;
  let crash = () => {};
  const crashed = new Promise<'crashed'>((resolve) => {
    crash = () => resolve('crashed');
  });
  const line = {
    dead: () => dead,
    effect: () => {
      effects += 1;
      if (effects !== crashAt) return;
      dead = true;
      crash();
    },
  };
  const state = (text: string) => {
    if (dead || !text.startsWith('{"type":"STATE"')) return;
    const { id } = (JSON.parse(text) as { readonly state: { readonly id: number } }).state;
    if (id + 1 <= acknowledged) wrong.push(`state ${id} came out of order`);
    acknowledged = id + 1;
    wrong.push(
      ...judge(scenario, sandbox, acknowledged).map((what) => `early state ${id}: ${what}`),
    );
    line.effect();
  };
  const random = seededRandom(scenario.seed + from);
  const edges: Edges = {
    input: feed(scenario.lines.slice(from)),
    output: { line: state, drained: () => undefined },
    log: { debug: () => {}, info: () => {}, warn: () => {} },
    clock,
    random,
    newId: () => `id-${from}-${Math.floor(random() * 1e15)}`,
    digest,
    customers: wire(sandbox, clock, line),
    openDirectory: (needs) =>
      openDirectory({ ...needs, clock, random, lookup: 'auto', temporaryDirectory: folder }),
    openSpool: () => openSpool(folder),
    stop: new Stop(),
  };
  const config = parseConfig(scenario.config).config;
  const catalog = parseCatalog(scenario.catalog);
  if (config === undefined || !('streams' in catalog)) throw new Error('the scenario is no config');
  const compiled = compile(config, catalog, { nowMs: clock.now(), engine: undefined });
  const running = run({ config, compiled, dryRun: false }, edges).then(
    () => 'finished' as const,
    (error: unknown) => error,
  );
  const ended = await clock.runUntil(Promise.race([running, crashed]));
  dead = true;
  world.effects += effects;
  // A host starts a sync that ended so again, like one that crashed.
  const again = ended === 'crashed' || ended instanceof TransientError;
  if (ended !== 'finished' && !again) wrong.push(`the sync ended with ${String(ended)}`);
  if (ended === 'crashed') edges.stop.now(new Error('dead'));
  return { finished: !again, from: acknowledged };
}

async function* feed(lines: readonly string[]): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < lines.length; at += 5) {
    yield new TextEncoder().encode(`${lines.slice(at, at + 5).join('\n')}\n`);
  }
}
