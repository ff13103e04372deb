/** What every plain text field has in common. */
export const TEXT = { kind: 'text', on: 'both', clear: '', readable: true } as const;

const ADDRESS_KEYS = [
  ['line1', 'Street, or company name', '12 High Street'],
  ['line2', 'Apartment, suite, unit or building', 'Floor 3'],
  ['city', 'City, district, suburb, town or village', 'Leeds'],
  ['state', 'State, county, province or region', 'West Yorkshire'],
  ['postal_code', 'ZIP or postal code', 'LS1 4AP'],
  ['country', 'Two-letter country code (ISO 3166-1 alpha-2)', 'GB'],
] as const;

type AddressKey = (typeof ADDRESS_KEYS)[number][0];

/** The parts of an address below a prefix, with their names as literal types. */
export function addressFields<P extends string, U extends 'address' | 'shipping'>(
  prefix: P,
  unit: U,
  label: string,
) {
  return ADDRESS_KEYS.map(([key, description, example]) => ({
    ...TEXT,
    name: `${prefix}.${key}` as `${P}.${AddressKey}`,
    maxLength: 5000,
    unit,
    description: label + description,
    example,
  }));
}
