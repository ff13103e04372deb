import { RESULT_DEPTH_MAX } from '../../model/limits.ts';

/**
 * The part of the prelude that writes one result as JSON: what JSON cannot hold exactly stands as null and
 * with its place in `specials`, what is no data is refused. It uses the names that the prelude keeps.
 */
export const RESULT_WRITER = `const DEPTH_MAX = ${RESULT_DEPTH_MAX};

function isPlain(value, depth) {
  if (depth > DEPTH_MAX) return false;
  if (isArray(value) || getPrototypeOf(value) !== objectPrototype) return false;
  const names = keys(value);
  for (let i = 0; i < names.length; i++) {
    const item = value[names[i]];
    const type = typeof item;
    if (type === 'string' || type === 'boolean') continue;
    if (type === 'number' ? !isFinite(item) : type !== 'object' || (item !== null && !isPlain(item, depth + 1))) return false;
  }
  return true;
}

class Refusal { constructor(detail) { this.detail = detail; } }

function special(path, kind, text) {
  if (specials === '') specials = '['; else specials += ',';
  specials += '[[' + path + '],"' + kind + '","' + text + '"]';
  return 'null';
}

function write(value, path, depth) {
  switch (typeof value) {
    case 'string': return stringify(value);
    case 'boolean': return value ? 'true' : 'false';
    case 'number': return isFinite(value) ? stringify(value) : special(path, 'number', toText(value));
    case 'bigint': return special(path, 'bigint', toText(value));
    case 'undefined': return undefined;
    case 'object': return value === null ? 'null' : writeObject(value, path, depth);
    default: throw new Refusal('the result holds a ' + typeof value);
  }
}

function brand(method, value) {
  try { return apply(method, value, []); } catch { return nothing; }
}

function writeObject(value, path, depth) {
  if (depth > DEPTH_MAX) throw new Refusal('the result is nested too deeply or holds itself');
  if (isArray(value)) return writeArray(value, path, depth);
  const time = brand(getTime, value);
  if (time !== nothing) {
    if (!isFinite(time)) throw new Refusal('the result holds an invalid Date');
    return stringify(apply(toISOString, value, []));
  }
  if (brand(mapSize, value) !== nothing) throw new Refusal('the result holds a Map');
  if (brand(setSize, value) !== nothing) throw new Refusal('the result holds a Set');
  for (let i = 0; i < unbox.length; i++) {
    const inner = brand(unbox[i], value);
    if (inner !== nothing) return write(inner, path, depth);
  }
  const { toJSON } = value;
  if (typeof toJSON === 'function') return write(apply(toJSON, value, []), path, depth + 1);
  return writeFields(value, path, depth);
}

function writeFields(value, path, depth) {
  const names = keys(value);
  let text = '';
  for (let i = 0; i < names.length; i++) {
    const name = stringify(names[i]);
    const item = write(value[names[i]], path === '' ? name : path + ',' + name, depth + 1);
    if (item !== undefined) text += (text === '' ? '' : ',') + name + ':' + item;
  }
  return '{' + text + '}';
}

function writeArray(value, path, depth) {
  let text = '';
  for (let i = 0; i < value.length; i++) {
    const item = write(value[i], path === '' ? '' + i : path + ',' + i, depth + 1);
    text += (i === 0 ? '' : ',') + (item === undefined ? 'null' : item);
  }
  return '[' + text + ']';
}
`;
