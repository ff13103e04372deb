import { describe, expect, it } from 'vitest';
import { ConfigError, StripeFailure, type StripeFailureFacts } from '../model/failure.ts';
import type { Customers, Reply } from '../model/ports.ts';
import type { CreateStep, UpdateStep } from '../model/step.ts';
import { executeCreate, executeUpdate } from './execute.ts';

const CREATE: CreateStep = {
  kind: 'create',
  key: { field: 'email', value: 'ann@x.io', text: 'Ann@x.io' },
  params: { email: 'Ann@x.io' },
  fields: ['email'],
  warnings: [],
};
const UPDATE: UpdateStep = {
  kind: 'update',
  customer: { id: 'cus_1', ref: 0, created: 1, fields: {}, metadataCount: 0, fetchedAtMs: 0 },
  params: { name: '' },
  fields: ['name'],
  cleared: 1,
  warnings: [],
};

type Answered = Partial<Reply<{ readonly [key: string]: unknown }>> | Error;

function port(answer: Answered) {
  const calls: unknown[][] = [];
  const respond = async (...args: unknown[]) => {
    calls.push(args);
    if (answer instanceof Error) throw answer;
    return { body: { id: 'cus_1' }, requestId: 'req_1', replayed: false, ...answer };
  };
  const never = () => Promise.reject(new Error('not asked for'));
  const customers: Customers = {
    create: respond,
    update: respond,
    retrieve: never,
    list: never,
    search: never,
  };
  return { customers, calls };
}

function failed(facts: Partial<StripeFailureFacts>): StripeFailure {
  return new StripeFailure({ kind: 'api', problem: {}, ...facts });
}

const create = (answer: Answered) => executeCreate(CREATE, 'key', port(answer).customers);
const update = (answer: Answered) => executeUpdate(UPDATE, 'key', port(answer).customers);

const MISSING = failed({ problem: { status: 404, code: 'resource_missing', param: 'id' } });
const NO_METHOD = {
  status: 404,
  code: 'resource_missing',
  param: 'invoice_settings[default_payment_method]',
};

describe('executeCreate', () => {
  it('sends parameters and key and gives what was written', async () => {
    const { customers, calls } = port({ body: { id: 'cus_9', email: 'Ann@x.io' } });
    expect(await executeCreate(CREATE, 'key', customers)).toEqual({
      kind: 'written',
      raw: { id: 'cus_9', email: 'Ann@x.io' },
    });
    expect(calls).toEqual([[CREATE.params, 'key']]);
  });

  it.each([
    ['another’s', {}, false],
    ['its own', { retried: true }, true],
  ])('takes no replay for the present: %s', async (_title, more, ours) => {
    const executed = await create({ replayed: true, ...more });
    expect(executed).toEqual({ kind: 'replayed', id: 'cus_1', ours });
  });

  it.each([
    ['a key with other parameters', { problem: { status: 400 }, type: 'idempotency_error' }],
    ['a saved 500', { problem: { status: 500 }, replayed: true }],
    ['a saved 402', { problem: { status: 402, code: 'card_declined' }, replayed: true }],
  ])('matches again after %s', async (_title, facts) => {
    expect(await create(failed(facts))).toMatchObject({
      kind: 'rematch',
      newGeneration: true,
      rejection: { stripe: facts.problem },
    });
  });

  it('rejects with field, code and request id', async () => {
    const problem = {
      status: 400,
      code: 'parameter_invalid',
      param: 'invoice_settings[custom_fields][0][name]',
      requestId: 'req_7',
    };
    expect(await create(failed({ problem }))).toEqual({
      kind: 'rejected',
      rejection: {
        code: 'stripe_refused',
        field: 'invoice_settings.custom_fields',
        stripe: problem,
      },
    });
  });

  it.each([
    ['metadata[plan]', 'metadata.plan'],
    ['metadata[7]', 'metadata.7'],
    ['address[country]', 'address.country'],
    ['source', 'default_source'],
    ['email', 'email'],
    ['id', undefined],
  ])('names the field of the parameter %s', async (param, field) => {
    const executed = await create(failed({ problem: { status: 400, param } }));
    expect(executed.kind === 'rejected' && executed.rejection.field).toBe(field);
  });

  it('rejects for another permission and names it', async () => {
    const facts = { problem: { status: 403 }, permission: 'rak_payment_method_write' };
    expect(await create(failed(facts))).toMatchObject({
      kind: 'rejected',
      rejection: { code: 'stripe_permission', detail: 'rak_payment_method_write' },
    });
  });

  it('is never gone: a 404 is about something else', async () => {
    expect((await create(failed({ problem: NO_METHOD }))).kind).toBe('rejected');
  });

  it('throws what ends the sync', async () => {
    const end = new ConfigError([{ code: 'api_key_refused', pointer: '/api_key', message: 'x' }]);
    await expect(create(end)).rejects.toBe(end);
  });
});

describe('executeUpdate', () => {
  it('sends id, parameters and key', async () => {
    const { customers, calls } = port({});
    expect((await executeUpdate(UPDATE, 'key', customers)).kind).toBe('written');
    expect(calls).toEqual([['cus_1', UPDATE.params, 'key']]);
  });

  it('says that the customer is gone', async () => {
    expect(await update(MISSING)).toEqual({ kind: 'gone', id: 'cus_1' });
    expect(await update({ body: { id: 'cus_1', deleted: true } })).toEqual({
      kind: 'gone',
      id: 'cus_1',
    });
  });

  it('rejects when what is missing is not the customer', async () => {
    expect(await update(failed({ problem: NO_METHOD }))).toMatchObject({
      kind: 'rejected',
      rejection: { field: 'invoice_settings.default_payment_method' },
    });
  });

  it('plans again after a saved failure; no generation is at stake', async () => {
    const facts = { problem: { status: 500 }, replayed: true };
    expect(await update(failed(facts))).toMatchObject({ kind: 'rematch', newGeneration: false });
  });
});
