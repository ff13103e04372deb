import type { Profile } from '../../model/record.ts';
import type { Visible } from './visible.ts';

/**
 * A value on its way through an expression; undefined = missing. null comes from a literal only.
 */
export type Item = Visible | null | undefined;

/** A compiled expression. Throws `DEOPT` where only the interpreter knows what becomes of it. */
export type Closure = (profile: Profile) => Item;

/**
 * Thrown by a closure that meets what it was not made for: a list on a path, a wrong type, an
 * infinite number. The interpreter then does the record anew, and reports the error if it is one.
 */
export const DEOPT = Object.freeze(new Error('left to the interpreter'));

export function deopt(): never {
  throw DEOPT;
}
