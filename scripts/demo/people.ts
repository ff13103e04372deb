import type { SeedCustomer } from '../../integration_tests/stripe-sandbox/types.ts';

const FIRST = ['Ada', 'Björn', 'Chloë', 'Dev', 'Élise', 'Femke', 'Goran', 'Hana', 'Iñigo', 'Jun'];
const LAST = ['O’Brien', 'Müller', 'García', 'Nowak', 'Rossi', 'Sato', 'van Dijk', 'Žižek'];
const COUNTRIES = ['Germany', 'GB', 'Spain', 'poland', 'Italy', 'JP', 'Netherlands', 'Slovenia'];
const EXISTING = 300;
const PROFILES = 400;
const DAY_SECONDS = 86_400;

const email = (n: number) => `person${n}@example.com`;
const shuffledCase = (text: string, n: number) =>
  [...text].map((one, at) => ((at + n) % 3 === 0 ? one.toUpperCase() : one)).join('');

/** Customers as years of checkouts leave them. */
export function existingCustomers(): readonly SeedCustomer[] {
  const created = 1_700_000_000;
  const customers: SeedCustomer[] = [];
  for (let n = 0; n < EXISTING; n += 1) {
    customers.push({
      created: created + n * DAY_SECONDS,
      email: n % 4 === 0 ? shuffledCase(email(n), n) : email(n),
      name: `${FIRST[n % FIRST.length]}`,
      metadata: n % 5 === 0 ? { crm_owner: 'sales', entitlement: 'beta' } : {},
    });
  }
  for (const n of [7, 77])
    customers.push({ created: created + 5, email: email(n), name: 'Double' });
  return customers;
}

/** RECORD and STATE lines of a `users` stream. */
export function messages(): string {
  const lines: string[] = [];
  for (let n = 0; n < PROFILES; n += 1) {
    lines.push(
      JSON.stringify({
        type: 'RECORD',
        record: { stream: 'users', data: profile(n), emitted_at: 1 },
      }),
    );
    if (n % 100 === 99) lines.push(stateLine(n));
  }
  return `${lines.join('\n')}\n`;
}

function profile(n: number) {
  return {
    user_id: 10_000 + n,
    email: n === 13 ? 'no address' : n === 21 ? null : ` ${email(n)} `,
    first_name: FIRST[n % FIRST.length],
    last_name: LAST[n % LAST.length],
    country: COUNTRIES[n % COUNTRIES.length],
    plan: n % 10 === 9 ? 'trial' : n % 3 === 0 ? 'team' : 'pro',
    mrr: n % 3 === 0 ? 199.5 : 49,
  };
}

function stateLine(n: number): string {
  return JSON.stringify({
    type: 'STATE',
    state: {
      type: 'STREAM',
      stream: { stream_descriptor: { name: 'users' }, stream_state: { cursor: n } },
      id: n,
    },
  });
}
