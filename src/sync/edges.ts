import type {
  Clock,
  Customers,
  Digest,
  Directory,
  DirectoryListener,
  DirectorySlot,
  NewId,
  Output,
  Random,
  RejectStore,
  Spool,
} from '../model/ports.ts';
import type { Stop } from './stop.ts';

/** Plain sentences for people; no value of a record ever. */
export interface Log {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
}

/** The outside world, as a sync needs it. */
export interface Edges {
  readonly input: AsyncIterable<Uint8Array>;
  readonly output: Output;
  readonly log: Log;
  readonly clock: Clock;
  readonly random: Random;
  readonly newId: NewId;
  readonly digest: Digest;
  /** One attempt a call. */
  readonly customers: Customers;
  readonly openDirectory: (options: DirectoryNeeds) => Directory;
  readonly openSpool: () => Spool;
  readonly rejects?: RejectStore;
  readonly stop: Stop;
}

export interface DirectoryNeeds {
  /** Paced and retried. */
  readonly customers: Customers;
  readonly slots: readonly DirectorySlot[];
  readonly listener: DirectoryListener;
  readonly listPerSecond: number;
  readonly mayCreate: boolean;
}
