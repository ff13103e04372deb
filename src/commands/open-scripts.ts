import { compileCheck, openScriptEngine } from '../edge/script/script-engine.ts';
import type { Catalog } from '../model/catalog.ts';
import type { Config, PipelineConfig } from '../model/config.ts';
import { ConfigError, type ConfigIssue } from '../model/failure.ts';
import type { ScriptEngine, ScriptSource } from '../model/ports.ts';
import type { Context } from './context.ts';

/** The engine for the functions that this catalog's streams need; undefined = none does. */
export async function openScripts(
  config: Config,
  catalog: Catalog,
  { clock }: Context,
): Promise<ScriptEngine | undefined> {
  const streams = new Set(catalog.streams.map(({ name }) => name));
  const sources = config.pipelines.flatMap((pipeline, index) => {
    const source = scriptOf(pipeline);
    if (source === undefined || !pipeline.enabled || !streams.has(pipeline.stream)) return [];
    return [{ ...source, pipeline: index }];
  });
  if (sources.length === 0) return undefined;
  const issues = await checkScripts(config);
  if (issues.length > 0) throw new ConfigError(issues);
  return openScriptEngine({ sources, clock });
}

/** Syntax errors of every function, with their line. */
export async function checkScripts(config: Config): Promise<readonly ConfigIssue[]> {
  const issues: ConfigIssue[] = [];
  for (const [index, pipeline] of config.pipelines.entries()) {
    const source = scriptOf(pipeline);
    const issue = source === undefined ? undefined : await compileCheck(source);
    const pointer = `/pipelines/${index}/transformation/source`;
    if (issue !== undefined) issues.push({ ...issue, pointer });
  }
  return issues;
}

function scriptOf({ transformation }: PipelineConfig): ScriptSource | undefined {
  if (transformation.type !== 'javascript' && transformation.type !== 'python') return undefined;
  return { language: transformation.type, source: transformation.source };
}
