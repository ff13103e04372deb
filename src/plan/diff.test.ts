import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isEmptyValue } from '../lib/canonical.ts';
import { fakeCustomer, fakePolicy } from '../lib/fakes.ts';
import type { Customer } from '../model/customer.ts';
import type { DraftFields, FieldValue } from '../model/draft.ts';
import type { FieldSpec } from '../model/field-spec.ts';
import { fieldSpec } from '../model/field-table.ts';
import { FIELDS } from '../model/fields.ts';
import type { Step } from '../model/step.ts';
import { applyStep } from './apply.ts';
import { flatten, nest } from './nest.ts';
import { planSteps } from './plan-steps.ts';
import { isShippable } from './units.ts';

const ALWAYS = fakePolicy({
  write: Object.fromEntries(FIELDS.map(({ name }) => [name, 'always'] as const)),
});
const DIFFED = FIELDS.filter(({ on, readable }) => on !== 'create' && readable);
const METADATA_NAMES = ['a', 'b.c', 'constructor', '__proto__'].map((key) => `metadata.${key}`);

const customers = fc
  .record(
    valuesByName((value) => value),
    { requiredKeys: [] },
  )
  .map((fields) => fakeCustomer('cus_1', withoutEmpties(fields as DraftFields)));
const drafts = fc
  .record(
    valuesByName((value) => fc.option(value)),
    { requiredKeys: [] },
  )
  .map((fields) => fields as DraftFields);

describe('diff and apply', () => {
  it('makes the drafted fields as drafted and touches nothing else', () => {
    fc.assert(
      fc.property(customers, drafts, (customer, fields) => {
        const step = diff(customer, fields);
        const after = step.kind === 'update' ? applyStep(customer.fields, step) : customer.fields;
        const wanted = Object.entries({ ...customer.fields, ...fields }).map(([name]) => {
          const drafted = isWritten(name, step) ? fields[name] : undefined;
          return [name, expected(name, drafted, customer)] as const;
        });
        const held = wanted.filter(([, value]) => value !== undefined);
        expect(after).toEqual(Object.fromEntries(held));
      }),
      { numRuns: 300 },
    );
  });

  it('finds nothing to do after an update', () => {
    fc.assert(
      fc.property(customers, drafts, (customer, fields) => {
        const step = diff(customer, fields);
        fc.pre(step.kind === 'update');
        if (step.kind !== 'update') return;
        const after = fakeCustomer('cus_1', applyStep(customer.fields, step));
        expect(diff(after, fields).kind).toBe('unchanged');
        expect(step.fields.every((name) => Object.hasOwn(fields, name))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('finds nothing to do after a create', () => {
    const key = { field: 'metadata.user_id', value: '7', text: '7' };
    fc.assert(
      fc.property(drafts, (fields) => {
        const input = { draft: { fields, warnings: [] }, policy: ALWAYS, nowMs: 0 };
        const [step] = planSteps({ ...input, ladder: [key], match: { kind: 'none', key } });
        if (step?.kind !== 'create') throw new Error('no create');
        const after = fakeCustomer('cus_1', applyStep({}, step));
        expect(after.fields['metadata.user_id']).toBe('7');
        const updateOnly = { ...fields, default_source: null };
        expect(diff(after, updateOnly).kind).toBe('unchanged');
        expect(Object.values(after.fields)).not.toContain('');
      }),
      { numRuns: 300 },
    );
  });

  it('sends shipping with name and address, or not at all', () => {
    fc.assert(
      fc.property(customers, drafts, (customer, fields) => {
        const step = diff(customer, fields);
        fc.pre(step.kind === 'update');
        if (step.kind !== 'update' || step.params['shipping'] === undefined) return;
        if (step.params['shipping'] === '') return;
        expect(isShippable(Object.fromEntries(flatten(step.params)))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

describe('nest', () => {
  it('is undone by flatten', () => {
    fc.assert(
      fc.property(customers, ({ fields }) => {
        expect(Object.fromEntries(flatten(nest(fields)))).toEqual({ ...fields });
      }),
    );
  });
});

function diff(customer: Customer, fields: DraftFields): Step {
  const match = { kind: 'one', rung: 0, customer, stamps: {} } as const;
  const input = { draft: { fields, warnings: [] }, ladder: [], match, policy: ALWAYS, nowMs: 0 };
  return planSteps(input)[0]!;
}

/** A shipping that stays incomplete is left out, with a warning. */
function isWritten(name: string, step: Step): boolean {
  if (!name.startsWith('shipping.')) return true;
  if (step.kind !== 'update' && step.kind !== 'unchanged') return true;
  return !step.warnings.some(({ code }) => code === 'shipping_incomplete');
}

function expected(name: string, drafted: FieldValue | null | undefined, customer: Customer) {
  const held = customer.fields[name];
  if (drafted === undefined) return held;
  if (drafted === null && fieldSpec(name)?.clear === 'never') return held;
  return isEmptyValue(name, drafted) ? undefined : drafted;
}

function withoutEmpties(fields: DraftFields): Customer['fields'] {
  const held = Object.entries(fields).filter(([name, value]) => !isEmptyValue(name, value));
  return Object.fromEntries(held) as Customer['fields'];
}

function valuesByName<T>(wrap: (value: fc.Arbitrary<FieldValue>) => fc.Arbitrary<T>) {
  const fields = DIFFED.map((spec) => [spec.name, wrap(arbitraryOf(spec))] as const);
  const metadata = METADATA_NAMES.map((name) => [name, wrap(fc.constantFrom('x', 'y'))] as const);
  return Object.fromEntries([...fields, ...metadata]);
}

function arbitraryOf({ kind, values }: FieldSpec): fc.Arbitrary<FieldValue> {
  switch (kind) {
    case 'integer':
      return fc.integer({ min: 0, max: 2 });
    case 'enum':
      return fc.constantFrom(...(values ?? []));
    case 'locales':
      return fc.array(fc.constantFrom('en', 'de'), { minLength: 1, maxLength: 2 });
    case 'custom_fields':
      return fc.constantFrom([{ name: 'PO', value: '17' }], [{ value: '18', name: 'PO' }]);
    default:
      return fc.constantFrom('x', 'y');
  }
}
