import type { Value } from '../../model/record.ts';
import { plainNumber } from '../functions/plain-text.ts';

/** Why a value has no text; the words are safe to print. */
export interface NoText {
  readonly detail: string;
}

/** Trimmed text of a scalar: 123.0 is "123", never an exponent. Lists and objects have none. */
export function scalarText(value: Exclude<Value, null>): string | NoText {
  switch (typeof value) {
    case 'string': {
      const text = value.trim();
      // A lone surrogate cannot be sent as UTF-8.
      return text.isWellFormed() ? text : { detail: 'must be valid Unicode' };
    }
    case 'number':
      return Number.isFinite(value) ? plainNumber(value) : { detail: 'must be a finite number' };
    case 'bigint':
    case 'boolean':
      return String(value);
    default:
      return { detail: 'must be text, not a list or an object' };
  }
}
