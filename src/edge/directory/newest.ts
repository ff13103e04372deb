import { FRESHEN_EVERY_MS } from '../../model/limits.ts';
import type { Clock } from '../../model/ports.ts';
import type { ReadPage } from './read-page.ts';
import { readSince } from './read-since.ts';
import { settledSecond } from './settled-second.ts';

/** Customers that others make during the sync, by one list of the newest for all who wait. */
export interface Newest {
  /** The list was read at `startedMs`; up to the second `settled` it no longer changes. */
  seen(settled: number, startedMs: number): void;
  /** The newest were not listed within the last ten seconds. */
  stale(): boolean;
  /** The newest were listed within the last ten seconds. */
  fresh(): Promise<void>;
  /** The newest are listed after this call. */
  look(): Promise<void>;
}

export function createNewest(readPage: ReadPage, clock: Clock): Newest {
  let settled: number | undefined;
  let lookedMs = Number.NEGATIVE_INFINITY;
  let looking: { readonly startedMs: number; readonly done: Promise<void> } | undefined;
  const seen = (upTo: number, startedMs: number) => {
    settled = Math.max(settled ?? upTo, upTo);
    lookedMs = Math.max(lookedMs, startedMs);
  };
  const read = async (startedMs: number) => {
    const page = await (settled === undefined ? readPage({}) : readSince(readPage, settled + 1));
    seen(page.ids.length === 0 ? (settled ?? 0) : settledSecond(page, startedMs), startedMs);
  };
  const look = () => {
    const startedMs = clock.now();
    const mine = {
      startedMs,
      done: read(startedMs).finally(() => {
        if (looking === mine) looking = undefined;
      }),
    };
    looking = mine;
    return mine.done;
  };
  const stale = () => lookedMs <= clock.now() - FRESHEN_EVERY_MS;
  return {
    seen,
    look,
    stale,
    fresh() {
      const enough = clock.now() - FRESHEN_EVERY_MS;
      if (!stale()) return Promise.resolve();
      return looking !== undefined && looking.startedMs > enough ? looking.done : look();
    },
  };
}
