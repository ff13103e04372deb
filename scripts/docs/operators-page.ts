import { DATE_VALUES } from '../../src/lib/date-span.ts';
import { OPERATORS, type OperatorSpec } from '../../src/model/operator-table.ts';
import { code, page, table } from './markdown.ts';

const COUNTS = { 0: 'none', 1: 'one', 2: 'two', many: 'one or more' } as const;
const READS = { none: '', scalar: '', date: 'date' } as const;

/** docs/operators.md: every filter operator and the rules that they share. */
export function operatorsPage(): string {
  const operators: readonly OperatorSpec[] = OPERATORS;
  const rows = operators.map(({ name, values, reads, negates, description }) => [
    code(name),
    [COUNTS[values], READS[reads]].filter(Boolean).join(', '),
    description,
    negates === undefined ? '' : code(negates),
  ]);
  return page(
    'Filter operators',
    table(['operator', 'values', 'true when the column', 'exact negation of'], rows),
    '## Rules',
    RULES.map((rule) => `* ${rule}`).join('\n'),
  );
}

const RULES = [
  '**Null**: a missing column is null. A positive operator is false on null; a negative one is the exact negation of its positive, so it is true on null.',
  '**Types**: values are written as text and compared as the column’s own type: number with number (exactly, whatever its size), boolean with boolean, text with text. A list or object equals a value that spells it in JSON.',
  '**Text** heeds case, unless the condition has `"ignore_case": true`. `contains`, `starts with` and `ends with` look at text only, never at a number; `contains` also finds an element of a list.',
  '**Order**: when both sides are numeric (a number, or text that spells one) they are ordered as numbers; when neither is, as text; mixed is false.',
  `**Dates** are read in UTC where they carry no offset: ${DATE_VALUES.split(', ').map(code).join(', ')}. Units are seconds, minutes, hours, days, weeks, months and years. A bare date means that whole day. \`now\` is the start of the sync. Numbers are never dates.`,
  '**Paths**: `address.city` walks into objects; `["odd key"].x` quotes a name that holds dots, brackets or quotes.',
];
