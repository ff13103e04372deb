import { describe, expect, it } from 'vitest';
import type { Catalog, CatalogStream } from '../model/catalog.ts';
import type { PipelineConfig } from '../model/config.ts';
import { compileRoutes } from './compile-routes.ts';

function stream(name: string, more: Partial<CatalogStream> = {}): CatalogStream {
  return {
    name,
    namespace: undefined,
    primaryKey: [],
    destinationSyncMode: 'append',
    destinationObjectName: undefined,
    ...more,
  };
}

function pipeline(name: string, more: Partial<PipelineConfig> = {}): PipelineConfig {
  return {
    name,
    description: '',
    enabled: true,
    stream: name,
    filter: { type: 'none' },
    matching: [{ property: 'id', field: 'metadata.id' }],
    onKeyConflict: 'reject',
    exportMode: 'create_and_update',
    duplicateProfiles: 'use_first',
    duplicateCustomers: 'reject',
    emptyValues: 'keep',
    transformation: { type: 'mapping', fields: [] },
    ...more,
  };
}

const catalog = (...streams: CatalogStream[]): Catalog => ({ streams });
const served = (...given: Parameters<typeof compileRoutes>) =>
  [...compileRoutes(...given).routes].map(([key, route]) => [key, route.pipelines]);
const codes = (...given: Parameters<typeof compileRoutes>) => {
  const { issues, warnings } = compileRoutes(...given);
  return [...issues, ...warnings].map(({ code, pointer }) => `${code} ${pointer}`);
};

describe('compileRoutes', () => {
  it('serves a stream by every pipeline that names it, in config order', () => {
    const pipelines = [
      pipeline('a', { stream: 'users' }),
      pipeline('b', { stream: 'orders' }),
      pipeline('c', { stream: 'users', namespace: 'public' }),
    ];
    const streams = catalog(stream('users', { namespace: 'public' }), stream('orders'));
    expect(served(streams, pipelines, 'fail')).toEqual([
      ['public\u0000users', [0, 2]],
      ['orders', [1]],
    ]);
    expect(codes(streams, pipelines, 'fail')).toEqual([]);
  });

  it('asks for the namespace when two streams have the name', () => {
    const streams = catalog(
      stream('users', { namespace: 'a' }),
      stream('users', { namespace: 'b' }),
    );
    expect(codes(streams, [pipeline('users')], 'fail')).toEqual([
      'stream_ambiguous /pipelines/0/namespace',
    ]);
    expect(codes(streams, [pipeline('users', { namespace: 'a' })], 'ignore')).toEqual([]);
  });

  it('refuses a stream that no pipeline names, unless told to ignore it', () => {
    const streams = catalog(stream('users'), stream('customers'));
    const [issue] = compileRoutes(streams, [pipeline('user')], 'fail').issues;
    expect(issue).toMatchObject({ code: 'stream_unmapped', pointer: '/pipelines' });
    expect(issue?.hint).toContain('"user"');
    expect(served(streams, [pipeline('users')], 'ignore')).toEqual([
      ['users', [0]],
      ['customers', []],
    ]);
    expect(codes(streams, [], 'fail')).toEqual(['no_pipeline /pipelines']);
    expect(codes(streams, [], 'ignore')).toEqual([]);
  });

  it('lets a disabled pipeline name its stream and take nothing', () => {
    const given = [catalog(stream('users')), [pipeline('users', { enabled: false })]] as const;
    expect(served(...given, 'fail')).toEqual([['users', []]]);
    expect(codes(...given, 'fail')).toEqual(['pipeline_disabled /pipelines/0/enabled']);
  });

  it.each([
    ['user', 'Did you mean "users"?'],
    ['nothing like it', 'Select the stream in the connection'],
  ])('warns of an idle pipeline: %s', (name, hint) => {
    const { warnings } = compileRoutes(catalog(stream('users')), [pipeline(name)], 'ignore');
    expect(warnings).toMatchObject([{ code: 'pipeline_idle', hint }]);
  });

  it('says that the namespace is another one', () => {
    const streams = catalog(stream('users', { namespace: 'a' }));
    const { warnings } = compileRoutes(streams, [pipeline('users', { namespace: 'b' })], 'ignore');
    expect(warnings[0]?.hint).toContain('another namespace');
  });

  it('serves data activation by the pipeline made for it and by no other', () => {
    const object = { destinationObjectName: 'customer' };
    const streams = catalog(stream('users', object), stream('users', { namespace: 'public' }));
    const activation = pipeline('made', {
      stream: 'users',
      transformation: { type: 'activation' },
    });
    expect(served(streams, [pipeline('users'), activation], 'fail')).toEqual([
      ['users', [1]],
      ['public\u0000users', [0]],
    ]);
    const alone = catalog(stream('users', object));
    expect(codes(alone, [pipeline('users'), activation], 'fail')).toEqual([
      'pipeline_idle /pipelines/0/stream',
    ]);
    expect(codes(alone, [], 'fail')).toEqual([]);
  });
});
