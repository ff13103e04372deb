import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Ballot } from './ballot.ts';

describe('Ballot', () => {
  it('lets the profile of the latest record write, all its versions included', () => {
    const ballot = new Ballot('use_last');
    ballot.vote('c1', 'A', 1);
    ballot.vote('c1', 'A', 9);
    ballot.vote('c1', 'B', 5);
    ballot.vote('c2', 'B', 6);
    expect(ballot.verdict('c1', 'A')).toBe('wins');
    expect(ballot.verdict('c1', 'B')).toBe('loses');
    expect(ballot.verdict('c2', 'B')).toBe('wins');
  });

  it('rejects all where several profiles claim one customer', () => {
    const ballot = new Ballot('reject_all');
    for (const [at, identity] of ['A', 'B', 'A'].entries()) ballot.vote('c1', identity, at);
    ballot.vote('c2', 'A', 4);
    ballot.vote('c2', 'A', 5);
    expect(ballot.verdict('c1', 'A')).toBe('all_rejected');
    expect(ballot.verdict('c1', 'B')).toBe('all_rejected');
    expect(ballot.verdict('c2', 'A')).toBe('wins');
  });

  it('agrees with a map of texts, in any order and number of votes', () => {
    const vote = fc.tuple(fc.nat(3000), fc.nat(3));
    fc.assert(
      fc.property(
        fc.array(vote, { maxLength: 5000, size: 'max' }),
        fc.boolean(),
        (votes, backwards) => {
          const ballot = new Ballot('use_last');
          const model = new Map<number, { last: number; seen: Set<number> }>();
          const order = votes.map(([customer, profile], at) => ({ customer, profile, at }));
          for (const { customer, profile, at } of backwards ? order.toReversed() : order) {
            ballot.vote(`c${customer}`, `p${profile}`, at);
          }
          for (const { customer, profile } of order) {
            const race = model.get(customer) ?? { last: profile, seen: new Set() };
            race.last = profile;
            race.seen.add(profile);
            model.set(customer, race);
          }
          for (const { customer, profile } of order) {
            const race = model.get(customer);
            const wins = race?.seen.size === 1 || race?.last === profile;
            expect(ballot.verdict(`c${customer}`, `p${profile}`)).toBe(wins ? 'wins' : 'loses');
          }
        },
      ),
      { numRuns: 20 },
    );
  });
});
