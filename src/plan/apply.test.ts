import { describe, expect, it } from 'vitest';
import { fakeCustomer } from '../lib/fakes.ts';
import type { Customer } from '../model/customer.ts';
import type { Params, UpdateStep } from '../model/step.ts';
import { applyStep } from './apply.ts';

function applied(fields: Customer['fields'], params: Params): Customer['fields'] {
  const customer = fakeCustomer('cus_1', fields);
  const step: UpdateStep = {
    kind: 'update',
    customer,
    params,
    fields: [],
    cleared: 0,
    warnings: [],
  };
  return applyStep(fields, step);
}

describe('applyStep', () => {
  it('forgets what is cleared or set to its empty value', () => {
    const before = { name: 'Ann', balance: 500, tax_exempt: 'reverse', phone: '+1555' };
    expect(applied(before, { name: '', balance: 0, tax_exempt: 'none' })).toEqual({
      phone: '+1555',
    });
  });

  it('forgets the parts of a cleared parent and no others', () => {
    const before = { 'shipping.name': 'Ann', 'shipping.address.city': 'Leeds', shippingless: 'x' };
    expect(applied(before, { shipping: '' })).toEqual({ shippingless: 'x' });
  });

  it('shows nothing that no answer shows', () => {
    const params = { payment_method: 'pm_1', tax: { validate_location: 'deferred' }, name: 'Ann' };
    expect(applied({}, params)).toEqual({ name: 'Ann' });
  });

  it('leaves the customer given as it was', () => {
    const before = { name: 'Ann' };
    applied(before, { name: 'Bob', metadata: { plan: 'pro' } });
    expect(before).toEqual({ name: 'Ann' });
  });
});
