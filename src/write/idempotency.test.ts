import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IDEMPOTENCY_KEY_CHARACTERS_MAX } from '../model/limits.ts';
import { createKey, updateKey } from './idempotency.ts';

const digest = (text: string) => createHash('sha256').update(text).digest('hex');
const text = fc.string({ unit: 'binary', maxLength: 600 });
const facts = fc.record({
  account: text,
  mode: fc.constantFrom<string>('test', 'live'),
  field: text,
  value: text,
  generation: fc.nat(5),
});
type Facts = typeof facts extends fc.Arbitrary<infer T> ? T : never;

const keyOf = ({ field, value, ...rest }: Facts, spelling = value) =>
  createKey({ ...rest, key: { field, value, text: spelling }, digest });

describe('createKey', () => {
  it('is the same for whoever asks, however the value was spelled', () => {
    fc.assert(
      fc.property(facts, text, (f, spelling) => {
        expect(keyOf(f, spelling)).toBe(keyOf({ ...f }));
      }),
    );
  });

  it('differs as soon as one fact differs', () => {
    fc.assert(
      fc.property(facts, facts, (a, b) => {
        const same = JSON.stringify(Object.values(a)) === JSON.stringify(Object.values(b));
        expect(keyOf(a) === keyOf(b)).toBe(same);
      }),
    );
    const base = { account: '', mode: 'test', field: 'email', value: 'ab', generation: 0 };
    expect(keyOf({ ...base, field: 'emaila', value: 'b' })).not.toBe(keyOf(base));
    expect(keyOf({ ...base, field: 'metadata.email' })).not.toBe(keyOf(base));
    expect(keyOf({ ...base, account: 'acct_1' })).not.toBe(keyOf(base));
    expect(keyOf({ ...base, mode: 'live' })).not.toBe(keyOf(base));
    expect(keyOf({ ...base, generation: 1 })).not.toBe(keyOf(base));
  });

  it('fits and shows no value', () => {
    const key = keyOf({
      account: '',
      mode: 'live',
      field: 'email',
      value: 'ann@x.io',
      generation: 0,
    });
    expect(key.length).toBeLessThanOrEqual(IDEMPOTENCY_KEY_CHARACTERS_MAX);
    expect(key).toMatch(/^destination-stripe-create-[0-9a-f]{64}$/);
  });
});

describe('updateKey', () => {
  it('is new at every call', () => {
    let id = 0;
    const newId = () => String(id++);
    expect([updateKey(newId), updateKey(newId)]).toEqual([
      'destination-stripe-update-0',
      'destination-stripe-update-1',
    ]);
  });
});
