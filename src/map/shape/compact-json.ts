import { plainNumber } from '../functions/plain-text.ts';

/**
 * Compact JSON in which integers of any size stay exact; undefined for what JSON cannot hold
 * (infinite numbers, functions) and for what is longer than `lengthMax` units, which ends the work
 * early.
 */
export function compactJson(value: unknown, lengthMax: number): string | undefined {
  const json: Writing = { text: '', lengthMax };
  return write(value, json) ? json.text : undefined;
}

interface Writing {
  text: string;
  readonly lengthMax: number;
}

/** false = it cannot be written. */
function write(value: unknown, json: Writing): boolean {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return add(JSON.stringify(value), json);
    case 'bigint':
      return add(String(value), json);
    case 'number':
      return Number.isFinite(value) && add(plainNumber(value), json);
    case 'object':
      if (value === null) return add('null', json);
      return Array.isArray(value) ? writeList(value, json) : writeObject(value, json);
    default:
      return false;
  }
}

function add(text: string, json: Writing): boolean {
  json.text += text;
  return json.text.length <= json.lengthMax;
}

function writeList(list: readonly unknown[], json: Writing): boolean {
  if (!add('[', json)) return false;
  let isFirst = true;
  for (const item of list) {
    if (!(isFirst || add(',', json)) || !write(item, json)) return false;
    isFirst = false;
  }
  return add(']', json);
}

function writeObject(object: object, json: Writing): boolean {
  if (!add('{', json)) return false;
  let isFirst = true;
  for (const [key, value] of Object.entries(object)) {
    if (value === undefined) continue;
    const name = `${isFirst ? '' : ','}${JSON.stringify(key)}:`;
    if (!add(name, json) || !write(value, json)) return false;
    isFirst = false;
  }
  return add('}', json);
}
