/**
 * Text of a scalar: numbers without exponent; undefined for anything else, "" and what is not
 * finite.
 */
export function plainText(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  if (typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  return typeof value === 'number' && Number.isFinite(value) ? plainNumber(value) : undefined;
}

/** The shortest decimal text of a finite number, never with an exponent. */
export function plainNumber(value: number): string {
  const text = String(value);
  if (!text.includes('e')) return text;
  const [mantissa = '', exponent = '0'] = text.split('e');
  return shiftPoint(mantissa, Number(exponent));
}

/**
 * Moves the decimal point of a decimal text to the right (left when negative): `1.25`, 3 → `1250`.
 */
export function shiftPoint(decimal: string, places: number): string {
  const sign = decimal.startsWith('-') ? '-' : '';
  const [whole = '', fraction = ''] = decimal.replace(/^[+-]/, '').split('.');
  const digits = whole + fraction;
  const point = whole.length + places;
  const padded = digits.padStart(digits.length - Math.min(0, point), '0').padEnd(point, '0');
  const at = Math.max(0, point);
  const integer = padded.slice(0, at).replace(/^0+(?=\d)/, '') || '0';
  const rest = padded.slice(at).replace(/0+$/, '');
  const unsigned = rest === '' ? integer : `${integer}.${rest}`;
  return unsigned === '0' ? unsigned : sign + unsigned;
}
