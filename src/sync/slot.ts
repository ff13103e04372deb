import type { PipelineConfig, WritePolicy } from '../model/config.ts';
import type { FieldSpec } from '../model/field-spec.ts';
import { fieldSpec } from '../model/field-table.ts';
import { FIELDS } from '../model/fields.ts';
import type { PipelinePolicy } from '../model/pipeline.ts';
import type { DirectorySlot } from '../model/ports.ts';

/** What planning needs of a pipeline. */
export function policyOf(config: PipelineConfig): PipelinePolicy {
  const { name, matching, onKeyConflict, exportMode, duplicateCustomers } = config;
  return {
    name,
    matching,
    onKeyConflict,
    exportMode,
    duplicateCustomers,
    writePolicy: writePolicyOf(config),
  };
}

/** What a pipeline asks of the directory. */
export function slotOf(config: PipelineConfig, fields: readonly string[] | 'all'): DirectorySlot {
  const policy = writePolicyOf(config);
  const known = fields === 'all' ? FIELDS.map(({ name }) => name) : fields;
  return {
    rungs: config.matching.map(({ field }) => field),
    fields,
    ignored: known.filter((field) => policy(field) === 'on_create' || !diffed(fieldSpec(field))),
  };
}

/** Fields that an update needs besides the mapped ones: a unit is written whole. */
export function siblingsOf(slots: readonly DirectorySlot[]): DirectorySlot {
  const units = new Set<string>();
  for (const { fields } of slots) {
    if (fields === 'all') continue;
    for (const field of fields) {
      const unit = fieldSpec(field)?.unit;
      if (unit !== undefined) units.add(unit);
    }
  }
  const names = FIELDS.filter(({ unit }) => unit !== undefined && units.has(unit));
  const fields = names.map(({ name }) => name);
  return { rungs: [], fields, ignored: fields };
}

/** Sub-objects that answers show only when asked to, for the fields in use. */
export function expandFor(slots: readonly DirectorySlot[]): readonly ('tax' | 'cash_balance')[] {
  const wanted = new Set<'tax' | 'cash_balance'>();
  for (const { fields } of slots) {
    const names = fields === 'all' ? FIELDS.map(({ name }) => name) : fields;
    for (const name of names) {
      const expand = fieldSpec(name)?.expand;
      if (expand !== undefined) wanted.add(expand);
    }
  }
  return [...wanted];
}

function writePolicyOf({ transformation }: PipelineConfig): (field: string) => WritePolicy {
  const named = new Map<string, WritePolicy>();
  if (transformation.type === 'mapping') {
    for (const { field, write } of transformation.fields) {
      if (write !== undefined) named.set(field, write);
    }
  }
  return (field) => named.get(field) ?? fieldSpec(field)?.defaultWrite ?? 'always';
}

function diffed(spec: FieldSpec | undefined): boolean {
  return spec === undefined || (spec.readable && spec.on !== 'create');
}
