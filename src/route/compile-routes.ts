import { didYouMean } from '../lib/did-you-mean.ts';
import { type Catalog, type CatalogStream, streamKey } from '../model/catalog.ts';
import type { PipelineConfig } from '../model/config.ts';
import type { ConfigIssue } from '../model/failure.ts';

/** A stream of the catalog and the pipelines that take its records, in config order. */
export interface Route {
  readonly stream: CatalogStream;
  readonly streamKey: string;
  readonly pipelines: readonly number[];
}

export type Routes = ReadonlyMap<string, Route>;

export interface Routed {
  readonly routes: Routes;
  readonly issues: readonly ConfigIssue[];
  readonly warnings: readonly ConfigIssue[];
}

/** Which pipelines each stream feeds; a stream for data activation feeds its own alone. */
export function compileRoutes(
  catalog: Catalog,
  pipelines: readonly PipelineConfig[],
  unmapped: 'fail' | 'ignore',
): Routed {
  const issues: ConfigIssue[] = [];
  const warnings: ConfigIssue[] = [];
  const taken = new Map<CatalogStream, number[]>();
  const named = new Set<CatalogStream>();
  for (const [index, pipeline] of pipelines.entries()) {
    const streams = streamsOf(catalog, pipeline);
    if (streams.length > 1) issues.push(ambiguous(index, pipeline));
    if (streams.length === 0) warnings.push(idle(index, pipeline, catalog));
    if (!pipeline.enabled) warnings.push(disabled(index, pipeline));
    for (const stream of streams) {
      named.add(stream);
      if (pipeline.enabled) taken.set(stream, [...(taken.get(stream) ?? []), index]);
    }
  }
  const routes = new Map<string, Route>();
  for (const stream of catalog.streams) {
    if (unmapped === 'fail' && !named.has(stream)) issues.push(unserved(stream, pipelines));
    const key = streamKey(stream.namespace, stream.name);
    routes.set(key, { stream, streamKey: key, pipelines: taken.get(stream) ?? [] });
  }
  return { routes, issues, warnings };
}

function streamsOf(catalog: Catalog, pipeline: PipelineConfig): readonly CatalogStream[] {
  const activation = pipeline.transformation.type === 'activation';
  return catalog.streams.filter(
    ({ name, namespace, destinationObjectName }) =>
      name === pipeline.stream &&
      (destinationObjectName !== undefined) === activation &&
      (activation || pipeline.namespace !== undefined
        ? (namespace ?? '') === (pipeline.namespace ?? '')
        : true),
  );
}

function ambiguous(index: number, { name, stream }: PipelineConfig): ConfigIssue {
  return {
    code: 'stream_ambiguous',
    pointer: `/pipelines/${index}/stream`,
    message: `The catalog has several streams "${stream}" in different namespaces, and pipeline "${name}" names none`,
    hint: 'Set the namespace of the pipeline',
  };
}

function idle(index: number, { name, stream }: PipelineConfig, catalog: Catalog): ConfigIssue {
  const near = didYouMean(
    stream,
    catalog.streams.map((one) => one.name),
  );
  return {
    code: 'pipeline_idle',
    pointer: `/pipelines/${index}/stream`,
    message: `Pipeline "${name}" is idle: the catalog has no stream "${stream}"`,
    hint: near === undefined ? 'Select the stream in the connection' : `Did you mean "${near}"?`,
  };
}

function disabled(index: number, { name }: PipelineConfig): ConfigIssue {
  return {
    code: 'pipeline_disabled',
    pointer: `/pipelines/${index}/enabled`,
    message: `Pipeline "${name}" is switched off and exports nothing`,
  };
}

function unserved(stream: CatalogStream, pipelines: readonly PipelineConfig[]): ConfigIssue {
  const near = didYouMean(
    stream.name,
    pipelines.map((pipeline) => pipeline.stream),
  );
  const meant = near === undefined ? '' : ` (did you mean it by pipeline stream "${near}"?)`;
  return {
    code: pipelines.length === 0 ? 'no_pipeline' : 'stream_unmapped',
    pointer: '/pipelines',
    message: `No pipeline takes the stream "${stream.name}"${meant}`,
    hint: 'Add a pipeline for it, deselect the stream, or set unmapped_streams to "ignore"',
  };
}
