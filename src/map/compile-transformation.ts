import { fieldNameFromColumn } from '../lib/activation-name.ts';
import type { PipelineConfig } from '../model/config.ts';
import type { Warning } from '../model/draft.ts';
import type { ConfigIssue } from '../model/failure.ts';
import type { MapBatch, MapResult } from '../model/pipeline.ts';
import type { ScriptEngine, ScriptResult } from '../model/ports.ts';
import type { Profile, SourceRecord, Value } from '../model/record.ts';
import { compileExpression, type ExpressionEnv } from './compile-expression.ts';
import { compilePut } from './draft/fields-in-making.ts';
import { compileMapRecord, type Mapped, type MappedField } from './draft/map-expressions.ts';
import { compileSpread, type SpreadFields, spreadResult } from './draft/spread-result.ts';

/** A mapping, compiled, with every mistake in its expressions. */
export interface CompiledMapping {
  /** Answers at once as long as no expression needs the interpreter. */
  readonly mapBatch: MapBatch;
  /** What a draft may hold; 'all' when only the record can tell (a whole `metadata`). */
  readonly fields: readonly string[] | 'all';
  readonly issues: readonly ConfigIssue[];
}

/** A transformation whose fields are known by the record only. */
export interface CompiledFields {
  readonly mapBatch: MapBatch;
  readonly fields: 'all';
}

/** Compiles `type: mapping`; `pointer` is that of the transformation. */
export function compileMapping(pipeline: PipelineConfig, env: ExpressionEnv): CompiledMapping {
  const { transformation, emptyValues } = pipeline;
  const lines = transformation.type === 'mapping' ? transformation.fields : [];
  const mapped: MappedField[] = [];
  const issues: ConfigIssue[] = [];
  for (const [place, { field, expression }] of lines.entries()) {
    const pointer = `${env.pointer}/fields/${place}/expression`;
    const compiled = compileExpression(expression, { ...env, pointer });
    if ('evaluate' in compiled) {
      mapped.push({ ...compiled, field, put: compilePut(field, emptyValues) });
    } else issues.push(compiled);
  }
  const names = mapped.map(({ field }) => field);
  const fields = names.includes('metadata') ? 'all' : names;
  return { mapBatch: batchOf(compileMapRecord(mapped)), fields, issues };
}

/** Runs a user's function through an engine; `slot` is the pipeline's number there. */
export function compileFunction(
  pipeline: PipelineConfig,
  slot: number,
  engine: ScriptEngine,
): CompiledFields {
  const spread = compileSpread(pipeline.emptyValues, 'refuse');
  const mapBatch: MapBatch = async (records) => {
    const results = await engine.transform(slot, records.map(withoutTruncated));
    return records.map((record, place) => {
      const made = functionResult(results[place], spread);
      return made.kind === 'draft' ? withWarnings(made, record) : made;
    });
  };
  return { mapBatch, fields: 'all' };
}

/** Data activation: every column is a field, dotted or underscored; others are ignored. */
export function compileActivation(pipeline: PipelineConfig): CompiledFields {
  const spread = compileSpread(pipeline.emptyValues, 'ignore');
  const mapBatch: MapBatch = (records) =>
    records.map((record) => {
      const made = spreadResult(spread(fieldColumns(withoutTruncated(record))));
      return made.kind === 'draft' ? withWarnings(made, record) : made;
    });
  return { mapBatch, fields: 'all' };
}

function batchOf(mapRecord: (record: SourceRecord) => Mapped): MapBatch {
  return (records) => {
    const results: MapResult[] = [];
    for (const record of records) {
      const result = mapRecord(record);
      if (result instanceof Promise) return finishBatch(records, results, result, mapRecord);
      results.push(result);
    }
    return results;
  };
}

async function finishBatch(
  records: readonly SourceRecord[],
  results: MapResult[],
  first: Promise<MapResult>,
  mapRecord: (record: SourceRecord) => Mapped,
): Promise<readonly MapResult[]> {
  results.push(await first);
  for (const record of records.slice(results.length)) results.push(await mapRecord(record));
  return results;
}

function functionResult(result: ScriptResult | undefined, spread: SpreadFields): MapResult {
  if (result === undefined) throw new Error('the engine lost a record');
  if (result.kind === 'dropped') return { kind: 'dropped' };
  const printed = result.printed === undefined ? {} : { printed: result.printed };
  if (result.kind === 'failed') {
    const { code, detail } = result;
    return { kind: 'rejected', rejection: { code, detail }, ...printed };
  }
  const { value } = result;
  if (value === null) return { kind: 'dropped' };
  if (typeof value !== 'object' || Array.isArray(value)) {
    const detail = 'the function must return an object or null';
    return { kind: 'rejected', rejection: { code: 'transformation_failed', detail }, ...printed };
  }
  const made = spreadResult(spread(value as { readonly [key: string]: Value | undefined }));
  return made.kind === 'rejected' ? { ...made, ...printed } : made;
}

function withoutTruncated({ profile, truncated }: SourceRecord): Profile {
  if (truncated.length === 0) return profile;
  return Object.fromEntries(Object.entries(profile).filter(([key]) => !truncated.includes(key)));
}

function fieldColumns(profile: Profile): Profile {
  const fields: { [field: string]: Value } = {};
  for (const [column, value] of Object.entries(profile)) {
    fields[fieldNameFromColumn(column) ?? column] = value;
  }
  return fields;
}

/** A function may read any column, so every one that is missing or cut is told. */
function withWarnings(
  made: Extract<MapResult, { readonly kind: 'draft' }>,
  { truncated, nulled }: SourceRecord,
): MapResult {
  if (truncated.length === 0 && nulled.length === 0) return made;
  const warnings: readonly Warning[] = [
    ...truncated.map((): Warning => ({ code: 'column_truncated' })),
    ...nulled.map((): Warning => ({ code: 'column_nulled' })),
  ];
  return { kind: 'draft', draft: { fields: made.draft.fields, warnings } };
}
