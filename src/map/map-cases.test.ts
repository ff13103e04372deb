import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import type { PipelineConfig, TransformationConfig } from '../model/config.ts';
import { FIELDS } from '../model/fields.ts';
import type { MapBatch, MapResult } from '../model/pipeline.ts';
import type { Profiled, ScriptEngine, ScriptResult } from '../model/ports.ts';
import type { Profile, SourceRecord, Value } from '../model/record.ts';
import { compileActivation, compileFunction, compileMapping } from './compile-transformation.ts';

/** One behaviour. */
interface Case {
  readonly title: string;
  readonly given: Profile;
  readonly truncated?: readonly string[];
  readonly nulled?: readonly string[];
  readonly empty_values?: 'keep' | 'clear';
  readonly when: When;
  /** The case's `then`: fields of the draft; dropped = the function returned null. */
  readonly leaves?: { readonly [field: string]: unknown } | 'dropped';
  /** Code and field of each warning. */
  readonly warnings?: readonly (readonly string[])[];
  readonly error?: { readonly code: string; readonly field?: string; readonly detail?: string };
}

/** The same transformation for each engine that can say it. */
interface When {
  readonly mapping?: { readonly [field: string]: string };
  readonly javascript?: string;
  readonly python?: string;
  readonly activation?: true;
}

/** What fields take, each by itself: every value stands in the column `v`. */
interface FieldTable {
  readonly fields: readonly string[];
  /** Value and what becomes of it. */
  readonly takes: readonly (readonly [Value, unknown])[];
  /** Value and the limit that the refusal names. */
  readonly refuses: readonly (readonly [Value, string])[];
  /** Whether `empty_values: clear` clears it. */
  readonly clears: boolean;
}

const NOW_MS = Date.UTC(2026, 10, 3, 12);
const FOLDER = join(import.meta.dirname, 'cases');
const documents = readdirSync(FOLDER).flatMap(readDocuments);
const tables = documents.filter((document) => 'fields' in document) as readonly FieldTable[];
const written = documents.filter((document) => 'when' in document) as readonly Case[];
const cases = [
  ...written,
  ...tables.flatMap((table) => table.fields.flatMap((field) => casesOf(field, table))),
];

/** One for each engine; `python` joins when an engine for it is handed in. */
const ENGINES: readonly { readonly name: keyof When; readonly run: Run }[] = [
  { name: 'mapping', run: (pipeline) => compileMapping(pipeline, ENV).mapBatch },
  { name: 'activation', run: (pipeline) => compileActivation(pipeline).mapBatch },
  {
    name: 'javascript',
    run: (pipeline) => compileFunction(pipeline, 0, inProcess(pipeline)).mapBatch,
  },
];

type Run = (pipeline: PipelineConfig) => MapBatch;

const ENV = { nowMs: NOW_MS, pointer: '' };

describe.each(ENGINES)('$name', ({ name, run }) => {
  const mine = cases.filter(({ when }) => when[name] !== undefined);
  it.each(mine)('$title', async (one) => {
    const mapBatch = run(pipelineOf(one, name));
    const [result] = await mapBatch([recordOf(one)]);
    expect(told(result)).toEqual(expected(one));
  });
});

it('has a table for every field', () => {
  const covered = tables.flatMap(({ fields }) => fields);
  expect(FIELDS.map(({ name }) => name).filter((name) => !covered.includes(name))).toEqual([]);
});

it('lets no refusal repeat the value', () => {
  for (const { given, error } of cases) {
    for (const value of Object.values(given)) {
      const text = typeof value === 'string' ? value.trim() : '';
      if (text.length > 3) expect(JSON.stringify(error) ?? '').not.toContain(text);
    }
  }
});

/** The cases of a table: the values it takes, those it refuses, and the empty ones. */
function casesOf(field: string, { takes, refuses, clears }: FieldTable): readonly Case[] {
  const when = {
    mapping: { [field]: 'v' },
    javascript: `function transform(profile) { return { ${JSON.stringify(field)}: profile.v }; }`,
    python: `def transform(profile):\n    return {${JSON.stringify(field)}: profile.get("v")}`,
  };
  const one = (title: string, v: Value, more: Partial<Case>): Case => {
    return { title: `${field} ${title}`, given: { v }, when, ...more };
  };
  const empties: readonly Value[] = [null, '', ' \t '];
  return [
    ...takes.map(([v, is], at) => one(`takes no ${at}`, v, { leaves: { [field]: is } })),
    ...refuses.map(([v, detail], at) =>
      one(`refuses no ${at}`, v, { error: { code: 'invalid_field', field, detail } }),
    ),
    ...empties.flatMap((v, at) => [
      one(`is kept by empty value ${at}`, v, { leaves: {} }),
      one(clears ? `is cleared by ${at}` : `cannot be cleared by ${at}`, v, {
        empty_values: 'clear',
        leaves: clears ? { [field]: null } : {},
      }),
    ]),
    { title: `${field} is left alone by a missing column`, given: {}, when, leaves: {} },
  ];
}

function pipelineOf({ when, empty_values }: Case, engine: keyof When): PipelineConfig {
  return {
    name: 'p',
    description: '',
    enabled: true,
    stream: 's',
    filter: { type: 'none' },
    matching: [{ property: 'id', field: 'id' }],
    onKeyConflict: 'reject',
    exportMode: 'create_and_update',
    duplicateProfiles: 'use_first',
    duplicateCustomers: 'reject',
    emptyValues: empty_values ?? 'keep',
    transformation: transformationOf(when, engine),
  };
}

function transformationOf(when: When, engine: keyof When): TransformationConfig {
  const lines = Object.entries(when.mapping ?? {});
  switch (engine) {
    case 'mapping':
      return { type: engine, fields: lines.map(([field, expression]) => ({ field, expression })) };
    case 'activation':
      return { type: engine };
    default:
      return { type: engine, source: when[engine] ?? '' };
  }
}

function recordOf({ given, truncated = [], nulled = [] }: Case): SourceRecord {
  const [streamKey, primaryKey, deleted, bytes] = ['s', '1', false, 100] as const;
  return { ordinal: 1, streamKey, profile: given, primaryKey, deleted, truncated, nulled, bytes };
}

/** A stand-in for the real engine, which keeps the function out of reach of everything. */
function inProcess({ transformation }: PipelineConfig): ScriptEngine {
  const source = 'source' in transformation ? transformation.source : '';
  const transform = runInNewContext(`${source}; transform`) as (profile: Profiled) => unknown;
  return {
    transform: async (_slot, profiles) => profiles.map((profile) => call(transform, profile)),
    close: async () => undefined,
  };
}

function call(transform: (profile: Profiled) => unknown, profile: Profiled): ScriptResult {
  try {
    const value = transform(profile);
    return value === null
      ? { kind: 'dropped' }
      : { kind: 'returned', value: structuredClone(value) };
  } catch {
    return { kind: 'failed', code: 'transformation_failed', detail: 'Error', printed: 'secret' };
  }
}

function told(result: MapResult | undefined): unknown {
  if (result?.kind === 'draft') {
    const { fields, warnings } = result.draft;
    return {
      fields,
      warnings: warnings.map(({ code, field }) => (field ? [code, field] : [code])),
    };
  }
  return result?.kind === 'rejected' ? result.rejection : result?.kind;
}

function expected({ leaves, warnings = [], error }: Case): unknown {
  if (error !== undefined) {
    return error.detail === undefined ? expect.objectContaining(error) : error;
  }
  return leaves === 'dropped' ? leaves : { fields: leaves, warnings };
}

function readDocuments(file: string): readonly (Case | FieldTable)[] {
  const parsed = parseAllDocuments(readFileSync(join(FOLDER, file), 'utf8'), { intAsBigInt: true });
  if (!Array.isArray(parsed)) throw new Error(`${file} is empty`);
  return parsed.map((document) => {
    if (document.errors.length > 0) throw new Error(`${file}: ${document.errors[0]?.message}`);
    // An object with a `then` would be taken for a promise.
    const { then: leaves, ...rest } = plain(document.toJS()) as { readonly then?: Case['leaves'] };
    return (leaves === undefined ? rest : { ...rest, leaves }) as Case | FieldTable;
  });
}

/** Safe integers as numbers, as decode gives them; `{repeat: [x, 3]}` is xxx. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, plain(inner)] as const);
  const [first] = entries;
  if (first?.[0] === 'repeat') {
    const [text, times] = first[1] as readonly [string, number];
    return text.repeat(times);
  }
  return Object.fromEntries(entries);
}
