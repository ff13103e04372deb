/** A field's value in its canonical form: what Stripe would hold. */
export type FieldValue =
  | string
  | number
  | readonly string[]
  | readonly { readonly [key: string]: string }[];

/** What a pipeline wants a customer to be, by flat field name (`address.city`, `metadata.plan`). */
export interface Draft {
  /** null = clear in Stripe; an absent key = leave alone. */
  readonly fields: DraftFields;
  readonly warnings: readonly Warning[];
}

export type DraftFields = { readonly [field: string]: FieldValue | null };

/** Something worth telling once that does not reject the record. */
export interface Warning {
  readonly code:
    | 'field_not_applicable'
    | 'shipping_incomplete'
    | 'column_truncated'
    | 'column_nulled';
  readonly field?: string;
}
