/**
 * The frozen configuration: what `config/` parses a user's JSON into. Absent optional keys carry
 * their defaults.
 */
export interface Config {
  readonly apiKey: Secret;
  readonly stripeMode: StripeMode;
  readonly expectedAccount?: string;
  readonly connectedAccount?: string;
  readonly pipelines: readonly PipelineConfig[];
  readonly lookup: LookupMode;
  readonly dryRun: boolean;
  readonly safetyLimits: SafetyLimits;
  readonly rateLimit: RateLimit;
  readonly unmappedStreams: 'fail' | 'ignore';
  readonly objectStorage: ObjectStorage;
}

export type StripeMode = 'test' | 'live';
export type LookupMode = 'auto' | 'sweep' | 'on_demand';

export interface PipelineConfig {
  readonly name: string;
  readonly description: string;
  readonly enabled: boolean;
  readonly stream: string;
  /** Absent: the stream of that name, whatever its namespace. */
  readonly namespace?: string;
  readonly filter: FilterConfig;
  /** Rungs of the ladder, tried in order; at least one. */
  readonly matching: readonly MatchingEntry[];
  readonly onKeyConflict: 'reject' | 'create';
  readonly exportMode: ExportMode;
  readonly duplicateProfiles: 'use_first' | 'use_last' | 'reject_all';
  readonly duplicateCustomers: DuplicateCustomers;
  readonly emptyValues: 'keep' | 'clear';
  readonly transformation: TransformationConfig;
}

export type ExportMode = 'create_and_update' | 'create_only' | 'update_only';
export type DuplicateCustomers = 'reject' | 'update_all' | 'update_oldest' | 'update_newest';

export interface MatchingEntry {
  /** Dotted path into the record. */
  readonly property: string;
  /** `id`, `email`, `phone`, `name`, `description` or `metadata.<key>`. */
  readonly field: string;
}

export type FilterConfig =
  | { readonly type: 'none' }
  | ({ readonly type: 'conditions' } & ConditionGroup)
  | { readonly type: 'expression'; readonly expression: string };

export interface ConditionGroup {
  readonly logical: 'and' | 'or';
  readonly conditions: readonly Condition[];
  readonly groups: readonly ConditionGroup[];
}

export interface Condition {
  readonly property: string;
  /** One of the names of the operator table (`filter/operators.ts`). */
  readonly operator: string;
  readonly values: readonly string[];
  readonly ignoreCase: boolean;
}

export type WritePolicy = 'always' | 'on_create' | 'if_empty';

export interface FieldMapping {
  readonly field: string;
  readonly expression: string;
  /** Absent: the field table's own default (`balance` is written on create only). */
  readonly write?: WritePolicy;
}

export type TransformationConfig =
  | { readonly type: 'mapping'; readonly fields: readonly FieldMapping[] }
  | { readonly type: 'javascript'; readonly source: string }
  | { readonly type: 'python'; readonly source: string }
  /** Data activation: every column of the record is a field, dotted or underscored. */
  | { readonly type: 'activation' };

/** Counts after which the sync stops before it passes them; absent = no limit. */
export interface SafetyLimits {
  readonly maxCreated?: number;
  readonly maxUpdated?: number;
  readonly maxCleared?: number;
  readonly maxReads?: number;
  readonly maxRejectedPercent: number;
}

export interface RateLimit {
  /** Requests per second for the whole account. */
  readonly accountPerSecond: number;
  /** Requests per second for each named operation. */
  readonly operationPerSecond: number;
  /** Percent of both that this sync may use. */
  readonly sharePercent: number;
  readonly maxConcurrency: number;
}

export type ObjectStorage =
  | { readonly type: 'None' }
  | { readonly type: 'Local'; readonly path: string }
  | {
      readonly type: 'S3';
      readonly accessKeyId?: Secret;
      readonly secretAccessKey?: Secret;
      readonly bucket: string;
      readonly region: string;
      readonly bucketPath: string;
      readonly endpoint?: string;
    };

/** A value that never prints: `String`, `JSON.stringify` and `inspect` all give `***`. */
export interface Secret {
  /** The only way to the plain text. */
  reveal(): string;
  toString(): string;
  toJSON(): string;
}
