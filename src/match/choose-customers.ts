import type { DuplicateCustomers } from '../model/config.ts';
import type { Customer } from '../model/customer.ts';

/**
 * Which of several customers a draft writes; undefined = none may be chosen. Age is `created`,
 * then the id, so that every run chooses the same one.
 */
export function chooseCustomers(
  customers: readonly Customer[],
  policy: DuplicateCustomers,
): readonly Customer[] | undefined {
  if (customers.length < 2) return customers;
  return CHOICES[policy](customers);
}

const CHOICES: {
  readonly [Policy in DuplicateCustomers]: (
    customers: readonly Customer[],
  ) => readonly Customer[] | undefined;
} = {
  reject: () => undefined,
  update_all: (customers) => customers.toSorted(byAge),
  update_oldest: (customers) => customers.toSorted(byAge).slice(0, 1),
  update_newest: (customers) => customers.toSorted(byAge).slice(-1),
};

function byAge(left: Customer, right: Customer): number {
  if (left.created !== right.created) return left.created - right.created;
  return left.id < right.id ? -1 : 1;
}
