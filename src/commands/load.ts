import { parseCatalog } from '../config/parse-catalog.ts';
import { parseConfig } from '../config/parse-config.ts';
import { readJsonFile } from '../edge/files.ts';
import type { Catalog } from '../model/catalog.ts';
import type { Config } from '../model/config.ts';
import { ConfigError, type ConfigIssue } from '../model/failure.ts';

/** The configuration of that file. Throws `ConfigError` with every issue at once. */
export function loadConfig(path: string): {
  readonly config: Config;
  readonly warnings: readonly ConfigIssue[];
} {
  const { config, issues, warnings } = parseConfig(readJsonFile(path, 'configuration'));
  if (config === undefined || issues.length > 0) throw new ConfigError(issues);
  return { config, warnings };
}

/** The configured catalog of that file. Throws `ConfigError`. */
export function loadCatalog(path: string): Catalog {
  const catalog = parseCatalog(readJsonFile(path, 'catalog'));
  if ('streams' in catalog) return catalog;
  throw new ConfigError(catalog);
}

/** `<message> — <pointer> — <hint>`, as it is logged. */
export function issueText({ code, pointer, message, hint }: ConfigIssue): string {
  return [`${code}: ${message}`, pointer || undefined, hint].filter(Boolean).join(' — ');
}
