import { describe, expect, it } from 'vitest';
import { fakeCustomer, fakeFind, fakePolicy, matchingOf } from '../lib/fakes.ts';
import type { Customer } from '../model/customer.ts';
import type { Directory } from '../model/ports.ts';
import { Claims } from '../route/claims.ts';
import { createBrakes } from './brakes.ts';
import { decide, type SettleDeps } from './decide.ts';
import type { Part } from './entry.ts';
import { Holds } from './holds.ts';
import type { Performed, Performer } from './performer.ts';
import { Stop } from './stop.ts';
import { work } from './work.ts';

const ANN = { email: 'ann@example.com' };
const matching = matchingOf({ email: 'email' });

function part(name: string, identity: string): Part {
  const key = { field: 'email', value: ANN.email, text: ANN.email };
  const pipeline = { index: 0, policy: fakePolicy({}, matching) };
  const draft = { fields: { ...ANN, name }, warnings: [] };
  return { pipeline, identity, draft, ladder: [key], outcome: undefined } as unknown as Part;
}

interface World {
  readonly customers: Customer[];
  /** What `retrieve` finds. */
  readonly present?: Customer;
  readonly proven?: boolean;
  /** Somebody else's, seen only while absence is being proven. */
  readonly newest?: Customer;
  readonly created?: Performed;
  readonly updated?: Performed;
}

function settling({ customers, present, proven = true, ...world }: World) {
  const sent: string[] = [];
  const directory = {
    prepare: () => undefined,
    probe: () => undefined,
    find: (key) => fakeFind(customers)(key),
    proveAbsence: async () => {
      if (world.newest !== undefined) customers.push(world.newest);
      return proven;
    },
    forget: (id) => {
      const at = customers.findIndex((one) => one.id === id);
      if (at >= 0) customers.splice(at, 1);
    },
    lookAgain: async () => {},
    retrieve: async () => {
      if (present !== undefined) customers.push(present);
      return present;
    },
  } as Partial<Directory> as Directory;
  const performer: Performer = {
    create: async (_step, generation) => {
      sent.push(`create ${generation}`);
      if (world.created !== undefined) return world.created;
      const customer = fakeCustomer('cus_new', ANN);
      customers.push(customer);
      return { kind: 'written', customer };
    },
    update: async ({ customer, fields }) => {
      sent.push(`update ${customer.id} ${fields.join()}`);
      return world.updated ?? { kind: 'written', customer };
    },
  };
  const deps: SettleDeps = {
    directory,
    performer,
    holds: new Holds(),
    brakes: createBrakes({ maxRejectedPercent: 100 }),
    clock: { now: () => 0, sleep: async () => {} },
    recorder: { outcome: () => {}, step: () => {}, warnings: () => {}, settled: () => {} },
    stop: new Stop(),
    claims: [new Claims()],
  };
  return { deps, sent };
}

describe('a create', () => {
  it('is not sent where absence cannot be proven', async () => {
    const { deps, sent } = settling({ customers: [], proven: false });
    expect(await work(deps, part('Ann', '1'))).toEqual({
      kind: 'rejected',
      rejection: { code: 'existence_unproven', field: 'email' },
    });
    expect(sent).toEqual([]);
  });

  it('is not sent where the proof of absence found somebody', async () => {
    const newest = fakeCustomer('cus_1', { ...ANN, name: 'Ann' });
    const { deps, sent } = settling({ customers: [], newest });
    expect(await work(deps, part('Ann', '1'))).toEqual({ kind: 'unchanged' });
    expect(sent).toEqual([]);
  });

  it('follows where the customer to update is gone', async () => {
    const old = fakeCustomer('cus_1', { ...ANN, name: 'Old' });
    const { deps, sent } = settling({ customers: [old], updated: { kind: 'gone', id: 'cus_1' } });
    expect(await work(deps, part('Ann', '1'))).toEqual({ kind: 'created', id: 'cus_new' });
    expect(sent).toEqual(['update cus_1 name', 'create 0']);
  });

  it('claims its customer', async () => {
    const { deps, sent } = settling({ customers: [] });
    expect(await work(deps, part('Ann', '1'))).toMatchObject({ kind: 'created' });
    expect(await work(deps, part('Anna', '2'))).toMatchObject({ kind: 'skipped' });
    expect(sent).toEqual(['create 0']);
  });

  it('that was replayed is followed by a look at the present and by its difference', async () => {
    const present = fakeCustomer('cus_1', { ...ANN, name: 'Changed since' });
    const created = { kind: 'replayed', id: 'cus_1', ours: false } as const;
    const { deps, sent } = settling({ customers: [], present, created });
    const outcome = await work(deps, part('Ann', '1'));
    expect(outcome).toEqual({ kind: 'updated', id: 'cus_1', fields: ['name'] });
    expect(sent).toEqual(['create 0', 'update cus_1 name']);
  });
});

describe('a customer that another profile has claimed', () => {
  const duplicate = { kind: 'skipped', reason: 'duplicate_profile' };

  it('is not written', async () => {
    const { deps, sent } = settling({
      customers: [fakeCustomer('cus_1', { ...ANN, name: 'Old' })],
    });
    expect(await work(deps, part('Ann', '1'))).toMatchObject({ kind: 'updated' });
    expect(await work(deps, part('Anna', '2'))).toEqual(duplicate);
    expect(sent).toEqual(['update cus_1 name']);
  });

  it('does not count as unchanged', () => {
    const { deps } = settling({ customers: [fakeCustomer('cus_1', { ...ANN, name: 'Ann' })] });
    expect(decide(deps, part('Ann', '1'), false)).toEqual({ kind: 'unchanged' });
    expect(decide(deps, part('Ann', '2'), false)).toEqual(duplicate);
    expect(decide(deps, part('Ann', '1'), false)).toEqual({ kind: 'unchanged' });
  });
});
