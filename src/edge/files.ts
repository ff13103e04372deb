import { readFileSync } from 'node:fs';
import { jsonErrorAt, lineAndColumn } from '../lib/json-position.ts';
import { errorEntry } from '../model/error-registry.ts';
import { ConfigError } from '../model/failure.ts';

export type JsonFile = 'configuration' | 'catalog';

/**
 * Reads a JSON file whatever its ending. Throws `ConfigError` with the place of the fault and
 * nothing of the content: JSON.parse would quote it, and the configuration holds the key.
 */
export function readJsonFile(path: string, what: JsonFile): unknown {
  const bytes = read(path, what);
  const text = new TextDecoder().decode(bytes);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw notJson(path, what, text);
  }
  return value;
}

const CODES = { configuration: 'config_not_json', catalog: 'catalog_not_json' } as const;

function read(path: string, what: JsonFile): Uint8Array {
  try {
    return readFileSync(path);
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code ?? 'unknown reason';
    const message = `The ${what} file ${path} cannot be read (${reason})`;
    const hint = errorEntry('file_unreadable').fix;
    throw new ConfigError([{ code: 'file_unreadable', pointer: '', message, hint }], { cause });
  }
}

function notJson(path: string, what: JsonFile, text: string): ConfigError {
  const code = CODES[what];
  const { line, column } = lineAndColumn(text, jsonErrorAt(text) ?? 0);
  const message =
    text.trim() === ''
      ? `The ${what} file ${path} is empty`
      : `The ${what} file ${path} is not JSON at line ${line}, column ${column}`;
  return new ConfigError([{ code, pointer: '', message, hint: errorEntry(code).fix }]);
}
