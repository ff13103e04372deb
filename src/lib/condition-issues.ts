import type { ConfigIssue } from '../model/failure.ts';
import { OPERATORS, type OperatorSpec } from '../model/operator-table.ts';
import { DATE_VALUES, parseDateSpan } from './date-span.ts';
import { didYouMean } from './did-you-mean.ts';
import { numberFromText } from './number-text.ts';
import { parsePath } from './property-path.ts';

const BY_NAME: ReadonlyMap<string, OperatorSpec> = new Map(
  OPERATORS.map((operator) => [operator.name, operator]),
);

/** The table's entry of an operator's exact name. */
export function operatorSpec(name: string): OperatorSpec | undefined {
  return BY_NAME.get(name);
}

/** What is wrong with a property path: none or one issue at that pointer. */
export function pathIssues(property: string, pointer: string): readonly ConfigIssue[] {
  const parsed = parsePath(property);
  if (!('problem' in parsed)) return [];
  return [
    {
      code: 'invalid_property_path',
      pointer,
      message: `The property cannot be read at character ${parsed.at + 1}: ${parsed.problem}`,
      hint: 'Write it as a.b or ["odd key"].b',
    },
  ];
}

/** What is wrong with an operator and its values, as far as the configuration alone can tell. */
export function operatorIssues(
  operator: string,
  values: readonly string[],
  pointer: string,
): readonly ConfigIssue[] {
  const spec = operatorSpec(operator);
  if (spec === undefined) return [unknownOperator(operator, pointer)];
  const problem = countProblem(spec, values.length) ?? valueProblem(spec, values);
  if (problem === undefined) return [];
  return [{ code: 'operator_values', pointer: `${pointer}/values`, ...problem }];
}

interface Problem {
  readonly message: string;
  readonly hint: string;
}

function unknownOperator(operator: string, pointer: string): ConfigIssue {
  const meant = didYouMean(operator.replaceAll('_', ' '), BY_NAME.keys());
  return {
    code: 'unknown_operator',
    pointer: `${pointer}/operator`,
    message: 'There is no such operator',
    hint:
      meant === undefined ? 'See docs/operators.md for all operators' : `Did you mean "${meant}"?`,
  };
}

function countProblem(spec: OperatorSpec, count: number): Problem | undefined {
  if (spec.values === 'many' ? count > 0 : count === spec.values) return undefined;
  const wanted = COUNTS[spec.values];
  return { message: `"${spec.name}" takes ${wanted}, not ${count}`, hint: `Give ${wanted}` };
}

const COUNTS = { 0: 'no value', 1: 'one value', 2: 'two values', many: 'at least one value' };

function valueProblem(spec: OperatorSpec, values: readonly string[]): Problem | undefined {
  if (spec.reads === 'date' && values.some((value) => parseDateSpan(value, 0) === undefined)) {
    return {
      message: `"${spec.name}" cannot read the value as a date`,
      hint: `Use ${DATE_VALUES}`,
    };
  }
  const numeric = values.filter((value) => numberFromText(value) !== undefined).length;
  if (spec.values === 2 && numeric === 1) {
    const message = `"${spec.name}" got a number and a text; nothing lies between them`;
    return { message, hint: 'Give two numbers, or two texts' };
  }
  return undefined;
}
