// What decode and route cost beside the least that any reader of JSON lines does: split and parse.
import { createDecoder } from '../src/decode/decode.ts';
import { streamKey } from '../src/model/catalog.ts';
import { createAdmission } from '../src/route/admit.ts';
import type { Route } from '../src/route/compile-routes.ts';

const RECORDS = 100_000;
const CHUNK_BYTES = 65_536;
const ROUNDS = 9;
const BAR = 1.6;

const stream = {
  name: 'users',
  namespace: 'public',
  primaryKey: [['user_id']],
  destinationSyncMode: 'append_dedup',
  destinationObjectName: undefined,
};
const key = streamKey(stream.namespace, stream.name);
const routes = new Map<string, Route>([[key, { stream, streamKey: key, pipelines: [0] }]]);

function record(at: number, more: object): string {
  const data = {
    id: at,
    user_id: `usr_${1_000_000_000 + at}`,
    email: `person${at}@example.com`,
    first_name: 'Alexandra',
    last_name: 'Lindqvist',
    plan: ['pro', 'team', 'free'][at % 3],
    mrr: (at % 977) + 0.5,
    country: 'SE',
    city: 'Stockholm',
    created_at: '2026-01-01T00:00:00Z',
    active: at % 2 === 0,
    phone: null,
    ...more,
  };
  const body = { stream: stream.name, namespace: stream.namespace, data };
  return JSON.stringify({
    type: 'RECORD',
    record: { ...body, emitted_at: 1_760_000_000_000 + at },
  });
}

function chunksOf(more: (at: number) => object): readonly Uint8Array[] {
  const lines = Array.from({ length: RECORDS }, (_, at) => record(at, more(at)));
  const bytes = new TextEncoder().encode(`${lines.join('\n')}\n`);
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
    chunks.push(bytes.slice(at, at + CHUNK_BYTES));
  }
  return chunks;
}

function bare(chunks: readonly Uint8Array[]): number {
  const decoder = new TextDecoder();
  let rest = '';
  let count = 0;
  for (const chunk of chunks) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (JSON.parse(line).type === 'RECORD') count += 1;
  }
  return count;
}

function decodeAndRoute(chunks: readonly Uint8Array[]): number {
  const decoder = createDecoder();
  const admit = createAdmission(routes);
  let count = 0;
  for (const chunk of chunks) {
    for (const message of decoder.push(chunk)) {
      if (message.kind === 'record' && admit(message)?.record.primaryKey !== undefined) count += 1;
    }
  }
  return count;
}

function timed(work: () => number): number {
  const start = performance.now();
  if (work() !== RECORDS) throw new Error('records were lost');
  return performance.now() - start;
}

const inputs: { readonly [name: string]: (at: number) => object } = {
  plain: () => ({}),
  'not ASCII': () => ({ last_name: 'Lindqvist-Åkerström 林' }),
  'long digits in text': () => ({ card: '4242424242424242' }),
  'source columns': (at) => ({
    _airbyte_raw_id: `${at}`,
    _airbyte_extracted_at: 1,
    _ab_cdc_lsn: 2,
  }),
  'large integers': () => ({ big: 2 ** 60 }),
};

let plain = 0;
for (const [name, more] of Object.entries(inputs)) {
  const chunks = chunksOf(more);
  let [best, bestBare] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let round = 0; round < ROUNDS; round += 1) {
    bestBare = Math.min(
      bestBare,
      timed(() => bare(chunks)),
    );
    best = Math.min(
      best,
      timed(() => decodeAndRoute(chunks)),
    );
  }
  const ratio = best / bestBare;
  if (name === 'plain') plain = ratio;
  const rate = Math.round(RECORDS / best);
  console.log(`${name}: ${ratio.toFixed(2)} × the bare loop (${rate} records/ms)`);
}
console.log(`bar: ${BAR} × for plain records; ${plain <= BAR ? 'held' : 'missed'}`);
if (plain > BAR) process.exitCode = 1;
