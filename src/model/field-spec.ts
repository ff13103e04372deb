import type { WritePolicy } from './config.ts';

/**
 * Every customer field this program knows, once. Mapping, functions, diffing, discover, the
 * sandbox's checks and docs/fields.md follow from it. Limits: Stripe's OpenAPI description and
 * docs.stripe.com/api/customers.
 */
export interface FieldSpec {
  /** Flat, dotted name, the same everywhere. */
  readonly name: string;
  readonly kind: 'text' | 'email' | 'integer' | 'enum' | 'locales' | 'custom_fields' | 'tax_ids';
  readonly description: string;
  /** Characters. */
  readonly maxLength?: number;
  readonly values?: readonly string[];
  /** Values of `values` that only an update, or only a create, takes. */
  readonly updateOnlyValues?: readonly string[];
  readonly createOnlyValues?: readonly string[];
  readonly pattern?: RegExp;
  readonly min?: number;
  readonly max?: number;
  /** When Stripe takes it. */
  readonly on: 'both' | 'create' | 'update';
  /** Sent to clear it; `never`: null leaves it alone. */
  readonly clear: '' | 0 | 'never';
  /** Whether an answer shows it; what can't be read back never causes an update. */
  readonly readable: boolean;
  /** Sub-object that an answer shows only when asked to. */
  readonly expand?: 'tax' | 'cash_balance';
  /** Written together with its siblings. */
  readonly unit?: 'address' | 'shipping';
  /** The value that Stripe shows for an unset field. */
  readonly emptyValue?: string | number;
  /** Policy when the mapping names none; absent: always. */
  readonly defaultWrite?: WritePolicy;
  /** An example for docs and discover. */
  readonly example: string | number;
}
