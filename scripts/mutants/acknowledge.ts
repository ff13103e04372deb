import type { Mutant } from './mutant.ts';

/** Faults in what a STATE promises. */
export const ACKNOWLEDGE_MUTANTS: readonly Mutant[] = [
  {
    name: 'state released before its last record is settled',
    file: 'src/checkpoint/ledger.ts',
    find: 'if (span.open > 0 || ',
    replace: 'if (span.open > 1 || ',
    tests: ['src/checkpoint'],
  },
  {
    name: 'stream state overtakes a global one',
    file: 'src/checkpoint/ledger.ts',
    find: 'if (span.open > 0 || span.afterGlobals > this.#globalsReleased) break;',
    replace: 'if (span.open > 0) break;',
    tests: ['src/checkpoint'],
  },
  {
    name: 'state counts are cumulative',
    file: 'src/checkpoint/ledger.ts',
    find: 'const next = newSpan();',
    replace:
      'const { records, rejected } = chain.last;\n    const next = { ...newSpan(), records, rejected };',
    tests: ['src/checkpoint'],
  },
  {
    name: 'rejected records count twice in a state',
    file: 'src/checkpoint/ledger.ts',
    find: 'recordCount: records - rejected,',
    replace: 'recordCount: records,',
    tests: ['src/checkpoint'],
  },
  {
    name: 'state counts lose their decimal point',
    file: 'src/encode/state-line.ts',
    find: 'Number.isInteger(value) ?',
    replace: 'value < 0 ?',
    tests: ['src/encode'],
  },
  {
    name: 'state printed before rejects are stored',
    file: 'src/sync/outbox.ts',
    find: 'if (!this.#unsaved && this.#flushing === undefined) {',
    replace: 'if (this.#flushing === undefined) {',
    tests: ['src/sync'],
  },
  {
    name: 'storing rejects is not waited for',
    file: 'src/sync/outbox.ts',
    find: 'await this.#rejects?.flush();',
    replace: 'this.#rejects?.flush().catch(() => {});',
    tests: ['src/sync'],
  },
  {
    name: 'damaged RECORD skipped like any other line',
    file: 'src/decode/damage.ts',
    find: 'if (RECORD_ENVELOPE.test(text)) return true;',
    replace: 'if (RECORD_ENVELOPE.test(text)) return false;',
    tests: ['src/decode'],
  },
];
