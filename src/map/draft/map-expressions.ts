import type { Warning } from '../../model/draft.ts';
import type { MapResult } from '../../model/pipeline.ts';
import type { Profile, SourceRecord, Value } from '../../model/record.ts';
import type { CompiledExpression } from '../compile-expression.ts';
import { EndlessExpression } from '../expression/interpreter.ts';
import { type FieldsInMaking, metadataProblem, type Put } from './fields-in-making.ts';

/** One line of a mapping, compiled. */
export interface MappedField extends CompiledExpression {
  readonly field: string;
  readonly put: Put;
}

export type Mapped = MapResult | Promise<MapResult>;

/** Maps one record; a promise only where an expression needs the interpreter. */
export function compileMapRecord(mapped: readonly MappedField[]): (record: SourceRecord) => Mapped {
  const countsKeys = mapped.some(({ field }) => field === 'metadata');
  return (record) => {
    if (record.truncated.length === 0 && record.nulled.length === 0) {
      return mapFields({ mapped, countsKeys, warnings: NO_WARNINGS, fields: {} }, record.profile);
    }
    const kept = mapped.filter((one) => !reads(one, record.truncated));
    const warnings = warningsOf(mapped, record);
    return mapFields({ mapped: kept, countsKeys, warnings, fields: {} }, record.profile);
  };
}

const NO_WARNINGS: readonly Warning[] = Object.freeze([]);

interface Making {
  readonly mapped: readonly MappedField[];
  readonly countsKeys: boolean;
  readonly warnings: readonly Warning[];
  readonly fields: FieldsInMaking;
}

function mapFields(making: Making, profile: Profile): Mapped {
  const { mapped, fields } = making;
  for (let at = 0; at < mapped.length; at += 1) {
    const one = mapped[at] as MappedField;
    let value: ReturnType<CompiledExpression['evaluate']>;
    try {
      value = one.evaluate(profile);
    } catch (error) {
      return failed(one.field, error);
    }
    if (value instanceof Promise) return mapLater(making, profile, at, value);
    const rejection = one.put(fields, value);
    if (rejection !== undefined) return { kind: 'rejected', rejection };
  }
  return finished(making);
}

/** Goes on from the first expression that needs the interpreter, still one after another. */
async function mapLater(
  making: Making,
  profile: Profile,
  from: number,
  first: Promise<Value | undefined>,
): Promise<MapResult> {
  const { mapped, fields } = making;
  for (const [offset, one] of mapped.slice(from).entries()) {
    try {
      const value = await (offset === 0 ? first : one.evaluate(profile));
      const rejection = one.put(fields, value);
      if (rejection !== undefined) return { kind: 'rejected', rejection };
    } catch (error) {
      return failed(one.field, error);
    }
  }
  return finished(making);
}

function finished({ fields, warnings, countsKeys }: Making): MapResult {
  const rejection = countsKeys ? metadataProblem(fields) : undefined;
  return rejection === undefined
    ? { kind: 'draft', draft: { fields, warnings } }
    : { kind: 'rejected', rejection };
}

/** Says where it went wrong; JSONata's message is left out, as it repeats values. */
function failed(field: string, error: unknown): MapResult {
  return {
    kind: 'rejected',
    rejection: { code: 'transformation_failed', field, detail: safeDetail(error) },
  };
}

const JSONATA_CODE = /^[DSTU]\d{4}$/;

function safeDetail(error: unknown): string {
  if (error instanceof EndlessExpression) return error.message;
  const { code, position } = error as { readonly code?: unknown; readonly position?: unknown };
  if (typeof code !== 'string' || !JSONATA_CODE.test(code)) {
    return error instanceof Error ? error.name : 'error';
  }
  return typeof position === 'number'
    ? `JSONata ${code} at character ${position}`
    : `JSONata ${code}`;
}

function reads({ columns }: MappedField, some: readonly string[]): boolean {
  return some.length > 0 && (columns === 'all' || columns.some((column) => some.includes(column)));
}

/** One for each field left out, and one for each missing column that a field reads. */
function warningsOf(mapped: readonly MappedField[], record: SourceRecord): readonly Warning[] {
  const truncated = mapped
    .filter((one) => reads(one, record.truncated))
    .map(({ field }): Warning => ({ code: 'column_truncated', field }));
  const nulled = record.nulled.flatMap((column): readonly Warning[] => {
    const first = mapped.find((one) => reads(one, [column]));
    return first === undefined ? [] : [{ code: 'column_nulled', field: first.field }];
  });
  return [...truncated, ...nulled];
}
