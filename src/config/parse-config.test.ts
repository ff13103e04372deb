import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Config } from '../model/config.ts';
import {
  FULL,
  firstIssue,
  MINIMAL,
  withCondition,
  withPipeline,
  withTop,
} from './fixtures/configs.ts';
import { parseConfig } from './parse-config.ts';

describe('a valid configuration', () => {
  it('is completed by defaults', () => {
    const config = accepted(MINIMAL);
    expect(config.apiKey.reveal()).toBe('rk_test_1');
    expect(config).toMatchObject({
      stripeMode: 'test',
      lookup: 'auto',
      dryRun: false,
      safetyLimits: { maxRejectedPercent: 50 },
      rateLimit: {
        accountPerSecond: 25,
        operationPerSecond: 25,
        sharePercent: 100,
        maxConcurrency: 32,
      },
      unmappedStreams: 'fail',
      objectStorage: { type: 'None' },
    });
    expect(config.pipelines).toEqual([
      {
        name: 'Users',
        description: '',
        enabled: true,
        stream: 'users',
        filter: { type: 'none' },
        matching: [{ property: 'email', field: 'email' }],
        onKeyConflict: 'reject',
        exportMode: 'create_and_update',
        duplicateProfiles: 'use_first',
        duplicateCustomers: 'reject',
        emptyValues: 'keep',
        transformation: { type: 'mapping', fields: [{ field: 'name', expression: 'name' }] },
      },
    ]);
  });

  it('leaves half of the live limits to others', () => {
    const { rateLimit } = accepted(withTop({ api_key: 'rk_live_1', stripe_mode: 'live' }));
    expect(rateLimit).toMatchObject({ accountPerSecond: 100, sharePercent: 50 });
  });

  it('is read in full', () => {
    const config = accepted(FULL);
    expect(config).toMatchObject({
      expectedAccount: 'acct_1A',
      connectedAccount: 'acct_1B',
      lookup: 'sweep',
      dryRun: true,
      safetyLimits: {
        maxCreated: 5000,
        maxUpdated: 50000,
        maxCleared: 0,
        maxReads: 10000,
        maxRejectedPercent: 5,
      },
      rateLimit: {
        accountPerSecond: 200,
        operationPerSecond: 50,
        sharePercent: 80,
        maxConcurrency: 64,
      },
      unmappedStreams: 'ignore',
    });
    expect(config.objectStorage).toMatchObject({
      type: 'S3',
      bucket: 'rejects',
      region: 'eu-west-1',
      bucketPath: 'stripe/',
      endpoint: 'https://s3.example.com',
    });
    const [first, second, third] = config.pipelines;
    expect(first).toMatchObject({
      namespace: 'public',
      onKeyConflict: 'create',
      exportMode: 'update_only',
      duplicateProfiles: 'use_last',
      duplicateCustomers: 'update_oldest',
      emptyValues: 'clear',
    });
    expect(first?.filter).toEqual({
      type: 'conditions',
      logical: 'and',
      conditions: [
        { property: 'plan', operator: 'is one of', values: ['pro', 'team'], ignoreCase: true },
        { property: '["odd key"].x', operator: 'exists', values: [], ignoreCase: false },
      ],
      groups: [
        {
          logical: 'or',
          conditions: [
            {
              property: 'seen_at',
              operator: 'is on or after',
              values: ['7 days ago'],
              ignoreCase: false,
            },
          ],
          groups: [],
        },
      ],
    });
    expect(second?.transformation.type).toBe('javascript');
    expect(third?.transformation.type).toBe('python');
  });

  it('is deeply frozen and hides its secrets', () => {
    const config = accepted(FULL);
    const everything: unknown[] = [config];
    for (const value of everything) {
      expect(Object.isFrozen(value)).toBe(true);
      const inner = Object.values(value as object);
      everything.push(...inner.filter((one) => typeof one === 'object'));
    }
    const printed = inspect(config, { depth: 9 }) + JSON.stringify(config);
    expect(printed).not.toMatch(/sk_org|AKIA1|s3-plain/);
  });

  it('may have no pipelines', () => {
    expect(accepted(withTop({ pipelines: [] })).pipelines).toEqual([]);
    expect(accepted(withTop({ pipelines: undefined })).pipelines).toEqual([]);
  });

  it('takes null and "" of an optional key for absent', () => {
    const blanks = {
      expected_account: '',
      connected_account: null,
      lookup: null,
      rate_limit: null,
    };
    const inner = { description: null, namespace: '', filter: null, export_mode: '', odd: null };
    const config = accepted({ ...withPipeline(inner), ...blanks, added_by_host: null });
    expect(config).toEqual(accepted(MINIMAL));
    expect('namespace' in (config.pipelines[0] ?? {})).toBe(false);
  });

  it('keeps an empty text that is a value to compare with', () => {
    accepted(withCondition({ property: 'a', operator: 'is', values: [''] }));
  });

  it('trims the key', () => {
    expect(accepted(withTop({ api_key: ' rk_test_1\n' })).apiKey.reveal()).toBe('rk_test_1');
  });

  it('stores rejected records in a folder', () => {
    const storage = { storage_type: 'Local', destination_path: '/local/rejected' };
    expect(accepted(withTop({ object_storage_config: storage })).objectStorage).toEqual({
      type: 'Local',
      path: '/local/rejected',
    });
  });

  it('nests groups of conditions four deep', () => {
    const leaf = { conditions: [{ property: 'a', operator: 'is true' }] };
    const deep = (levels: number): object => (levels === 1 ? leaf : { groups: [deep(levels - 1)] });
    accepted(withPipeline({ filter: { type: 'conditions', ...deep(4) } }));
    const five = withPipeline({ filter: { type: 'conditions', ...deep(5) } });
    expect(firstIssue(five)).toMatchObject({
      pointer: '/pipelines/0/filter/groups/0/groups/0/groups/0/groups',
      message: 'Groups nest at most four deep',
    });
  });
});

function accepted(json: unknown): Config {
  const { config, issues } = parseConfig(json);
  expect(issues).toEqual([]);
  if (config === undefined) throw new Error('no config');
  return config;
}
