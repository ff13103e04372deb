import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Limits } from './limiter.ts';
import type { SettingsPatch } from './options.ts';
import { type ServerOptions, startSandbox } from './server.ts';
import type { SeedCustomer } from './types.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '12111' },
    'seed-file': { type: 'string' },
    'seed-count': { type: 'string', default: '0' },
    latency: { type: 'string', default: '0' },
    limits: { type: 'string', default: 'by_key' },
    'search-lag': { type: 'string', default: '10000' },
    random: { type: 'string', default: '1' },
    config: { type: 'string' },
  },
});

const sandbox = await startSandbox(optionsFrom());
const count = Number(values['seed-count']);
if (count > 0) sandbox.core.seedMany(count, simpleCustomer);
process.stdout.write(`${sandbox.url}\n`);
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    void sandbox.close().then(() => process.exit(0));
  });
}

function optionsFrom(): ServerOptions {
  const [minMs = 0, maxMs] = values.latency.split('-').map(Number);
  const config =
    values.config === undefined ? {} : (JSON.parse(read(values.config)) as SettingsPatch);
  return {
    port: Number(values.port),
    seed: Number(values.random),
    latency: maxMs === undefined ? minMs : [minMs, maxMs],
    limits: values.limits as Limits,
    customers: values['seed-file'] === undefined ? [] : seedsIn(read(values['seed-file'])),
    ...config,
    search: { lagMs: Number(values['search-lag']), ...config.search },
  };
}

/** A JSON array, or one customer per line. */
function seedsIn(text: string): readonly SeedCustomer[] {
  if (text.trimStart().startsWith('[')) return JSON.parse(text) as readonly SeedCustomer[];
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.map((line) => JSON.parse(line) as SeedCustomer);
}

function simpleCustomer(index: number): SeedCustomer {
  return {
    created: 1_600_000_000 + index,
    email: `person${index}@example.com`,
    name: `Person ${index}`,
    metadata: { user_id: `u${index}` },
  };
}

function read(path: string): string {
  return readFileSync(path, 'utf8');
}
