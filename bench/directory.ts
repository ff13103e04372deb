// Reads, memory and speed of the directory against customers that are computed, not stored.
// node --expose-gc bench/directory.ts
import { tmpdir } from 'node:os';
import { openDirectory } from '../src/edge/directory/open-directory.ts';
import type { Reading } from '../src/edge/directory/reads.ts';
import { normaliseKey } from '../src/lib/normalise-key.ts';
import type { RawCustomer } from '../src/model/customer.ts';
import type { Ladder, MatchKey } from '../src/model/match.ts';
import type { Directory, ListQuery, Page, Reply } from '../src/model/ports.ts';

const NEWEST_S = Date.UTC(2025, 0, 1) / 1000;
const EVERY_S = 60;
const EMAIL = /^user(\d+)@example\.com$/;

const key = (field: string, text: string): MatchKey => ({
  field,
  text,
  value: normaliseKey(field, text),
});

/** Customer 0 is the newest, one a minute. */
function computed(count: number): Reading {
  const raw = (n: number): RawCustomer => ({
    id: `cus_${n}`,
    object: 'customer',
    created: NEWEST_S - n * EVERY_S,
    email: `user${n}@example.com`,
    name: `First${n} Last${n}`,
    address: { line1: `${n} High Street`, city: 'Leeds', country: 'GB' },
    metadata: { user_id: `${n}`, plan: n % 3 ? 'pro' : 'team', source: 'elsewhere' },
  });
  const answer = (body: Page): Promise<Reply<Page>> =>
    Promise.resolve({ body, requestId: undefined, replayed: false });
  const from = (query: ListQuery): number => {
    if (query.startingAfter !== undefined) return Number(query.startingAfter.slice(4)) + 1;
    const { lte } = query.created ?? {};
    return lte === undefined ? 0 : Math.max(0, Math.ceil((NEWEST_S - lte) / EVERY_S));
  };
  return {
    list(query) {
      if (query.email !== undefined) {
        const n = Number(EMAIL.exec(query.email)?.[1] ?? count);
        return answer({ data: n < count ? [raw(n)] : [], hasMore: false });
      }
      if ((query.created?.gte ?? 0) > NEWEST_S) return answer({ data: [], hasMore: false });
      const start = from(query);
      const end = Math.min(count, start + query.limit);
      const length = Math.max(0, end - start);
      const data = Array.from({ length }, (_, n) => raw(start + n));
      return answer({ data, hasMore: end < count });
    },
    retrieve: (id) =>
      Promise.resolve({ body: raw(Number(id.slice(4))), requestId: undefined, replayed: false }),
    search({ query }) {
      const span = /created>=(\d+) AND created<=(\d+)/.exec(query);
      if (span === null) return answer({ data: [], hasMore: false, totalCount: 0 });
      const below = (second: number) => Math.floor((NEWEST_S - second) / EVERY_S) + 1;
      const inside =
        Math.min(count, below(Number(span[1]))) - Math.max(0, below(Number(span[2]) + 1));
      const totalCount = Math.max(0, Math.min(10_000, inside));
      return answer({ data: [], hasMore: false, totalCount });
    },
  };
}

function open(count: number, lookup: 'auto' | 'sweep', rungs: readonly string[]): Directory {
  return openDirectory({
    customers: computed(count),
    clock: { now: () => Date.now(), sleep: () => Promise.resolve() },
    random: Math.random,
    slots: [0, 1].map(() => ({
      rungs,
      fields: ['email', 'name', 'address.line1', 'address.city', 'metadata.plan'],
      ignored: [],
    })),
    lookup,
    listener: { note: (message) => console.log(`  ${message}`) },
    listPerSecond: 25,
    mayCreate: true,
    temporaryDirectory: tmpdir(),
  });
}

const total = (directory: Directory) =>
  Object.values(directory.reads()).reduce((sum, count) => sum + count, 0);

async function readsFor(title: string, count: number, emails: readonly string[], creates = false) {
  const directory = open(count, 'auto', ['email']);
  const ladders: Ladder[] = emails.map((email) => [key('email', email)]);
  await directory.prepare(0, ladders);
  if (creates) await Promise.all(ladders.map((ladder) => directory.proveAbsence(0, ladder)));
  console.log(`${title}: ${total(directory)} reads`, directory.reads());
  directory.close();
}

const users = (length: number, step: number) =>
  Array.from({ length }, (_, n) => `user${n * step}@example.com`);
const strangers = (length: number) => Array.from({ length }, (_, n) => `new${n}@example.com`);

await readsFor('50 profiles, 1,000,000 customers', 1e6, users(50, 19_999));
await readsFor(
  '30 old and 20 new of 1,000,000',
  1e6,
  [...users(30, 1_999), ...strangers(20)],
  true,
);
await readsFor('500 profiles, 1,000,000 customers', 1e6, users(500, 1_999));
await readsFor('1,000 profiles, 1,000,000 customers', 1e6, users(1_000, 999));
await readsFor('10,000 profiles, 100,000 customers', 1e5, users(10_000, 9));
await readsFor('10,000 profiles, 20,000 customers', 2e4, users(10_000, 1));

const rss = () => {
  globalThis.gc?.();
  return process.memoryUsage().rss / 2 ** 20;
};
const before = rss();
const buffersBefore = process.memoryUsage().arrayBuffers;
const directory = open(1e6, 'sweep', ['metadata.user_id', 'email']);
let startedMs = performance.now();
await directory.prepare(0, [[key('metadata.user_id', '1'), undefined]]);
const seconds = (performance.now() - startedMs) / 1000;
const tables = (process.memoryUsage().arrayBuffers - buffersBefore) / 1e6;
console.log(
  `1,000,000 customers: ${directory.reads().list} pages, ${seconds.toFixed(1)} s of computing, ` +
    `tables ${tables.toFixed(1)} MB, resident +${(rss() - before).toFixed(0)} MiB`,
);

const PROBES = 200_000;
const drafts = Array.from({ length: PROBES }, (_, i) => {
  const n = (i * 4_999) % 1_000_000;
  return {
    ladder: [key('metadata.user_id', `${n}`), key('email', `user${n}@example.com`)],
    fields: {
      email: `user${n}@example.com`,
      name: `First${n} Last${n}`,
      'address.line1': `${n} High Street`,
      'address.city': 'Leeds',
      'metadata.plan': n % 3 ? 'pro' : 'team',
    },
  };
});
for (let round = 0; round < 3; round += 1) {
  startedMs = performance.now();
  let hits = 0;
  for (const { ladder, fields } of drafts) {
    if (directory.probe(0, ladder, fields) !== undefined) hits += 1;
  }
  const perSecond = (PROBES / (performance.now() - startedMs)) * 1000;
  console.log(`probe: ${Math.round(perSecond)} a second, ${hits} of ${PROBES} equal`);
}
startedMs = performance.now();
for (let i = 0; i < 20_000; i += 1) directory.find(drafts[i]!.ladder[0] as MatchKey);
console.log(`find: ${Math.round((20_000 / (performance.now() - startedMs)) * 1000)} a second`);
directory.close();
