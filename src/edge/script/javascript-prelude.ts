import { PRINTED_CHARACTERS_MAX } from '../../model/limits.ts';
import { RESULT_WRITER } from './javascript-result.ts';

/**
 * Runs inside QuickJS before the user's source and keeps what it needs in its closure: whatever the
 * source does to JSON, Object.prototype or Array.prototype, the framing of results stays the
 * engine's. Lists that it fills have no prototype, so that no setter of the user's can see an
 * assignment.
 */
export const PRELUDE = `(function (beat) {
'use strict';
const { parse, stringify } = JSON;
const { freeze, keys, getPrototypeOf, setPrototypeOf, create, getOwnPropertyDescriptor } = Object;
const { apply } = Reflect;
const { isArray } = Array;
const { isFinite } = Number;
const toBigInt = BigInt;
const toText = String;
const join = Array.prototype.join;
const slice = String.prototype.slice;
const objectPrototype = Object.prototype;
const getTime = Date.prototype.getTime;
const toISOString = Date.prototype.toISOString;
const mapSize = getOwnPropertyDescriptor(Map.prototype, 'size').get;
const setSize = getOwnPropertyDescriptor(Set.prototype, 'size').get;
const unbox = [Number.prototype.valueOf, String.prototype.valueOf, Boolean.prototype.valueOf];
const PRINTED_MAX = ${PRINTED_CHARACTERS_MAX};
const list = () => setPrototypeOf([], null);
const nothing = create(null);

// A call site would hand the engine's own functions to the source.
(() => {
  Error.prepareStackTrace = (_, sites) => sites;
  const site = getPrototypeOf(new Error().stack[0]);
  Error.prepareStackTrace = undefined;
  delete site.getFunction;
  delete site.getThis;
  freeze(site);
})();

let transform, records, deep, entries, index, printed, specials;
let busy = false, waiting = false, hurt = false, settled = nothing;

function print(values) {
  if (printed.length >= PRINTED_MAX) return;
  for (let i = 0; i < values.length && i < 20; i++) {
    let text;
    try {
      const value = values[i];
      text = typeof value === 'object' && value !== null ? stringify(value) : toText(value);
    } catch { text = '(unprintable)'; }
    printed += (i === 0 ? '' : ' ') + apply(slice, typeof text === 'string' ? text : '', [0, PRINTED_MAX]);
    if (printed.length > PRINTED_MAX) break;
  }
  printed += '\\n';
}
const out = (...values) => { print(values); };
globalThis.console = { log: out, info: out, warn: out, error: out, debug: out };

function freezeAll(value) {
  freeze(value);
  const names = keys(value);
  for (let i = 0; i < names.length; i++) {
    const item = value[names[i]];
    if (typeof item === 'object' && item !== null) freezeAll(item);
  }
  return value;
}

${RESULT_WRITER}
function record(text) {
  entries[index] = text;
  records[index] = null;
  index += 1;
  printed = '';
}

function tail() {
  if (printed === '' && specials === '') return ']';
  return ',' + stringify(printed) + (specials === '' ? ']' : ',' + specials + ']]');
}

function returned(value) {
  if (value === null) return record('[1,null' + tail());
  if (value === undefined) throw new Refusal('transform returned undefined; return null to drop a profile');
  const text = typeof value === 'object' && isPlain(value, 0) ? stringify(value) : write(value, '', 0);
  if (text === undefined) throw new Refusal('transform returned undefined; return null to drop a profile');
  return record('[0,' + text + tail());
}

function fault(body) {
  specials = '';
  record('[2,' + body + tail());
}

function textOf(value) {
  try { return apply(slice, toText(value), [0, PRINTED_MAX]); } catch { return ''; }
}

function threw(error) {
  const names = list();
  let message = '', at = '';
  hurt = false;
  try {
    if (typeof error !== 'object' || error === null) {
      names[0] = error === null ? 'null' : typeof error;
      message = textOf(error);
    } else if (getPrototypeOf(error) === Refusal.prototype) {
      return fault('{"detail":' + stringify(error.detail) + '}');
    } else {
      describe(error, names);
      message = textOf(error.message);
      at = textOf(error.stack);
      hurt = getPrototypeOf(error) === internalError && message === 'out of memory';
    }
  } catch { at = ''; }
  printed += message;
  let known = '';
  for (let i = 0; i < names.length; i++) known += (i === 0 ? '' : ',') + stringify(names[i]);
  fault('{"names":[' + known + '],"at":' + stringify(at) + '}');
}

const internalError = InternalError.prototype;
function describe(error, names) {
  let proto = getPrototypeOf(error);
  for (let i = 0; i < 8 && proto !== null; i++) {
    const made = getOwnPropertyDescriptor(proto, 'constructor');
    if (made !== undefined && typeof made.value === 'function') {
      const name = getOwnPropertyDescriptor(made.value, 'name');
      if (name !== undefined && typeof name.value === 'string') names[names.length] = apply(slice, name.value, [0, 60]);
    }
    proto = getPrototypeOf(proto);
  }
}

async function settle(value) {
  const mine = create(null);
  mine.done = false;
  settled = mine;
  try { mine.value = await value; mine.good = true; } catch (error) { mine.value = error; mine.good = false; }
  mine.done = true;
}

function runOne() {
  printed = '';
  specials = '';
  beat();
  try {
    const input = records[index];
    const value = transform(deep ? freezeAll(input) : freeze(input));
    if (typeof value === 'object' && value !== null && typeof value.then === 'function') {
      settle(value);
      waiting = true;
      return;
    }
    returned(value);
  } catch (error) { threw(error); }
}

function finishWaiting() {
  waiting = false;
  const { done, good, value } = settled;
  settled = nothing;
  try {
    if (!done) throw new Refusal('the promise never settles');
    if (!good) return threw(value);
    returned(value);
  } catch (error) { threw(error); }
}

function alone(work) {
  return (a, b, c) => {
    if (busy) throw new TypeError('not now');
    busy = true;
    const result = work(a, b, c);
    busy = false;
    return result;
  };
}

return freeze({
  adopt: alone((value) => { transform = value; printed = ''; }),
  begin: alone((text, exact, nested) => {
    records = parse(text);
    deep = nested;
    entries = list();
    index = 0;
    waiting = false;
    const places = parse(exact);
    for (let i = 0; i < places.length; i++) {
      const path = places[i][0];
      let holder = records;
      for (let j = 0; j < path.length - 1; j++) holder = holder[path[j]];
      const key = path[path.length - 1];
      holder[key] = toBigInt(holder[key]);
    }
  }),
  step: alone(() => {
    if (waiting) finishWaiting();
    if (hurt) return 2;
    while (index < records.length) {
      runOne();
      if (waiting) return 1;
      if (hurt) return 2;
    }
    return 0;
  }),
  skip: (code) => {
    busy = false;
    waiting = false;
    settled = nothing;
    fault('{"code":"' + code + '"}');
  },
  end: alone(() => {
    const text = '[' + apply(join, entries, [',']) + ']';
    records = entries = undefined;
    return text;
  }),
});
})`;
