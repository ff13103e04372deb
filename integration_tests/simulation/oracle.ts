import type { Sandbox } from '../stripe-sandbox/core.ts';
import type { Scenario } from './scenario.ts';

interface Seen {
  readonly id: string;
  readonly email: string | null;
  readonly name: string | null;
  readonly metadata: { readonly [key: string]: string };
}

/**
 * What is wrong with Stripe, once everything before line `upTo` counts as settled: a profile without its
 * customer, a double, a wrong plan at the end, foreign data touched.
 */
export function judge(scenario: Scenario, sandbox: Sandbox, upTo: number): readonly string[] {
  const wrong: string[] = [];
  const customers = [...sandbox.customers()] as unknown as readonly Seen[];
  const whole = upTo >= scenario.lines.length;
  const seen = new Set<string>();
  for (const line of scenario.lines.slice(0, upTo)) {
    const { type, record } = JSON.parse(line) as {
      readonly type: string;
      readonly record?: { readonly data: { readonly email: string; readonly user_id: number } };
    };
    if (type === 'RECORD' && record !== undefined) seen.add(record.data.email.trim().toLowerCase());
  }
  for (const email of seen) {
    const held = customers.filter((one) => one.email?.toLowerCase() === email);
    const wanted = scenario.wanted.get(email);
    if (held.length === 0) wrong.push(`${email} is lost`);
    if (held.length > 1) wrong.push(`${email} is doubled: ${held.length}`);
    if (whole && held.length === 1 && held[0]?.metadata['plan'] !== wanted?.plan) {
      wrong.push(`${email} has plan ${held[0]?.metadata['plan']}, not ${wanted?.plan}`);
    }
  }
  for (const seed of scenario.customers) {
    const foreign = (seed['metadata'] as { readonly foreign: string }).foreign;
    const kept = customers.filter((one) => one.metadata['foreign'] === foreign);
    if (kept.length !== 1 || kept[0]?.name !== 'Existing') wrong.push(`${foreign} was touched`);
  }
  return wrong;
}
