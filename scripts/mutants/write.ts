import { type Mutant, SIMULATION } from './mutant.ts';

/** Faults in talking to Stripe. */
export const WRITE_MUTANTS: readonly Mutant[] = [
  {
    name: 'create key without generation',
    file: 'src/write/idempotency.ts',
    find: 'key.value, generation];',
    replace: 'key.value];',
    tests: ['src/write/idempotency.test.ts'],
  },
  {
    name: 'create key without the field',
    file: 'src/write/idempotency.ts',
    find: 'mode, key.field, key.value',
    replace: 'mode, key.value',
    tests: ['src/write/idempotency.test.ts'],
  },
  {
    name: 'create key from the value as it came',
    file: 'src/write/idempotency.ts',
    find: 'key.field, key.value, generation',
    replace: 'key.field, key.text, generation',
    tests: ['src/write/idempotency.test.ts'],
  },
  {
    name: 'update key reused between writes',
    file: 'src/sync/performer.ts',
    find: 'updateKey(newId)',
    replace: 'updateKey(() => step.customer.id)',
    tests: ['src/sync', SIMULATION],
  },
  {
    name: 'create retried with a new key',
    file: 'src/write/paced-customers.ts',
    find: 'customers.create(params, key)',
    replace: 'customers.create(params, key + deps.random())',
    tests: ['src/write/paced-customers.test.ts', SIMULATION],
  },
  {
    name: 'update retried with a new key',
    file: 'src/write/paced-customers.ts',
    find: 'customers.update(id, params, key)',
    replace: 'customers.update(id, params, key + deps.random())',
    tests: ['src/write/paced-customers.test.ts'],
  },
  {
    name: 'refusal by the limiter taken as a rejection',
    file: 'src/write/verdict.ts',
    find: "tells: 'refuses',\n  },",
    replace: "tells: 'refuses',\n    action: 'reject',\n  },",
    tests: ['src/write/verdict.test.ts'],
  },
  {
    name: 'replayed create taken as the present',
    file: 'src/write/execute.ts',
    find: "if (replayed) return { kind: 'replayed', id, ours: retried === true };",
    replace: '',
    tests: ['src/write/execute.test.ts'],
  },
  {
    name: 'deleted customer taken as written',
    file: 'src/write/execute.ts',
    find: "body['deleted'] === true ? { kind: 'gone', id } : ",
    replace: '',
    tests: ['src/write/execute.test.ts'],
  },
  {
    name: 'refused key rejects records one by one',
    file: 'src/write/verdict.ts',
    find: "when: (f) => status(f) === 401,\n    action: 'stop_config',",
    replace: "when: (f) => status(f) === 401,\n    action: 'reject',",
    tests: ['src/write/verdict.test.ts'],
  },
  {
    name: 'values kept in messages of Stripe',
    file: 'src/lib/scrub.ts',
    find: '.replace(EMAIL, GONE)',
    replace: '',
    tests: ['src/lib/scrub.test.ts'],
  },
];
