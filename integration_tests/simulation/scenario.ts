import type { FaultRule } from '../stripe-sandbox/faults.ts';
import { seededRandom } from '../stripe-sandbox/random.ts';
import type { JsonObject, SeedCustomer } from '../stripe-sandbox/types.ts';

/** A world made from a seed: what Stripe holds, what arrives, and what goes wrong. */
export interface Scenario {
  readonly seed: number;
  readonly config: JsonObject;
  readonly catalog: JsonObject;
  readonly customers: readonly SeedCustomer[];
  /** RECORD and STATE lines in order. */
  readonly lines: readonly string[];
  /** Last plan of each profile, by its e-mail in lower case. */
  readonly wanted: ReadonlyMap<string, { readonly plan: string; readonly userId: number }>;
  readonly faults: readonly FaultRule[];
  readonly latency: readonly [number, number];
  /** The effect after which the process dies; undefined = it lives. */
  readonly crashAt: number | undefined;
}

const KINDS = [
  'reset_before',
  'reset_after',
  'truncate',
  'hang_after',
  'slow',
  'html_502',
  'html_502_after',
  '500_before',
  '500_after',
  '500_unsaved',
  '503',
  'should_retry_true',
  'should_retry_false',
  'retry_after',
  '429',
  '429_global',
  'rate_limit_400',
  '409',
  'lock_timeout',
  'late_commit',
] as const;

/** The scenario of a seed; `crashAt` overrides where the process dies. */
export function scenarioOf(seed: number, crashAt?: number): Scenario {
  const random = seededRandom(seed);
  const below = (count: number) => Math.floor(random() * count);
  const pick = <T>(...options: readonly T[]): T => options[below(options.length)] as T;
  const people = 3 + below(12);
  const spelled = (n: number) => {
    const text = `p${n}@example.com`;
    const odd = [...text].map((one) => (random() < 0.5 ? one.toUpperCase() : one)).join('');
    return pick(text, text, odd, ` ${odd} `);
  };
  const ladder = pick(['email'], ['user_id'], ['user_id', 'email']);
  const customers: SeedCustomer[] = [];
  for (let n = 0; n < people; n += 1) {
    if (random() < 0.5) continue;
    customers.push({
      created: 1_700_000_000 + below(4),
      email: spelled(n).trim(),
      name: 'Existing',
      metadata: { foreign: `f${n}`, ...(ladder[0] === 'user_id' ? { user_id: `${n}` } : {}) },
    });
  }
  const lines: string[] = [];
  const wanted = new Map<string, { plan: string; userId: number }>();
  const count = people * (1 + below(3));
  for (let at = 0; at < count; at += 1) {
    const n = at < people ? at : below(people);
    const plan = pick('free', 'pro', 'team');
    wanted.set(`p${n}@example.com`, { plan, userId: n });
    const data = { user_id: n, email: spelled(n), plan };
    lines.push(
      JSON.stringify({ type: 'RECORD', record: { stream: 'users', data, emitted_at: 1 } }),
    );
    if (random() < 0.3 || at === count - 1) {
      lines.push(stateLine(lines.length, pick('STREAM', 'STREAM', 'GLOBAL')));
    }
  }
  const faults: FaultRule[] = Array.from({ length: below(5) }, () => ({
    kind: pick(...KINDS),
    match: { probability: 0.1 + random() * 0.4 },
    times: 1 + below(4),
    delayMs: 5_000,
    retryAfterSeconds: 1,
  }));
  return {
    seed,
    config: configOf(ladder),
    catalog: {
      streams: [
        {
          stream: { name: 'users', json_schema: {}, supported_sync_modes: ['full_refresh'] },
          sync_mode: 'full_refresh',
          destination_sync_mode: 'append_dedup',
          primary_key: [['user_id']],
        },
      ],
    },
    customers,
    lines,
    wanted,
    faults,
    latency: [1, 1 + below(400)],
    crashAt: crashAt ?? (random() < 0.7 ? 1 + below(people * 3) : undefined),
  };
}

function configOf(ladder: readonly string[]): JsonObject {
  return {
    api_key: 'rk_test_customers',
    stripe_mode: 'test',
    pipelines: [
      {
        name: 'Users',
        stream: 'users',
        matching: ladder.map((name) => ({
          property: name,
          field: name === 'user_id' ? 'metadata.user_id' : 'email',
        })),
        transformation: {
          type: 'mapping',
          fields: [
            { field: 'email', expression: '$lowercase($trim(email))' },
            { field: 'metadata.plan', expression: 'plan' },
          ],
        },
      },
    ],
    safety_limits: { max_rejected_percent: 100 },
  };
}

function stateLine(id: number, type: string): string {
  const state =
    type === 'STREAM'
      ? { type, stream: { stream_descriptor: { name: 'users' }, stream_state: { at: id } }, id }
      : { type, global: { shared_state: { at: id }, stream_states: [] }, id };
  return JSON.stringify({ type: 'STATE', state });
}
