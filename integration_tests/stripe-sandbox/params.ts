/** The shapes that a parameter can have. `clear`: the empty string unsets it. */
export type Param =
  | {
      readonly kind: 'string';
      readonly max?: number;
      readonly clear: boolean;
      readonly check?: Check;
    }
  | { readonly kind: 'integer'; readonly min?: number; readonly max?: number }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'enum'; readonly values: readonly string[]; readonly clear: boolean }
  | HashParam
  | { readonly kind: 'list'; readonly of: Param; readonly max?: number; readonly clear: boolean }
  | { readonly kind: 'metadata' }
  | { readonly kind: 'range' }
  | { readonly kind: 'any' };

export interface HashParam {
  readonly kind: 'hash';
  readonly of: { readonly [name: string]: Param };
  readonly required?: readonly string[];
  readonly clear: boolean;
}

export type Check = 'email' | 'invoice_prefix';

/** A text that the empty string unsets. */
export function text(max?: number, check?: Check): Param {
  return {
    kind: 'string',
    clear: true,
    ...(max === undefined ? {} : { max }),
    ...(check === undefined ? {} : { check }),
  };
}

/** A text that cannot be unset. */
export function firm(max?: number, check?: Check): Param {
  return { ...text(max, check), clear: false } as Param;
}

export function oneOf(values: readonly string[], clear = false): Param {
  return { kind: 'enum', values, clear };
}

export function hash(
  of: { readonly [name: string]: Param },
  { clear = false, required = [] }: { clear?: boolean; required?: readonly string[] } = {},
): HashParam {
  return { kind: 'hash', of, clear, required };
}

export function list(
  of: Param,
  { clear = false, max }: { clear?: boolean; max?: number } = {},
): Param {
  return { kind: 'list', of, clear, ...(max === undefined ? {} : { max }) };
}

export const EXPAND: Param = list(firm(5000));
export const PAGE_LIMIT: Param = { kind: 'integer', min: 1, max: 100 };
export const METADATA: Param = { kind: 'metadata' };
