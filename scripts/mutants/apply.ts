import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Mutant } from './mutant.ts';

/** Breaks the file in that folder; a text where the mutant no longer fits the code. */
export function applied(folder: string, mutant: Mutant): { readonly undo: () => void } | string {
  const path = join(folder, mutant.file);
  const source = readFileSync(path, 'utf8');
  const found = source.split(mutant.find).length - 1;
  if (found !== 1) return `its text stands ${found} times in ${mutant.file}, not once`;
  writeFileSync(
    path,
    source.replace(mutant.find, () => mutant.replace),
  );
  return { undo: () => writeFileSync(path, source) };
}
