import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { errorOf } from './harness.ts';
import { expectClean, KEY, KEYS, MARK } from './secret-search.ts';
import { type Bench, configOf, openBench } from './users.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
  bench.core.configure({ keys: KEYS });
});
afterEach(() => bench.close());

describe('no secret of a configuration is printed', () => {
  const secretStore = {
    storage_type: 'S3',
    access_key_id: MARK,
    secret_access_key: { value: MARK },
  };
  it.each<[string, unknown]>([
    ['broken beside the key', `{"api_key":"${KEY}" "stripe_mode":"test"}`],
    ['broken inside the key', `{"api_key":"${KEY}`],
    ['a key of another type', configOf({ api_key: [KEY] })],
    ['a key with a blank', configOf({ api_key: `${KEY} ${KEY}` })],
    ['a key in the wrong place', configOf({ api_key: null, apikey: KEY, stripe_mode: KEY })],
    ['a key as an account', configOf({ expected_account: KEY, connected_account: KEY })],
    ['a key in a pipeline', configOf({ lookup: KEY }, { api_key: KEY, export_mode: KEY })],
    ['a refused key', configOf({ api_key: `${KEY}${MARK}` })],
    ['a key of the other mode', configOf({ api_key: KEY, stripe_mode: 'live' })],
    ['a store', configOf({ object_storage_config: secretStore })],
  ])('%s', async (_, config) => {
    const [written, checked] = await Promise.all([bench.write({ config }), bench.check(config)]);
    expect(errorOf(written)?.failure_type).toBe('config_error');
    expect(checked.messages[0]?.connectionStatus?.status).toBe('FAILED');
    expectClean(written);
    expectClean(checked);
  });
});
