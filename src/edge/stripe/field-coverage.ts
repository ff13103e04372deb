import type Stripe from 'stripe';
import type { LeftOut } from '../../model/field-table.ts';
import type { FieldName } from '../../model/fields.ts';

/**
 * The field table held against Stripe's own types: `tsc` fails here when Stripe adds a parameter
 * that neither FIELDS nor LEFT_OUT names, and when one of them names a parameter that Stripe has
 * not.
 */
export type FieldCoverage = readonly [
  Nothing<Exclude<OnCreate | OnUpdate, Known>>,
  Nothing<Exclude<FieldName, OnCreate | OnUpdate>>,
  Nothing<Exclude<LeftOut, OnCreate | OnUpdate | Legacy>>,
];

type Known = FieldName | LeftOut | 'metadata';
type OnCreate = Parameter<Stripe.CustomerCreateParams>;
type OnUpdate = Parameter<Stripe.CustomerUpdateParams>;

/** Of Stripe's OpenAPI description, but no longer of its types. */
type Legacy =
  | 'bank_account'
  | 'card'
  | 'default_alipay_account'
  | 'default_bank_account'
  | 'default_card';

/** An error that shows the names in question. */
type Nothing<Names extends never> = Names;

/** Flat names of all parameters, nested ones with dots; lists and maps count as one. */
type Parameter<T> = {
  [Key in keyof T & string]: Present<T[Key]> extends infer Value
    ? IsLeaf<Value> extends true
      ? Key
      : `${Key}.${Parameter<Value>}`
    : never;
}[keyof T & string];

type Present<T> = Exclude<T, '' | null | undefined>;

type IsLeaf<T> = T extends string | number | boolean | readonly unknown[]
  ? true
  : string extends keyof T
    ? true
    : false;
