import { isDeleted, readCustomer } from '../../lib/read-customer.ts';
import type { Customer, RawCustomer } from '../../model/customer.ts';
import { fieldSpec } from '../../model/field-table.ts';
import type { Clock, DirectorySlot } from '../../model/ports.ts';
import type { CustomerIndex } from './customer-index.ts';

/** A read under way: what it brings is older than anything written since it began. */
export interface ReadTicket {
  readonly startedAt: number;
}

/** The only way of Stripe's answers into the index. */
export interface Intake {
  begin(): ReadTicket;
  /** Takes in what a read brought, except customers written or forgotten while it was under way. */
  read(ticket: ReadTicket, raw: RawCustomer): void;
  end(ticket: ReadTicket): void;
  /** Takes in the answer to a write, or a copy as fresh as one; a deleted stub is forgotten. */
  learn(raw: RawCustomer): Customer | undefined;
  put(customer: Customer): void;
  forget(id: string): void;
}

/** Steps are counted, not timed: two things in one millisecond keep their order. */
export function createIntake(
  index: CustomerIndex,
  clock: Clock,
  slots: readonly DirectorySlot[],
): Intake {
  const wanted = wantedFields(slots);
  const underWay = new Set<ReadTicket>();
  const written = new Map<string, number>();
  let step = 0;
  const touch = (id: string) => {
    if (underWay.size === 0) return;
    step += 1;
    written.delete(id);
    written.set(id, step);
  };
  const take = (raw: RawCustomer) => {
    const id = String(raw['id']);
    if (isDeleted(raw)) {
      index.forget(id);
      return undefined;
    }
    const customer = readCustomer(raw, index.ref(id), clock.now(), wanted);
    index.put(customer);
    return customer;
  };
  return {
    begin() {
      const ticket = { startedAt: step };
      underWay.add(ticket);
      return ticket;
    },
    read(ticket, raw) {
      if ((written.get(String(raw['id'])) ?? 0) <= ticket.startedAt) take(raw);
    },
    end(ticket) {
      underWay.delete(ticket);
      const [oldest] = underWay;
      for (const [id, at] of written) {
        if (oldest !== undefined && at > oldest.startedAt) break;
        written.delete(id);
      }
    },
    learn(raw) {
      touch(String(raw['id']));
      return take(raw);
    },
    put(customer) {
      touch(customer.id);
      index.put(customer);
    },
    forget(id) {
      touch(id);
      index.forget(id);
    },
  };
}

/** Everything a slot matches by or diffs; of a unit all parts, for it is written as a whole. */
function wantedFields(slots: readonly DirectorySlot[]): (field: string) => boolean {
  if (slots.some((slot) => slot.fields === 'all')) return () => true;
  const names = new Set(
    slots.flatMap((slot) => [...slot.rungs, ...(slot.fields as readonly string[])]),
  );
  const units = new Set([...names].map((name) => fieldSpec(name)?.unit));
  units.delete(undefined);
  const wholeMetadata = names.has('metadata');
  return (field) =>
    names.has(field) ||
    units.has(fieldSpec(field)?.unit) ||
    (wholeMetadata && field.startsWith('metadata.'));
}
