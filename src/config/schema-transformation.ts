import { z } from 'zod';

const fieldMapping = z
  .object({
    field: z.string().meta({
      title: 'Stripe field',
      description:
        'Field of the customer: one of docs/fields.md, metadata.<key> for one metadata key, or metadata for a whole object of them.',
      examples: ['email', 'name', 'address.city', 'metadata.plan'],
    }),
    expression: z.string().meta({
      title: 'Expression',
      description:
        'A column of the profile, or a JSONata expression over its columns. Without a result the field is left alone.',
      examples: ['email', "first_name & ' ' & last_name", '$country(country)'],
      multiline: true,
    }),
    write: z.enum(['always', 'on_create', 'if_empty']).optional().meta({
      title: 'When to write',
      description:
        '"always": keep Stripe equal to the profile (the usual choice). "on_create": only for new customers. "if_empty": only where Stripe has no value. Left open: always, except for balance and next_invoice_sequence, which change inside Stripe and are written on create only.',
    }),
  })
  .meta({ title: 'Field' });

/** How a profile becomes a customer. */
export const transformationSchema = z.discriminatedUnion('type', [
  z
    .object({
      type: z.literal('mapping'),
      fields: z.array(fieldMapping).meta({
        title: 'Fields',
        description: 'One entry for each customer field to fill. Fields not listed stay untouched.',
      }),
    })
    .meta({ title: 'Mapping' }),
  z
    .object({
      type: z.literal('javascript'),
      source: source(
        'JavaScript',
        'function transform(profile) {\n  return { email: profile.email };\n}',
      ),
    })
    .meta({ title: 'JavaScript function' }),
  z
    .object({
      type: z.literal('python'),
      source: source('Python', "def transform(profile):\n    return {'email': profile['email']}"),
    })
    .meta({ title: 'Python function' }),
]);

function source(language: string, example: string) {
  const nothing = language === 'Python' ? 'None' : 'null';
  return z.string().meta({
    title: `${language} source`,
    description: `Defines transform(profile), which gets one profile and returns an object of customer fields, nested or flat; returning ${nothing} leaves the profile out. It runs without files or network.`,
    examples: [example],
    multiline: true,
  });
}
