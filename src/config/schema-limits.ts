import { z } from 'zod';
import { REJECTED_PERCENT_AFTER_RECORDS, REJECTED_PERCENT_DEFAULT } from '../model/limits.ts';

/** Counts at which a sync stops. */
export const safetyLimitsSchema = z.object({
  max_created: count('Most customers to create', 'Stops before more customers are created.', 5000),
  max_updated: count('Most customers to update', 'Stops before more customers are updated.', 50000),
  max_cleared: count(
    'Most fields to clear',
    'Stops before more fields are emptied in Stripe: guards against a column that went blank.',
    1000,
  ),
  max_reads: count(
    'Most reads',
    'Stops before more read requests are made: Stripe grants a monthly allocation of reads.',
    10000,
  ),
  max_rejected_percent: z
    .number()
    .min(0)
    .max(100)
    .default(REJECTED_PERCENT_DEFAULT)
    .meta({
      title: 'Most rejected records, in percent',
      description: `Stops when a larger share of the records is rejected; judged after ${REJECTED_PERCENT_AFTER_RECORDS} records. 100 never stops.`,
    }),
});

/** How much of Stripe's rate limits this sync may use. */
export const rateLimitSchema = z.object({
  account_per_second: perSecond(
    'Requests per second of the account',
    'Stripe’s limit for the whole account. Left open: 100 live, 25 in test mode. Raise it only where Stripe has raised yours.',
    [100],
  ),
  operation_per_second: perSecond(
    'Requests per second of one operation',
    'Stripe’s limit for each kind of request. Left open: 25.',
    [25],
  ),
  share_percent: z
    .number()
    .min(1)
    .max(100)
    .optional()
    .meta({
      title: 'Share of the limits, in percent',
      description:
        'What this sync may use of both limits; the rest stays for your own traffic. Left open: 50 live, 100 in test mode.',
      examples: [50],
    }),
  max_concurrency: z
    .int()
    .min(1)
    .max(1000)
    .optional()
    .meta({
      title: 'Most requests at a time',
      description: 'Requests under way at the same time. Left open: 32.',
      examples: [32],
    }),
});

function count(title: string, description: string, example: number) {
  return z
    .int()
    .min(0)
    .optional()
    .meta({ title, description: `${description} Left open: no limit.`, examples: [example] });
}

function perSecond(title: string, description: string, examples: readonly number[]) {
  return z.number().min(1).max(10_000).optional().meta({ title, description, examples });
}
