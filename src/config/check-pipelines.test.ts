import { describe, expect, it } from 'vitest';
import {
  firstIssue,
  type Json,
  MINIMAL,
  refused,
  withCondition,
  withFields,
  withPipeline,
  withTop,
} from './fixtures/configs.ts';
import { parseConfig } from './parse-config.ts';

const [PIPELINE] = MINIMAL['pipelines'] as readonly Json[];

describe('pipelines', () => {
  it('have names of their own', () => {
    const pipelines = [PIPELINE, { ...PIPELINE, name: 'Other' }, { ...PIPELINE, name: ' Users ' }];
    expect(refused(withTop({ pipelines }))).toEqual(['duplicate_pipeline_name /pipelines/2/name']);
  });

  it.each<[Json, string, string | undefined]>([
    [{ property: 'a', field: 'adress' }, 'unknown_field /pipelines/0/matching/0/field', undefined],
    [
      { property: 'a', field: 'e-mail' },
      'unknown_field /pipelines/0/matching/0/field',
      'Did you mean "email"?',
    ],
    [
      { property: 'a', field: 'metadata' },
      'unknown_field /pipelines/0/matching/0/field',
      undefined,
    ],
    [
      { property: 'a', field: 'metadata.' },
      'config_invalid /pipelines/0/matching/0/field',
      undefined,
    ],
    [
      { property: 'a', field: 'metadata.a[b]' },
      'config_invalid /pipelines/0/matching/0/field',
      undefined,
    ],
    [
      { property: 'a[0]', field: 'email' },
      'invalid_property_path /pipelines/0/matching/0/property',
      undefined,
    ],
  ])('match by %j', (entry, issue, hint) => {
    const json = withPipeline({ matching: [entry] });
    expect(refused(json)).toEqual([issue]);
    if (hint !== undefined) expect(firstIssue(json)?.hint).toBe(hint);
  });

  it('compare a field once', () => {
    const matching = ['a', 'b'].map((property) => ({ property, field: 'email' }));
    expect(refused(withPipeline({ matching }))).toEqual([
      'field_conflict /pipelines/0/matching/1/field',
    ]);
  });

  it.each([
    ['id', 'Stripe gives customers their id; use it under matching only'],
    ['address', expect.stringContaining('Map its parts: address.line1, address.line2')],
    ['address_line1', 'Did you mean "address.line1"?'],
    ['metadata_plan', 'Did you mean "metadata.plan"?'],
    ['Email', 'Did you mean "email"?'],
    ['adress.city', 'Did you mean "address.city"?'],
    ['test_clock', 'Remove this entry'],
    ['toString', 'Use a field of docs/fields.md, or metadata.<key>'],
  ])('do not write %s', (field, hint) => {
    const json = withFields({ field, expression: 'x' });
    expect(refused(json)).toEqual(['unknown_field /pipelines/0/transformation/fields/0/field']);
    expect(firstIssue(json)?.hint).toEqual(hint);
  });

  it('keep Stripe’s limits of metadata keys', () => {
    const fits = withFields({ field: `metadata.${'k'.repeat(40)}`, expression: 'x' });
    expect(refused(fits)).toEqual(['accepted']);
    expect(refused(withFields({ field: `metadata.${'k'.repeat(41)}`, expression: 'x' }))).toEqual([
      'config_invalid /pipelines/0/transformation/fields/0/field',
    ]);
  });

  it.each([
    ['email', 'email'],
    ['metadata', 'metadata.plan'],
    ['metadata.plan', 'metadata'],
  ])('do not write %s beside %s', (first, second) => {
    const json = withFields({ field: first, expression: 'x' }, { field: second, expression: 'y' });
    expect(refused(json)).toEqual(['field_conflict /pipelines/0/transformation/fields/1/field']);
  });

  it.each<[Json, string]>([
    [{ property: 'a', operator: 'equals', values: ['1'] }, 'unknown_operator operator'],
    [{ property: 'a', operator: 'is', values: ['1', '2'] }, 'operator_values values'],
    [{ property: 'a', operator: 'is' }, 'operator_values values'],
    [{ property: 'a', operator: 'is after', values: ['soon'] }, 'operator_values values'],
    [{ property: 'a..b', operator: 'exists' }, 'invalid_property_path property'],
  ])('filter by %j', (condition, issue) => {
    const [code, key] = issue.split(' ');
    expect(refused(withCondition(condition))).toEqual([
      `${code} /pipelines/0/filter/conditions/0/${key}`,
    ]);
  });

  it('are warned of fields that change inside Stripe', () => {
    const fields = [
      { field: 'balance', expression: 'b', write: 'always' },
      { field: 'next_invoice_sequence', expression: 'n' },
      { field: 'name', expression: 'n', write: 'always' },
    ];
    const { config, warnings } = parseConfig(withFields(...fields));
    expect(config).toBeDefined();
    expect(warnings.map(({ code, pointer }) => `${code} ${pointer}`)).toEqual([
      'risky_field /pipelines/0/transformation/fields/0/write',
    ]);
  });
});
