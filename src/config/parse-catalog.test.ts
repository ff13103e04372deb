import { describe, expect, it } from 'vitest';
import { parseCatalog } from './parse-catalog.ts';

const FULL = {
  stream: {
    name: 'users',
    namespace: 'public',
    json_schema: { type: 'object', properties: {} },
    supported_sync_modes: ['incremental'],
    source_defined_primary_key: [['uuid']],
  },
  sync_mode: 'incremental',
  cursor_field: ['updated_at'],
  destination_sync_mode: 'append_dedup',
  destination_object_name: 'customer',
  primary_key: [['email']],
  generation_id: 1,
};

const one = (stream: unknown) => parseCatalog({ streams: [stream] });

describe('parseCatalog', () => {
  it('keeps what a destination needs', () => {
    expect(one(FULL)).toEqual({
      streams: [
        {
          name: 'users',
          namespace: 'public',
          primaryKey: [['email']],
          destinationSyncMode: 'append_dedup',
          destinationObjectName: 'customer',
        },
      ],
    });
  });

  it.each([null, undefined, ''])('takes %j on an optional key for absent', (blank) => {
    const bare = {
      stream: { name: 'users', namespace: blank, source_defined_primary_key: blank },
      destination_sync_mode: blank,
      destination_object_name: blank,
      primary_key: blank,
    };
    expect(one(bare)).toEqual({
      streams: [
        {
          name: 'users',
          namespace: undefined,
          primaryKey: [],
          destinationSyncMode: 'append',
          destinationObjectName: undefined,
        },
      ],
    });
  });

  it.each([
    [[], [['uuid']]],
    [null, [['uuid']]],
    [[[]], [['uuid']]],
    [
      [['a', 'b'], ['c']],
      [['a', 'b'], ['c']],
    ],
    [['id'], [['id']]],
  ])('reads the primary key %j', (primary_key, primaryKey) => {
    expect(one({ ...FULL, primary_key })).toMatchObject({ streams: [{ primaryKey }] });
  });

  it('may be empty', () => {
    expect(parseCatalog({ streams: [] })).toEqual({ streams: [] });
  });

  it.each([null, [], 'x', {}, { streams: null }, { streams: {} }])('%j is no catalog', (json) => {
    expect(parseCatalog(json)).toMatchObject([{ code: 'catalog_not_json', pointer: '/streams' }]);
  });

  it('names every stream without a name', () => {
    const streams = [FULL, null, {}, { stream: { name: '' } }];
    expect(parseCatalog({ streams })).toMatchObject(
      [1, 2, 3].map((at) => ({ code: 'catalog_not_json', pointer: `/streams/${at}/stream/name` })),
    );
  });
});
