import { afterEach, describe, expect, it } from 'vitest';
import type { MatchKey } from '../../model/match.ts';
import { byEmail, closeAll, idsOf, key, NOW_S, people, setUp } from './directory-harness.ts';
import type { FakeCustomer } from './fake-customers.ts';

afterEach(closeAll);

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
