import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { generatedFiles } from './docs/generated-files.ts';

const files = await generatedFiles();

it.each(files)('$path is fresh (node scripts/docs.ts writes it)', ({ path, content }) => {
  expect(readFileSync(join(import.meta.dirname, '..', path), 'utf8')).toBe(content);
});
