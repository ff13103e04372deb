import type { Mutant } from './mutant.ts';

/** Faults in finding a profile's customer. */
export const MATCH_MUTANTS: readonly Mutant[] = [
  {
    name: 'email not folded for matching',
    file: 'src/lib/normalise-key.ts',
    find: 'composed(plain.toLowerCase())',
    replace: 'composed(plain)',
    tests: ['src/lib/normalise-key.test.ts'],
  },
  {
    name: 'conflict with a higher key ignored',
    file: 'src/match/match-draft.ts',
    find: "return held !== '' && held !== key.value;",
    replace: 'return false;',
    tests: ['src/match'],
  },
  {
    name: 'adoption without a stamp',
    file: 'src/match/match-draft.ts',
    find: 'Object.fromEntries(lacking.map(({ field, text }) => [field, text]))',
    replace: '{}',
    tests: ['src/match'],
  },
  {
    name: 'stamp in its normalised form',
    file: 'src/match/match-draft.ts',
    find: 'lacking.map(({ field, text }) => [field, text])',
    replace: 'lacking.map(({ field, value }) => [field, value])',
    tests: ['src/match'],
  },
  {
    name: 'first of several customers taken under reject',
    file: 'src/match/choose-customers.ts',
    find: 'reject: () => undefined,',
    replace: 'reject: (customers) => customers.slice(0, 1),',
    tests: ['src/match'],
  },
  {
    name: 'unknown id becomes a new customer',
    file: 'src/match/match-draft.ts',
    find: "present.find(({ field }) => field !== 'id')",
    replace: 'present[0]',
    tests: ['src/match'],
  },
  {
    name: 'search hit believed without a look at the customer',
    file: 'src/match/match-draft.ts',
    find: 'return found.filter((customer) => heldValue(customer, key.field) === key.value);',
    replace: 'return found;',
    tests: ['src/match'],
  },
  {
    name: 'written key contradicts the matching value',
    file: 'src/match/value-changed.ts',
    find: 'normaliseKey(key.field, canonicalText(drafted)) !== key.value',
    replace: 'false',
    tests: ['src/match'],
  },
];
