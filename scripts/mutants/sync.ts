import { type Mutant, SIMULATION } from './mutant.ts';

/** Faults in the order and the care of the sync. */
export const SYNC_MUTANTS: readonly Mutant[] = [
  {
    name: 'two writes of one customer run at once',
    file: 'src/sync/lanes.ts',
    find: 'if (task.blockers === 0) this.#start(task);',
    replace: 'this.#start(task);',
    tests: ['src/sync'],
  },
  {
    name: 'hold given while another has it',
    file: 'src/sync/holds.ts',
    find: 'this.#held.has(ref) || reserved.has(ref)',
    replace: 'reserved.has(ref)',
    tests: ['src/sync'],
  },
  {
    name: 'superseded version written',
    file: 'src/sync/advance.ts',
    find: 'if (entry.superseded) {',
    replace: 'if (entry.parts.length === 0) {',
    tests: ['src/sync', SIMULATION],
  },
  {
    name: 'duplicate profile claim ignored',
    file: 'src/sync/decide.ts',
    find: 'return refs.every((ref) => claims.claim(ref, identity));',
    replace: 'return refs.every((ref) => claims.claim(ref, identity)) || true;',
    tests: ['src/sync'],
  },
  {
    name: 'unprovable create allowed',
    file: 'src/sync/work.ts',
    find: 'if (!(await directory.proveAbsence(slot, part.ladder))) {',
    replace: 'if (!(await directory.proveAbsence(slot, part.ladder)) && slot < 0) {',
    tests: ['src/sync'],
  },
  {
    name: 'replayed customer not looked at again',
    file: 'src/sync/work.ts',
    find: 'return afterReplay(deps, part, performed);',
    replace: "return ended({ kind: 'created', id: performed.id });",
    tests: ['src/sync', SIMULATION],
  },
  {
    name: 'generation never advances',
    file: 'src/sync/work.ts',
    find: 'if (done.newGeneration) generation += 1;',
    replace: '',
    tests: ['src/sync', SIMULATION],
  },
  {
    name: 'safety limit off by one',
    file: 'src/sync/brakes.ts',
    find: 'spent[what] + amount > max',
    replace: 'spent[what] > max',
    tests: ['src/sync'],
  },
  {
    name: 'clearing not counted by the safety limit',
    file: 'src/sync/brakes.ts',
    find: "if (cleared > 0) spend('cleared', cleared, limits.maxCleared);",
    replace: '',
    tests: ['src/sync'],
  },
  {
    name: 'share of rejected records judged from the first',
    file: 'src/sync/brakes.ts',
    find: 'if (settled < REJECTED_PERCENT_AFTER_RECORDS) return;',
    replace: '',
    tests: ['src/sync'],
  },
];
