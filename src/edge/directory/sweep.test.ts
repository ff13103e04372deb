import { tmpdir } from 'node:os';
import { afterEach, describe, expect, it } from 'vitest';
import { VirtualClock } from '../../lib/virtual-clock.ts';
import type { DirectorySlot } from '../../model/ports.ts';
import { openCustomerIndex } from './customer-index.ts';
import { type FakeCustomer, FakeCustomers, type FakeOptions } from './fake-customers.ts';
import { createIntake } from './intake.ts';
import { pageReader } from './read-page.ts';
import { readSince } from './read-since.ts';
import { meterReads } from './reads.ts';
import { Sweep } from './sweep.ts';

const SLOTS: readonly DirectorySlot[] = [{ rungs: ['email'], fields: ['email'], ignored: [] }];
const NOW_S = Date.UTC(2026, 0, 1) / 1000;
const YEAR_S = 365 * 86_400;
/** STORMS=100 for a long run. */
const STORMS = Number(process.env['STORMS'] ?? 8);
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

const opened: { close(): void }[] = [];
afterEach(() => {
  for (const index of opened.splice(0)) index.close();
});

function sweepOf(fake: FakeCustomers, listPerSecond = 25, clock = new VirtualClock(turn)) {
  const index = openCustomerIndex(SLOTS, seeded(1), tmpdir());
  opened.push(index);
  const intake = createIntake(index, clock, SLOTS);
  const readPage = pageReader(meterReads(fake), intake);
  const sweep = new Sweep({ readPage, clock, listPerSecond, note: () => {} });
  return { sweep, index, readPage, clock };
}

function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return (state >>> 0) / 2 ** 32;
  };
}

function customers(count: number, createdOf: (n: number) => number): FakeCustomer[] {
  return Array.from({ length: count }, (_, n) => ({
    id: `cus_${n}`,
    created: Math.floor(createdOf(n)),
    email: `u${n}@example.com`,
  }));
}

const SHAPES: { readonly [name: string]: (n: number, count: number) => number } = {
  'even over three years': (n, count) => NOW_S - 1000 - (n / count) * 3 * YEAR_S,
  'even over one day': (n, count) => NOW_S - 1000 - (n / count) * 86_400,
  'all in one second': () => NOW_S - 1000,
  'all in one second, years ago': () => NOW_S - 5 * YEAR_S,
  'all in the present second': () => NOW_S,
  'two bursts years apart': (n) => NOW_S - 1000 - (n % 2) * 4 * YEAR_S - (n % 600),
  'growing by the month': (n, count) =>
    NOW_S - 1000 + (6 * YEAR_S * Math.log((n + 50) / (count + 50))) / 8,
  'ten imports of one second each': (n) => NOW_S - 1000 - (n % 10) * 30 * 86_400,
  'an import of hours among a trickle': (n, count) =>
    n % 5 === 0 ? NOW_S - 1000 - (n / count) * 4 * YEAR_S : NOW_S - YEAR_S - (n % 7200),
};

describe('Sweep', () => {
  it.each(Object.entries(SHAPES))(
    'reads 20,000 customers, %s, with few pages',
    async (_, shape) => {
      const fake = new FakeCustomers({
        customers: customers(20_000, (n) => shape(n, 20_000)),
        trap: true,
      });
      const { sweep, index } = sweepOf(fake);
      expect(await sweep.run(() => true)).toBe('complete');
      expect(index.count()).toBe(20_000);
      expect(fake.counts.list).toBeLessThanOrEqual(220);
    },
  );

  it.each([0, 1, 99, 100, 101, 250, 1000])('reads %d customers', async (count) => {
    const fake = new FakeCustomers({ customers: customers(count, (n) => NOW_S - 1e6 - n * 100) });
    const { sweep, index } = sweepOf(fake);
    await sweep.run(() => true);
    expect(index.count()).toBe(count);
    expect(fake.counts.list).toBeLessThanOrEqual(Math.ceil(count / 100) + 3);
  });

  it.each([
    [50, 0.95],
    [500, 0.9],
    [2000, 0.4],
  ])('at %d ms uses at least %d of 12.5 pages a second', async (latencyMs, share) => {
    const clock = new VirtualClock(turn);
    const options: FakeOptions = { clock, latencyMs: () => latencyMs, perSecond: 12.5 };
    const all = customers(50_000, (n) => NOW_S - 1000 - n * 1000);
    const fake = new FakeCustomers({ ...options, customers: all });
    const { sweep, index } = sweepOf(fake, 12.5, clock);
    const startMs = clock.now();
    await clock.runUntil(sweep.run(() => true));
    expect(index.count()).toBe(50_000);
    const seconds = (clock.now() - startMs) / 1000;
    expect(fake.counts.list / seconds).toBeGreaterThan(share * 12.5);
  });

  it('goes on where it was paused', async () => {
    const fake = new FakeCustomers({ customers: customers(5_000, (n) => NOW_S - 1000 - n * 60) });
    const { sweep, index } = sweepOf(fake);
    expect(await sweep.run((reads) => reads < 10)).toBe('paused');
    expect(fake.counts.list).toBe(10);
    expect(await sweep.run(() => true)).toBe('complete');
    expect(index.count()).toBe(5_000);
    expect(fake.counts.list).toBeLessThanOrEqual(54);
  });

  it('misses none and doubles none while customers come, change and go', async () => {
    for (let seed = 1; seed <= STORMS; seed += 1) await oneStormySweep(seed);
  }, 120_000);
});

async function oneStormySweep(seed: number): Promise<void> {
  const random = seeded(seed * 7919);
  const burstS = NOW_S - Math.floor(random() * YEAR_S);
  const all = customers(20_000, (n) => (n < 5_000 ? burstS : NOW_S - 1 - random() * 2 * YEAR_S));
  const lasting = new Set(all.map(({ id }) => id));
  let made = 0;
  const fake: FakeCustomers = new FakeCustomers({
    customers: all,
    trap: true,
    onRead: (reads) => {
      for (let n = 0; n < 3; n += 1) {
        const gone = `cus_${Math.floor(random() * 20_000)}`;
        fake.remove(gone);
        lasting.delete(gone);
      }
      const id = `cus_new_${made++}`;
      fake.insert({ id, created: NOW_S + Math.floor(reads / 12), email: `${id}@example.com` });
      lasting.add(id);
    },
  });
  const { sweep, index, readPage } = sweepOf(fake, 5 + (seed % 40));
  await sweep.run(() => true);
  const looked = made;
  await readSince(readPage, sweep.settled + 1);
  const stillThere = [...fake.alive()];
  const missing = stillThere.filter(({ id, email = '' }) => {
    const found = index.find({ field: 'email', value: email, text: email });
    return found.length !== 1 || found[0]?.id !== id;
  });
  const since = ({ id }: FakeCustomer) => Number(id.split('_new_')[1] ?? 0) >= looked;
  expect(missing.filter((customer) => !since(customer))).toEqual([]);
  index.close();
  opened.pop();
}
