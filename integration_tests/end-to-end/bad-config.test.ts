import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../stripe-sandbox/types.ts';
import { expectEnd, expectFailed, expectSuccess } from './endings.ts';
import { catalogOf, logsOf } from './harness.ts';
import { type Bench, configOf, inputOf, mappingOf, openBench } from './users.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

interface BadConfig {
  readonly title: string;
  readonly config: unknown;
  readonly words: readonly string[];
}

const withFilter = (filter: JsonObject) => configOf({}, { filter });
const BAD_CONFIGS: readonly BadConfig[] = [
  {
    title: 'no JSON',
    config: '{\n  "api_key": "x",\n  oops\n}',
    words: ['not JSON', 'line 3', 'Correct'],
  },
  { title: 'an empty file', config: '', words: ['configuration', 'is empty', 'Correct'] },
  { title: 'a list', config: [], words: ['must be an object'] },
  {
    title: 'an unknown key of a pipeline',
    config: configOf({}, { exportmode: 'create_only' }),
    words: ['/pipelines/0/exportmode', 'Did you mean "export_mode"?'],
  },
  {
    title: 'an unknown key of a mapping',
    config: configOf({}, { transformation: { ...mappingOf({ email: 'email' }), feilds: [] } }),
    words: ['/pipelines/0/transformation/feilds'],
  },
  {
    title: 'an unknown field',
    config: configOf({}, { transformation: mappingOf({ emial: 'email' }) }),
    words: ['/pipelines/0/transformation/fields/0/field', 'Did you mean "email"?'],
  },
  {
    title: 'a broken expression in the mapping',
    config: configOf({}, { transformation: mappingOf({ email: 'email', name: "first & (' '" }) }),
    words: ['/pipelines/0/transformation/fields/1/expression'],
  },
  {
    title: 'a broken expression in the filter',
    config: withFilter({ type: 'expression', expression: 'plan = = 3' }),
    words: ['/pipelines/0/filter/expression'],
  },
  {
    title: 'an unknown operator',
    config: withFilter({
      type: 'conditions',
      conditions: [{ property: 'plan', operator: 'is on of', values: ['pro'] }],
    }),
    words: ['/pipelines/0/filter/conditions/0/operator', 'Did you mean "is one of"?'],
  },
  {
    title: 'a key of the other mode',
    config: configOf({ stripe_mode: 'live' }),
    words: ['/stripe_mode', 'set stripe_mode to test'],
  },
  {
    title: 'a publishable key',
    config: configOf({ api_key: 'pk_test_12345678' }),
    words: ['/api_key', 'publishable', 'restricted key'],
  },
  {
    title: 'a JavaScript function that does not compile',
    config: configOf(
      {},
      { transformation: { type: 'javascript', source: 'function transform(p) {\n return {' } },
    ),
    words: ['/pipelines/0/transformation/source', 'line'],
  },
];

describe('a bad configuration', () => {
  it.each(BAD_CONFIGS)('$title: write ends, check fails', async ({ config, words }) => {
    const [written, checked] = await Promise.all([bench.write({ config }), bench.check(config)]);
    expectEnd(written, 'config_error', words);
    expectFailed(checked, words);
    expect(bench.core.log.entries()).toEqual([]);
  });

  it('warns of an unknown key at the top, where hosts add their own, and goes on', async () => {
    const ran = await bench.write({ config: configOf({ __injected: true, lokup: 'sweep' }) });
    expectSuccess(ran);
    expect(logsOf(ran).join('\n')).toContain('Did you mean "lookup"?');
  });

  it('takes null for every optional key', async () => {
    const absent = {
      expected_account: null,
      connected_account: null,
      lookup: null,
      dry_run: null,
      safety_limits: null,
      unmapped_streams: null,
      object_storage_config: null,
    };
    const pipeline = {
      description: null,
      enabled: null,
      namespace: null,
      filter: null,
      on_key_conflict: null,
      export_mode: null,
      duplicate_profiles: null,
      duplicate_customers: null,
      empty_values: null,
    };
    expectSuccess(await bench.write({ config: configOf(absent, pipeline) }));
    expect(bench.customers()).toHaveLength(1);
  });
});

describe('a bad catalog', () => {
  it.each([
    ['a missing file', { args: ['--catalog', 'no/such/catalog.json'] }, ['no/such/catalog.json']],
    ['no JSON', { catalog: 'streams: []' }, ['catalog', 'not JSON']],
    ['no list of streams', { catalog: {} }, ['/streams', 'Pass the configured catalog']],
    [
      'a stream that no pipeline names',
      { catalog: catalogOf('users', 'invoices') },
      ['invoices', 'unmapped_streams'],
    ],
  ])('%s', async (_, options, words) => {
    expectEnd(await bench.write(options), 'config_error', words);
    expect(bench.posts()).toBe(0);
  });

  it('drains the input of an empty catalog and ends well', async () => {
    const input = inputOf('{"type":"LOG","log":{"level":"INFO","message":"hello"}}');
    expectSuccess(await bench.write({ catalog: { streams: [] }, input }));
  });

  it('takes null for every optional key', async () => {
    const [one] = catalogOf('users')['streams'] as readonly JsonObject[];
    const stream = {
      ...(one?.['stream'] as JsonObject),
      namespace: null,
      source_defined_cursor: null,
      default_cursor_field: null,
      source_defined_primary_key: null,
      is_resumable: null,
    };
    const absent = {
      cursor_field: null,
      primary_key: null,
      destination_object_name: null,
      generation_id: null,
      minimum_generation_id: null,
      sync_id: null,
    };
    expectSuccess(await bench.write({ catalog: { streams: [{ ...one, ...absent, stream }] } }));
    expect(bench.customers()).toHaveLength(1);
  });
});

describe('a key or a network that does not work', () => {
  it.each([
    ['rk_test_nosuchkey123', ['key', 'revoked']],
    ['sk_test_expired', ['key', 'expired']],
    ['rk_test_readonly', ['rak_customer_write', 'permission']],
    ['rk_test_nothing', ['rak_customer', 'permission']],
  ])('%s ends write with config_error', async (api_key, words) => {
    expectEnd(await bench.write({ config: configOf({ api_key }) }), 'config_error', words);
    expect(bench.customers()).toEqual([]);
  });

  it('fails check within 30 s when nobody listens', async () => {
    const ran = await bench.run('check', { url: await closedPort(), config: configOf() });
    expectFailed(ran, ['did not answer', 'network']);
  }, 30_000);
});

/** An address where nobody listens. */
async function closedPort(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return `http://127.0.0.1:${port}`;
}
