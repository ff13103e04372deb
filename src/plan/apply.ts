import { isEmptyValue } from '../lib/canonical.ts';
import type { FieldValue } from '../model/draft.ts';
import type { CreateStep, UpdateStep } from '../model/step.ts';
import { specOf } from './applicable.ts';
import { flatten } from './nest.ts';

type Fields = { readonly [field: string]: FieldValue };

/** The customer's flat fields as Stripe would show them after the step; empties are absent. */
export function applyStep(fields: Fields, step: CreateStep | UpdateStep): Fields {
  const after = new Map(Object.entries(fields));
  for (const [name, value] of flatten(step.params)) {
    if (!specOf(name).readable) continue;
    if (isEmptyValue(name, value)) forget(after, name);
    else after.set(name, value);
  }
  return Object.fromEntries(after);
}

/** A cleared parent takes its parts along. */
function forget(after: Map<string, FieldValue>, name: string): void {
  for (const field of [...after.keys()]) {
    if (field === name || field.startsWith(`${name}.`)) after.delete(field);
  }
}
