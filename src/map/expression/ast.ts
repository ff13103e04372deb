/**
 * A node of JSONata's syntax tree (`jsonata(source).ast()`), as far as this program looks into it.
 */
export interface Node {
  readonly type: string;
  readonly value?: unknown;
  readonly position?: number;
  readonly steps?: readonly Node[];
  readonly expressions?: readonly Node[];
  readonly arguments?: readonly Node[];
  readonly procedure?: Node;
  readonly expression?: Node;
  readonly condition?: Node;
  readonly then?: Node;
  readonly else?: Node;
  readonly lhs?: Node | readonly (readonly [Node, Node])[];
  readonly rhs?: Node;
}

/** Marks of arrays, predicates, grouping, joins and parents: nothing the fast paths know. */
const MARKS = [
  'predicate',
  'stages',
  'group',
  'focus',
  'index',
  'tuple',
  'ancestor',
  'seekingParent',
  'keepArray',
  'keepSingletonArray',
  'consarray',
  'thunk',
];

/** A node without any of the marks that change how its value is made. */
export function isPlain(node: Node): boolean {
  const marks = node as unknown as { readonly [mark: string]: unknown };
  return MARKS.every((mark) => marks[mark] === undefined);
}

/** The names of a path of plain names; undefined for any other node. */
export function pathOfNames(node: Node): readonly string[] | undefined {
  if (node.type !== 'path' || node.steps === undefined || !isPlain(node)) return undefined;
  const plain = node.steps.every((step) => step.type === 'name' && isPlain(step));
  return plain ? node.steps.map(nameOf) : undefined;
}

/** `$count` → `count`, a column → its name. */
export function nameOf(node: Node): string {
  return typeof node.value === 'string' ? node.value : '';
}

/** All nodes directly below, whatever holds them. */
export function childNodes(node: Node): readonly Node[] {
  const found: Node[] = [];
  for (const value of Object.values(node)) collect(value, found);
  return found;
}

function collect(value: unknown, into: Node[]): void {
  if (Array.isArray(value)) for (const item of value) collect(item, into);
  else if (isNode(value)) into.push(value);
  // A predicate, a sort term and a group are wrappers around nodes.
  else if (isWrapper(value)) for (const item of Object.values(value)) collect(item, into);
}

function isNode(value: unknown): value is Node {
  return isWrapper(value) && typeof value['type'] === 'string' && value['type'] !== 'filter';
}

function isWrapper(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !(value instanceof RegExp);
}
