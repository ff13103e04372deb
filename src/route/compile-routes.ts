import { didYouMean } from '../lib/did-you-mean.ts';
import { type Catalog, type CatalogStream, streamKey } from '../model/catalog.ts';
import type { PipelineConfig } from '../model/config.ts';
import { errorEntry } from '../model/error-registry.ts';
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

/**
 * Which pipelines each stream feeds. A pipeline without a namespace takes the stream of that name;
 * a stream for data activation feeds the pipeline made for it alone; a disabled pipeline feeds on
 * nothing, but counts as naming its stream.
 */
export function compileRoutes(
  catalog: Catalog,
  pipelines: readonly PipelineConfig[],
  unmapped: 'fail' | 'ignore',
): Routed {
  const issues: ConfigIssue[] = [];
  const warnings: ConfigIssue[] = [];
  const fed = new Map<CatalogStream, number[]>(catalog.streams.map((stream) => [stream, []]));
  const named = new Set<CatalogStream>();
  for (const [index, pipeline] of pipelines.entries()) {
    const streams = catalog.streams.filter((stream) => names(pipeline, stream));
    for (const stream of streams) named.add(stream);
    if (!pipeline.enabled) warnings.push(disabled(index, pipeline));
    else if (streams.length === 0) warnings.push(idle(index, pipeline, catalog));
    else if (streams.length > 1) issues.push(ambiguous(index, pipeline, streams));
    else for (const stream of streams) fed.get(stream)?.push(index);
  }
  if (unmapped === 'fail') issues.push(...unserved(catalog, named, pipelines));
  const routes = new Map<string, Route>();
  for (const [stream, indices] of fed) {
    const key = streamKey(stream.namespace, stream.name);
    routes.set(key, { stream, streamKey: key, pipelines: indices });
  }
  return { routes, issues, warnings };
}

function names(pipeline: PipelineConfig, stream: CatalogStream): boolean {
  if (pipeline.stream !== stream.name) return false;
  const activation = pipeline.transformation.type === 'activation';
  if (activation !== (stream.destinationObjectName !== undefined)) return false;
  if (!activation && pipeline.namespace === undefined) return true;
  return (pipeline.namespace ?? '') === (stream.namespace ?? '');
}

function ambiguous(
  index: number,
  { name, stream }: PipelineConfig,
  streams: readonly CatalogStream[],
): ConfigIssue {
  const namespaces = streams.map(({ namespace }) => `"${namespace ?? ''}"`).join(' and ');
  return {
    code: 'stream_ambiguous',
    pointer: `/pipelines/${index}/namespace`,
    message: `Pipeline "${name}" names no namespace, and "${stream}" stands in ${namespaces}`,
    hint: 'Set the namespace of the pipeline',
  };
}

function idle(index: number, { name, stream }: PipelineConfig, catalog: Catalog): ConfigIssue {
  return {
    code: 'pipeline_idle',
    pointer: `/pipelines/${index}/stream`,
    message: `Pipeline "${name}" is idle: no stream "${stream}" of the catalog is left to it`,
    hint: idleHint(stream, catalog),
  };
}

function idleHint(stream: string, { streams }: Catalog): string {
  const same = streams.filter(({ name }) => name === stream);
  if (same.some(({ destinationObjectName }) => destinationObjectName === undefined)) {
    return 'The catalog has it in another namespace: correct the namespace of the pipeline';
  }
  if (same.length > 0) return 'The connection maps this stream to a destination object by itself';
  const near = didYouMean(
    stream,
    streams.map(({ name }) => name),
  );
  return near === undefined ? 'Select the stream in the connection' : `Did you mean "${near}"?`;
}

function disabled(index: number, { name }: PipelineConfig): ConfigIssue {
  return {
    code: 'pipeline_disabled',
    pointer: `/pipelines/${index}/enabled`,
    message: `Pipeline "${name}" is switched off and exports nothing`,
  };
}

/** An issue for each plain stream that no pipeline names; one in all when there is no pipeline. */
function unserved(
  { streams }: Catalog,
  named: ReadonlySet<CatalogStream>,
  pipelines: readonly PipelineConfig[],
): readonly ConfigIssue[] {
  const lonely = streams.filter(
    (stream) => stream.destinationObjectName === undefined && !named.has(stream),
  );
  if (lonely.length > 0 && pipelines.length === 0) {
    const { what: message, fix: hint } = errorEntry('no_pipeline');
    return [{ code: 'no_pipeline', pointer: '/pipelines', message, hint }];
  }
  return lonely.map(({ name }) => {
    const near = didYouMean(
      name,
      pipelines.map(({ stream }) => stream),
    );
    const meant =
      near === undefined ? '' : `If a pipeline's stream "${near}" means it, correct that; else: `;
    return {
      code: 'stream_unmapped',
      pointer: '/pipelines',
      message: `No pipeline takes the stream "${name}"`,
      hint: `${meant}${errorEntry('stream_unmapped').fix}`,
    };
  });
}
