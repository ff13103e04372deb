import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import type { Condition, ConditionGroup, FilterConfig } from '../model/config.ts';
import { OPERATORS } from '../model/operator-table.ts';
import type { Profile } from '../model/record.ts';
import { compileFilter } from './compile-filter.ts';

interface Case {
  readonly title: string;
  /** A condition on the property `v`, or a whole filter. */
  readonly given: Partial<Condition> | FilterConfig;
  /** Profiles by label; `every kind of value` stands for KINDS. */
  readonly when: 'every kind of value' | { readonly [label: string]: Profile };
  /** Labels of the profiles that stay. */
  readonly then?: readonly string[];
  /** Codes with their pointers. */
  readonly error?: readonly { readonly code: string; readonly pointer: string }[];
}

const NOW_MS = Date.parse('2025-06-15T12:00:00Z');
const FOLDER = join(import.meta.dirname, 'cases');

const KINDS: { readonly [label: string]: Profile } = {
  missing: {},
  null: { v: null },
  blank: { v: '' },
  text: { v: 'Pro plan' },
  'number text': { v: '42' },
  number: { v: 42 },
  fraction: { v: 42.5 },
  bigint: { v: 9007199254740993n },
  true: { v: true },
  false: { v: false },
  list: { v: ['Pro plan', 42, true] },
  'empty list': { v: [] },
  object: { v: { a: 1 } },
  'empty object': { v: {} },
  'date text': { v: '2025-06-15' },
  'time text': { v: '2025-06-15T11:00:00Z' },
};

const cases = readdirSync(FOLDER).flatMap((file) => readCases(file));

describe.each(cases)('$file: $title', ({ given, when, then, error }) => {
  it('keeps what the case says', () => {
    const config = 'type' in given ? withDefaults(given) : oneCondition(given);
    const compileExpression = () => () => true;
    const { predicate, issues } = compileFilter(config, {
      nowMs: NOW_MS,
      pointer: '/f',
      compileExpression,
    });
    expect(issues.map(({ code, pointer }) => ({ code, pointer }))).toEqual(error ?? []);
    if (error !== undefined) return;
    const profiles = Object.entries(when === 'every kind of value' ? KINDS : when);
    const kept = profiles.filter(([, profile]) => predicate(profile) === true);
    expect(kept.map(([label]) => label)).toEqual(then);
  });
});

it('has a case over every kind of value for every operator', () => {
  const covered = cases
    .filter(({ when }) => when === 'every kind of value')
    .map(({ given }) => ('operator' in given ? given.operator : undefined));
  expect(OPERATORS.map(({ name }) => name).filter((name) => !covered.includes(name))).toEqual([]);
});

function readCases(file: string): readonly (Case & { readonly file: string })[] {
  const documents = parseAllDocuments(readFileSync(join(FOLDER, file), 'utf8'), {
    intAsBigInt: true,
  });
  if (!Array.isArray(documents)) throw new Error(`${file} is empty`);
  return documents.map((document) => {
    if (document.errors.length > 0) throw new Error(`${file}: ${document.errors[0]?.message}`);
    return { ...(plain(document.toJS()) as Case), file };
  });
}

/** Integers that a double holds are numbers, as decode gives them. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}

function oneCondition(condition: Partial<Condition>): FilterConfig {
  return { type: 'conditions', logical: 'and', conditions: [fullCondition(condition)], groups: [] };
}

function withDefaults(filter: FilterConfig): FilterConfig {
  return filter.type === 'conditions' ? { type: 'conditions', ...fullGroup(filter) } : filter;
}

function fullGroup(group: Partial<ConditionGroup>): ConditionGroup {
  return {
    logical: group.logical ?? 'and',
    conditions: (group.conditions ?? []).map(fullCondition),
    groups: (group.groups ?? []).map(fullGroup),
  };
}

function fullCondition(condition: Partial<Condition>): Condition {
  return { property: 'v', operator: '', values: [], ignoreCase: false, ...condition };
}
