import { afterEach, describe, expect, it } from 'vitest';
import { ConfigError } from '../../model/failure.ts';
import type { Ladder } from '../../model/match.ts';
import { byEmail, closeAll, idsOf, key, NOW_S, people, setUp } from './directory-harness.ts';

afterEach(closeAll);

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

  it('does not let a common name hide a rare one', async () => {
    const crowd = people(700).map((person, n) => ({ ...person, name: `Ann Lee ${n}` }));
    const rare = { id: 'cus_rare', created: NOW_S - 1, name: 'Zoe Ray' };
    const { directory } = setUp({
      customers: [...crowd, rare],
      lookup: 'on_demand',
      rungs: ['name'],
    });
    const ladder = [key('name', 'Zoe Ray')];
    await directory.prepare(0, [[key('name', 'Ann Lee')], ladder]);
    expect(idsOf(directory, ladder)).toEqual(['cus_rare']);
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

  it('does not begin a sweep that max_reads would break off', async () => {
    const { directory, fake } = setUp({ customers: people(5_000), maxReads: 45 });
    await expect(directory.prepare(0, byEmail(0, 500))).rejects.toThrow(ConfigError);
    expect(fake.total).toBeLessThanOrEqual(2);
    await directory.prepare(0, byEmail(0, 20));
    expect(idsOf(directory, byEmail(7, 1)[0] ?? [])).toEqual(['cus_7']);
  });

  it('turns to the sweep once single reads came to its price', async () => {
    const { directory, fake } = setUp({ customers: people(5_000) });
    for (let n = 0; n < 500; n += 1) await directory.prepare(0, byEmail(n, 1));
    expect(fake.total).toBeLessThanOrEqual(2.2 * 51);
  });
});
