import type { Catalog, CatalogStream } from '../model/catalog.ts';
import type { ConfigIssue } from '../model/failure.ts';
import { isObject } from './raw.ts';

/** Reads a configured catalog; null on an optional key counts as absent, an empty list is fine. */
export function parseCatalog(json: unknown): Catalog | readonly ConfigIssue[] {
  const streams = isObject(json) ? json['streams'] : undefined;
  if (!Array.isArray(streams)) return [issue('/streams', 'The catalog has no list of streams')];
  const issues: ConfigIssue[] = [];
  const parsed: CatalogStream[] = [];
  for (const [index, configured] of streams.entries()) {
    const stream = parseStream(configured);
    if (stream === undefined) {
      issues.push(issue(`/streams/${index}/stream/name`, 'A stream of the catalog has no name'));
    } else parsed.push(stream);
  }
  return issues.length > 0 ? issues : { streams: parsed };
}

function parseStream(configured: unknown): CatalogStream | undefined {
  if (!isObject(configured)) return undefined;
  const stream = configured['stream'];
  const name = isObject(stream) ? text(stream['name']) : undefined;
  if (!isObject(stream) || name === undefined) return undefined;
  const own = keyOf(configured['primary_key']);
  return {
    name,
    namespace: text(stream['namespace']),
    primaryKey: own.length > 0 ? own : keyOf(stream['source_defined_primary_key']),
    destinationSyncMode: text(configured['destination_sync_mode']) ?? 'append',
    destinationObjectName: text(configured['destination_object_name']),
  };
}

function keyOf(value: unknown): readonly (readonly string[])[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((path: unknown) => {
    if (typeof path === 'string') return [[path]];
    if (!Array.isArray(path)) return [];
    const keys = path.filter((key) => typeof key === 'string');
    return keys.length > 0 ? [keys] : [];
  });
}

function issue(pointer: string, message: string): ConfigIssue {
  const hint = 'Pass the configured catalog of the connection';
  return { code: 'catalog_not_json', pointer, message, hint };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
