import { z } from 'zod';
import { OPERATORS } from '../model/operator-table.ts';

const OPERATOR_NAMES = OPERATORS.map(({ name }) => name);

const condition = z
  .object({
    property: z.string().meta({
      title: 'Profile column',
      description:
        'Column of the profile. Inside an object write a dotted path; quote odd names, for example ["odd key"].x.',
      examples: ['plan', 'address.city', '["odd key"].x'],
    }),
    operator: z.string().meta({
      title: 'Operator',
      description:
        'How the column is compared. Negative operators ("is not", "does not contain" …) also hold for profiles without a value; docs/operators.md explains each.',
      enum: OPERATOR_NAMES,
      examples: ['is', 'is one of', 'is on or after'],
    }),
    values: z
      .array(z.string())
      .default([])
      .meta({
        title: 'Values',
        description:
          'What to compare with: none, one, two or several values, as the operator needs. They are compared as the column’s own type. Dates are ISO 8601, now, today, or relative.',
        examples: ['pro', '100', '7 days ago', 'in 2 hours'],
        always_show: true,
      }),
    ignore_case: z.boolean().default(false).meta({
      title: 'Ignore case',
      description: 'Treat "Pro" and "pro" as the same text.',
    }),
  })
  .meta({ title: 'Condition' });

const logical = z.enum(['and', 'or']).default('and').meta({
  title: 'How conditions combine',
  description: '"and": all of them must hold. "or": at least one must hold.',
  always_show: true,
});

const conditions = z.array(condition).default([]).meta({
  title: 'Conditions',
  description: 'Compare columns of the profile with values.',
  always_show: true,
});

const tooDeep = z
  .unknown()
  .refine((value) => value === undefined || (Array.isArray(value) && value.length === 0), {
    message: 'Groups nest at most four deep',
  })
  .optional()
  .meta({ hidden_in_form: true });

const GROUPS = {
  title: 'Groups of conditions',
  description: 'Conditions with an "and" or "or" of their own, for example: (A or B) and C.',
};

// The form shows groups of conditions; deeper nesting is for configurations written by hand.
const fourth = z.object({ logical, conditions, groups: tooDeep }).meta({ title: 'Group' });
const third = z.object({ logical, conditions, groups: nested(fourth) }).meta({ title: 'Group' });
const second = z.object({ logical, conditions, groups: nested(third) }).meta({ title: 'Group' });

/** Which profiles take part. */
export const filterSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('none') }).meta({ title: 'Every profile' }),
  z
    .object({
      type: z.literal('conditions'),
      logical,
      conditions,
      groups: z.array(second).default([]).meta(GROUPS),
    })
    .meta({ title: 'Conditions' }),
  z
    .object({
      type: z.literal('expression'),
      expression: z.string().meta({
        title: 'Expression',
        description:
          'A JSONata expression over the profile’s columns; only profiles for which it gives true are kept.',
        examples: ["plan = 'pro' and mrr > 100"],
        multiline: true,
      }),
    })
    .meta({ title: 'Expression' }),
]);

function nested<T extends z.ZodType>(group: T) {
  return z
    .array(group)
    .default([])
    .meta({ ...GROUPS, hidden_in_form: true });
}
