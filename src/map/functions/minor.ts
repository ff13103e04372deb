import { plainText, shiftPoint } from './plain-text.ts';

// "Zero-decimal currencies", "Special cases": ISK and UGX are sent with two decimals although they
// have none. docs.stripe.com/currencies
const ZERO_DECIMAL = new Set(
  'BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF'.split(' '),
);
const THREE_DECIMAL = new Set('BHD JOD KWD OMR TND'.split(' '));

const CURRENCY = /^[A-Z]{3}$/;
const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/;
const INTEGER = /^-?\d+$/;

/** An amount in the minor units that Stripe counts in; nothing where that would need rounding. */
export function minor(amount: unknown, currency: unknown): number | string | undefined {
  const text = (plainText(settled(amount)) ?? '').trim();
  const code = (plainText(currency) ?? '').trim().toUpperCase();
  if (!DECIMAL.test(text) || !CURRENCY.test(code)) return undefined;
  const units = shiftPoint(text, decimals(code));
  if (!INTEGER.test(units)) return undefined;
  return Number.isSafeInteger(Number(units)) ? Number(units) : units;
}

/**
 * What arithmetic adds behind the 15th digit is no money: 0.1 + 0.2 is 0.3, as in JSONata's own
 * text.
 */
function settled(amount: unknown): unknown {
  const isFraction = typeof amount === 'number' && !Number.isInteger(amount);
  return isFraction ? Number(amount.toPrecision(15)) : amount;
}

function decimals(code: string): number {
  if (ZERO_DECIMAL.has(code)) return 0;
  return THREE_DECIMAL.has(code) ? 3 : 2;
}
