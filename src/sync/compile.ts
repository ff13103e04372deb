import { activationPipeline } from '../config/activation.ts';
import { compileFilter } from '../filter/compile-filter.ts';
import { compileExpression } from '../map/compile-expression.ts';
import {
  compileActivation,
  compileFunction,
  compileMapping,
} from '../map/compile-transformation.ts';
import { compileLadder } from '../match/ladder.ts';
import type { Catalog } from '../model/catalog.ts';
import type { Config, PipelineConfig } from '../model/config.ts';
import type { ConfigIssue } from '../model/failure.ts';
import type { MapBatch } from '../model/pipeline.ts';
import type { ScriptEngine } from '../model/ports.ts';
import type { Profile } from '../model/record.ts';
import { compileRoutes, type Routes } from '../route/compile-routes.ts';
import type { Pipeline } from './pipeline.ts';
import { policyOf, slotOf } from './slot.ts';

/** A configuration turned into what the hot path calls, or every reason why it cannot be. */
export interface Compiled {
  readonly pipelines: readonly Pipeline[];
  readonly routes: Routes;
  readonly issues: readonly ConfigIssue[];
  readonly warnings: readonly ConfigIssue[];
}

export interface CompileEnv {
  /** The sync's start. */
  readonly nowMs: number;
  readonly engine: ScriptEngine | undefined;
}

/** The config's pipelines, and one for each catalog stream that names a destination object. */
export function pipelinesFor(
  config: Config,
  catalog: Catalog,
): { readonly pipelines: readonly PipelineConfig[]; readonly issues: readonly ConfigIssue[] } {
  const pipelines: PipelineConfig[] = [...config.pipelines];
  const issues: ConfigIssue[] = [];
  for (const stream of catalog.streams) {
    if (stream.destinationObjectName === undefined) continue;
    const made = activationPipeline(stream);
    if ('name' in made) pipelines.push(made);
    else issues.push(...made);
  }
  return { pipelines, issues };
}

/** Compiles every pipeline and the routes to them. */
export function compile(config: Config, catalog: Catalog, env: CompileEnv): Compiled {
  const { pipelines: configs, issues } = pipelinesFor(config, catalog);
  const compiled = configs.map((pipeline, index) => compilePipeline(pipeline, index, env));
  const routed = compileRoutes(catalog, configs, config.unmappedStreams);
  const fed = new Set([...routed.routes.values()].flatMap(({ pipelines: indices }) => indices));
  return {
    pipelines: compiled.map(({ pipeline }) =>
      fed.has(pipeline.index) ? pipeline : idle(pipeline),
    ),
    routes: routed.routes,
    issues: [...issues, ...compiled.flatMap((one) => one.issues), ...routed.issues],
    warnings: routed.warnings,
  };
}

/** One pipeline; its issues carry pointers into the config. */
export function compilePipeline(
  config: PipelineConfig,
  index: number,
  env: CompileEnv,
): { readonly pipeline: Pipeline; readonly issues: readonly ConfigIssue[] } {
  const { nowMs, engine } = env;
  const pointer = `/pipelines/${index}`;
  const filter = compileFilter(config.filter, {
    nowMs,
    pointer: `${pointer}/filter`,
    compileExpression: (source) => {
      const where = `${pointer}/filter/expression`;
      const expression = compileExpression(source, { nowMs, pointer: where });
      return 'evaluate' in expression
        ? (profile: Profile) => expression.evaluate(profile)
        : expression;
    },
  });
  const mapping = compileMap(config, index, nowMs, engine);
  const pipeline: Pipeline = {
    index,
    config,
    keep: filter.predicate,
    map: mapping.mapBatch,
    ladderOf: compileLadder(config.matching),
    policy: policyOf(config),
    slot: slotOf(config, mapping.fields),
    spooled: config.duplicateProfiles !== 'use_first',
    active: true,
  };
  return { pipeline, issues: [...filter.issues, ...mapping.issues] };
}

/** A pipeline that nothing feeds asks nothing of the directory. */
function idle(pipeline: Pipeline): Pipeline {
  return { ...pipeline, slot: { rungs: [], fields: [], ignored: [] }, active: false };
}

interface CompiledMap {
  readonly mapBatch: MapBatch;
  readonly fields: readonly string[] | 'all';
  readonly issues: readonly ConfigIssue[];
}

function compileMap(
  config: PipelineConfig,
  index: number,
  nowMs: number,
  engine: ScriptEngine | undefined,
): CompiledMap {
  const pointer = `/pipelines/${index}/transformation`;
  switch (config.transformation.type) {
    case 'mapping':
      return compileMapping(config, { nowMs, pointer });
    case 'activation':
      return { ...compileActivation(config), issues: [] };
    case 'javascript':
    case 'python':
      return engine === undefined
        ? { mapBatch: () => [], fields: 'all', issues: [] }
        : { ...compileFunction(config, index, engine), issues: [] };
  }
}
