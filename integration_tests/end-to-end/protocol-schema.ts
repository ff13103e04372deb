/**
 * The messages that this connector prints, as docs.airbyte.com/understanding-airbyte/airbyte-protocol has them.
 * Unknown keys are allowed by the protocol; here they are refused, so that none slips in unseen.
 */
const TEXT = { type: 'string' } as const;
const TEXTS = { type: 'array', items: TEXT } as const;
const COUNT = { type: 'number', minimum: 0 } as const;

const DESCRIPTOR = {
  type: 'object',
  required: ['name'],
  properties: { name: TEXT, namespace: { type: ['string', 'null'] } },
  additionalProperties: false,
} as const;

const LOG = closed(['level', 'message'], {
  level: { enum: ['FATAL', 'ERROR', 'WARN', 'INFO', 'DEBUG', 'TRACE'] },
  message: { type: 'string', minLength: 1 },
});

const TRACE = closed(['type', 'emitted_at', 'error'], {
  type: { const: 'ERROR' },
  emitted_at: { type: 'integer', minimum: 0 },
  error: closed(['message', 'failure_type'], {
    message: { type: 'string', minLength: 1 },
    internal_message: TEXT,
    stack_trace: TEXT,
    failure_type: { enum: ['config_error', 'transient_error', 'system_error'] },
    stream_descriptor: DESCRIPTOR,
  }),
});

const STATUS = closed(['status'], { status: { enum: ['SUCCEEDED', 'FAILED'] }, message: TEXT });

const SPEC = closed(['connectionSpecification', 'supported_destination_sync_modes'], {
  connectionSpecification: { type: 'object' },
  documentationUrl: { type: 'string', pattern: '^https://' },
  changelogUrl: { type: 'string', pattern: '^https://' },
  supportsIncremental: { type: 'boolean' },
  supportsNormalization: { const: false },
  supportsDBT: { const: false },
  supported_destination_sync_modes: {
    type: 'array',
    items: { enum: ['append', 'overwrite', 'append_dedup', 'update', 'soft_delete'] },
  },
  protocol_version: { const: '0.2.0' },
});

/** A state is echoed, so that only its type and the statistics are ours to answer for. */
const STATE = {
  type: 'object',
  required: ['destinationStats'],
  properties: {
    type: { enum: ['STREAM', 'GLOBAL', 'LEGACY', null] },
    destinationStats: closed(['recordCount', 'rejectedRecordCount'], {
      recordCount: COUNT,
      rejectedRecordCount: COUNT,
    }),
  },
  if: { properties: { type: { const: 'STREAM' } }, required: ['type'] },
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
  then: {
    required: ['stream'],
    properties: {
      stream: {
        type: 'object',
        required: ['stream_descriptor'],
        properties: { stream_descriptor: DESCRIPTOR },
      },
    },
  },
} as const;

const CATALOG = closed(['operations'], {
  operations: {
    type: 'array',
    items: closed(['object_name', 'sync_mode', 'json_schema'], {
      object_name: TEXT,
      sync_mode: { enum: ['append', 'overwrite', 'append_dedup', 'update', 'soft_delete'] },
      json_schema: { type: 'object' },
      matching_keys: { type: 'array', items: TEXTS },
    }),
  },
});

/** JSON Schema of one printed line. */
export const PROTOCOL_SCHEMA = {
  type: 'object',
  required: ['type'],
  oneOf: [
    message('LOG', 'log', LOG),
    message('TRACE', 'trace', TRACE),
    message('STATE', 'state', STATE),
    message('CONNECTION_STATUS', 'connectionStatus', STATUS),
    message('SPEC', 'spec', SPEC),
    message('DESTINATION_CATALOG', 'destination_catalog', CATALOG),
  ],
} as const;

function message(type: string, payload: string, schema: object) {
  const keys = type === 'STATE' ? {} : { additionalProperties: false };
  return {
    required: [payload],
    properties: { type: { const: type }, [payload]: schema },
    ...keys,
  };
}

function closed(required: readonly string[], properties: object) {
  return { type: 'object', required, properties, additionalProperties: false };
}
