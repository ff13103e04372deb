import { operatorIssues, operatorSpec, pathIssues } from '../lib/condition-issues.ts';
import { type DateSpan, parseDateSpan } from '../lib/date-span.ts';
import { compilePath, parsePath } from '../lib/property-path.ts';
import type { Condition, ConditionGroup, FilterConfig } from '../model/config.ts';
import type { ConfigIssue } from '../model/failure.ts';
import type { OperatorName } from '../model/operator-table.ts';
import type { Predicate } from '../model/pipeline.ts';
import type { Profile } from '../model/record.ts';
import { readLiteral } from './literal.ts';
import { OPERATOR_TESTS } from './operators.ts';

export interface FilterEnv {
  /** The sync's start: what `now` and `today` mean. */
  readonly nowMs: number;
  /** JSON pointer of the filter. */
  readonly pointer: string;
  readonly compileExpression: (
    source: string,
  ) => ((profile: Profile) => unknown | Promise<unknown>) | ConfigIssue;
}

export interface CompiledFilter {
  /** Keeps everything when there are issues. */
  readonly predicate: Predicate;
  readonly issues: readonly ConfigIssue[];
}

/**
 * Compiles a filter and reads its values once. An expression's throw at run time is the caller's.
 */
export function compileFilter(config: FilterConfig, env: FilterEnv): CompiledFilter {
  switch (config.type) {
    case 'none':
      return { predicate: keepAll, issues: [] };
    case 'conditions':
      return compileGroup(config, env.pointer, env.nowMs);
    case 'expression':
      return compileExpressionFilter(config.expression, env);
  }
}

interface CompiledTest {
  readonly predicate: Test;
  readonly issues: readonly ConfigIssue[];
}

type Test = (profile: Profile) => boolean;

function keepAll(): boolean {
  return true;
}

function compileExpressionFilter(source: string, env: FilterEnv): CompiledFilter {
  const compiled = env.compileExpression(source);
  if (typeof compiled !== 'function') {
    const pointer = `${env.pointer}/expression`;
    return { predicate: keepAll, issues: [{ ...compiled, pointer }] };
  }
  const predicate: Predicate = (profile) => {
    const result = compiled(profile);
    return result instanceof Promise ? result.then(isTrue) : isTrue(result);
  };
  return { predicate, issues: [] };
}

function isTrue(result: unknown): boolean {
  return result === true;
}

function compileGroup(group: ConditionGroup, pointer: string, nowMs: number): CompiledTest {
  const parts = [
    ...group.conditions.map((condition, at) =>
      compileCondition(condition, `${pointer}/conditions/${at}`, nowMs),
    ),
    ...group.groups.map((inner, at) => compileGroup(inner, `${pointer}/groups/${at}`, nowMs)),
  ];
  const tests = parts.map(({ predicate }) => predicate);
  return {
    predicate: group.logical === 'and' ? every(tests) : some(tests),
    issues: parts.flatMap(({ issues }) => issues),
  };
}

function compileCondition(condition: Condition, pointer: string, nowMs: number): CompiledTest {
  const issues = [
    ...pathIssues(condition.property, `${pointer}/property`),
    ...operatorIssues(condition.operator, condition.values, pointer),
  ];
  const path = parsePath(condition.property);
  const spec = operatorSpec(condition.operator);
  if (issues.length > 0 || 'problem' in path || spec === undefined) {
    return { predicate: keepAll, issues };
  }
  const read = compilePath(path);
  const test = OPERATOR_TESTS[spec.name as OperatorName]({
    literals: condition.values.map((value) => readLiteral(value, condition.ignoreCase)),
    spans: spec.reads === 'date' ? readSpans(condition.values, nowMs) : [],
  });
  return { predicate: (profile) => test(read(profile)), issues };
}

function readSpans(values: readonly string[], nowMs: number): readonly DateSpan[] {
  return values.flatMap((value) => parseDateSpan(value, nowMs) ?? []);
}

function every(tests: readonly Test[]): Test {
  const [only] = tests;
  if (only !== undefined && tests.length === 1) return only;
  return (profile) => {
    for (const test of tests) if (!test(profile)) return false;
    return true;
  };
}

function some(tests: readonly Test[]): Test {
  const [only] = tests;
  if (only !== undefined && tests.length === 1) return only;
  return (profile) => {
    for (const test of tests) if (test(profile)) return true;
    return false;
  };
}
