import type { ConfigIssue } from '../model/failure.ts';
import type { Profile, Value } from '../model/record.ts';
import { type Node, pathOfNames } from './expression/ast.ts';
import { type Closure, DEOPT } from './expression/closure.ts';
import { columnsRead } from './expression/columns.ts';
import { compileClosure } from './expression/compile-closure.ts';
import { compileInterpreter, type Interpret, parse } from './expression/interpreter.ts';
import { findNameProblem } from './expression/names.ts';
import { compileReadPath } from './expression/read-path.ts';

export interface CompiledExpression {
  /**
   * undefined = nothing; null only from a bare column or a literal. Throws or rejects where JSONata
   * does; a promise only where the interpreter is needed.
   */
  readonly evaluate: (profile: Profile) => Value | undefined | Promise<Value | undefined>;
  /** The one column whose value is passed through as it is. */
  readonly column?: string;
  /** Top-level columns that it may read. */
  readonly columns: readonly string[] | 'all';
}

export interface ExpressionEnv {
  /** The sync's start: what `$now()` and `$millis()` say. */
  readonly nowMs: number;
  /** Where the expression stands in the config. */
  readonly pointer: string;
}

/** Compiles a JSONata expression once; a mistake in it is an issue with its position. */
export function compileExpression(
  source: string,
  env: ExpressionEnv,
): CompiledExpression | ConfigIssue {
  try {
    const parsed = parse(source);
    const root = parsed.ast() as unknown as Node;
    const problem = findNameProblem(root);
    if (problem !== undefined) {
      const { message, at, hint } = problem;
      return issue(env.pointer, `${message} (character ${at})`, hint);
    }
    const names = pathOfNames(root);
    if (names !== undefined) return bareColumn(names);
    const interpret = compileInterpreter(parsed, env.nowMs);
    const closure = compileClosure(root, env.nowMs);
    const evaluate = closure === undefined ? interpret : withFallback(closure, interpret);
    return { evaluate, columns: columnsRead(root) };
  } catch (error) {
    return issue(env.pointer, syntaxMessage(error));
  }
}

function bareColumn(names: readonly string[]): CompiledExpression {
  const [column = ''] = names;
  const evaluate = compileReadPath(names);
  return names.length === 1
    ? { evaluate, column, columns: names }
    : { evaluate, columns: [column] };
}

function withFallback(closure: Closure, interpret: Interpret): CompiledExpression['evaluate'] {
  return (profile) => {
    try {
      return closure(profile);
    } catch (error) {
      if (error === DEOPT) return interpret(profile);
      throw error;
    }
  };
}

const HINT = 'see docs.jsonata.org and docs/functions.md';

function issue(pointer: string, message: string, hint = HINT): ConfigIssue {
  return { code: 'invalid_expression', pointer, message, hint };
}

/** JSONata throws plain objects with `code`, `position` and `message`. */
function syntaxMessage(error: unknown): string {
  const { code, position, message } = error as {
    readonly code?: string;
    readonly position?: number;
    readonly message?: string;
  };
  const at = position === undefined ? '' : ` (character ${position})`;
  return `The expression does not compile: ${message ?? 'unknown'}${at}${code ? ` [${code}]` : ''}`;
}
