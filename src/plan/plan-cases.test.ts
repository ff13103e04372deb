import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { fakeCustomer, fakePolicy, type PolicyText } from '../lib/fakes.ts';
import { normaliseKey } from '../lib/normalise-key.ts';
import type { Customer } from '../model/customer.ts';
import type { DraftFields, Warning } from '../model/draft.ts';
import type { Match, MatchKey } from '../model/match.ts';
import type { Step } from '../model/step.ts';
import { planSteps } from './plan-steps.ts';

interface Case {
  readonly title: string;
  readonly given: {
    readonly policy?: PolicyText;
    /** Keys of the ladder: field → text as it came. */
    readonly ladder?: { readonly [field: string]: string };
    /** Absent: nobody was found. */
    readonly customer?: Customer['fields'];
    readonly metadata_count?: number;
    readonly copy_age_ms?: number;
    readonly stamps?: { readonly [field: string]: string };
  };
  /** The draft's fields; null clears. A number for `metadata` stands for that many keys. */
  readonly when: DraftFields;
  /** `create`, `update` with `fields`, `unchanged`, `refresh` or `skip`; `warnings` if any. */
  readonly then?: { readonly [key: string]: unknown };
  /** Code and field. */
  readonly error?: string;
}

const NOW_MS = 1_000_000_000;
const FOLDER = join(import.meta.dirname, 'cases');
const files = readdirSync(FOLDER).filter((file) => !file.startsWith('decisions-'));
const cases = files.flatMap((file) =>
  parseAllDocuments(readFileSync(join(FOLDER, file), 'utf8')).map((document) => {
    expect(document.errors).toEqual([]);
    return { file, ...(document.toJS() as Case) };
  }),
);

describe.each(cases)('$file: $title', ({ given, when, then, error }) => {
  it('plans what the case says', () => {
    const ladder: MatchKey[] = Object.entries(given.ladder ?? { 'metadata.user_id': '7' }).map(
      ([field, text]) => ({ field, text, value: normaliseKey(field, text) }),
    );
    const [step] = planSteps({
      draft: { fields: expanded(when), warnings: [] },
      ladder,
      match: matchOf(given, ladder),
      policy: fakePolicy(given.policy ?? {}),
      nowMs: NOW_MS,
    });
    if (step === undefined) throw new Error('no step');
    expect(inShort(step)).toEqual(error ?? then);
  });
});

function matchOf(given: Case['given'], ladder: readonly MatchKey[]): Match {
  if (given.customer === undefined) return { kind: 'none', key: ladder[0]! };
  const { metadata_count: metadataCount, copy_age_ms: age = 0 } = given;
  const customer = fakeCustomer('cus_1', given.customer, {
    fetchedAtMs: NOW_MS - age,
    ...(metadataCount === undefined ? {} : { metadataCount }),
  });
  return { kind: 'one', rung: 0, customer, stamps: given.stamps ?? {} };
}

function expanded(fields: DraftFields): DraftFields {
  const { metadata: count, ...rest } = fields;
  if (typeof count !== 'number') return fields;
  const keys = Array.from({ length: count }, (_, at) => [`metadata.k${at}`, `v${at}`]);
  return { ...rest, ...Object.fromEntries(keys) };
}

function inShort(step: Step): unknown {
  switch (step.kind) {
    case 'create':
      return { create: step.params, ...warningsOf(step.warnings) };
    case 'update': {
      const cleared = step.cleared === 0 ? {} : { cleared: step.cleared };
      const { params: update, fields, warnings } = step;
      return { update, fields, ...cleared, ...warningsOf(warnings) };
    }
    case 'unchanged':
      return { unchanged: true, ...warningsOf(step.warnings) };
    case 'refresh':
      return { refresh: step.id };
    case 'skip':
      return { skip: step.reason };
    case 'reject':
      return `${step.rejection.code} ${step.rejection.field}`;
  }
}

function warningsOf(warnings: readonly Warning[]) {
  if (warnings.length === 0) return {};
  return { warnings: warnings.map(({ code, field }) => `${code} ${field}`) };
}
