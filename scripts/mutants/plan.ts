import type { Mutant } from './mutant.ts';

/** Faults in what is to be written. */
export const PLAN_MUTANTS: readonly Mutant[] = [
  {
    name: 'diff ignores a field',
    file: 'src/plan/changes.ts',
    find: "return sameValue(spec, value, held) ? 'left alone' : 'differs';",
    replace: "return field === 'phone' || sameValue(spec, value, held) ? 'left alone' : 'differs';",
    tests: ['src/plan'],
  },
  {
    name: 'fingerprint ignores what a field holds',
    file: 'src/edge/directory/fingerprint.ts',
    find: 'hashText(text, part.a, part.b, value);',
    replace: "hashText('', part.a, part.b, value);",
    tests: ['src/edge/directory'],
  },
  {
    name: 'email folded in what is written',
    file: 'src/plan/create.ts',
    find: 'fields[rung.field] = rung.text;',
    replace: 'fields[rung.field] = rung.value;',
    tests: ['src/plan'],
  },
  {
    name: 'matching field not written on create',
    file: 'src/plan/create.ts',
    find: 'fields[rung.field] = rung.text;',
    replace: '',
    tests: ['src/plan'],
  },
  {
    name: 'empty values sent on create',
    file: 'src/plan/create.ts',
    find: 'if (value === null || isEmptyValue(field, value)) continue;',
    replace: "if (value === null) { fields[field] = ''; continue; }",
    tests: ['src/plan'],
  },
  {
    name: 'stamp of an adoption not planned',
    file: 'src/plan/changes.ts',
    find: 'differ.set(field, text);',
    replace: '',
    tests: ['src/plan'],
  },
  {
    name: 'if_empty overwrites',
    file: 'src/plan/changes.ts',
    find: "if (write === 'if_empty' && !isEmptyValue(field, held)) return 'left alone';",
    replace: '',
    tests: ['src/plan'],
  },
  {
    name: 'unmapped parts of an address lost',
    file: 'src/plan/units.ts',
    find: '(change === undefined ? held[part] : change)',
    replace: 'change',
    tests: ['src/plan'],
  },
  {
    name: 'merged unit written from an old copy',
    file: 'src/plan/update.ts',
    find: 'nowMs - customer.fetchedAtMs > COPY_AGE_MS_MAX',
    replace: 'false',
    tests: ['src/plan'],
  },
  {
    name: 'metadata keys of other systems not counted',
    file: 'src/plan/update.ts',
    find: 'metadataCount + added - removed',
    replace: 'added - removed',
    tests: ['src/plan'],
  },
  {
    name: 'update_only creates',
    file: 'src/plan/plan-steps.ts',
    find: "if (policy.exportMode === 'update_only') return skip('customer_not_found');",
    replace: '',
    tests: ['src/plan'],
  },
];
