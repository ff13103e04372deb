import { z } from 'zod';
import { rateLimitSchema, safetyLimitsSchema } from './schema-limits.ts';
import { pipelineSchema } from './schema-pipeline.ts';
import { storageSchema } from './schema-storage.ts';

/** Sections of the form, in order. */
export const FORM_GROUPS = [
  { id: 'account', title: 'Stripe account' },
  { id: 'pipelines', title: 'Pipelines' },
  { id: 'safety', title: 'Safety' },
  { id: 'speed', title: 'Lookups and speed' },
  { id: 'rejected', title: 'Rejected records' },
] as const;

/** The one source of the configuration: it parses, gives the types and generates spec.json. */
export const configSchema = z.object({
  api_key: z.string().meta({
    title: 'API key',
    description:
      'Key of the Stripe account. A restricted key (rk_…) with write permission for Customers is enough; publishable keys (pk_…) are refused.',
    airbyte_secret: true,
    always_show: true,
    pattern: '^(?!pk_).+$',
    pattern_descriptor: 'rk_test_… or rk_live_…',
    group: 'account',
  }),
  stripe_mode: z.enum(['test', 'live']).meta({
    title: 'Stripe mode: test/sandbox or live',
    description: 'Must agree with the API key; nothing is read or written otherwise.',
    group: 'account',
  }),
  expected_account: z
    .string()
    .optional()
    .meta({
      title: 'Expected account',
      description:
        'Refuse to run when the API key belongs to another Stripe account than this one.',
      examples: ['acct_1Nv0FGQ9RKHgCVdK'],
      pattern: '^acct_[A-Za-z0-9]+$',
      pattern_descriptor: 'acct_…',
      group: 'account',
    }),
  connected_account: z
    .string()
    .optional()
    .meta({
      title: 'Connected account (for Connect platforms and organisation keys only)',
      description: 'Account on whose behalf the key acts. Leave empty for your own account.',
      examples: ['acct_1Nv0FGQ9RKHgCVdK'],
      pattern: '^acct_[A-Za-z0-9]+$',
      pattern_descriptor: 'acct_…',
      group: 'account',
    }),
  pipelines: z.array(pipelineSchema).default([]).meta({
    title: 'Pipelines',
    description:
      'Each pipeline takes the profiles of one stream, filters them, matches them with Stripe customers and writes what differs. May stay empty when every stream is mapped to a destination object in the connection.',
    always_show: true,
    group: 'pipelines',
  }),
  lookup: z.enum(['auto', 'sweep', 'on_demand']).default('auto').meta({
    title: 'Finding customers',
    description:
      '"auto": whichever needs fewer reads. "sweep": read all customers once. "on_demand": ask for each profile; with matching by metadata, phone or name this cannot prove that a customer is missing, so nothing is created for them.',
    group: 'speed',
  }),
  dry_run: z.boolean().default(false).meta({
    title: 'Dry run',
    description:
      'Plan only: totals of what would change are logged, nothing is written, and the sync ends with "Dry run finished; nothing was written".',
    always_show: true,
    group: 'safety',
  }),
  safety_limits: safetyLimitsSchema.prefault({}).meta({
    title: 'Safety limits',
    description: 'The sync stops before it passes one of these; what lies beyond waits.',
    group: 'safety',
  }),
  rate_limit: rateLimitSchema.prefault({}).meta({
    title: 'Rate limit',
    description: 'How fast this sync may go.',
    group: 'speed',
  }),
  unmapped_streams: z.enum(['fail', 'ignore']).default('fail').meta({
    title: 'Streams without a pipeline',
    description:
      '"fail": a stream of the connection that no pipeline names ends the sync before anything is written. "ignore": its records are left out.',
    group: 'safety',
  }),
  object_storage_config: storageSchema.default({ storage_type: 'None' }).meta({
    title: 'Object storage for rejected records',
    description: 'Where records that were rejected are kept, each with its reason, as JSON lines.',
    group: 'rejected',
  }),
});

export type RawConfig = z.output<typeof configSchema>;
export type RawPipeline = z.output<typeof pipelineSchema>;
