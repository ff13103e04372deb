import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isDeleted, readCustomer } from './read-customer.ts';

const EMPTY = {
  id: 'cus_1',
  object: 'customer',
  created: 1_700_000_000,
  address: { city: null, country: null, line1: null, line2: null, postal_code: null, state: null },
  balance: 0,
  default_source: null,
  description: null,
  email: null,
  invoice_settings: {
    custom_fields: null,
    default_payment_method: null,
    footer: null,
    rendering_options: { amount_tax_display: null, template: null },
  },
  metadata: {},
  name: null,
  phone: null,
  preferred_locales: [],
  shipping: {},
  tax_exempt: 'none',
};

const FULL = {
  ...EMPTY,
  address: { city: 'Leeds', country: 'GB', line1: '', line2: null, postal_code: null, state: null },
  balance: -500,
  cash_balance: { settings: { reconciliation_mode: 'automatic', using_merchant_default: true } },
  default_source: { id: 'card_1', object: 'card' },
  email: 'Ann@Example.com',
  invoice_settings: {
    custom_fields: [{ value: '17', name: 'PO', extra: 'x' }],
    default_payment_method: { id: 'pm_1', object: 'payment_method' },
    footer: 'Thank you',
    rendering_options: { amount_tax_display: 'exclude_tax', template: 'inrtem_1' },
  },
  metadata: { plan: 'pro', other: 'system', gone: '' },
  next_invoice_sequence: 1,
  preferred_locales: ['en-GB', 'de'],
  shipping: { name: 'Ann', phone: null, carrier: 'x', address: { city: 'York', line1: null } },
  tax: { ip_address: '203.0.113.7', automatic_tax: 'supported' },
  tax_exempt: 'reverse',
};

describe('readCustomer', () => {
  it('takes null, empty, all-null and the value of an unset field as absent', () => {
    expect(readCustomer(EMPTY, 7, 123)).toEqual({
      id: 'cus_1',
      ref: 7,
      created: 1_700_000_000,
      fields: {},
      metadataCount: 0,
      fetchedAtMs: 123,
    });
  });

  it('flattens everything else, expanded objects to their ids', () => {
    const { fields, metadataCount } = readCustomer(FULL, 0, 0);
    expect(metadataCount).toBe(2);
    expect(fields).toEqual({
      'address.city': 'Leeds',
      'address.country': 'GB',
      balance: -500,
      'cash_balance.settings.reconciliation_mode': 'merchant_default',
      default_source: 'card_1',
      email: 'Ann@Example.com',
      'invoice_settings.custom_fields': [{ name: 'PO', value: '17' }],
      'invoice_settings.default_payment_method': 'pm_1',
      'invoice_settings.footer': 'Thank you',
      'invoice_settings.rendering_options.amount_tax_display': 'exclude_tax',
      'invoice_settings.rendering_options.template': 'inrtem_1',
      'metadata.other': 'system',
      'metadata.plan': 'pro',
      next_invoice_sequence: 1,
      preferred_locales: ['en-GB', 'de'],
      'shipping.address.city': 'York',
      'shipping.name': 'Ann',
      'tax.ip_address': '203.0.113.7',
      tax_exempt: 'reverse',
    });
    expect(Object.keys(fields['invoice_settings.custom_fields'] as object)).toEqual(['0']);
  });

  it('reads an own reconciliation mode', () => {
    const cash = { settings: { reconciliation_mode: 'manual', using_merchant_default: false } };
    const { fields } = readCustomer({ ...EMPTY, cash_balance: cash }, 0, 0);
    expect(fields).toEqual({ 'cash_balance.settings.reconciliation_mode': 'manual' });
  });

  it('keeps only what is wanted, and counts all metadata', () => {
    const wanted = (field: string) => field === 'email' || field === 'metadata.plan';
    const { fields, metadataCount } = readCustomer(FULL, 0, 0, wanted);
    expect(fields).toEqual({ email: 'Ann@Example.com', 'metadata.plan': 'pro' });
    expect(metadataCount).toBe(2);
  });

  it('bears any shape', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...Object.keys(FULL)), fc.jsonValue()), (raw) => {
        const { fields } = readCustomer(raw, 0, 0);
        for (const value of Object.values(fields)) {
          expect(value).not.toBe('');
          expect(value).not.toBe(null);
        }
      }),
    );
  });

  it('knows a deleted stub', () => {
    expect(isDeleted({ id: 'cus_1', object: 'customer', deleted: true })).toBe(true);
    expect(isDeleted(EMPTY)).toBe(false);
  });
});
