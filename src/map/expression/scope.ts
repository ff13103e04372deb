import type { Node } from './ast.ts';
import type { Closure, Item } from './closure.ts';

/** What a compiler of nodes needs to go on. */
export interface Compiling {
  readonly scope: Scope;
  readonly nowMs: number;
  /** The closure of an operand; undefined when the interpreter has to do it all. */
  readonly compile: (node: Node, scope: Scope) => Closure | undefined;
}

/**
 * Where the variables of a block live while an expression runs: a slot each, found at compile time.
 */
export interface Scope {
  /** The slot of a variable; undefined = not bound here. */
  find(name: string): number | undefined;
  /** The slot of a variable of this block, visible to what is compiled after it. */
  bind(name: string): number;
  /** Closures run to their end one at a time, so that one array serves all of them. */
  readonly slots: Item[];
}

/** A scope whose bindings end with its block. */
export function openScope(outer?: Scope): Scope {
  const slots = outer?.slots ?? [];
  const own = new Map<string, number>();
  return {
    slots,
    find: (name) => own.get(name) ?? outer?.find(name),
    bind: (name) => {
      const slot = own.get(name) ?? slots.push(undefined) - 1;
      own.set(name, slot);
      return slot;
    },
  };
}
