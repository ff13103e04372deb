import type { FieldSpec } from '../../model/field-spec.ts';
import type { Rejection } from '../../model/outcome.ts';
import type { Value } from '../../model/record.ts';
import { isLonger, isRefusal, refuse } from './refuse.ts';
import { scalarText } from './scalar-text.ts';
import type { ShapePresent } from './shape-text.ts';

/**
 * A language with optional script, region and variants (BCP 47): en, en-GB, es-419, fil, zh-Hant.
 */
const LOCALE = /^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,8}$/;

/** Locales from a list or from text with commas. */
export function shapeLocales({ name }: FieldSpec): ShapePresent<readonly string[]> {
  const wrong = refuse(name, 'must be locales such as en or en-GB');
  return (value) => {
    const items = typeof value === 'string' ? value.split(',') : value;
    if (!Array.isArray(items)) return wrong;
    const locales: string[] = [];
    for (const item of items as readonly Value[]) {
      if (item === null) continue;
      if (typeof item !== 'string') return wrong;
      const locale = item.trim();
      if (locale === '') continue;
      if (!LOCALE.test(locale)) return wrong;
      locales.push(locale);
    }
    return locales.length === 0 ? '' : locales;
  };
}

type Pair = { readonly [key: string]: string };

interface PairRule {
  readonly first: string;
  readonly second: string;
  readonly firstMax: number;
  readonly secondMax: number;
  readonly countMax: number;
}

// "custom_fields: at most 4, name up to 40 and value up to 140 characters"
// docs.stripe.com/api/customers/create
const CUSTOM_FIELDS: PairRule = {
  first: 'name',
  second: 'value',
  firstMax: 40,
  secondMax: 140,
  countMax: 4,
};
const TAX_IDS: PairRule = {
  first: 'type',
  second: 'value',
  firstMax: 5000,
  secondMax: 5000,
  countMax: Number.POSITIVE_INFINITY,
};

/** Up to four {name, value}; a pair without a value says nothing and is left out. */
export function shapeCustomFields(spec: FieldSpec): ShapePresent<readonly Pair[]> {
  return shapePairs(spec.name, CUSTOM_FIELDS);
}

/** {type, value} pairs; types that Stripe adds later pass. */
export function shapeTaxIds(spec: FieldSpec): ShapePresent<readonly Pair[]> {
  return shapePairs(spec.name, TAX_IDS);
}

function shapePairs(field: string, rule: PairRule): ShapePresent<readonly Pair[]> {
  const notPairs = refuse(field, `must be a list of {${rule.first}, ${rule.second}}`);
  const tooMany = refuse(field, `at most ${rule.countMax}`);
  return (value) => {
    const items = typeof value === 'string' ? parsedList(value) : value;
    if (items === '') return '';
    if (typeof items !== 'object') return notPairs;
    const list: readonly Value[] = Array.isArray(items) ? items : [items as Value];
    const pairs: Pair[] = [];
    for (const item of list) {
      const pair = shapePair(field, rule, item);
      if (isPairRefusal(pair)) return pair;
      if (pair !== undefined) pairs.push(pair);
    }
    if (pairs.length > rule.countMax) return tooMany;
    return pairs.length === 0 ? '' : pairs;
  };
}

/** A column may hold the list as JSON text. */
function parsedList(text: string): Value | undefined {
  const json = text.trim();
  if (json === '') return '';
  try {
    const value: Value = JSON.parse(json);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function shapePair(field: string, rule: PairRule, item: Value): Pair | undefined | Rejection {
  const { first, second } = rule;
  const shape = refuse(field, `must be a list of {${first}, ${second}}`);
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return shape;
  if (Object.keys(item).some((key) => key !== first && key !== second)) return shape;
  const holder = item as { readonly [key: string]: Value };
  const name = partText(field, first, rule.firstMax, holder[first]);
  if (isRefusal(name)) return name;
  const value = partText(field, second, rule.secondMax, holder[second]);
  if (isRefusal(value)) return value;
  if (value === '') return undefined;
  return name === '' ? shape : { [first]: name, [second]: value };
}

function partText(
  field: string,
  part: string,
  charactersMax: number,
  value: Value | undefined,
): string | Rejection {
  if (value === undefined || value === null) return '';
  const text = scalarText(value);
  if (typeof text !== 'string') return refuse(field, `${part} ${text.detail}`);
  return isLonger(text, charactersMax)
    ? refuse(field, `${part} at most ${charactersMax} characters`)
    : text;
}

/** Pairs are objects too; only a refusal has a code. */
function isPairRefusal(pair: Pair | undefined | Rejection): pair is Rejection {
  return pair !== undefined && pair['code'] === 'invalid_field';
}
