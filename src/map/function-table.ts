import { coalesce } from './functions/coalesce.ts';
import { country } from './functions/country.ts';
import { date } from './functions/date.ts';
import { initcap } from './functions/initcap.ts';
import { locale } from './functions/locale.ts';
import { minor } from './functions/minor.ts';
import { phone } from './functions/phone.ts';
import { truncate } from './functions/truncate.ts';

/**
 * A function that expressions have besides JSONata's own. docs/functions.md is generated from
 * these.
 */
export interface FunctionSpec {
  /** Without the leading $. */
  readonly name: string;
  readonly signature: string;
  readonly description: string;
  readonly argumentsMin: number;
  readonly argumentsMax: number;
  /** Total: it never throws; what it cannot read gives undefined, which leaves the field alone. */
  readonly implementation: (...args: readonly unknown[]) => unknown;
  readonly examples: readonly FunctionExample[];
}

export interface FunctionExample {
  readonly expression: string;
  readonly input: { readonly [column: string]: string | number | null };
  /** null: nothing, the field is left alone. */
  readonly result: string | number | null;
}

export const FUNCTIONS: readonly FunctionSpec[] = [
  {
    name: 'initcap',
    signature: '$initcap(s)',
    description: 'Each word with a capital first letter and the other letters small.',
    argumentsMin: 1,
    argumentsMax: 1,
    implementation: initcap,
    examples: [
      {
        expression: '$initcap(name)',
        input: { name: 'ANNE-MARIE o’neil' },
        result: 'Anne-Marie O’Neil',
      },
      { expression: '$initcap(name)', input: { name: "ann's shop" }, result: "Ann's Shop" },
    ],
  },
  {
    name: 'coalesce',
    signature: '$coalesce(a, b, …)',
    description: 'The first argument that is neither missing, null nor empty text.',
    argumentsMin: 1,
    argumentsMax: 100,
    implementation: coalesce,
    examples: [
      { expression: '$coalesce(mobile, phone)', input: { mobile: '', phone: '1' }, result: '1' },
      { expression: '$coalesce(mobile, phone)', input: { mobile: null }, result: null },
    ],
  },
  {
    name: 'phone',
    signature: '$phone(s, country?)',
    description:
      'A phone number in E.164 form. National numbers need the country, as a code or a name.',
    argumentsMin: 1,
    argumentsMax: 2,
    implementation: phone,
    examples: [
      { expression: '$phone(p)', input: { p: '+44 20 7183 8750' }, result: '+442071838750' },
      { expression: "$phone(p, 'GB')", input: { p: '020 7183 8750' }, result: '+442071838750' },
      {
        expression: '$phone(p, c)',
        input: { p: '030 901820', c: 'Germany' },
        result: '+4930901820',
      },
      { expression: '$phone(p)', input: { p: 'none' }, result: null },
    ],
  },
  {
    name: 'country',
    signature: '$country(s)',
    description:
      'The two-letter code (ISO 3166-1) of a country given by code or by name in English, German, French, Spanish, Italian, Portuguese, Dutch, Polish or Swedish.',
    argumentsMin: 1,
    argumentsMax: 1,
    implementation: country,
    examples: [
      { expression: '$country(c)', input: { c: 'Germany' }, result: 'DE' },
      { expression: '$country(c)', input: { c: 'allemagne' }, result: 'DE' },
      { expression: '$country(c)', input: { c: 'usa' }, result: 'US' },
      { expression: '$country(c)', input: { c: 'Atlantis' }, result: null },
    ],
  },
  {
    name: 'minor',
    signature: '$minor(amount, currency)',
    description:
      'An amount in the minor units in which Stripe counts the currency. Nothing when that would need rounding.',
    argumentsMin: 2,
    argumentsMax: 2,
    implementation: minor,
    examples: [
      { expression: "$minor(owed, 'eur')", input: { owed: 19.99 }, result: 1999 },
      { expression: "$minor(owed, 'JPY')", input: { owed: '500' }, result: 500 },
      { expression: "$minor(owed, 'BHD')", input: { owed: '1.25' }, result: 1250 },
      { expression: "$minor(owed, 'usd')", input: { owed: '0.001' }, result: null },
    ],
  },
  {
    name: 'date',
    signature: '$date(v, format?)',
    description:
      'A date or time as text in UTC. It reads ISO 8601 and unix seconds or milliseconds; the format is iso, unix or made of YYYY YY MM M DD D HH mm ss SSS and is YYYY-MM-DD when left out.',
    argumentsMin: 1,
    argumentsMax: 2,
    implementation: date,
    examples: [
      { expression: '$date(at)', input: { at: '2026-03-01T00:30:00+02:00' }, result: '2026-02-28' },
      { expression: "$date(at, 'DD.MM.YYYY')", input: { at: '2026-03-01' }, result: '01.03.2026' },
      { expression: "$date(at, 'unix')", input: { at: '2026-03-01' }, result: 1772323200 },
      { expression: '$date(at)', input: { at: '31/12/2026' }, result: null },
    ],
  },
  {
    name: 'truncate',
    signature: '$truncate(s, n)',
    description: 'At most n characters from the beginning; no visible character is cut in two.',
    argumentsMin: 2,
    argumentsMax: 2,
    implementation: truncate,
    examples: [
      { expression: '$truncate(bio, 5)', input: { bio: 'A long story' }, result: 'A lon' },
      { expression: '$truncate(bio, 3)', input: { bio: 'ab👩‍🚀' }, result: 'ab' },
    ],
  },
  {
    name: 'locale',
    signature: '$locale(s)',
    description: 'A locale in the form Stripe takes.',
    argumentsMin: 1,
    argumentsMax: 1,
    implementation: locale,
    examples: [
      { expression: '$locale(l)', input: { l: 'en_gb' }, result: 'en-GB' },
      { expression: '$locale(l)', input: { l: 'zh_hant_tw.UTF-8' }, result: 'zh-Hant-TW' },
      { expression: '$locale(l)', input: { l: 'English' }, result: null },
    ],
  },
];
