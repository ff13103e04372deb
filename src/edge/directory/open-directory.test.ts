import { tmpdir } from 'node:os';
import { afterEach, describe, expect, it } from 'vitest';
import { normaliseKey } from '../../lib/normalise-key.ts';
import { VirtualClock } from '../../lib/virtual-clock.ts';
import type { LookupMode } from '../../model/config.ts';
import { ConfigError } from '../../model/failure.ts';
import type { Ladder, MatchKey } from '../../model/match.ts';
import type { Directory, DirectorySlot } from '../../model/ports.ts';
import { type FakeCustomer, FakeCustomers, type FakeOptions } from './fake-customers.ts';
import { openDirectory } from './open-directory.ts';

const NOW_S = Date.UTC(2026, 0, 1) / 1000;
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
const opened: Directory[] = [];
afterEach(() => {
  for (const directory of opened.splice(0)) directory.close();
});

interface Setup extends FakeOptions {
  readonly lookup?: LookupMode;
  readonly rungs?: readonly string[];
  readonly fields?: DirectorySlot['fields'];
  readonly maxReads?: number;
  readonly mayCreate?: boolean;
}

function setUp(setup: Setup) {
  const clock = new VirtualClock(turn, NOW_S * 1000);
  const fake = new FakeCustomers({ clock, ...setup });
  const notes: string[] = [];
  const { rungs = ['email'], fields = ['email', 'name', 'metadata.user_id'] } = setup;
  const directory = openDirectory({
    customers: fake,
    clock,
    random: Math.random,
    slots: [{ rungs, fields, ignored: [] }],
    lookup: setup.lookup ?? 'auto',
    ...(setup.maxReads === undefined ? {} : { maxReads: setup.maxReads }),
    listener: { note: (message) => notes.push(message) },
    listPerSecond: 25,
    mayCreate: setup.mayCreate ?? true,
    temporaryDirectory: tmpdir(),
  });
  opened.push(directory);
  return { fake, directory, clock, notes };
}

function key(field: string, text: string): MatchKey {
  return { field, text, value: normaliseKey(field, text) };
}

function people(count: number, everyS = 60): FakeCustomer[] {
  return Array.from({ length: count }, (_, n) => ({
    id: `cus_${n}`,
    created: NOW_S - 1000 - n * everyS,
    email: `u${n}@example.com`,
    metadata: { user_id: `${n}` },
  }));
}

const byEmail = (from: number, count: number): Ladder[] =>
  Array.from({ length: count }, (_, n) => [key('email', `u${from + n}@example.com`)]);

function idsOf(directory: Directory, ladder: Ladder): readonly string[] {
  for (const rung of ladder) {
    const found = rung === undefined ? [] : directory.find(rung);
    if (found.length > 0) return found.map(({ id }) => id);
  }
  return [];
}

describe('look-ups on demand', () => {
  it('finds an email in any case, and says who holds it', async () => {
    const customers = [
      { id: 'cus_a', created: 1_700_000_000, email: 'Ann@Example.com' },
      { id: 'cus_b', created: 1_700_000_001, email: 'ann@example.com' },
      ...people(300),
    ];
    const { directory } = setUp({ customers, lookup: 'on_demand' });
    const ladder = [key('email', 'ANN@example.com')];
    await directory.prepare(0, [ladder]);
    expect(idsOf(directory, ladder)).toEqual(['cus_a', 'cus_b']);
    expect(directory.prepare(0, [ladder])).toBeUndefined();
  });

  it('finds by id, metadata, phone and name, and verifies what Search shows', async () => {
    const customers = [
      { id: 'cus_a', created: 1_700_000_000, phone: '+44 20 7183 8750', name: 'Ann Lee' },
      { id: 'cus_b', created: 1_700_000_001, name: 'Ann Lee Long', metadata: { 'k"': 'v\\1' } },
      ...people(300),
    ];
    const rungs = ['id', 'metadata.k"', 'phone', 'name'];
    const { directory, fake } = setUp({ customers, lookup: 'on_demand', rungs, mayCreate: false });
    const ladders: Ladder[] = [
      [key('id', 'cus_7'), undefined, undefined, undefined],
      [undefined, key('metadata.k"', 'v\\1'), undefined, undefined],
      [undefined, undefined, key('phone', '+442071838750'), undefined],
      [undefined, undefined, undefined, key('name', 'Ann Lee')],
      [key('id', 'cus_none'), undefined, undefined, undefined],
    ];
    await directory.prepare(0, ladders);
    const found = ladders.map((ladder) => idsOf(directory, ladder));
    expect(found).toEqual([['cus_7'], ['cus_b'], ['cus_a'], ['cus_a'], []]);
    expect(fake.counts).toEqual({ list: 0, retrieve: 4, search: 1 });
  });

  it('asks once, however often and however many ask', async () => {
    const { directory, fake } = setUp({ customers: people(300), lookup: 'on_demand' });
    await Promise.all(Array.from({ length: 20 }, () => directory.prepare(0, byEmail(0, 5))));
    expect(fake.counts).toEqual({ list: 1 + 5, retrieve: 0, search: 1 });
    expect(directory.reads()).toEqual(fake.counts);
  });

  it('works where Stripe refuses Search', async () => {
    const { directory, fake, notes } = setUp({
      customers: people(300),
      lookup: 'on_demand',
      search: 'refused',
    });
    await directory.prepare(0, byEmail(290, 20));
    expect(byEmail(290, 20).filter((ladder) => idsOf(directory, ladder).length === 1)).toHaveLength(
      10,
    );
    expect(await directory.proveAbsence(0, byEmail(305, 1)[0] ?? [])).toBe(true);
    expect(fake.counts.search).toBeLessThanOrEqual(5);
    expect(notes.filter((note) => note.includes('refuses Search'))).toHaveLength(1);
  });

  it('proves absence by email, never by metadata', async () => {
    const rungs = ['metadata.user_id', 'email'];
    const { directory, fake } = setUp({ customers: people(300), lookup: 'on_demand', rungs });
    const email = key('email', 'new@example.com');
    expect(await directory.proveAbsence(0, [undefined, email])).toBe(true);
    expect(await directory.proveAbsence(0, [key('metadata.user_id', 'x'), email])).toBe(false);
    expect(fake.counts.list).toBe(2);
  });

  it('stops before it passes max_reads', async () => {
    const { directory, fake } = setUp({
      customers: people(300),
      lookup: 'on_demand',
      maxReads: 10,
    });
    await expect(directory.prepare(0, byEmail(0, 50))).rejects.toThrow(ConfigError);
    expect(fake.total).toBe(10);
  });
});

describe('auto', () => {
  it('reads a small account whole, by one page', async () => {
    const { directory, fake } = setUp({ customers: people(80) });
    await directory.prepare(0, byEmail(70, 20));
    expect(fake.total).toBe(1);
    expect(idsOf(directory, [key('email', 'U75@example.com')])).toEqual(['cus_75']);
    expect(await directory.proveAbsence(0, [key('email', 'new@example.com')])).toBe(true);
    expect(fake.total).toBe(1);
  });

  it.each([[['email']], [['metadata.user_id', 'email']]])(
    'sweeps 100,000 customers for 10,000 profiles by %j with at most 1,050 reads',
    async (rungs) => {
      const { directory, fake, notes } = setUp({ customers: people(100_000, 900), rungs });
      const ladders = Array.from({ length: 10_000 }, (_, n) =>
        rungs.map((rung) => key(rung, rung === 'email' ? `u${9 * n}@example.com` : `${9 * n}`)),
      );
      await directory.prepare(0, ladders);
      expect(ladders.every((ladder) => idsOf(directory, ladder).length === 1)).toBe(true);
      expect(fake.total).toBeLessThanOrEqual(1_050);
      expect(notes.filter((note) => note.startsWith('Reading all customers: '))).toHaveLength(1);
    },
  );

  it('sweeps when nothing else can tell: description, or a new key by metadata', async () => {
    const described = { id: 'cus_d', created: 1_700_000_000, description: 'Pilot' };
    const one = setUp({ customers: [...people(300), described], rungs: ['description'] });
    await one.directory.prepare(0, [[key('description', 'Pilot')]]);
    expect(idsOf(one.directory, [key('description', 'Pilot')])).toEqual(['cus_d']);

    const rungs = ['metadata.user_id'];
    const two = setUp({ customers: people(300), rungs, search: 'forgets' });
    const ladder = [key('metadata.user_id', '299')];
    await two.directory.prepare(0, [ladder]);
    expect(idsOf(two.directory, ladder)).toEqual([]);
    expect(await two.directory.proveAbsence(0, ladder)).toBe(true);
    expect(idsOf(two.directory, ladder)).toEqual(['cus_299']);
  });

  it('never calls a key new that Search shows a minute late', async () => {
    const customers = people(300);
    const rungs = ['metadata.user_id'];
    const { directory, fake } = setUp({ customers, rungs, search: { lagMs: 60_000 } });
    fake.insert({ id: 'cus_x', created: NOW_S, metadata: { user_id: 'x' } });
    const ladder = [key('metadata.user_id', 'x')];
    await directory.prepare(0, [ladder]);
    await directory.proveAbsence(0, ladder);
    expect(idsOf(directory, ladder)).toEqual(['cus_x']);
  });

  it('turns to the sweep once single reads came to its price', async () => {
    const { directory, fake } = setUp({ customers: people(5_000) });
    for (let n = 0; n < 500; n += 1) await directory.prepare(0, byEmail(n, 1));
    expect(fake.total).toBeLessThanOrEqual(2.2 * 51);
  });
});

describe('freshness', () => {
  it('lists the newest once in ten seconds for all who wait', async () => {
    const { directory, fake, clock } = setUp({ customers: people(5_000), lookup: 'sweep' });
    await directory.prepare(0, byEmail(0, 1));
    const before = fake.total;
    await clock.advance(11_000);
    fake.insert({ id: 'cus_x', created: NOW_S + 10, email: 'u9999@example.com' });
    const ladders = byEmail(9_990, 20);
    await Promise.all(ladders.map((ladder) => directory.proveAbsence(0, ladder)));
    expect(idsOf(directory, byEmail(9_999, 1)[0] ?? [])).toEqual(['cus_x']);
    expect(fake.total).toBe(before + 1);
  });

  it('sees whoever was made after the first look-up', async () => {
    const { directory, fake, clock } = setUp({ customers: people(300), lookup: 'on_demand' });
    const ladder = [key('email', 'late@example.com')];
    await directory.prepare(0, [ladder]);
    for (let n = 0; n < 250; n += 1) {
      const email = n === 0 ? 'late@example.com' : `x${n}@example.com`;
      fake.insert({ id: `cus_x${n}`, created: NOW_S + 1, email });
    }
    await clock.advance(15_000);
    await directory.proveAbsence(0, ladder);
    expect(idsOf(directory, ladder)).toEqual(['cus_x0']);
  });

  it('finds an id that was made after the sweep', async () => {
    const { directory, fake, clock } = setUp({
      customers: people(300),
      lookup: 'sweep',
      rungs: ['id'],
    });
    await directory.prepare(0, [[key('id', 'cus_1')]]);
    fake.insert({ id: 'cus_x', created: NOW_S + 1 });
    await clock.advance(11_000);
    await directory.prepare(0, [[key('id', 'cus_x')]]);
    expect(idsOf(directory, [key('id', 'cus_x')])).toEqual(['cus_x']);
  });

  it('looks again for customers that went, changed or came', async () => {
    const { directory, fake } = setUp({ customers: people(300), lookup: 'sweep' });
    const [gone = [], changed = [], come = []] = [
      byEmail(1, 1)[0],
      byEmail(2, 1)[0],
      [key('email', 'late@example.com')],
    ];
    await directory.prepare(0, [gone]);
    fake.remove('cus_1');
    fake.change('cus_2', { email: 'other@example.com' });
    fake.change('cus_3', { email: 'late@example.com' });
    for (const ladder of [gone, changed, come]) await directory.lookAgain(0, ladder);
    expect([gone, changed, come].map((ladder) => idsOf(directory, ladder))).toEqual([
      [],
      [],
      ['cus_3'],
    ]);
  });
});

describe('what this sync writes', () => {
  it('is found at once, keeps its ref and wins over a read that began before', async () => {
    const { directory, fake } = setUp({ customers: people(3), lookup: 'on_demand' });
    const [ladder = []] = byEmail(1, 1);
    await directory.prepare(0, [ladder]);
    const before = directory.find(ladder[0] as MatchKey)[0];
    const slow = directory.retrieve('cus_1');
    directory.learn({ id: 'cus_1', created: NOW_S, email: 'new@example.com', metadata: {} });
    await slow;
    expect(idsOf(directory, ladder)).toEqual([]);
    const after = directory.find(key('email', 'new@example.com'))[0];
    expect(after?.ref).toBe(before?.ref);
    directory.forget('cus_1');
    expect(directory.find(key('email', 'new@example.com'))).toEqual([]);
    fake.remove('cus_2');
    expect(await directory.retrieve('cus_2')).toBeUndefined();
    expect(await directory.retrieve('cus_unknown')).toBeUndefined();
  });

  it('is found in a dry run as if it had been written', async () => {
    const { directory } = setUp({ customers: people(3) });
    await directory.prepare(0, byEmail(1, 1));
    const fields = { email: 'planned@example.com', 'metadata.user_id': '7' };
    const made = directory.pretend(fields, undefined);
    expect(made.metadataCount).toBe(1);
    const base = directory.find(key('email', 'planned@example.com'))[0];
    expect(base).toEqual(made);
    const changed = directory.pretend({ name: 'Ann', 'metadata.user_id': null }, base);
    expect(changed).toMatchObject({ ref: made.ref, metadataCount: 0 });
    expect(changed.fields).toEqual({ email: 'planned@example.com', name: 'Ann' });
    expect(await directory.retrieve(made.id)).toEqual(changed);
  });
});

describe('probe', () => {
  const customers: FakeCustomer[] = [
    { id: 'cus_a', created: 1, email: 'ann@example.com', name: 'Ann', metadata: { other: 'x' } },
    { id: 'cus_b', created: 2, email: 'twin@example.com', name: 'T' },
    { id: 'cus_c', created: 3, email: 'Twin@example.com', name: 'T' },
  ];

  it('knows an equal customer by key and fingerprint, and nobody else', async () => {
    const { directory } = setUp({ customers });
    const ann = [key('email', 'Ann@example.com')];
    await directory.prepare(0, [ann]);
    const ref = directory.find(ann[0] as MatchKey)[0]?.ref;
    const equal = { email: 'ann@example.com', name: 'Ann' };
    expect(directory.probe(0, ann, equal)).toBe(ref);
    expect(directory.probe(0, ann, { ...equal, 'metadata.user_id': null })).toBe(ref);
    expect(directory.probe(0, ann, { ...equal, name: 'Anne' })).toBeUndefined();
    expect(directory.probe(0, ann, { email: 'ann@example.com' })).toBeUndefined();
    expect(directory.probe(0, ann, { ...equal, phone: '+1' })).toBeUndefined();
    const twin = [key('email', 'twin@example.com')];
    expect(directory.probe(0, twin, { email: 'twin@example.com', name: 'T' })).toBeUndefined();
    expect(directory.probe(0, [undefined], {})).toBeUndefined();
  });

  it('counts everything readable where a function may write all', async () => {
    const { directory } = setUp({ customers, fields: 'all' });
    const ann = [key('email', 'ann@example.com')];
    await directory.prepare(0, [ann]);
    const equal = { email: 'ann@example.com', name: 'Ann' };
    expect(directory.probe(0, ann, equal)).toBeUndefined();
    expect(directory.probe(0, ann, { ...equal, 'metadata.other': 'x', balance: 0 })).toBeDefined();
  });
});
