// Writes what is generated from the tables, or with --check names what is stale and exits 1.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generatedFiles } from './docs/generated-files.ts';

const root = join(import.meta.dirname, '..');
const check = process.argv.includes('--check');

for (const { path, content } of await generatedFiles()) {
  if (current(path) === content) continue;
  if (check) {
    process.stdout.write(`${path} is stale: run node scripts/docs.ts\n`);
    process.exitCode = 1;
  } else {
    writeFileSync(join(root, path), content);
    process.stdout.write(`${path} written\n`);
  }
}

function current(path: string): string | undefined {
  try {
    return readFileSync(join(root, path), 'utf8');
  } catch {
    return undefined;
  }
}
