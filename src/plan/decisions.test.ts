import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { fakeCustomer, fakeFind, fakePolicy, matchingOf, type PolicyText } from '../lib/fakes.ts';
import { compileLadder } from '../match/ladder.ts';
import { matchDraft } from '../match/match-draft.ts';
import type { Customer } from '../model/customer.ts';
import type { Step } from '../model/step.ts';
import { planSteps } from './plan-steps.ts';

interface Case {
  readonly title: string;
  readonly given: PolicyText;
  readonly when: 'every constellation';
  /** Constellation → what is done. */
  readonly then: { readonly [constellation: string]: string };
}

const FOLDER = join(import.meta.dirname, 'cases');
const EMAIL = 'ann@example.com';
const MATCHING = matchingOf({ user_id: 'metadata.user_id', email: 'email' });
const DRAFT = { fields: { name: 'Ann' }, warnings: [] };
const OURS = { email: EMAIL, 'metadata.user_id': '7' };
const FREE = { email: EMAIL };
const ANOTHERS = { email: EMAIL, 'metadata.user_id': '8' };

/** Customers from the oldest to the newest that the profile 7, ann@example.com meets. */
const CONSTELLATIONS: { readonly [name: string]: readonly Customer[] } = {
  nobody: [],
  one: [aged('cus_old', 1, OURS)],
  'one without the key': [aged('cus_old', 1, FREE)],
  'several with the key': [aged('cus_new', 3, OURS), aged('cus_old', 1, OURS)],
  'several without the key': [aged('cus_new', 3, FREE), aged('cus_old', 1, FREE)],
  "another's": [aged('cus_8', 2, ANOTHERS)],
  'several of others': [aged('cus_8', 2, ANOTHERS), aged('cus_9', 2, ANOTHERS)],
  "another's and one": [aged('cus_8', 1, ANOTHERS), aged('cus_new', 2, FREE)],
  "another's and several": [
    aged('cus_8', 0, ANOTHERS),
    aged('cus_old', 1, FREE),
    aged('cus_new', 2, FREE),
    aged('cus_9', 3, ANOTHERS),
  ],
};

const files = readdirSync(FOLDER).filter((file) => file.startsWith('decisions-'));
const cases = files.flatMap((file) =>
  parseAllDocuments(readFileSync(join(FOLDER, file), 'utf8')).map((one) => one.toJS() as Case),
);

it('has every combination of the three policies', () => {
  expect(new Set(cases.map(({ given }) => JSON.stringify(given))).size).toBe(3 * 4 * 2);
});

describe.each(cases)('$title', ({ given, then }) => {
  it.each(Object.entries(CONSTELLATIONS))('%s', (name, customers) => {
    const policy = fakePolicy(given, MATCHING);
    const ladder = compileLadder(MATCHING)({ user_id: 7, email: EMAIL });
    const match = matchDraft(ladder, DRAFT, policy, fakeFind(customers));
    const steps = planSteps({ draft: DRAFT, ladder, match, policy, nowMs: 0 });
    expect(inShort(steps)).toBe(then[name]);
  });
});

function inShort(steps: readonly Step[]): string {
  const kinds = new Set(steps.map(({ kind }) => kind));
  expect(kinds.size).toBe(1);
  const words = steps.map((step) => {
    if (step.kind === 'update') return step.customer.id;
    if (step.kind === 'skip') return step.reason;
    return step.kind === 'reject' ? step.rejection.code : '';
  });
  return [...kinds, ...words].join(' ').trim();
}

function aged(id: string, created: number, fields: Customer['fields']): Customer {
  return fakeCustomer(id, fields, { created });
}
