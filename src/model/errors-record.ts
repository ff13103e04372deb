/** What can become of one record, other than being written. */
export const RECORD_ERRORS = {
  filter_failed: {
    kind: 'rejected',
    what: 'The filter expression threw on this record.',
    fix: 'Make the expression bear this record’s values, for example with $exists or $type.',
  },
  transformation_failed: {
    kind: 'rejected',
    what: 'An expression or the function threw on this record.',
    fix: 'Try the record with npm run try, and make the transformation bear its values.',
  },
  transformation_timeout: {
    kind: 'rejected',
    what: 'The function ran longer than one second on this record.',
    fix: 'Look for a loop that does not end.',
  },
  transformation_memory: {
    kind: 'rejected',
    what: 'The function used more memory than it may.',
    fix: 'Look for text or a list that grows without end.',
  },
  invalid_field: {
    kind: 'rejected',
    what: 'A mapped value does not fit its Stripe field.',
    fix: 'Correct the value at the source or in the mapping; docs/fields.md has the limits.',
  },
  match_key_missing: {
    kind: 'rejected',
    what: 'The profile has no value for any matching entry; creating would double it at every run.',
    fix: 'Fill the matching column, or filter such profiles out.',
  },
  match_key_conflict: {
    kind: 'rejected',
    what: 'The customer found by a lower matching entry belongs to another profile.',
    fix: 'Correct the shared value, or set on_key_conflict to create.',
  },
  match_ambiguous: {
    kind: 'rejected',
    what: 'Several Stripe customers match this profile.',
    fix: 'Clean up the customers, match by a unique key, or choose another duplicate_customers.',
  },
  match_value_changed: {
    kind: 'rejected',
    what: 'The mapping changes the matching value, so the profile would be doubled at the next run.',
    fix: 'Map the matching field to the matching column unchanged.',
  },
  customer_not_found: {
    kind: 'rejected',
    what: 'No customer has this id, and the profile has no other matching value.',
    fix: 'Correct the id, or add a matching entry that can create.',
  },
  existence_unproven: {
    kind: 'rejected',
    what: 'On-demand lookup cannot prove that no customer has this key, so nothing was created.',
    fix: 'Set lookup to auto or sweep.',
  },
  duplicate_profile: {
    kind: 'rejected',
    what: 'Several profiles claim one customer.',
    fix: 'Make the matching column unique at the source, or choose use_first or use_last.',
  },
  stripe_refused: {
    kind: 'rejected',
    what: 'Stripe refused the request for this record.',
    fix: 'Look at the Stripe code, the parameter and the request id.',
  },
  stripe_permission: {
    kind: 'rejected',
    what: 'The API key lacks a permission that this record’s fields need.',
    fix: 'Give the restricted key the permission named, or do not map the field.',
  },
  stripe_gave_up: {
    kind: 'rejected',
    what: 'Stripe answered this one request with errors until the retries were used up.',
    fix: 'Run the sync again later; if it stays, ask Stripe with the request id.',
  },
  customer_exists: {
    kind: 'skipped',
    what: 'A customer exists and the pipeline only creates.',
    fix: 'Nothing to do; set export_mode to create_and_update to update it.',
  },
  superseded: {
    kind: 'skipped',
    what: 'A later version of the same profile followed in the same STATE window.',
    fix: 'Nothing to do; the later version was used.',
  },
  source_deleted: {
    kind: 'skipped',
    what: 'The source deleted this row.',
    fix: 'Nothing to do; customers are never deleted.',
  },
} as const;
