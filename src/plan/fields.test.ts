import { describe, expect, it } from 'vitest';
import { fakePolicy } from '../lib/fakes.ts';
import { readCustomer } from '../lib/read-customer.ts';
import type { DraftFields, FieldValue } from '../model/draft.ts';
import type { FieldSpec } from '../model/field-spec.ts';
import { FIELDS } from '../model/fields.ts';
import type { Params, Step } from '../model/step.ts';
import { planSteps } from './plan-steps.ts';

const KEY = { field: 'metadata.user_id', value: '7', text: '7' };
const COMPANIONS: DraftFields = {
  'shipping.name': 'Bea',
  'shipping.address.line1': 'Companion Road',
  'shipping.address.city': 'Companion City',
};
const ALWAYS = fakePolicy({
  write: Object.fromEntries(FIELDS.map(({ name }) => [name, 'always'] as const)),
});
const METADATA = { name: 'metadata.plan', kind: 'text', on: 'both', clear: '', readable: true };
const ALL = [...FIELDS, { ...METADATA, description: '', example: 'pro' } as FieldSpec];
const CREATABLE = ALL.filter(({ on }) => on !== 'update');
const DIFFED = CREATABLE.filter(({ on, readable }) => on === 'both' && readable);

describe.each(CREATABLE)('$name', (spec) => {
  const [one] = valuesOf(spec);
  const draft = { ...companions(spec), [spec.name]: one };

  it('is created, then unchanged', () => {
    const created = create(draft);
    expect(created.fields).toContain(spec.name);
    const again = diff(created.params, draft);
    expect(again.kind).toBe('unchanged');
  });
});

describe.each(DIFFED)('$name of an existing customer', (spec) => {
  const [one, two] = valuesOf(spec);
  const before = { ...companions(spec), [spec.name]: one };

  it('changes alone', () => {
    const step = diff(create(before).params, { ...before, [spec.name]: two });
    expect(step).toMatchObject({ kind: 'update', fields: [spec.name], cleared: 0, warnings: [] });
  });

  it('is cleared as the table says', () => {
    const step = diff(create(before).params, { ...before, [spec.name]: null });
    if (spec.clear === 'never') expect(step.kind).toBe('unchanged');
    else if (spec.name === 'shipping.name') {
      expect(step).toMatchObject({
        kind: 'unchanged',
        warnings: [{ code: 'shipping_incomplete' }],
      });
    } else {
      expect(step).toMatchObject({ kind: 'update', fields: [spec.name], cleared: 1 });
      if (step.kind === 'update') expect(leafOf(step.params, spec.name)).toBe(spec.clear);
    }
  });

  it('is left alone where the draft does not name it', () => {
    const step = diff(create(before).params, {});
    expect(step.kind).toBe('unchanged');
  });
});

function create(fields: DraftFields) {
  const input = { draft: { fields, warnings: [] }, ladder: [KEY], policy: ALWAYS, nowMs: 0 };
  const [step] = planSteps({ ...input, match: { kind: 'none', key: KEY } });
  if (step?.kind !== 'create') throw new Error(`${step?.kind} instead of create`);
  return step;
}

function diff(shown: Params, fields: DraftFields): Step {
  const customer = readCustomer({ ...shown, id: 'cus_1', created: 1 }, 0, 0);
  const input = { draft: { fields, warnings: [] }, ladder: [KEY], policy: ALWAYS, nowMs: 0 };
  const match = { kind: 'one', rung: 0, customer, stamps: {} } as const;
  return planSteps({ ...input, match })[0]!;
}

function companions({ unit }: FieldSpec): DraftFields {
  return unit === 'shipping' ? COMPANIONS : {};
}

/** Two values that differ from each other and from the empty value. */
function valuesOf({ kind, values, emptyValue, example }: FieldSpec): [FieldValue, FieldValue] {
  switch (kind) {
    case 'integer':
      return [Number(example) + 1, Number(example) + 2];
    case 'locales':
      return [['en', 'de'], ['de']];
    case 'custom_fields':
      return [[{ name: 'PO', value: '17' }], [{ name: 'PO', value: '18' }]];
    case 'tax_ids':
      return [[{ type: 'eu_vat', value: 'DE1' }], [{ type: 'eu_vat', value: 'DE2' }]];
    case 'enum': {
      const [one = '', two = ''] = (values ?? []).filter((value) => value !== emptyValue);
      return [one, two];
    }
    default:
      return [String(example), `${example} 2`];
  }
}

function leafOf(params: Params, name: string): unknown {
  return name.split('.').reduce<unknown>((branch, key) => {
    return (branch as { readonly [key: string]: unknown })[key];
  }, params);
}
