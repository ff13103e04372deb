import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { connectorSpecification } from '../../src/config/spec.ts';
import { errorsPage } from './errors-page.ts';
import { fieldsPage } from './fields-page.ts';
import { type FunctionEntry, functionsPage } from './functions-page.ts';
import { operatorsPage } from './operators-page.ts';

export interface GeneratedFile {
  /** From the root of the repository. */
  readonly path: string;
  readonly content: string;
}

/** Every generated file with the content that it should have. */
export async function generatedFiles(): Promise<readonly GeneratedFile[]> {
  return [
    { path: 'spec.json', content: `${JSON.stringify(connectorSpecification(), undefined, 2)}\n` },
    { path: 'docs/errors.md', content: errorsPage() },
    { path: 'docs/fields.md', content: fieldsPage() },
    { path: 'docs/operators.md', content: operatorsPage() },
    ...(await functionsFile()),
  ];
}

async function functionsFile(): Promise<readonly GeneratedFile[]> {
  const table = join(import.meta.dirname, '../../src/map/function-table.ts');
  if (!existsSync(table)) return [];
  const { FUNCTIONS } = (await import(pathToFileURL(table).href)) as {
    readonly FUNCTIONS: readonly FunctionEntry[];
  };
  return [{ path: 'docs/functions.md', content: functionsPage(FUNCTIONS) }];
}
