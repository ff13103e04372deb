/** What the user's configuration can get wrong. */
export const CONFIG_ERRORS = {
  config_not_json: {
    kind: 'config',
    what: 'The configuration file is not JSON.',
    fix: 'Correct the file at the position named.',
  },
  config_invalid: {
    kind: 'config',
    what: 'A value of the configuration has the wrong type, or is missing or out of range.',
    fix: 'Correct the value at the pointer named; see the connector’s setup page.',
  },
  config_unknown_key: {
    kind: 'config',
    what: 'The configuration holds a key that does not exist, where a misspelt one would do harm.',
    fix: 'Remove the key or correct its spelling.',
  },
  config_unknown_top_key: {
    kind: 'warning',
    what: 'The configuration holds a top-level key that this connector does not know; it is ignored.',
    fix: 'Remove the key or correct its spelling.',
  },
  duplicate_pipeline_name: {
    kind: 'config',
    what: 'Two pipelines have the same name.',
    fix: 'Give each pipeline a name of its own.',
  },
  unknown_field: {
    kind: 'config',
    what: 'A mapping or matching entry names a customer field that does not exist.',
    fix: 'Use a field of docs/fields.md, or metadata.<key>.',
  },
  field_conflict: {
    kind: 'config',
    what: 'Two mappings write the same field, or a field and its parent.',
    fix: 'Keep one of them.',
  },
  unknown_operator: {
    kind: 'config',
    what: 'A condition names an operator that does not exist.',
    fix: 'Use an operator of docs/operators.md.',
  },
  operator_values: {
    kind: 'config',
    what: 'A condition has the wrong number of values, or a value that its operator cannot read.',
    fix: 'Give the operator the values that docs/operators.md lists.',
  },
  invalid_expression: {
    kind: 'config',
    what: 'A JSONata expression does not compile.',
    fix: 'Correct the expression at the position named.',
  },
  invalid_property_path: {
    kind: 'config',
    what: 'A property path cannot be read.',
    fix: 'Write it as a.b or ["odd key"].b.',
  },
  invalid_function: {
    kind: 'config',
    what: 'A transformation function does not compile, or defines no transform.',
    fix: 'Correct the source at the line named and define transform(profile).',
  },
  api_key_publishable: {
    kind: 'config',
    what: 'The API key is a publishable key (pk_), which may not read or write customers.',
    fix: 'Create a restricted key with Customers: Write and use that.',
  },
  api_key_refused: {
    kind: 'config',
    what: 'Stripe does not accept the API key.',
    fix: 'Check that the key is complete, not expired and not revoked; create a new one if needed.',
  },
  permission_missing: {
    kind: 'config',
    what: 'The API key lacks a permission.',
    fix: 'Give the restricted key the permission named; Customers: Write is what this connector needs.',
  },
  mode_mismatch: {
    kind: 'config',
    what: 'stripe_mode and the API key disagree about test and live.',
    fix: 'Use a key of that mode, or change stripe_mode.',
  },
  account_mismatch: {
    kind: 'config',
    what: 'The API key belongs to another account than expected_account.',
    fix: 'Use a key of the expected account, or correct expected_account.',
  },
  connected_account_refused: {
    kind: 'config',
    what: 'Stripe does not let this key act for connected_account.',
    fix: 'Check the account id and that the platform key may act for it; leave it empty otherwise.',
  },
  stream_ambiguous: {
    kind: 'config',
    what: 'The catalog has streams of that name in two namespaces, and the pipeline names none.',
    fix: 'Set the pipeline’s namespace.',
  },
  stream_unmapped: {
    kind: 'config',
    what: 'The catalog has a stream that no pipeline names.',
    fix: 'Add a pipeline for it, deselect it in the connection, or set unmapped_streams to ignore.',
  },
  no_pipeline: {
    kind: 'config',
    what: 'There is no pipeline, and no stream of the catalog names a destination object.',
    fix: 'Add a pipeline, or map the stream to the object customer.',
  },
  catalog_not_json: {
    kind: 'config',
    what: 'The catalog file is not JSON or not a configured catalog.',
    fix: 'Pass the configured catalog of the connection.',
  },
  file_unreadable: {
    kind: 'config',
    what: 'A file named on the command line cannot be read.',
    fix: 'Check the path and that the container may read it.',
  },
  pipeline_not_found: {
    kind: 'config',
    what: '--pipeline names a pipeline that the configuration does not have.',
    fix: 'Use the name of an enabled pipeline.',
  },
  destination_object_unknown: {
    kind: 'config',
    what: 'The catalog maps a stream to a destination object or mode that this connector does not have.',
    fix: 'Choose the object customer with insert, upsert or update, and one matching key.',
  },
  data_channel_unsupported: {
    kind: 'config',
    what: 'The platform asked for socket mode, which this connector does not speak.',
    fix: 'Run it with standard input and output (DATA_CHANNEL_MEDIUM=STDIO).',
  },
  reject_store_unwritable: {
    kind: 'config',
    what: 'The store for rejected records cannot be written.',
    fix: 'Check bucket, region, credentials or the mounted folder.',
  },
  safety_limit_reached: {
    kind: 'config',
    what: 'The sync stopped before it passed a safety limit.',
    fix: 'Look at what would change (plan), then raise or remove the limit.',
  },
  dry_run_finished: {
    kind: 'config',
    what: 'Dry run finished; nothing was written.',
    fix: 'Set dry_run to false to write.',
  },
} as const;
