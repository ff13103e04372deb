import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { refused, withTop } from './fixtures/configs.ts';
import { parseConfig } from './parse-config.ts';

describe('key, mode and accounts', () => {
  it.each([
    ['rk_test_1', 'test'],
    ['sk_test_1', 'test'],
    ['rk_live_1', 'live'],
    ['rkcs_test_1', 'test'],
    ['sk_org_live_1', 'live'],
    ['sk_org_1', 'live'],
    ['whatever', 'test'],
    ['rk_live_test_', 'live'],
  ])('%s fits %s', (api_key, stripe_mode) => {
    expect(refused(withTop({ api_key, stripe_mode }))).toEqual(['accepted']);
  });

  it.each([
    ['rk_test_1', 'live', 'mode_mismatch /stripe_mode'],
    ['sk_live_1', 'test', 'mode_mismatch /stripe_mode'],
    ['sk_org_live_1', 'test', 'mode_mismatch /stripe_mode'],
    ['pk_test_1', 'test', 'api_key_publishable /api_key'],
    ['rk_test_1 2', 'test', 'config_invalid /api_key'],
    ['rk_test_…', 'test', 'config_invalid /api_key'],
  ])('%s does not fit %s', (api_key, stripe_mode, issue) => {
    expect(refused(withTop({ api_key, stripe_mode }))).toEqual([issue]);
  });

  it.each(['expected_account', 'connected_account'])('%s starts with acct_', (key) => {
    expect(refused(withTop({ [key]: ' acct_1Nv0FGQ9RKHgCVdK ' }))).toEqual(['accepted']);
    expect(refused(withTop({ [key]: 'cus_1' }))).toEqual([`config_invalid /${key}`]);
  });

  it('never prints a secret', () => {
    const plain = fc.stringMatching(/^[ -~]{12,30}$/);
    fc.assert(
      fc.property(plain, fc.constantFrom('pk_', 'rk_live_', 'sk_test_', '', 'x '), (tail, head) => {
        const key = `${head}${tail}`;
        const storage = { storage_type: 'S3', secret_access_key: key, access_key_id: [key] };
        const json = withTop({ api_key: key, stripe_mode: 'test', object_storage_config: storage });
        const { issues, warnings } = parseConfig(json);
        expect(JSON.stringify([issues, warnings])).not.toContain(JSON.stringify(tail).slice(1, -1));
      }),
    );
  });
});
