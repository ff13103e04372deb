import { didYouMean } from '../../lib/did-you-mean.ts';
import { FUNCTIONS } from '../function-table.ts';
import { childNodes, type Node, nameOf } from './ast.ts';

/** JSONata's own functions. docs.jsonata.org/overview */
export const JSONATA_FUNCTIONS: readonly string[] = (
  'sum count max min average string substring substringBefore substringAfter lowercase uppercase ' +
  'length trim pad match contains replace split join formatNumber formatBase formatInteger ' +
  'parseInteger number floor ceil round abs sqrt power boolean not map zip filter single reduce ' +
  'sift keys lookup append exists spread merge reverse each error assert type sort distinct ' +
  'base64encode base64decode encodeUrlComponent encodeUrl decodeUrlComponent decodeUrl toMillis ' +
  'fromMillis clone now millis'
).split(' ');

/** What may not be used, and why. */
export const REFUSED: { readonly [name: string]: string } = {
  random: 'the same profile must give the same customer at every run',
  shuffle: 'the same profile must give the same customer at every run',
  eval: 'an expression must be checked before it sees a profile',
};

/** What is wrong with a name that an expression uses; `at` counts characters from 0. */
export interface NameProblem {
  readonly message: string;
  readonly hint?: string;
  readonly at: number;
}

/** The first refused or unknown function or variable, or call with a wrong number of arguments. */
export function findNameProblem(root: Node): NameProblem | undefined {
  const bound = new Set<string>(['', '$', ...KNOWN]);
  walk(root, (node) => {
    if (node.type === 'bind') bound.add(nameOf(node.lhs as Node));
    if (node.type === 'lambda') for (const arg of node.arguments ?? []) bound.add(nameOf(arg));
    // `@$x` and `#$x` hold the bare name.
    const { focus, index } = node as { readonly focus?: unknown; readonly index?: unknown };
    for (const name of [focus, index]) if (typeof name === 'string') bound.add(name);
    if (isIndexStage(node)) bound.add(nameOf(node));
  });
  let found: NameProblem | undefined;
  walk(root, (node) => {
    found ??= problemOf(node, bound);
  });
  return found;
}

const KNOWN: readonly string[] = [...JSONATA_FUNCTIONS, ...FUNCTIONS.map(({ name }) => name)];

function isIndexStage(node: Node): boolean {
  return node.type === 'index';
}

function problemOf(node: Node, bound: ReadonlySet<string>): NameProblem | undefined {
  const at = node.position ?? 0;
  if (node.type === 'variable') {
    const name = nameOf(node);
    const why = Object.hasOwn(REFUSED, name) ? REFUSED[name] : undefined;
    if (why !== undefined) return { message: `$${name} cannot be used: ${why}`, at };
    if (bound.has(name)) return undefined;
    const near = didYouMean(name, bound);
    const hint = near === undefined ? undefined : `did you mean $${near}?`;
    const message = `$${name} is neither a function nor a variable`;
    return hint === undefined ? { message, at } : { message, hint, at };
  }
  return node.type === 'function' ? wrongCount(node, 0) : wrongApply(node);
}

function wrongApply(node: Node): NameProblem | undefined {
  return node.type === 'apply' && node.rhs?.type === 'function'
    ? wrongCount(node.rhs, 1)
    : undefined;
}

function wrongCount(call: Node, given: number): NameProblem | undefined {
  const name = call.procedure?.type === 'variable' ? nameOf(call.procedure) : '';
  const spec = FUNCTIONS.find((candidate) => candidate.name === name);
  const count = given + (call.arguments?.length ?? 0);
  if (spec === undefined || (count >= spec.argumentsMin && count <= spec.argumentsMax)) return;
  return { message: `expected ${spec.signature}`, at: call.position ?? 0 };
}

function walk(node: Node, visit: (node: Node) => void): void {
  visit(node);
  for (const child of childNodes(node)) walk(child, visit);
}
