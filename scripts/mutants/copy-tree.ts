import { cpSync, mkdirSync, mkdtempSync, readdirSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');
const COPIED = ['src', 'integration_tests', 'scripts', 'spec.json'];
const CONFIGS = /^(?:package|tsconfig|vitest\.config)\.(?:json|ts)$/;

/** Copies what tests need into a temporary folder; packages are linked, their caches are not. */
export function copyTree(): string {
  const folder = mkdtempSync(join(tmpdir(), 'mutants-'));
  for (const name of [...COPIED, ...readdirSync(ROOT).filter((file) => CONFIGS.test(file))]) {
    cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  }
  const packages = join(ROOT, 'node_modules');
  mkdirSync(join(folder, 'node_modules'));
  for (const name of readdirSync(packages)) {
    if (name.startsWith('.') && name !== '.bin') continue;
    symlinkSync(join(packages, name), join(folder, 'node_modules', name));
  }
  return folder;
}
