import { expect, it } from 'vitest';
import { FIELDS } from '../model/fields.ts';
import { columnFromFieldName, fieldNameFromColumn } from './activation-name.ts';

it.each([
  ['email', 'email'],
  ['address_line1', 'address.line1'],
  ['address.line1', 'address.line1'],
  ['address_postal_code', 'address.postal_code'],
  ['shipping_address_line1', 'shipping.address.line1'],
  ['invoice_settings_rendering_options_template', 'invoice_settings.rendering_options.template'],
  ['tax_exempt', 'tax_exempt'],
  ['tax_ip_address', 'tax.ip_address'],
  ['metadata_external_id', 'metadata.external_id'],
  ['metadata.external_id', 'metadata.external_id'],
  ['metadata_a.b', 'metadata.a.b'],
  ['metadata', 'metadata'],
  ['metadata_', undefined],
  ['metadatax', undefined],
  ['id', undefined],
  ['address', undefined],
  ['updated_at', undefined],
])('%s → %s', (column, field) => {
  expect(fieldNameFromColumn(column)).toBe(field);
});

it('gives every field a column of its own that leads back to it', () => {
  const columns = FIELDS.map(({ name }) => columnFromFieldName(name));
  expect(new Set(columns).size).toBe(FIELDS.length);
  expect(columns.map(fieldNameFromColumn)).toEqual(FIELDS.map(({ name }) => name));
  expect(fieldNameFromColumn(columnFromFieldName('metadata.a.b'))).toBe('metadata.a.b');
});
