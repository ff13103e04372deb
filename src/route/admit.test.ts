import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CatalogStream } from '../model/catalog.ts';
import type { RecordMessage } from '../model/message.ts';
import { createAdmission } from './admit.ts';
import { compileRoutes } from './compile-routes.ts';

const plain = {
  namespace: undefined,
  primaryKey: [],
  destinationSyncMode: 'append',
  destinationObjectName: undefined,
};

function admissionTo(...streams: CatalogStream[]) {
  return createAdmission(compileRoutes({ streams }, [], 'ignore').routes);
}

function message(data: RecordMessage['data'], more: Partial<RecordMessage> = {}): RecordMessage {
  return {
    kind: 'record',
    stream: 'users',
    namespace: undefined,
    data,
    nulled: [],
    truncated: [],
    bytes: 1,
    ...more,
  };
}

const admit = (data: RecordMessage['data'], more: Partial<RecordMessage> = {}) =>
  admissionTo({ ...plain, name: 'users' })(message(data, more))?.record;

describe('createAdmission', () => {
  it('tells streams apart by name and namespace, and numbers what it admits', () => {
    const admission = admissionTo(
      { ...plain, name: 'users' },
      { ...plain, name: 'users', namespace: 'public' },
      { ...plain, name: 'orders' },
    );
    const seen = [
      ['users', undefined],
      ['users', 'public'],
      ['users', 'other'],
      ['users', undefined],
      ['orders', undefined],
      ['orders', 'public'],
      ['nobody', undefined],
    ].map(([stream = '', namespace]) => {
      const admitted = admission(message({}, { stream, namespace }));
      return admitted && [admitted.record.streamKey, admitted.record.ordinal];
    });
    expect(seen).toEqual([
      ['users', 1],
      ['public\u0000users', 2],
      undefined,
      ['users', 3],
      ['orders', 4],
      undefined,
      undefined,
    ]);
  });

  it('hands the data on as it is when there is nothing to take out', () => {
    const data = { id: 1, _id: 2, _abc: 3, __proto: 4 };
    expect(admit(data)?.profile).toBe(data);
  });

  it('takes the columns of the source and its platform out, and changes nothing given', () => {
    const data = { id: 1, _ab_cdc_lsn: 5, _airbyte_meta: {}, _ab: 6, name: null };
    const copy = structuredClone(data);
    expect(admit(data)?.profile).toEqual({ id: 1, _ab: 6, name: null });
    expect(data).toEqual(copy);
  });

  it('keeps a column named __proto__ a column', () => {
    const data = JSON.parse('{"__proto__":{"a":1},"_ab_x":1,"b":2}');
    expect(JSON.stringify(admit(data)?.profile)).toBe('{"__proto__":{"a":1},"b":2}');
  });

  it('takes NULLED columns out, nested ones too', () => {
    const data = { a: null, 'b.c': null, d: { e: null, f: 1 }, g: 2 };
    const nulled = ['a', 'b.c', 'd.e', 'd.x.y', 'nothing'];
    const record = admit(data, { nulled });
    expect(record?.profile).toEqual({ d: { f: 1 }, g: 2 });
    expect(record?.nulled).toBe(nulled);
    expect(data.d).toEqual({ e: null, f: 1 });
  });

  it.each([
    ['2026-01-01', true],
    [null, false],
    ['', false],
  ])('knows a deleted row: %s', (at, deleted) => {
    expect(admit({ id: 1, _ab_cdc_deleted_at: at })).toMatchObject({ deleted, profile: { id: 1 } });
    expect(admit({ id: 1 })?.deleted).toBe(false);
  });
});

describe('primary key', () => {
  const key = (primaryKey: readonly (readonly string[])[], data: RecordMessage['data']) =>
    admissionTo({ ...plain, name: 'users', primaryKey })(message(data))?.record.primaryKey;

  it.each([
    [[], { id: 1 }, undefined],
    [[['id']], { id: 'a b' }, 'a b'],
    [[['id']], { id: 12 }, '12'],
    [[['id']], { id: 9007199254740993n }, '9007199254740993'],
    [[['id']], { id: true }, 'true'],
    [[['id']], { id: { x: 1n } }, '{"x":1}'],
    [[['id']], { id: null }, undefined],
    [[['id']], {}, undefined],
    [[['constructor']], {}, undefined],
    [[['a', 'b']], { a: { b: 3 } }, '3'],
    [[['a', 'b']], { a: [3] }, undefined],
    [[['a'], ['b']], { a: 1, b: 'x' }, '[1,"x"]'],
    [[['a'], ['b']], { a: 1, b: null }, undefined],
    [[['_ab_id']], { _ab_id: 7 }, '7'],
  ] as const)('%j of %o', (paths, data, text) => {
    expect(key(paths, data)).toBe(text);
  });

  it('never mixes up the parts of a composite key', () => {
    const part = fc.oneof(fc.string(), fc.integer(), fc.boolean());
    fc.assert(
      fc.property(part, part, part, part, (a, b, c, d) => {
        const paths = [['a'], ['b']];
        const same = Object.is(a, c) && Object.is(b, d);
        expect(key(paths, { a, b }) === key(paths, { a: c, b: d })).toBe(same);
      }),
    );
  });
});
