import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const LINES_MAX = 250;
const COLUMNS_MAX = 100;
const FILES = sources('src');
/** Hold a program of another language as text. */
const PROGRAMS = /\/(javascript-(prelude|result)|python-runner)\.ts$/;
const PRODUCT = FILES.filter((path) => !path.endsWith('.test.ts') && !PROGRAMS.test(path));

function sources(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return entry.name.endsWith('.ts') ? [path] : [];
  });
}

function offenders(paths: readonly string[], offends: (text: string) => boolean): string[] {
  return paths.filter((path) => offends(readFileSync(path, 'utf8')));
}

describe('the source tree', () => {
  it(`holds no file of more than ${LINES_MAX} lines`, () => {
    expect(offenders(PRODUCT, (text) => text.split('\n').length > LINES_MAX + 1)).toEqual([]);
  });

  it(`holds no line of code beyond ${COLUMNS_MAX} columns but unbreakable text`, () => {
    const long = (line: string) => line.length > COLUMNS_MAX && !/['"`/]/.test(line);
    expect(offenders(PRODUCT, (text) => text.split('\n').some(long))).toEqual([]);
  });

  it('names files in kebab-case, and none of them a drawer', () => {
    const names = FILES.map((path) => path.split('/').at(-1) ?? '');
    expect(names.filter((name) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.test)?\.ts$/.test(name))).toEqual([]);
    const drawers = /^(utils|helpers|common|index|manager|.*-v\d+)\.ts$/;
    expect(names.filter((name) => drawers.test(name))).toEqual([]);
  });

  it('takes time, chance and output only through ports', () => {
    const outside = PRODUCT.filter((path) => !/^src\/(edge\/|main\.ts)/.test(path));
    const effects =
      /\b(Date\.now|Math\.random|performance\.now|new Date\(\)|console\.|process\.|fetch\(|setTimeout\()/;
    const code = (text: string) =>
      text
        .replace(/\/\*[\s\S]*?\*\//g, '')
        .split('\n')
        .filter((line) => !/^\s*\/\//.test(line))
        .join('\n')
        .replace(/'[^'\n]*'/g, "''");
    expect(offenders(outside, (text) => effects.test(code(text)))).toEqual([]);
  });

  it('skips no test and keeps no focus', () => {
    const skipped = /\b(it|test|describe)\.(skip|only|todo)\b/;
    const others = FILES.filter((path) => path !== join('src', 'tidy.test.ts'));
    expect(offenders(others, (text) => skipped.test(text))).toEqual([]);
  });

  it('speaks of itself alone', () => {
    const others = FILES.filter((path) => path !== join('src', 'tidy.test.ts'));
    const strangers = /\/(work|farm)\/|registry\.npmjs|\b(TODO|FIXME|XXX)\b/;
    expect(offenders(others, (text) => strangers.test(text))).toEqual([]);
  });
});
