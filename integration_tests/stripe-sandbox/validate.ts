import { emptyRefused, invalid, missingParameter, unknownParameters } from './api-error.ts';
import type { Form, Hash } from './form.ts';
import type { Check, HashParam, Param } from './params.ts';
import type { Json, JsonObject } from './types.ts';

/** Checks a form against its table; a cleared parameter comes out as null. Throws `ApiError`. */
export function validateForm(form: Hash, table: HashParam): JsonObject {
  return checkHash(form, table, '');
}

type Of<K extends Param['kind']> = Extract<Param, { kind: K }>;
type Checker<K extends Param['kind']> = (form: Form, param: Of<K>, path: string) => Json;

const CHECKERS: { readonly [K in Param['kind']]: Checker<K> } = {
  string: checkString,
  integer: checkInteger,
  boolean: (form, _param, path) => {
    if (form === 'true' || form === 'false') return form === 'true';
    throw invalid(`Invalid boolean: ${plain(form)}`, path);
  },
  enum: checkEnum,
  hash: checkHash,
  list: checkList,
  metadata: checkMetadata,
  range: checkRange,
  any: (form) => plain(form),
};

function checkParam(form: Form, param: Param, path: string): Json {
  if (form === '' && clears(param)) return null;
  if (form === '' && param.kind !== 'any') throw emptyRefused(path);
  return (CHECKERS[param.kind] as Checker<Param['kind']>)(form, param as never, path);
}

function clears(param: Param): boolean {
  return param.kind === 'metadata' || ('clear' in param && param.clear);
}

function checkString(form: Form, { max, check }: Of<'string'>, path: string): Json {
  if (typeof form !== 'string') throw invalid('Invalid string', path);
  if (max !== undefined && characters(form) > max) {
    const shown = `${form.slice(0, 8)}...`;
    throw invalid(`Invalid string: ${shown}; must be at most ${max} characters`, path);
  }
  if (check) SYNTAX[check](form, path);
  return form;
}

const EMAIL = /^[^\s@＠,;<>()]+@[^\s@＠.,;<>()]+(\.[^\s@＠.,;<>()]+)+$/;
const PREFIX = /^[A-Z0-9]{1,12}$/;

const SYNTAX: { readonly [C in Check]: (value: string, path: string) => void } = {
  email: (value, path) => {
    if (!EMAIL.test(value)) throw invalid(`Invalid email address: ${value}`, path, 'email_invalid');
  },
  invoice_prefix: (value, path) => {
    if (PREFIX.test(value)) return;
    throw invalid('The invoice prefix must be 1-12 uppercase letters or numbers.', path);
  },
};

function checkInteger(form: Form, { min, max }: Of<'integer'>, path: string): Json {
  if (typeof form !== 'string' || !/^[+-]?\d{1,18}$/.test(form)) {
    throw invalid(`Invalid integer: ${plain(form)}`, path, 'parameter_invalid_integer');
  }
  const value = Number(form);
  if ((min !== undefined && value < min) || (max !== undefined && value > max)) {
    const bound = min !== undefined && value < min ? `at least ${min}` : `at most ${max}`;
    throw invalid(`Invalid integer: ${form}; must be ${bound}`, path, 'parameter_invalid_integer');
  }
  return value;
}

function checkEnum(form: Form, { values }: Of<'enum'>, path: string): Json {
  if (typeof form === 'string' && values.includes(form)) return form;
  throw invalid(`Invalid ${path}: must be one of ${values.join(', ')}`, path);
}

function checkHash(form: Form, { of, required = [] }: HashParam, path: string): JsonObject {
  if (!(form instanceof Map)) throw invalid('Invalid object', path);
  const unknown = [...form.keys()].filter((name) => !Object.hasOwn(of, name));
  if (unknown.length > 0) throw unknownParameters(unknown.map((name) => inside(path, name)));
  const missing = required.find((name) => !form.has(name));
  if (missing !== undefined) throw missingParameter(inside(path, missing));
  const values: { [name: string]: Json } = {};
  for (const [name, value] of form) {
    values[name] = checkParam(value, of[name] as Param, inside(path, name));
  }
  return values;
}

function checkList(form: Form, { of, max }: Of<'list'>, path: string): Json {
  if (!(form instanceof Map)) throw invalid('Invalid array', path);
  const keys = [...form.keys()];
  if (keys.some((key) => !/^\d+$/.test(key))) throw invalid('Invalid array', path);
  if (max !== undefined && keys.length > max) {
    throw invalid(`Array too long: ${path} can have at most ${max} elements`, path);
  }
  keys.sort((a, b) => Number(a) - Number(b));
  return keys.map((key) => checkParam(form.get(key) as Form, of, inside(path, key)));
}

/** docs.stripe.com/api/metadata: keys to 40 characters, values to 500, no brackets in keys. */
function checkMetadata(form: Form, _param: Of<'metadata'>, path: string): Json {
  if (!(form instanceof Map)) throw invalid('Invalid object', path);
  const values: { [key: string]: Json } = Object.create(null);
  for (const [key, value] of form) {
    if (key === '' || characters(key) > 40) {
      throw invalid(`Invalid key: ${key} must be a string under 40 characters`, path);
    }
    if (typeof value !== 'string' || characters(value) > 500) {
      const shown = plain(value);
      throw invalid(`Invalid val: ${shown} must be a string under 500 characters`, path);
    }
    values[key] = value === '' ? null : value;
  }
  return values;
}

function checkRange(form: Form, _param: Of<'range'>, path: string): Json {
  const integer = { kind: 'integer' } as const;
  if (typeof form === 'string') return checkInteger(form, integer, path);
  return checkHash(form, { kind: 'hash', clear: false, of: RANGE }, path);
}

const RANGE: HashParam['of'] = {
  gt: { kind: 'integer' },
  gte: { kind: 'integer' },
  lt: { kind: 'integer' },
  lte: { kind: 'integer' },
};

function inside(path: string, name: string): string {
  return path === '' ? name : `${path}[${name}]`;
}

function characters(value: string): number {
  return value.length <= 20 ? value.length : [...value].length;
}

function plain(form: Form): string {
  return typeof form === 'string' ? form : '{...}';
}
