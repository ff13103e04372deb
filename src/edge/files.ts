import { readFileSync } from 'node:fs';
import { ConfigError } from '../model/failure.ts';

/** Reads a JSON file whatever its ending. Throws `ConfigError` with the position, never the content. */
export function readJsonFile(path: string, what: 'configuration' | 'catalog'): unknown {
  const text = read(path, what);
  try {
    return JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text);
  } catch (error) {
    const at = /position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
    const where = at === undefined ? '' : ` at line ${lineOf(text, Number(at))}`;
    const code = what === 'catalog' ? 'catalog_not_json' : 'config_not_json';
    const message = `The ${what} file ${path} is not JSON${where}`;
    throw new ConfigError([{ code, pointer: '', message, hint: 'Correct the file' }]);
  }
}

function read(path: string, what: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unreadable';
    const message = `The ${what} file ${path} cannot be read (${code})`;
    const hint = 'Check the path and that it may be read';
    throw new ConfigError([{ code: 'file_unreadable', pointer: '', message, hint }]);
  }
}

function lineOf(text: string, at: number): number {
  return text.slice(0, at).split('\n').length;
}
