import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { catalogOf, errorOf, type Ran, record, runBundle, state } from './harness.ts';
import { PROTOCOL_SCHEMA } from './protocol-schema.ts';
import { ANN, type Bench, configOf, inputOf, openBench, users } from './users.ts';

/** Airbyte's own definitions, where the environment names a file of them. */
const PROTOCOL_FILE = process.env['AIRBYTE_PROTOCOL_YAML'];
const METADATA_FILE = process.env['METADATA_SCHEMA'];
const validators = protocolValidators();
const METADATA_ENTRY = { property: 'id', field: 'metadata.user_id' };
const STREAM_WITHOUT_ID =
  '{"type":"STATE","state":{"type":"STREAM","stream":{"stream_descriptor":{"name":"users"}}}}';
const GLOBAL = '{"type":"STATE","state":{"type":"GLOBAL","global":{"stream_states":[]},"id":8}}';
const LEGACY = '{"type":"STATE","state":{"data":{"cursor":1}}}';

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

function expectProtocol(ran: Ran, ...types: readonly string[]): void {
  for (const message of ran.messages) {
    for (const validate of validators) {
      const valid = validate(message);
      expect({ message, valid, errors: validate.errors }).toMatchObject({ valid: true });
    }
  }
  expect([...new Set(ran.messages.map(({ type }) => type))].toSorted()).toEqual(types);
  expect(ran.stderr).toBe('');
}

describe('every printed line is a message of the protocol', () => {
  it('of spec', async () => {
    const ran = await runBundle('spec', { config: {} });
    expectProtocol(ran, 'SPEC');
    expect(ran.messages).toHaveLength(1);
  });

  it.each([
    ['a good key', configOf()],
    ['advice', configOf({ lookup: 'on_demand', odd: 1 }, { matching: [METADATA_ENTRY] })],
    ['a bad key', configOf({ api_key: 'rk_test_nosuchkey1' })],
    ['a bad configuration', { pipelines: 3 }],
    ['no JSON', '{'],
  ])('of check with %s', async (_, config) => {
    const ran = await bench.check(config);
    expectProtocol(ran, 'CONNECTION_STATUS');
    expect(ran.messages).toHaveLength(1);
  });

  it('of write with every outcome and every kind of state', async () => {
    const input = inputOf(
      ...users(ANN, { email: 'not an address' }, { name: 'No key' }, { ...ANN, name: 'Anne' }),
      state('users', 1),
      STREAM_WITHOUT_ID,
      GLOBAL,
      LEGACY,
      'no JSON at all',
    );
    const ran = await bench.write({ input, env: { LOG_LEVEL: 'DEBUG' } });
    expect(ran.code).toBe(0);
    expectProtocol(ran, 'LOG', 'STATE');
  });

  it.each([
    ['config_error', { config: configOf({}, { exportmode: 1 }) }],
    ['config_error', { config: configOf({ api_key: 'rk_test_nosuchkey1' }) }],
    ['config_error', { config: configOf({ dry_run: true }) }],
    ['config_error', { catalog: catalogOf('users', 'others') }],
    ['system_error', { input: inputOf(record('orders', { id: 1 })) }],
    ['system_error', { input: '{"type":"RECORD","rec' }],
  ])('of write that ends with %s', async (failureType, options) => {
    const ran = await bench.write(options);
    const logs = ran.messages.some(({ type }) => type === 'LOG') ? ['LOG'] : [];
    expectProtocol(ran, ...logs, 'TRACE');
    expect(errorOf(ran)?.failure_type).toBe(failureType);
    expect(ran.messages.at(-1)?.type).toBe('TRACE');
  });
});

describe('the schema of these tests', () => {
  it.each([
    { type: 'LOG', log: { level: 'NOTICE', message: 'x' } },
    { type: 'LOG', message: 'x' },
    {
      type: 'STATE',
      state: { type: 'STREAM', destinationStats: { recordCount: 1, rejectedRecordCount: 0 } },
    },
    { type: 'STATE', state: { type: 'GLOBAL' } },
    { type: 'TRACE', trace: { type: 'ERROR', emitted_at: 1.5, error: { message: 'x' } } },
    { type: 'RECORD', record: {} },
    { log: { level: 'INFO', message: 'x' } },
  ])('refuses %j', (message) => {
    expect(new Ajv({ strict: false }).compile(PROTOCOL_SCHEMA)(message)).toBe(false);
  });
});

describe('metadata.yaml', () => {
  const metadata = parse(readFileSync('metadata.yaml', 'utf8')) as {
    readonly data: { readonly [key: string]: unknown };
  };

  it('names what a registry needs', () => {
    const version = (JSON.parse(readFileSync('package.json', 'utf8')) as { version: string })
      .version;
    expect(metadata.data).toMatchObject({
      connectorType: 'destination',
      connectorSubtype: 'api',
      dockerImageTag: version,
      license: 'MIT',
      supportsDataActivation: true,
      definitionId: expect.stringMatching(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
    });
  });

  it('fits the registry schema that the environment names', () => {
    const schema: object =
      METADATA_FILE === undefined
        ? { required: ['metadataSpecVersion', 'data'] }
        : (JSON.parse(readFileSync(METADATA_FILE, 'utf8')) as object);
    const validate = new Ajv({ strict: false, validateFormats: false }).compile(schema);
    const valid = validate(metadata);
    expect({ valid, errors: validate.errors }).toMatchObject({ valid: true });
  });
});

function protocolValidators(): readonly ValidateFunction[] {
  const own = new Ajv({ strict: false }).compile(PROTOCOL_SCHEMA);
  if (PROTOCOL_FILE === undefined) return [own];
  const definitions = parse(readFileSync(PROTOCOL_FILE, 'utf8')) as object;
  const ajv = new Ajv({ strict: false, validateFormats: false });
  ajv.addSchema({ ...definitions, $id: 'protocol' }, 'protocol');
  const theirs = ajv.getSchema('protocol#/definitions/AirbyteMessage');
  if (theirs === undefined) throw new Error(`${PROTOCOL_FILE} defines no AirbyteMessage`);
  return [own, theirs];
}
