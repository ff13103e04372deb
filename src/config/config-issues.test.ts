import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ERRORS } from '../model/error-registry.ts';
import {
  firstIssue,
  type Json,
  MINIMAL,
  refused,
  withCondition,
  withFields,
  withPipeline,
  withTop,
} from './fixtures/configs.ts';
import { parseConfig } from './parse-config.ts';

describe('the shape', () => {
  it.each([null, [], 'x', 1])('%j is no configuration', (json) => {
    expect(refused(json)).toContain('config_invalid ');
  });

  it.each<[string, Json, string]>([
    ['no key', withTop({ api_key: undefined }), '/api_key'],
    ['an empty key', withTop({ api_key: '' }), '/api_key'],
    ['another mode', withTop({ stripe_mode: 'sandbox' }), '/stripe_mode'],
    ['a key that is a number', withTop({ api_key: 5 }), '/api_key'],
    ['pipelines that are no list', withTop({ pipelines: {} }), '/pipelines'],
    ['a pipeline that is no object', withTop({ pipelines: ['x'] }), '/pipelines/0'],
    ['no stream', withPipeline({ stream: '' }), '/pipelines/0/stream'],
    ['no matching', withPipeline({ matching: undefined }), '/pipelines/0/matching'],
    ['empty matching', withPipeline({ matching: [] }), '/pipelines/0/matching'],
    ['no type', withPipeline({ transformation: {} }), '/pipelines/0/transformation/type'],
    ['another filter', withPipeline({ filter: { type: 'sql' } }), '/pipelines/0/filter/type'],
    ['an empty group', withPipeline({ filter: { type: 'conditions' } }), '/pipelines/0/filter'],
    [
      'a number among values',
      withCondition({ property: 'a', operator: 'is', values: [1] }),
      '/pipelines/0/filter/conditions/0/values/0',
    ],
    ['a text for a flag', withTop({ dry_run: 'true' }), '/dry_run'],
    [
      'a share of nothing',
      withTop({ rate_limit: { share_percent: 0 } }),
      '/rate_limit/share_percent',
    ],
    [
      'a share above all',
      withTop({ rate_limit: { share_percent: 101 } }),
      '/rate_limit/share_percent',
    ],
    [
      'half a customer',
      withTop({ safety_limits: { max_created: 0.5 } }),
      '/safety_limits/max_created',
    ],
    [
      'a store without bucket',
      withTop({ object_storage_config: { storage_type: 'S3', s3_bucket_region: 'us-east-1' } }),
      '/object_storage_config/s3_bucket_name',
    ],
    [
      'a folder without path',
      withTop({ object_storage_config: { storage_type: 'Local' } }),
      '/object_storage_config/destination_path',
    ],
  ])('%s', (_title, json, pointer) => {
    expect(refused(json)).toEqual([`config_invalid ${pointer}`]);
  });

  it('says what is missing, wrong or meant', () => {
    const words = (json: Json) => {
      const { message, hint } = firstIssue(json) ?? {};
      return [message, hint];
    };
    expect(words(withPipeline({ stream: null }))).toEqual(['"stream" is missing', 'Fill it in']);
    expect(words(withTop({ lookup: 'ondemand' }))).toEqual([
      '"lookup" must be one of auto, sweep, on_demand',
      'Did you mean "on_demand"?',
    ]);
    expect(words(withPipeline({ transformation: { type: 'map' } }))).toEqual([
      '"type" must be one of mapping, javascript, python',
      'Use one of these',
    ]);
    expect(words(withTop({ dry_run: 'yes' }))).toEqual([
      '"dry_run" must be true or false',
      'Write it without quotes',
    ]);
  });
});

describe('unknown keys', () => {
  it('inside a pipeline are errors that say what was meant', () => {
    const json = withPipeline({ exportMode: 'create_only', matchings: [] });
    expect(refused(json)).toEqual([
      'config_unknown_key /pipelines/0/exportMode',
      'config_unknown_key /pipelines/0/matchings',
    ]);
    expect(firstIssue(json)?.hint).toBe('Did you mean "export_mode"?');
  });

  it.each<[Json, string]>([
    [
      withFields({ field: 'name', expression: 'n', writes: 'always' }),
      'transformation/fields/0/writes',
    ],
    [withPipeline({ matching: [{ property: 'a', field: 'email', x: 1 }] }), 'matching/0/x'],
    [withCondition({ property: 'a', operator: 'exists', value: 'x' }), 'filter/conditions/0/value'],
    [withPipeline({ filter: { type: 'none', conditions: [] } }), 'filter/conditions'],
  ])('are found at every depth %#', (json, path) => {
    expect(refused(json)).toEqual([`config_unknown_key /pipelines/0/${path}`]);
  });

  it('among limits are errors: a misspelt limit would limit nothing', () => {
    expect(refused(withTop({ safety_limits: { max_create: 5 } }))).toEqual([
      'config_unknown_key /safety_limits/max_create',
    ]);
  });

  it('at the top are warnings', () => {
    const { config, warnings } = parseConfig(withTop({ pipeline: [], __host: 1 }));
    expect(config).toBeDefined();
    expect(warnings).toEqual([
      {
        code: 'config_unknown_top_key',
        pointer: '/pipeline',
        message: 'There is no key "pipeline" here',
        hint: 'Remove it',
      },
      expect.objectContaining({ pointer: '/__host' }),
    ]);
  });
});

describe('issues', () => {
  const broken = {
    api_key: 'pk_live_1',
    stripe_mode: 'prod',
    pipelines: [
      {
        name: 'A',
        sream: 'users',
        matching: [{ property: 'a[', field: 'mail' }],
        filter: { type: 'conditions', conditions: [{ property: 'a', operator: 'equals' }, 3] },
        transformation: {
          type: 'mapping',
          fields: [
            { field: 'emial', expression: '' },
            { field: 'emial', expression: 'x' },
          ],
        },
      },
      { name: 'A' },
    ],
    safety_limits: { max_created: '5' },
  };

  it('come all at once, in order', () => {
    expect(refused(broken)).toEqual([
      'api_key_publishable /api_key',
      'unknown_operator /pipelines/0/filter/conditions/0/operator',
      'config_invalid /pipelines/0/filter/conditions/1',
      'unknown_field /pipelines/0/matching/0/field',
      'invalid_property_path /pipelines/0/matching/0/property',
      'config_unknown_key /pipelines/0/sream',
      'config_invalid /pipelines/0/stream',
      'config_invalid /pipelines/0/transformation/fields/0/expression',
      'unknown_field /pipelines/0/transformation/fields/0/field',
      'unknown_field /pipelines/0/transformation/fields/1/field',
      'field_conflict /pipelines/0/transformation/fields/1/field',
      'config_invalid /pipelines/1/matching',
      'duplicate_pipeline_name /pipelines/1/name',
      'config_invalid /pipelines/1/stream',
      'config_invalid /pipelines/1/transformation',
      'config_invalid /safety_limits/max_created',
      'config_invalid /stripe_mode',
    ]);
  });

  it('have a registered code, a message and a hint', () => {
    for (const { code, message, hint } of parseConfig(broken).issues) {
      expect(Object.keys(ERRORS)).toContain(code);
      expect(message).toMatch(/^["A-Z].*[^.]$/);
      expect(hint).toMatch(/^[A-Z]/);
    }
  });

  it('are found in whatever JSON there is, without a throw', () => {
    const anything = fc.jsonValue();
    fc.assert(
      fc.property(anything, anything, anything, (one, two, three) => {
        for (const json of [
          one,
          { ...MINIMAL, pipelines: [two] },
          withPipeline({ filter: three }),
        ]) {
          const { config, issues } = parseConfig(json);
          expect(config === undefined).toBe(issues.length > 0);
        }
      }),
    );
  });
});
