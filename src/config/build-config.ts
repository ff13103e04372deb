import type {
  ConditionGroup,
  Config,
  FilterConfig,
  ObjectStorage,
  PipelineConfig,
  RateLimit,
  SafetyLimits,
  StripeMode,
  TransformationConfig,
} from '../model/config.ts';
import {
  ACCOUNT_PER_SECOND_LIVE,
  ACCOUNT_PER_SECOND_TEST,
  MAX_CONCURRENCY_DEFAULT,
  OPERATION_PER_SECOND,
  SHARE_PERCENT_LIVE,
  SHARE_PERCENT_TEST,
} from '../model/limits.ts';
import { secret } from '../model/secret.ts';
import type { RawConfig, RawPipeline } from './schema.ts';

type RawFilter = RawPipeline['filter'];
type RawGroup = Omit<Extract<RawFilter, { type: 'conditions' }>, 'type' | 'groups'> & {
  readonly groups?: unknown;
};
type RawStorage = RawConfig['object_storage_config'];

/**
 * The program's own view of a valid configuration: camelCase, defaults filled in, deeply frozen.
 */
export function buildConfig(raw: RawConfig): Config {
  return freeze({
    apiKey: secret(raw.api_key.trim()),
    stripeMode: raw.stripe_mode,
    ...given('expectedAccount', raw.expected_account?.trim()),
    ...given('connectedAccount', raw.connected_account?.trim()),
    pipelines: raw.pipelines.map(buildPipeline),
    lookup: raw.lookup,
    dryRun: raw.dry_run,
    safetyLimits: buildSafetyLimits(raw.safety_limits),
    rateLimit: buildRateLimit(raw.rate_limit, raw.stripe_mode),
    unmappedStreams: raw.unmapped_streams,
    objectStorage: buildStorage(raw.object_storage_config),
  });
}

function buildPipeline(raw: RawPipeline): PipelineConfig {
  return {
    name: raw.name.trim(),
    description: raw.description,
    enabled: raw.enabled,
    stream: raw.stream,
    ...given('namespace', raw.namespace),
    filter: buildFilter(raw.filter),
    matching: raw.matching.map(({ property, field }) => ({ property, field })),
    onKeyConflict: raw.on_key_conflict,
    exportMode: raw.export_mode,
    duplicateProfiles: raw.duplicate_profiles,
    duplicateCustomers: raw.duplicate_customers,
    emptyValues: raw.empty_values,
    transformation: buildTransformation(raw.transformation),
  };
}

function buildFilter(raw: RawFilter): FilterConfig {
  return raw.type === 'conditions' ? { type: 'conditions', ...buildGroup(raw) } : raw;
}

function buildGroup(raw: RawGroup): ConditionGroup {
  return {
    logical: raw.logical,
    conditions: raw.conditions.map(({ property, operator, values, ignore_case }) => ({
      property,
      operator,
      values,
      ignoreCase: ignore_case,
    })),
    // The schema has checked every level down to the fourth, which has no groups.
    groups: ((raw.groups ?? []) as readonly RawGroup[]).map(buildGroup),
  };
}

function buildTransformation(raw: RawPipeline['transformation']): TransformationConfig {
  if (raw.type !== 'mapping') return { type: raw.type, source: raw.source };
  const fields = raw.fields.map(({ field, expression, write }) => ({
    field,
    expression,
    ...given('write', write),
  }));
  return { type: 'mapping', fields };
}

function buildSafetyLimits(raw: RawConfig['safety_limits']): SafetyLimits {
  return {
    ...given('maxCreated', raw.max_created),
    ...given('maxUpdated', raw.max_updated),
    ...given('maxCleared', raw.max_cleared),
    ...given('maxReads', raw.max_reads),
    maxRejectedPercent: raw.max_rejected_percent,
  };
}

function buildRateLimit(raw: RawConfig['rate_limit'], mode: StripeMode): RateLimit {
  const live = mode === 'live';
  return {
    accountPerSecond:
      raw.account_per_second ?? (live ? ACCOUNT_PER_SECOND_LIVE : ACCOUNT_PER_SECOND_TEST),
    operationPerSecond: raw.operation_per_second ?? OPERATION_PER_SECOND,
    sharePercent: raw.share_percent ?? (live ? SHARE_PERCENT_LIVE : SHARE_PERCENT_TEST),
    maxConcurrency: raw.max_concurrency ?? MAX_CONCURRENCY_DEFAULT,
  };
}

function buildStorage(raw: RawStorage): ObjectStorage {
  switch (raw.storage_type) {
    case 'None':
      return { type: 'None' };
    case 'Local':
      return { type: 'Local', path: raw.destination_path };
    case 'S3':
      return {
        type: 'S3',
        ...given('accessKeyId', hidden(raw.access_key_id)),
        ...given('secretAccessKey', hidden(raw.secret_access_key)),
        bucket: raw.s3_bucket_name,
        region: raw.s3_bucket_region,
        bucketPath: raw.bucket_path,
        ...given('endpoint', raw.s3_endpoint),
      };
  }
}

function hidden(plain: string | undefined) {
  return plain === undefined ? undefined : secret(plain.trim());
}

/** The key with its value, or nothing at all. */
function given<K extends string, V>(key: K, value: V | undefined): { readonly [key in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [key in K]: V });
}

function freeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const inner of Object.values(value)) freeze(inner);
  return Object.freeze(value);
}
