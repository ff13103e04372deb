import { childNodes, type Node, nameOf } from './ast.ts';

/** Top-level columns that an expression may read; 'all' where only the record can tell. */
export function columnsRead(root: Node): readonly string[] | 'all' {
  const reading: Reading = { columns: new Set(), isAll: false };
  visit(root, true, reading);
  return reading.isAll ? 'all' : [...reading.columns];
}

interface Reading {
  readonly columns: Set<string>;
  isAll: boolean;
}

/**
 * Functions that take the whole record where arguments are missing; from how many on they do not.
 */
const CONTEXT_UNTIL: { readonly [name: string]: number } = {
  string: 1,
  boolean: 1,
  not: 1,
  keys: 1,
  spread: 1,
  lookup: 2,
  sift: 2,
  each: 2,
};

/**
 * `isTop`: the context is the record. Deeper names are taken for columns too: one too many does no
 * harm.
 */
function visit(node: Node, isTop: boolean, reading: Reading): void {
  switch (node.type) {
    case 'path':
      visitPath(node, isTop, reading);
      return;
    case 'name':
      reading.columns.add(nameOf(node));
      visitAll(childNodes(node), false, reading);
      return;
    case 'apply':
      // What stands on the left is the function's first argument.
      visitAll([node.lhs as Node], isTop, reading);
      visitAll(
        node.rhs?.type === 'function' ? childNodes(node.rhs) : childNodes(node),
        isTop,
        reading,
      );
      return;
    case 'variable':
      if (node.value === '$' || (node.value === '' && isTop)) reading.isAll = true;
      break;
    case 'wildcard':
    case 'descendant':
      if (isTop) reading.isAll = true;
      break;
    case 'parent':
      reading.isAll = true;
      break;
    case 'function':
      if (isTop && takesContext(node)) reading.isAll = true;
      break;
    default:
  }
  visitAll(childNodes(node), isTop, reading);
}

function visitAll(nodes: readonly Node[], isTop: boolean, reading: Reading): void {
  for (const node of nodes) visit(node, isTop, reading);
}

function visitPath(node: Node, isTop: boolean, reading: Reading): void {
  const [first, second, ...rest] = node.steps ?? [];
  if (first === undefined) return;
  const isRoot = first.type === 'variable' && (first.value === '$' || first.value === '');
  if (isRoot && second?.type === 'name') reading.columns.add(nameOf(second));
  else visit(first, isTop, reading);
  if (second !== undefined) visitBelow(second, reading);
  for (const step of rest) visitBelow(step, reading);
  // Predicates and groups of the path itself look into what the path found.
  const { group } = node as { readonly group?: unknown };
  visitAll(childNodes({ type: 'path', value: group }), false, reading);
  if (isRoot) visitAll(childNodes(first), false, reading);
}

function visitBelow(step: Node, reading: Reading): void {
  visitAll(step.type === 'name' ? childNodes(step) : [step], false, reading);
}

function takesContext(node: Node): boolean {
  const name = node.procedure?.type === 'variable' ? nameOf(node.procedure) : '';
  const until = Object.hasOwn(CONTEXT_UNTIL, name) ? CONTEXT_UNTIL[name] : undefined;
  return until !== undefined && (node.arguments?.length ?? 0) < until;
}
