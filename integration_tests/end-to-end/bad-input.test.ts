import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../stripe-sandbox/types.ts';
import { catalogOf, errorOf, logsOf, type Ran, record, state, statesOf } from './harness.ts';
import { ANN, type Bench, configOf, inputOf, mappingOf, openBench, users } from './users.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

/** One error, its kind, exit code 1, nothing acknowledged, nothing on stderr, every word in its message. */
function expectEnd(ran: Ran, failureType: string, words: readonly string[]): void {
  const error = errorOf(ran);
  expect(ran.messages.filter(({ type }) => type === 'TRACE')).toHaveLength(1);
  expect(error?.failure_type).toBe(failureType);
  for (const word of words) expect(error?.message).toContain(word);
  expect(ran.code).toBe(1);
  expect(ran.stderr).toBe('');
  expect(statesOf(ran)).toEqual([]);
}

/** One FAILED with every word in its message, and exit code 0. */
function expectFailed(ran: Ran, words: readonly string[]): void {
  expect(ran.code).toBe(0);
  expect(ran.stderr).toBe('');
  expect(ran.messages).toHaveLength(1);
  expect(ran.messages[0]?.connectionStatus?.status).toBe('FAILED');
  for (const word of words) expect(ran.messages[0]?.connectionStatus?.message).toContain(word);
}

function expectSuccess(ran: Ran): void {
  expect(errorOf(ran)).toBeUndefined();
  expect(ran.code).toBe(0);
  expect(ran.stderr).toBe('');
}

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

describe('bad input', () => {
  const input = (...lines: readonly string[]) => ({ input: inputOf(...lines) });

  it('warns of a line that is no JSON, does not repeat it, and goes on', async () => {
    const lines = ['Downloading secret-thing 12%', ...users(ANN), 'null', '[1]', state('users', 1)];
    const ran = await bench.write(input(...lines));
    expectSuccess(ran);
    expect(logsOf(ran).join('\n')).toContain('not JSON');
    expect(ran.lines.join('\n')).not.toContain('secret-thing');
    expect(statesOf(ran)).toHaveLength(1);
    expect(bench.customers()).toHaveLength(1);
  });

  it('reads a record of 20 MB', async () => {
    const wide = { ...ANN, ballast: 'x'.repeat(20_000_000) };
    const ran = await bench.write(input(...users(wide), state('users', 1)));
    expectSuccess(ran);
    expect(statesOf(ran)).toHaveLength(1);
    expect(bench.customers()).toHaveLength(1);
  });

  it('ends with system_error where the last line, a RECORD, breaks off', async () => {
    const whole = [...users(ANN), state('users', 1)].join('\n');
    const [cut = ''] = users({ ...ANN, email: 'ben@example.com' });
    const ran = await bench.write({ input: `${whole}\n${cut.slice(0, -9)}` });
    expect(ran.code).toBe(1);
    expect(errorOf(ran)?.failure_type).toBe('system_error');
    expect(errorOf(ran)?.message).toContain('RECORD');
    expect(statesOf(ran).length).toBeLessThanOrEqual(bench.customers().length);
  });

  it('takes a last line without its line end', async () => {
    const ran = await bench.write({ input: [...users(ANN), state('users', 1)].join('\n') });
    expectSuccess(ran);
    expect(statesOf(ran)).toHaveLength(1);
  });

  it('ignores message types that it does not know', async () => {
    const odd = ['{"type":"CONTROL","control":{}}', '{"type":"FUTURE","future":1}', '{}'];
    const ran = await bench.write(input(...odd, ...users(ANN), ...odd, state('users', 1)));
    expectSuccess(ran);
    expect(statesOf(ran)).toHaveLength(1);
  });

  it('ends with system_error at a record of a stream that the catalog lacks', async () => {
    const ran = await bench.write(input(record('orders', { id: 1 }), state('users', 1)));
    expectEnd(ran, 'system_error', ['orders', 'schema']);
  });

  it('takes messages with null for every optional key', async () => {
    const absent = { log: null, spec: null, trace: null, control: null };
    const line = {
      type: 'RECORD',
      ...absent,
      state: null,
      record: {
        stream: 'users',
        namespace: null,
        meta: null,
        file_reference: null,
        data: {
          id: 1,
          ...ANN,
          _airbyte_raw_id: 'r',
          _airbyte_extracted_at: 'x',
          _airbyte_meta: {},
        },
        emitted_at: 1,
      },
    };
    const ack = {
      type: 'STATE',
      ...absent,
      record: null,
      state: {
        type: 'STREAM',
        stream: { stream_descriptor: { name: 'users', namespace: null }, stream_state: { a: 1 } },
        global_: null,
        data: null,
        sourceStats: null,
        destinationStats: null,
      },
    };
    const ran = await bench.write(input(JSON.stringify(line), JSON.stringify(ack)));
    expectSuccess(ran);
    expect(bench.customers()).toHaveLength(1);
    expect(statesOf(ran)).toHaveLength(1);
    const told = JSON.parse(statesOf(ran)[0] ?? '') as { readonly state: JsonObject };
    expect(told.state['destinationStats']).toEqual({ recordCount: 1, rejectedRecordCount: 0 });
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
