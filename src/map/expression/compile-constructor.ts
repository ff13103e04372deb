import type { Node } from './ast.ts';
import { type Closure, deopt, type Item } from './closure.ts';
import type { Compiling } from './scope.ts';
import { isReserved, type Visible } from './visible.ts';

/** `[a, b]`: missing items are left out, lists are joined, a constructor within stays one item. */
export function compileArray(node: Node, { scope, compile }: Compiling): Closure | undefined {
  const items: { readonly value: Closure; readonly isWhole: boolean }[] = [];
  for (const expression of node.expressions ?? []) {
    const value = compile(expression, scope);
    if (value === undefined) return undefined;
    const isWhole = expression.type === 'unary' && expression.value === '[';
    items.push({ value, isWhole });
  }
  return (profile) => {
    const result: Item[] = [];
    for (const { value, isWhole } of items) {
      const item = value(profile);
      if (item === undefined) continue;
      if (Array.isArray(item) && !isWhole) {
        for (const part of item as readonly Item[]) result.push(part);
      } else result.push(item);
    }
    return result.length > LIST_MAX ? deopt() : (result as readonly Visible[]);
  };
}

/** `{"a": b}` over the whole record: pairs without key or value are left out. */
export function compileObject(node: Node, { scope, compile }: Compiling): Closure | undefined {
  const pairs: { readonly key: Closure; readonly value: Closure }[] = [];
  for (const [keyNode, valueNode] of node.lhs as readonly (readonly [Node, Node])[]) {
    const key = compile(keyNode, scope);
    const value = compile(valueNode, scope);
    if (key === undefined || value === undefined) return undefined;
    pairs.push({ key, value });
  }
  return (profile) => {
    const result: { [key: string]: Item } = Object.create(null);
    const seen = new Set<string>();
    for (const { key, value } of pairs) {
      const name = key(profile);
      if (name === undefined) continue;
      if (typeof name !== 'string' || isReserved(name) || seen.has(name)) return deopt();
      seen.add(name);
      const item = value(profile);
      if (item !== undefined) result[name] = item;
    }
    return result as Visible;
  };
}

/** Longer lists are near the interpreter's own limit. */
const LIST_MAX = 10_000;
