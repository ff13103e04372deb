import { ConfigError } from '../../model/failure.ts';
import type { Customers, Directory } from '../../model/ports.ts';

export type ReadKind = 'list' | 'retrieve' | 'search';
export type Reading = Pick<Customers, ReadKind>;

/** Reads of Stripe, counted before they go out. */
export interface Reads extends Reading {
  counts(): ReturnType<Directory['reads']>;
  total(): number;
  /** Reads that the safety limit still allows; Infinity without one. */
  left(): number;
  /** Throws `safety_limit_reached`: what lies ahead cannot stay within the limit. */
  refuse(): never;
}

/** Throws `safety_limit_reached` instead of passing `maxReads`. */
export function meterReads(customers: Reading, maxReads = Number.POSITIVE_INFINITY): Reads {
  const counts = { list: 0, retrieve: 0, search: 0 };
  const total = () => counts.list + counts.retrieve + counts.search;
  const count = (kind: ReadKind) => {
    if (total() >= maxReads) throw limitReached(maxReads);
    counts[kind] += 1;
  };
  return {
    async list(query) {
      count('list');
      return customers.list(query);
    },
    async retrieve(id) {
      count('retrieve');
      return customers.retrieve(id);
    },
    async search(query) {
      count('search');
      return customers.search(query);
    },
    counts: () => ({ ...counts }),
    total,
    left: () => maxReads - total(),
    refuse() {
      throw limitReached(maxReads);
    },
  };
}

function limitReached(maxReads: number): ConfigError {
  return new ConfigError([
    {
      code: 'safety_limit_reached',
      pointer: '/safety_limits/max_reads',
      message: `The sync would read from Stripe more than ${maxReads} times`,
      hint: 'raise or remove max_reads, or send fewer profiles',
    },
  ]);
}
