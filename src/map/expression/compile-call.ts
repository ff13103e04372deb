import type { FunctionSpec } from '../function-table.ts';
import { FUNCTIONS } from '../function-table.ts';
import { isPlain, type Node, nameOf } from './ast.ts';
import { type Argument, BUILTINS, type Builtin } from './builtins.ts';
import type { Closure, Item } from './closure.ts';
import type { Compiling } from './scope.ts';

type ArgumentClosure = (profile: Parameters<Closure>[0]) => Argument;

/** `$f(a, b)`, `a ~> $f(b)` and `a ~> $f` of a function that has a synchronous form. */
export function compileCall(node: Node, context: Compiling): Closure | undefined {
  const isApply = node.type === 'apply';
  const call = isApply ? node.rhs : node;
  if (call === undefined || !isPlain(call)) return undefined;
  const callee = call.type === 'function' ? call.procedure : call;
  if (callee?.type !== 'variable' || !isPlain(callee)) return undefined;
  const name = nameOf(callee);
  // A variable of that name hides the function.
  if (context.scope.find(name) !== undefined) return undefined;
  const first = isApply ? [node.lhs as Node] : [];
  const args = [...first, ...(call.arguments ?? [])].map((arg) => compileArgument(arg, context));
  const known = args.filter((arg) => arg !== undefined);
  if (known.length < args.length) return undefined;
  return compileKnown(name, known, context.nowMs);
}

function compileArgument(node: Node, context: Compiling): ArgumentClosure | undefined {
  if (node.type !== 'regex') return context.compile(node, context.scope);
  if (!isPlain(node) || !(node.value instanceof RegExp)) return undefined;
  const pattern = new RegExp(node.value);
  return () => pattern;
}

function compileKnown(
  name: string,
  args: readonly ArgumentClosure[],
  nowMs: number,
): Closure | undefined {
  if (args.length === 0) return constant(name, nowMs);
  const builtin = BUILTINS.get(name);
  if (builtin?.counts.includes(args.length)) return compileBuiltin(builtin, args);
  const extra = FUNCTIONS.find((candidate) => candidate.name === name);
  return extra && compileExtra(extra, args);
}

function constant(name: string, nowMs: number): Closure | undefined {
  if (name === 'millis') return () => nowMs;
  const now = new Date(nowMs).toISOString();
  return name === 'now' ? () => now : undefined;
}

function compileBuiltin({ call }: Builtin, args: readonly ArgumentClosure[]): Closure | undefined {
  const [a = NOTHING, b = NOTHING, c = NOTHING] = args;
  if (args.length === 1) return (profile) => call(a(profile), undefined, undefined);
  if (args.length === 2) return (profile) => call(a(profile), b(profile), undefined);
  return (profile) => call(a(profile), b(profile), c(profile));
}

function compileExtra({ implementation }: FunctionSpec, args: readonly ArgumentClosure[]): Closure {
  return (profile) => implementation(...args.map((arg) => arg(profile))) as Item;
}

const NOTHING: ArgumentClosure = () => undefined;
