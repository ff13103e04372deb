import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { ConfigError } from '../model/failure.ts';
import { type JsonFile, readJsonFile } from './files.ts';

const folder = mkdtempSync(join(tmpdir(), 'files-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(content: string | Uint8Array): string {
  const path = join(folder, 'catalog.txt');
  writeFileSync(path, content);
  return path;
}

function failure(path: string, what: JsonFile): ConfigError {
  try {
    readJsonFile(path, what);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('it was read');
}

describe('readJsonFile', () => {
  it('reads JSON whatever the ending, with a byte order mark too', () => {
    expect(readJsonFile(file('{"a":"é"}\n'), 'catalog')).toEqual({ a: 'é' });
    expect(readJsonFile(file('\uFEFF[1]'), 'catalog')).toEqual([1]);
  });

  it('names the place of a fault and shows nothing of the content', () => {
    const error = failure(file('{\n "api_key": "rk_live_secret"x\n}'), 'configuration');
    expect(error.issues).toMatchObject([{ code: 'config_not_json', pointer: '' }]);
    expect(error.message).toContain('line 2, column 29');
    expect(inspect(error, { depth: 9 })).not.toContain('rk_live');
  });

  it('has a code of its own for the catalog, and says when a file is empty', () => {
    expect(failure(file('{'), 'catalog').issues[0]?.code).toBe('catalog_not_json');
    expect(failure(file(' \n'), 'catalog').message).toContain('is empty');
  });

  it.each([
    ['missing.json', 'ENOENT'],
    ['', 'EISDIR'],
  ])('says why a file cannot be read: %j', (name, reason) => {
    const error = failure(join(folder, name), 'configuration');
    expect(error.issues[0]?.code).toBe('file_unreadable');
    expect(error.message).toContain(reason);
  });
});
