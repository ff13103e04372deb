// Whole sync of unchanged profiles through the real line, beside a bare read-and-JSON.parse loop over the same bytes.
import { tmpdir } from 'node:os';
import { parseCatalog } from '../src/config/parse-catalog.ts';
import { parseConfig } from '../src/config/parse-config.ts';
import { clock } from '../src/edge/clock.ts';
import { openDirectory } from '../src/edge/directory/open-directory.ts';
import { digest, newId, random } from '../src/edge/random.ts';
import { openSpool } from '../src/edge/spool.ts';
import type { RawCustomer } from '../src/model/customer.ts';
import type { Customers, ListQuery, Page, Reply } from '../src/model/ports.ts';
import { compile } from '../src/sync/compile.ts';
import { run } from '../src/sync/run.ts';
import { Stop } from '../src/sync/stop.ts';

const COUNT = Number(process.argv[2] ?? 200_000);
const COMPUTED = process.argv.includes('--computed');
const CHUNK_BYTES = 65_536;
const BAR = COMPUTED ? 12 : 3;

const profile = (n: number) => ({
  user_id: n,
  email: `person${n}@example.com`,
  first_name: 'Alexandra',
  last_name: `Lindqvist${n % 100}`,
  plan: n % 3 === 0 ? 'team' : 'pro',
  country: 'SE',
  city: 'Stockholm',
  note: 'x'.repeat(95),
  signed_up_at: '2026-01-01T00:00:00Z',
  mrr: 49.5,
});
const lines: string[] = [];
for (let n = 0; n < COUNT; n += 1) {
  lines.push(
    JSON.stringify({
      type: 'RECORD',
      record: { stream: 'users', namespace: 'public', data: profile(n), emitted_at: 1760000000000 },
    }),
  );
}
const bytes = new TextEncoder().encode(`${lines.join('\n')}\n`);
lines.length = 0;

function customer(n: number): RawCustomer {
  const { email, first_name, last_name, plan, city } = profile(n);
  return {
    id: `cus_${n}`,
    object: 'customer',
    created: 1_600_000_000 + n,
    email,
    name: COMPUTED ? `${first_name} ${last_name}` : last_name,
    address: { city: COMPUTED ? city.toUpperCase() : city },
    metadata: { plan: COMPUTED ? `${plan}-plan` : plan, user_id: String(n) },
  };
}

/** Newest first, by `created`, which is 1_600_000_000 + n. */
function list({ created, startingAfter, limit }: ListQuery): Page {
  let high = COUNT - 1;
  let low = 0;
  if (created?.lte !== undefined) high = Math.min(high, created.lte - 1_600_000_000);
  if (created?.lt !== undefined) high = Math.min(high, created.lt - 1_600_000_001);
  if (created?.gte !== undefined) low = Math.max(low, created.gte - 1_600_000_000);
  if (created?.gt !== undefined) low = Math.max(low, created.gt - 1_599_999_999);
  if (startingAfter !== undefined) high = Math.min(high, Number(startingAfter.slice(4)) - 1);
  const data: RawCustomer[] = [];
  for (let n = high; n >= low && data.length < limit; n -= 1) data.push(customer(n));
  return { data, hasMore: high - data.length >= low };
}

const reply = <T>(body: T): Promise<Reply<T>> =>
  Promise.resolve({ body, requestId: undefined, replayed: false });
let writes = 0;
const refuse = () => {
  writes += 1;
  throw new Error('nothing changed, so nothing may be written');
};
const customers: Customers = {
  create: refuse,
  update: refuse,
  retrieve: refuse,
  list: (query) => reply(list(query)),
  search: () => reply({ data: [], hasMore: false, totalCount: COUNT }),
};

let swept = 0;
async function* chunks(): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) yield bytes.subarray(at, at + CHUNK_BYTES);
}

async function bare(): Promise<number> {
  const started = performance.now();
  const decoder = new TextDecoder();
  let rest = '';
  let seen = 0;
  for await (const chunk of chunks()) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) if (JSON.parse(part).type === 'RECORD') seen += 1;
  }
  if (seen !== COUNT) throw new Error('the bare loop lost records');
  return performance.now() - started;
}

const bareColumns = [
  { field: 'email', expression: 'email' },
  { field: 'name', expression: 'last_name' },
  { field: 'address.city', expression: 'city' },
  { field: 'metadata.plan', expression: 'plan' },
];
const computed = [
  { field: 'email', expression: 'email' },
  { field: 'name', expression: "first_name & ' ' & last_name" },
  { field: 'address.city', expression: '$uppercase(city)' },
  { field: 'metadata.plan', expression: "plan & '-plan'" },
];
const parsed = parseConfig({
  api_key: 'rk_test_bench',
  stripe_mode: 'test',
  lookup: 'sweep',
  rate_limit: { account_per_second: 10_000, operation_per_second: 10_000 },
  pipelines: [
    {
      name: 'Users',
      stream: 'users',
      matching: [{ property: 'user_id', field: 'metadata.user_id' }],
      transformation: { type: 'mapping', fields: COMPUTED ? computed : bareColumns },
    },
  ],
}).config;
const catalog = parseCatalog({
  streams: [{ stream: { name: 'users', namespace: 'public' }, primary_key: [['user_id']] }],
});
if (parsed === undefined || !('streams' in catalog)) throw new Error('the bench has no config');

const quiet = { debug: () => {}, info: () => {}, warn: () => {} };
const config = parsed;
const compiled = compile(config, catalog, { nowMs: Date.now(), engine: undefined });
const bareMs = Math.min(await bare(), await bare(), await bare());
const started = performance.now();
const line = await run(
  { config, compiled, dryRun: false },
  {
    input: chunks(),
    output: { line: () => {}, drained: () => undefined },
    log: quiet,
    clock,
    random,
    newId,
    digest,
    customers,
    openDirectory: (needs) => {
      const directory = openDirectory({
        ...needs,
        clock,
        random,
        lookup: 'sweep',
        temporaryDirectory: tmpdir(),
      });
      const { prepare } = directory;
      return {
        ...directory,
        prepare: (slot, ladders) => {
          const wait = prepare(slot, ladders);
          if (wait === undefined) return undefined;
          const from = performance.now();
          return wait.then(() => {
            swept += performance.now() - from;
          });
        },
      };
    },
    openSpool: () => openSpool(tmpdir()),
    stop: new Stop(),
  },
);
const syncMs = performance.now() - started - swept;
const { unchanged } = line.tally.pipelines[0]?.outcomes ?? { unchanged: 0 };
process.stdout.write(`unchanged ${unchanged} of ${COUNT}, ${writes} writes\n`);
const ratio = syncMs / bareMs;
const perSecond = (ms: number) => `${Math.round((COUNT / ms) * 1000).toLocaleString('en')}/s`;
process.stdout.write(
  `bare loop ${perSecond(bareMs)}, sync ${perSecond(syncMs)}, ratio ${ratio.toFixed(2)} (bar ${BAR}); ` +
    `sweep apart ${(swept / 1000).toFixed(1)} s; ${Math.round(process.memoryUsage().rss / 1048576)} MiB resident\n`,
);
process.exitCode = ratio <= BAR && unchanged === COUNT ? 0 : 1;
