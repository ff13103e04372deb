import { stringifyLossless } from '../lib/lossless-json.ts';
import { streamKey } from '../model/catalog.ts';
import type { RecordMessage } from '../model/message.ts';
import type { Profile, SourceRecord, Value } from '../model/record.ts';
import type { Route, Routes } from './compile-routes.ts';

const DELETED_AT = '_ab_cdc_deleted_at';

/** A record and the route it takes. */
export interface Admitted {
  readonly record: SourceRecord;
  readonly route: Route;
}

/** Finds a message's route and takes the source's own columns out; undefined = no such stream. */
export function createAdmission(routes: Routes): (message: RecordMessage) => Admitted | undefined {
  let ordinal = 0;
  let lastStream: string | undefined;
  let lastNamespace: string | undefined;
  let route: Route | undefined;
  return (message) => {
    if (message.stream !== lastStream || message.namespace !== lastNamespace) {
      lastStream = message.stream;
      lastNamespace = message.namespace;
      route = routes.get(streamKey(message.namespace, message.stream));
    }
    if (route === undefined) return undefined;
    ordinal += 1;
    return { record: toRecord(message, route, ordinal), route };
  };
}

function toRecord(message: RecordMessage, route: Route, ordinal: number): SourceRecord {
  const { data, nulled, truncated, bytes } = message;
  const deletedAt = data[DELETED_AT];
  return {
    ordinal,
    streamKey: route.streamKey,
    profile: profileOf(data, nulled),
    primaryKey: primaryKeyOf(data, route.stream.primaryKey),
    deleted: deletedAt !== undefined && deletedAt !== null && deletedAt !== '',
    truncated,
    nulled,
    bytes,
  };
}

function profileOf(data: Profile, nulled: readonly string[]): Profile {
  let strip = nulled.length > 0;
  for (const key in data) {
    if (key.charCodeAt(0) === 95 && isSourceColumn(key)) {
      strip = true;
      break;
    }
  }
  if (!strip) return data;
  const kept: { [key: string]: Value } = {};
  for (const [key, value] of Object.entries(data)) {
    if (!isSourceColumn(key) && !nulled.includes(key)) kept[key] = value;
  }
  return kept;
}

function isSourceColumn(key: string): boolean {
  return key.startsWith('_ab_') || key.startsWith('_airbyte_');
}

/** A single key as its plain text; a composite one as a JSON list. */
function primaryKeyOf(data: Profile, paths: readonly (readonly string[])[]): string | undefined {
  if (paths.length === 0) return undefined;
  if (paths.length === 1) {
    const value = valueAt(data, paths[0] ?? []);
    if (typeof value === 'string') return value;
    return value === undefined || value === null ? undefined : stringifyLossless(value);
  }
  const parts = paths.map((path) => valueAt(data, path));
  if (parts.some((part) => part === undefined || part === null)) return undefined;
  return stringifyLossless(parts);
}

function valueAt(data: Profile, path: readonly string[]): Value | undefined {
  let value: Value | undefined = data;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    value = (value as Profile)[key];
  }
  return value;
}
