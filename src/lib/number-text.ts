const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;
const INTEGRAL = /^[+-]?\d+(?:\.0*)?$/;

/** The number that a decimal text spells, exact for integers of any size; undefined = no number. */
export function numberFromText(text: string): number | bigint | undefined {
  const source = text.trim();
  if (!NUMBER.test(source)) return undefined;
  const number = Number(source);
  if (!Number.isFinite(number)) return undefined;
  if (Number.isSafeInteger(number) || !INTEGRAL.test(source)) return number;
  const integer = source.replace(/\.0*$/, '');
  return BigInt(integer.startsWith('+') ? integer.slice(1) : integer);
}
