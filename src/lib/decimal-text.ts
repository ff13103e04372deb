const EXPONENT_FORM = /^(-?)(\d)(?:\.(\d+))?e-(\d+)$/;

/** A finite number in plain decimals: integral ones without fraction, none in exponent form. */
export function decimalText(value: number): string {
  if (Object.is(value, -0)) return '0';
  const text = String(value);
  if (!text.includes('e')) return text;
  const match = EXPONENT_FORM.exec(text);
  if (match === null) return BigInt(value).toString();
  const [, sign = '', first = '', rest = '', exponent = ''] = match;
  return `${sign}0.${'0'.repeat(Number(exponent) - 1)}${first}${rest}`;
}
