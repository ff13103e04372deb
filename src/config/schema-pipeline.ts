import { z } from 'zod';
import { filterSchema } from './schema-filter.ts';
import { transformationSchema } from './schema-transformation.ts';

const matchingEntry = z
  .object({
    property: z.string().meta({
      title: 'Profile column',
      description: 'Column that identifies the profile. Inside an object write a dotted path.',
      examples: ['user_id', 'email'],
    }),
    field: z.string().meta({
      title: 'Stripe field',
      description:
        'Customer field that it is compared with: id, email, phone, name, description or metadata.<key>.',
      examples: ['metadata.user_id', 'email', 'id'],
    }),
  })
  .meta({ title: 'Matching entry' });

/** One pipeline: from one stream to Stripe customers. */
export const pipelineSchema = z
  .object({
    name: z.string().meta({
      title: 'Name',
      description: 'Shown in logs and summaries; each pipeline needs a name of its own.',
      examples: ['Paying customers'],
    }),
    description: z
      .string()
      .default('')
      .meta({
        title: 'Description',
        description: 'What this pipeline is for, in your own words.',
        examples: ['Everyone on a paid plan'],
      }),
    enabled: z.boolean().default(true).meta({
      title: 'Enabled',
      description: 'Switch off to export nothing through this pipeline without deleting it.',
      always_show: true,
    }),
    stream: z.string().meta({
      title: 'Stream',
      description:
        'Stream that holds the profiles, named as it arrives: with the prefix that the connection adds.',
      examples: ['users'],
    }),
    namespace: z
      .string()
      .optional()
      .meta({
        title: 'Namespace',
        description:
          'Schema or dataset of the stream. Needed only when the connection has two streams of that name.',
        examples: ['public'],
      }),
    filter: filterSchema.default({ type: 'none' }).meta({
      title: 'Which profiles',
      description:
        'Profiles that take part. A profile that leaves the filter keeps its customer as it is.',
      always_show: true,
    }),
    matching: z.array(matchingEntry).min(1).meta({
      title: 'Matching',
      description:
        'How the customer of a profile is found. Entries are tried in order; the first that finds a customer decides. Put the most trustworthy one first, for example your own user id, then the email address.',
      minItems: 1,
    }),
    on_key_conflict: z.enum(['reject', 'create']).default('reject').meta({
      title: 'Customer of another profile',
      description:
        'When a customer is found by a lower matching entry but holds another profile’s value on a higher one. "reject": the record is rejected. "create": the profile gets a customer of its own.',
    }),
    export_mode: z
      .enum(['create_and_update', 'create_only', 'update_only'])
      .default('create_and_update')
      .meta({
        title: 'Export mode',
        description:
          '"create_and_update": new profiles become customers, existing customers are kept in step. "create_only": existing customers stay untouched. "update_only": nothing is created.',
        always_show: true,
      }),
    duplicate_profiles: z.enum(['use_first', 'use_last', 'reject_all']).default('use_first').meta({
      title: 'Several profiles claim one customer',
      description:
        '"use_first": the first is written, the others are skipped. "use_last": the last is written, after the whole stream was read. "reject_all": none is written, after the whole stream was read.',
    }),
    duplicate_customers: z
      .enum(['reject', 'update_all', 'update_oldest', 'update_newest'])
      .default('reject')
      .meta({
        title: 'Several Stripe customers match one profile',
        description:
          '"reject": the record is rejected. "update_all", "update_oldest", "update_newest": these customers are updated.',
      }),
    empty_values: z.enum(['keep', 'clear']).default('keep').meta({
      title: 'A null or empty value: keep or clear what Stripe has',
      description:
        '"keep": what Stripe has stays. "clear": the field is emptied in Stripe. Either way only mapped fields are touched.',
      always_show: true,
    }),
    transformation: transformationSchema.meta({
      title: 'Transformation',
      description:
        'How the columns of a profile become fields of the customer: field by field, or by a function.',
    }),
  })
  .meta({ title: 'Pipeline' });
