import type { Profile } from '../../model/record.ts';
import { isPlain, type Node, nameOf, pathOfNames } from './ast.ts';
import { type Closure, deopt, type Item } from './closure.ts';
import { compileCall } from './compile-call.ts';
import { compileArray, compileObject } from './compile-constructor.ts';
import { negated, OPERATORS, truth } from './operators.ts';
import { compileReadKey } from './read-path.ts';
import { type Compiling, openScope, type Scope } from './scope.ts';
import { isReserved, visible } from './visible.ts';

/**
 * The expression as plain synchronous functions, which agree with the interpreter in every value
 * they return; undefined where the expression holds something they do not know.
 */
export function compileClosure(root: Node, nowMs: number): Closure | undefined {
  const compile = (node: Node, scope: Scope): Closure | undefined =>
    isPlain(node) ? KINDS[node.type]?.(node, { scope, nowMs, compile }) : undefined;
  return compile(root, openScope());
}

type Compile = (node: Node, context: Compiling) => Closure | undefined;

const KINDS: { readonly [type: string]: Compile } = {
  string: literal,
  number: literal,
  value: literal,
  path: compilePath,
  variable: compileVariable,
  binary: compileBinary,
  unary: compileUnary,
  condition: compileCondition,
  block: compileBlock,
  function: compileCall,
  apply: compileCall,
};

function literal(node: Node): Closure {
  const value = node.value as Item;
  return () => value;
}

function compilePath(node: Node, context: Compiling): Closure | undefined {
  const names = pathOfNames(node);
  if (names !== undefined) return compileNames(names);
  const [first, ...rest] = node.steps ?? [];
  if (first?.type !== 'variable' || !isPlain(first)) return undefined;
  const below = pathOfNames({ type: 'path', steps: rest });
  if (below === undefined || below.length === 0) return undefined;
  // `$` and `$$` are the whole record here.
  if (first.value === '' || first.value === '$') return compileNames(below);
  const start = compileVariable(first, context);
  if (start === undefined) return undefined;
  return (profile) => {
    const value = start(profile);
    return visibleStep(value, below, 0);
  };
}

function compileNames(names: readonly string[]): Closure {
  const [first = ''] = names;
  if (names.some(isReserved)) return () => undefined;
  const read = compileReadKey(first);
  if (names.length === 1) {
    return (profile) => {
      const value = read(profile);
      return typeof value === 'string' ? value : visible(value);
    };
  }
  return (profile) => visibleStep(read(profile), names, 1);
}

/** Follows names from a place on; a list on the way is left to the interpreter. */
function visibleStep(start: unknown, names: readonly string[], from: number): Item {
  let value = start;
  for (let at = from; at < names.length; at += 1) {
    if (typeof value !== 'object' || value === null) return undefined;
    if (Array.isArray(value)) return deopt();
    const name = names[at] ?? '';
    value = Object.hasOwn(value, name) ? (value as Profile)[name] : undefined;
  }
  return visible(value as Profile[string] | undefined);
}

function compileVariable(node: Node, { scope }: Compiling): Closure | undefined {
  const slot = scope.find(nameOf(node));
  return slot === undefined ? undefined : () => scope.slots[slot];
}

function compileBinary(node: Node, { scope, compile }: Compiling): Closure | undefined {
  const name = nameOf(node);
  const left = compile(node.lhs as Node, scope);
  const right = node.rhs && compile(node.rhs, scope);
  if (left === undefined || right === undefined) return undefined;
  if (name === 'and') return (profile) => isTrue(left(profile)) && isTrue(right(profile));
  if (name === 'or') return (profile) => isTrue(left(profile)) || isTrue(right(profile));
  const operator = OPERATORS.get(name);
  return operator && ((profile) => operator(left(profile), right(profile)));
}

function isTrue(value: Item): boolean {
  return truth(value) === true;
}

function compileUnary(node: Node, context: Compiling): Closure | undefined {
  if (node.value === '[') return compileArray(node, context);
  if (node.value === '{') return compileObject(node, context);
  const operand = node.expression && context.compile(node.expression, context.scope);
  return operand && ((profile) => negated(operand(profile)));
}

function compileCondition(node: Node, { scope, compile }: Compiling): Closure | undefined {
  const condition = node.condition && compile(node.condition, scope);
  const then = node.then && compile(node.then, scope);
  const otherwise = node.else === undefined ? () => undefined : compile(node.else, scope);
  if (condition === undefined || then === undefined || otherwise === undefined) return undefined;
  return (profile) => (truth(condition(profile)) ? then(profile) : otherwise(profile));
}

function compileBlock(node: Node, { scope, compile }: Compiling): Closure | undefined {
  const inner = openScope(scope);
  const steps: Closure[] = [];
  for (const expression of node.expressions ?? []) {
    const isBind = expression.type === 'bind' && isPlain(expression);
    const step = isBind ? compileBind(expression, inner, compile) : compile(expression, inner);
    if (step === undefined) return undefined;
    steps.push(step);
  }
  const [only] = steps;
  if (only !== undefined && steps.length === 1) return only;
  return (profile) => {
    let value: Item;
    for (const step of steps) value = step(profile);
    return value;
  };
}

function compileBind(node: Node, scope: Scope, compile: Compiling['compile']): Closure | undefined {
  const value = node.rhs && compile(node.rhs, scope);
  if (value === undefined) return undefined;
  const slot = scope.bind(nameOf(node.lhs as Node));
  return (profile) => {
    const bound = value(profile);
    scope.slots[slot] = bound;
    return bound;
  };
}
