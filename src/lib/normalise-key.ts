const BEYOND_ASCII = /[^\0-\x7f]/;
const INTEGRAL = /^-?\d+\.0+$/;
const NOT_A_DIGIT = /\D+/g;

/**
 * What matching keys are compared by: trimmed, NFC, integral numbers without fraction; an email
 * case-folded, a phone by its digits with a leading +. '' = no value.
 */
export function normaliseKey(field: string, text: string): string {
  const plain = composed(text.trim());
  if (plain === '') return '';
  if (field === 'email') return composed(plain.toLowerCase());
  if (field === 'phone') return phoneKey(plain);
  return INTEGRAL.test(plain) ? plain.slice(0, plain.indexOf('.')) : plain;
}

function composed(text: string): string {
  return BEYOND_ASCII.test(text) ? text.normalize('NFC') : text;
}

function phoneKey(text: string): string {
  const digits = text.replace(NOT_A_DIGIT, '');
  return digits === '' ? '' : `+${digits}`;
}
