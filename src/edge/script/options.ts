import type { Clock, ScriptSource } from '../../model/ports.ts';
import type { EntryFiles } from './entry-files.ts';

/** A source and the pipeline it belongs to. */
export interface PipelineSource extends ScriptSource {
  readonly pipeline: number;
}

/** What an engine is opened with. */
export interface ScriptOptions {
  readonly sources: readonly PipelineSource[];
  readonly clock: Clock;
  /** One record; `TRANSFORM_MS_MAX` when absent. */
  readonly timeoutMs?: number;
  /** Entry files and assets; those beside this code when absent. */
  readonly files?: EntryFiles;
}
