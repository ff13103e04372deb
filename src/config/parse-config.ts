import type { Config } from '../model/config.ts';
import type { ConfigIssue } from '../model/failure.ts';
import { buildConfig } from './build-config.ts';
import { accountIssues } from './check-account.ts';
import { pipelineIssues, pipelineWarnings } from './check-pipelines.ts';
import { asObject, withoutBlanks } from './raw.ts';
import { configSchema } from './schema.ts';
import { shapeIssue } from './shape-issues.ts';
import { type UnknownKey, unknownKeyIssue, unknownKeys } from './unknown-keys.ts';

export interface ParsedConfig {
  /** undefined when there are issues. */
  readonly config: Config | undefined;
  readonly issues: readonly ConfigIssue[];
  readonly warnings: readonly ConfigIssue[];
}

/**
 * Reads a user's configuration: every issue at once, ordered by pointer; the config is deeply
 * frozen. No message holds a secret.
 */
export function parseConfig(json: unknown): ParsedConfig {
  const given = withoutBlanks(json);
  const raw = asObject(given);
  const parsed = configSchema.safeParse(given);
  const shape = parsed.success ? [] : parsed.error.issues.map((issue) => shapeIssue(issue, given));
  const unknown = unknownKeys(configSchema, given);
  const issues = [
    ...shape,
    ...unknown
      .filter((key) => !isTopLevel(key) && !isStorage(key))
      .map((key) => unknownKeyIssue(key, 'config_unknown_key')),
    ...accountIssues(raw),
    ...pipelineIssues(raw),
  ];
  const warnings = [
    ...unknown.filter(isTopLevel).map((key) => unknownKeyIssue(key, 'config_unknown_top_key')),
    ...pipelineWarnings(raw),
  ];
  const config = parsed.success && issues.length === 0 ? buildConfig(parsed.data) : undefined;
  return { config, issues: issues.toSorted(byPointer), warnings };
}

/** Hosts add keys of their own at the top. */
function isTopLevel({ path }: UnknownKey): boolean {
  return path.length === 1;
}

/** Airbyte's own shape of a store has more keys than this connector needs. */
function isStorage({ path }: UnknownKey): boolean {
  return path[0] === 'object_storage_config';
}

function byPointer(a: ConfigIssue, b: ConfigIssue): number {
  return a.pointer.localeCompare(b.pointer, 'en', { numeric: true });
}
