/** What ends a sync besides the configuration, and what is only worth a warning. */
export const SYNC_ERRORS = {
  stripe_unreachable: {
    kind: 'transient',
    what: 'Stripe gave no usable answer for five minutes.',
    fix: 'Nothing to do if it was an outage: the next run continues; else check proxy and network.',
  },
  stripe_read_failed: {
    kind: 'transient',
    what: 'Stripe kept answering one read with errors while others went through.',
    fix: 'Nothing to do at first, the next run tries again; if it stays, ask Stripe with the request id.',
  },
  stripe_unstable: {
    kind: 'transient',
    what: 'More requests failed at Stripe than went through.',
    fix: 'Nothing to do if Stripe had an incident: the next run continues where this one stopped.',
  },
  reject_store_failed: {
    kind: 'transient',
    what: 'Rejected records could not be stored.',
    fix: 'Check the bucket or folder; the next run sends those records again.',
  },
  record_damaged: {
    kind: 'system',
    what: 'A RECORD line cannot be read; going on would lose it.',
    fix: 'Run the sync again; if it stays, look at the source connector.',
  },
  record_too_long: {
    kind: 'system',
    what: 'A line is longer than this connector takes.',
    fix: 'Deselect the largest columns of the stream.',
  },
  record_unknown_stream: {
    kind: 'system',
    what: 'A record belongs to a stream that the catalog does not have.',
    fix: 'Refresh the connection’s schema.',
  },
  script_engine_failed: {
    kind: 'system',
    what: 'The engine for functions could not be started.',
    fix: 'Check the container’s memory limit; Python needs 512 MiB more.',
  },
  unexpected: {
    kind: 'system',
    what: 'The connector met a state that it does not expect.',
    fix: 'Report it with the technical message.',
  },
  line_not_json: {
    kind: 'warning',
    what: 'A line of the input is not JSON; it was ignored.',
    fix: 'Look at the source: something prints to its output.',
  },
  stream_incomplete: {
    kind: 'warning',
    what: 'COMPLETE came for some streams only.',
    fix: 'Look at the source’s log; what arrived was written.',
  },
  pipeline_disabled: {
    kind: 'warning',
    what: 'A pipeline is switched off and exports nothing.',
    fix: 'Switch it on when it is wanted.',
  },
  pipeline_idle: {
    kind: 'warning',
    what: 'A pipeline’s stream is not in the catalog.',
    fix: 'Select the stream in the connection, or correct its name.',
  },
  field_not_applicable: {
    kind: 'warning',
    what: 'A mapped field cannot be written in this case (create only, or update only) and was left out.',
    fix: 'Nothing to do, or remove the mapping.',
  },
  shipping_incomplete: {
    kind: 'warning',
    what: 'Shipping needs a name and an address; one was missing, so shipping was left out.',
    fix: 'Map shipping.name and the address parts.',
  },
  column_truncated: {
    kind: 'warning',
    what: 'The source truncated a column; it was not written.',
    fix: 'Look at the source’s limits.',
  },
  column_nulled: {
    kind: 'warning',
    what: 'The source could not deliver a column; it counts as absent.',
    fix: 'Look at the source’s log.',
  },
  risky_field: {
    kind: 'warning',
    what: 'A field that changes inside Stripe is mapped to be written always.',
    fix: 'Use "write": "on_create" unless the source really owns the value.',
  },
  absence_unprovable: {
    kind: 'warning',
    what: 'Lookup is forced to on demand, which cannot prove absence for this ladder; creates are rejected.',
    fix: 'Set lookup to auto, or match by email.',
  },
} as const;
