import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { fakeCustomer, fakeFind, fakePolicy, matchingOf, type PolicyText } from '../lib/fakes.ts';
import type { Customer } from '../model/customer.ts';
import type { DraftFields } from '../model/draft.ts';
import type { Match } from '../model/match.ts';
import type { Profile } from '../model/record.ts';
import { compileLadder } from './ladder.ts';
import { matchDraft } from './match-draft.ts';

interface Case {
  readonly title: string;
  readonly given: {
    /** Column → field, highest rung first. */
    readonly matching: { readonly [column: string]: string };
    readonly policy?: PolicyText;
    /** Fields by id; `created` in seconds. */
    readonly customers?: { readonly [id: string]: Customer['fields'] & { created?: number } };
    /** The directory answers every key with all customers, whether they hold it or not. */
    readonly careless?: boolean;
  };
  readonly when: { readonly profile: Profile; readonly draft?: DraftFields };
  /** `none: field=value`, or `one`/`several` ids. */
  readonly then?: { readonly [key: string]: unknown };
  /** Code and field. */
  readonly error?: string;
}

const FOLDER = join(import.meta.dirname, 'cases');
const cases = readdirSync(FOLDER).flatMap((file) =>
  parseAllDocuments(readFileSync(join(FOLDER, file), 'utf8')).map((document) => {
    expect(document.errors).toEqual([]);
    return { file, ...(document.toJS() as Case) };
  }),
);

describe.each(cases)('$file: $title', ({ given, when, then, error }) => {
  it('matches as the case says', () => {
    const matching = matchingOf(given.matching);
    const customers = Object.entries(given.customers ?? {}).map(([id, { created, ...fields }]) =>
      fakeCustomer(id, fields as Customer['fields'], { created: created ?? 1 }),
    );
    const match = matchDraft(
      compileLadder(matching)(when.profile),
      { fields: when.draft ?? {}, warnings: [] },
      fakePolicy(given.policy ?? {}, matching),
      given.careless === true ? () => customers : fakeFind(customers),
    );
    expect(inShort(match)).toEqual(error ?? then);
  });
});

function inShort(match: Match): unknown {
  switch (match.kind) {
    case 'none':
      return { none: `${match.key.field}=${match.key.value}` };
    case 'reject':
      return match.field === undefined ? match.code : `${match.code} ${match.field}`;
    case 'one':
      return { one: match.customer.id, rung: match.rung, ...stampsOf(match.stamps) };
    case 'several':
      return {
        several: match.customers.map(({ id }) => id),
        rung: match.rung,
        ...stampsOf(match.stamps),
      };
  }
}

function stampsOf(stamps: { readonly [field: string]: string }) {
  return Object.keys(stamps).length === 0 ? {} : { stamps };
}
