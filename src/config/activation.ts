import { fieldNameFromColumn } from '../lib/activation-name.ts';
import { formatPath } from '../lib/property-path.ts';
import type { CatalogStream } from '../model/catalog.ts';
import type { ExportMode, PipelineConfig } from '../model/config.ts';
import type { ConfigIssue } from '../model/failure.ts';

const OBJECT = 'customer';

/** The platform's insertion methods; overwrite never deletes anything here. */
const MODES: ReadonlyMap<string, ExportMode> = new Map([
  ['append', 'create_only'],
  ['append_dedup', 'create_and_update'],
  ['overwrite', 'create_and_update'],
  ['update', 'update_only'],
]);

/** The pipeline of a catalog stream that names a destination object: its record keys are fields. */
export function activationPipeline(stream: CatalogStream): PipelineConfig | readonly ConfigIssue[] {
  const { name, namespace, destinationObjectName, destinationSyncMode, primaryKey } = stream;
  if (destinationObjectName?.toLowerCase() !== OBJECT) {
    return [issue(stream, `has the destination object "${destinationObjectName}"`)];
  }
  const exportMode = MODES.get(destinationSyncMode);
  if (exportMode === undefined) {
    return [issue(stream, `has the insertion method "${destinationSyncMode}"`)];
  }
  const key = primaryKey.length === 1 ? primaryKey[0] : undefined;
  const field = key === undefined ? undefined : matchingField(key.join('.'));
  if (key === undefined || field === undefined) {
    return [issue(stream, 'has no matching key of one field that customers can be found by')];
  }
  return {
    name: `${namespace === undefined ? '' : `${namespace}.`}${name} → ${OBJECT}`,
    description: '',
    enabled: true,
    stream: name,
    ...(namespace === undefined ? {} : { namespace }),
    filter: { type: 'none' },
    matching: [{ property: formatPath(key), field }],
    onKeyConflict: 'reject',
    exportMode,
    duplicateProfiles: 'use_first',
    duplicateCustomers: 'reject',
    emptyValues: 'keep',
    transformation: { type: 'activation' },
  };
}

function matchingField(column: string): string | undefined {
  if (column === 'id') return column;
  const field = fieldNameFromColumn(column);
  if (field === undefined) return undefined;
  const matchable = ['email', 'phone', 'name', 'description'].includes(field);
  return matchable || field.startsWith('metadata.') ? field : undefined;
}

function issue({ name }: CatalogStream, what: string): ConfigIssue {
  return {
    code: 'destination_object_unknown',
    pointer: '',
    message: `The catalog stream "${name}" ${what}`,
    hint: 'Choose the object customer with insert, upsert or update, and one matching key',
  };
}
