import { describe, expect, it } from 'vitest';
import type { PipelineConfig, TransformationConfig } from '../model/config.ts';
import type { ScriptEngine, ScriptResult } from '../model/ports.ts';
import type { Profile, SourceRecord } from '../model/record.ts';
import { compileFunction, compileMapping } from './compile-transformation.ts';

const ENV = { nowMs: 0, pointer: '/pipelines/3/transformation' };

describe('compileMapping', () => {
  it('answers at once where no expression needs the interpreter', () => {
    const { mapBatch } = compileMapping(mapping({ name: "$initcap(a) & '!'" }), ENV);
    const results = mapBatch([record({ a: 'x' }), record({ a: 'y' })]);
    expect(results).toEqual([draft({ name: 'X!' }), draft({ name: 'Y!' })]);
  });

  it('keeps the order of the records where one of them needs it', async () => {
    // A list on the path is left to the interpreter, a plain object is not.
    const { mapBatch } = compileMapping(mapping({ name: 'o.a & ""', phone: 'p' }), ENV);
    const profiles: readonly Profile[] = [
      { o: { a: 1 }, p: '1' },
      { o: [{ a: 2 }], p: '2' },
      { o: { a: 3 }, p: '3' },
      { o: [{ a: 4 }, { a: 5 }], p: '4' },
    ];
    const results = mapBatch(profiles.map(record));
    expect(results).toBeInstanceOf(Promise);
    expect(await results).toEqual([
      draft({ name: '1', phone: '1' }),
      draft({ name: '2', phone: '2' }),
      draft({ name: '3', phone: '3' }),
      draft({ name: '[4,5]', phone: '4' }),
    ]);
  });

  it('tells every mistake with its place', () => {
    const { issues } = compileMapping(mapping({ name: 'a &', phone: 'b', email: '$x' }), ENV);
    expect(issues.map(({ code, pointer }) => [code, pointer])).toEqual([
      ['invalid_expression', '/pipelines/3/transformation/fields/0/expression'],
      ['invalid_expression', '/pipelines/3/transformation/fields/2/expression'],
    ]);
  });

  it('knows its fields, unless a whole metadata brings keys of its own', () => {
    expect(compileMapping(mapping({ name: 'a', phone: 'b' }), ENV).fields).toEqual([
      'name',
      'phone',
    ]);
    expect(compileMapping(mapping({ metadata: 'a' }), ENV).fields).toBe('all');
  });

  it('builds drafts of one mapping alike', () => {
    const { mapBatch } = compileMapping(mapping({ name: 'a', phone: 'b' }), ENV);
    const results = mapBatch([record({ b: '1', a: 'x' }), record({ a: 'y', b: '2' })]);
    expect(JSON.stringify(results)).toBe(
      JSON.stringify([draft({ name: 'x', phone: '1' }), draft({ name: 'y', phone: '2' })]),
    );
  });
});

describe('compileFunction', () => {
  it('asks the engine for its slot, and keeps what was printed out of the rejection', async () => {
    const asked: unknown[] = [];
    const results: readonly ScriptResult[] = [
      { kind: 'returned', value: { name: 'x' }, printed: 'hello' },
      { kind: 'returned', value: { email: 'nobody' }, printed: 'nobody' },
      { kind: 'dropped' },
      { kind: 'failed', code: 'transformation_timeout', detail: 'ran too long', printed: 'secret' },
    ];
    const engine: ScriptEngine = {
      transform: async (slot, profiles) => {
        asked.push([slot, profiles]);
        return results;
      },
      close: async () => undefined,
    };
    const source = { type: 'javascript', source: '' } as const;
    const { mapBatch } = compileFunction(pipeline(source), 7, engine);
    const made = await mapBatch([{ a: 1 }, { a: 2 }, { a: 3 }, { a: 4 }].map(record));
    expect(asked).toEqual([[7, [{ a: 1 }, { a: 2 }, { a: 3 }, { a: 4 }]]]);
    expect(made).toEqual([
      draft({ name: 'x' }),
      {
        kind: 'rejected',
        rejection: { code: 'invalid_field', field: 'email', detail: 'must be an e-mail address' },
        printed: 'nobody',
      },
      { kind: 'dropped' },
      {
        kind: 'rejected',
        rejection: { code: 'transformation_timeout', detail: 'ran too long' },
        printed: 'secret',
      },
    ]);
  });
});

function mapping(fields: { readonly [field: string]: string }): PipelineConfig {
  const lines = Object.entries(fields).map(([field, expression]) => ({ field, expression }));
  return pipeline({ type: 'mapping', fields: lines });
}

function pipeline(transformation: TransformationConfig): PipelineConfig {
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
    emptyValues: 'keep',
    transformation,
  };
}

function record(profile: Profile): SourceRecord {
  const [streamKey, primaryKey, deleted, bytes] = ['s', '1', false, 100] as const;
  return { ordinal: 1, streamKey, profile, primaryKey, deleted, truncated: [], nulled: [], bytes };
}

function draft(fields: { readonly [field: string]: string }) {
  return { kind: 'draft', draft: { fields, warnings: [] } };
}
