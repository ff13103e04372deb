import type {
  EstimateMessage,
  RecordMessage,
  StateMessage,
  StreamStatusMessage,
} from '../model/message.ts';
import type { Value } from '../model/record.ts';

type Json = { readonly [key: string]: Value };
const NONE: readonly string[] = [];

/** A RECORD's payload; undefined when it lacks its stream or its data. */
export function readRecord(value: Value | undefined, bytes: number): RecordMessage | undefined {
  if (!isObject(value)) return undefined;
  const { stream, data, namespace, meta } = value;
  if (typeof stream !== 'string' || !isObject(data)) return undefined;
  const changes = isObject(meta) ? meta['changes'] : undefined;
  const changed = Array.isArray(changes) && changes.length > 0;
  return {
    kind: 'record',
    stream,
    namespace: text(namespace),
    data,
    nulled: changed ? changedColumns(changes, 'NULLED') : NONE,
    truncated: changed ? changedColumns(changes, 'TRUNCATED') : NONE,
    bytes,
  };
}

/** A STATE's scope by its `type`; absent means LEGACY. */
export function readState(value: Value | undefined, raw: string): StateMessage | undefined {
  if (!isObject(value)) return undefined;
  const { type, stream } = value;
  if (type !== 'STREAM') return { kind: 'state', raw, scope: 'global' };
  const descriptor = isObject(stream) ? stream['stream_descriptor'] : undefined;
  const named = readDescriptor(descriptor);
  return named === undefined ? undefined : { kind: 'state', raw, scope: named };
}

/** TRACE STREAM_STATUS. */
export function readStatus(value: Value | undefined): StreamStatusMessage | undefined {
  if (!isObject(value) || value['type'] !== 'STREAM_STATUS') return undefined;
  const status = value['stream_status'];
  if (!isObject(status) || typeof status['status'] !== 'string') return undefined;
  const named = readDescriptor(status['stream_descriptor']);
  if (named === undefined) return undefined;
  return { kind: 'stream_status', ...named, status: status['status'] };
}

/** TRACE ESTIMATE. */
export function readEstimate(value: Value | undefined): EstimateMessage | undefined {
  if (!isObject(value) || value['type'] !== 'ESTIMATE') return undefined;
  const estimate = value['estimate'];
  if (!isObject(estimate)) return undefined;
  const { name, namespace, type, row_estimate: rows } = estimate;
  if (typeof rows !== 'number') return undefined;
  if (type === 'SYNC' || typeof name !== 'string') return { kind: 'estimate', rows, scope: 'sync' };
  return { kind: 'estimate', rows, scope: { stream: name, namespace: text(namespace) } };
}

export function isObject(value: Value | undefined): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readDescriptor(value: Value | undefined) {
  if (!isObject(value) || typeof value['name'] !== 'string') return undefined;
  return { stream: value['name'], namespace: text(value['namespace']) };
}

function changedColumns(changes: readonly Value[], kind: string): readonly string[] {
  const columns: string[] = [];
  for (const change of changes) {
    if (isObject(change) && change['change'] === kind && typeof change['field'] === 'string') {
      columns.push(change['field']);
    }
  }
  return columns;
}

function text(value: Value | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
