import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fakeCustomer, fakeFind, fakePolicy, matchingOf } from '../lib/fakes.ts';
import type { Value } from '../model/record.ts';
import { compileLadder, matchKey } from './ladder.ts';
import { matchDraft } from './match-draft.ts';

describe('matchKey', () => {
  it.each<[Value | undefined, string | undefined]>([
    ['a', 'a'],
    ['  a b ', 'a b'],
    [123, '123'],
    [-0, '0'],
    [0.5, '0.5'],
    [1e21, '1000000000000000000000'],
    [1e-7, '0.0000001'],
    [9_007_199_254_740_993n, '9007199254740993'],
    [true, 'true'],
    [false, 'false'],
    ['', undefined],
    [' \t', undefined],
    [null, undefined],
    [undefined, undefined],
    [['a'], undefined],
    [{ a: 'b' }, undefined],
    [Number.POSITIVE_INFINITY, undefined],
  ])('%s → %s', (raw, text) => {
    expect(matchKey('metadata.key', raw)?.text).toBe(text);
  });

  it('keeps the text as it came beside the value it is compared by', () => {
    const key = { field: 'email', value: 'ann@example.com', text: 'Ann@Example.com' };
    expect(matchKey('email', ' Ann@Example.com ')).toEqual(key);
  });

  it('has no key where nothing is left to compare', () => {
    expect(matchKey('phone', 'unknown')).toBeUndefined();
  });
});

describe('compileLadder', () => {
  it('keeps a place for every rung', () => {
    const ladderOf = compileLadder(matchingOf({ a: 'metadata.a', 'b.c': 'email', d: 'phone' }));
    const ladder = ladderOf({ b: { c: 'x@example.com' } });
    expect(ladder.map((key) => key?.field)).toEqual([undefined, 'email', undefined]);
    expect(compileLadder(matchingOf({ a: 'metadata.a' }))({})).toEqual([undefined]);
  });

  it('refuses a path that config would have refused', () => {
    expect(() => compileLadder(matchingOf({ 'a..b': 'email' }))).toThrow(/cannot be read/);
  });
});

describe('matching', () => {
  it('does not depend on the case and padding of an email', () => {
    const letters = fc.string({ unit: fc.constantFrom(...'abcXYZ09éÉ'), minLength: 1 });
    const spread = fc.array(fc.boolean(), { minLength: 1 });
    const padding = fc.string({ unit: fc.constantFrom(' ', '\t', '\u00a0') });
    fc.assert(
      fc.property(letters, spread, padding, padding, (name, upper, before, after) => {
        const email = `${name}@example.com`;
        const spelled = [...email]
          .map((one, at) => (upper[at % upper.length] ? one.toUpperCase() : one.toLowerCase()))
          .join('');
        const matching = matchingOf({ mail: 'email' });
        const match = matchDraft(
          compileLadder(matching)({ mail: before + spelled + after }),
          { fields: {}, warnings: [] },
          fakePolicy({}, matching),
          fakeFind([fakeCustomer('cus_1', { email })]),
        );
        expect(match).toMatchObject({ kind: 'one', customer: { id: 'cus_1' } });
      }),
    );
  });

  it('is the same at the next run, after the stamps are written', () => {
    const value = fc.constantFrom('', 'x', 'y');
    const customer = fc.record({ a: value, b: value, email: fc.constantFrom('', 'e', 'f') });
    fc.assert(
      fc.property(fc.array(customer, { maxLength: 4 }), customer, (existing, profile) => {
        const matching = matchingOf({ a: 'metadata.a', b: 'metadata.b', email: 'email' });
        const customers = existing.map(({ a, b, email }, at) =>
          fakeCustomer(`cus_${at}`, { 'metadata.a': a, 'metadata.b': b, email }, { created: at }),
        );
        const policy = fakePolicy({ duplicate_customers: 'update_oldest' }, matching);
        const ladder = compileLadder(matching)(profile);
        const draft = { fields: {}, warnings: [] };
        const first = matchDraft(ladder, draft, policy, fakeFind(customers));
        fc.pre(first.kind === 'one');
        if (first.kind !== 'one') return;
        const stamped = customers.map((one) =>
          one === first.customer ? { ...one, fields: { ...one.fields, ...first.stamps } } : one,
        );
        const second = matchDraft(ladder, draft, policy, fakeFind(stamped));
        expect(second).toMatchObject({ kind: 'one', customer: { id: first.customer.id } });
      }),
    );
  });
});
