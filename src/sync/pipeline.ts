import type { PipelineConfig } from '../model/config.ts';
import type { Ladder } from '../model/match.ts';
import type { MapBatch, PipelinePolicy, Predicate } from '../model/pipeline.ts';
import type { DirectorySlot } from '../model/ports.ts';
import type { Profile } from '../model/record.ts';

/** A pipeline after compilation: everything that the hot path calls. */
export interface Pipeline {
  /** Its place in the config, and its slot in the directory. */
  readonly index: number;
  readonly config: PipelineConfig;
  readonly keep: Predicate;
  readonly map: MapBatch;
  readonly ladderOf: (profile: Profile) => Ladder;
  readonly policy: PipelinePolicy;
  readonly slot: DirectorySlot;
  /** `use_last` and `reject_all` need the whole stream before the first write. */
  readonly spooled: boolean;
  /** Some stream of the catalog feeds it. */
  readonly active: boolean;
}
