import type { Newest } from './newest.ts';
import type { Sweep } from './sweep.ts';

/** The one sweep of a sync, whoever asks for it. */
export interface FullRead {
  /** Every customer is in the index. */
  complete(): boolean;
  /** Reads the newest page, where nothing was read yet: it may be all. */
  open(): Promise<void>;
  /** Sweeps on, up to this many list reads in all; joins a sweep under way. */
  upTo(reads: number): Promise<void>;
}

/** When the sweep is done, or was opened, `newest` knows what the top of the list looked like. */
export function createFullRead(sweep: Sweep, newest: Newest, done: () => void): FullRead {
  let complete = false;
  let limit = 0;
  let running: Promise<void> | undefined;
  let opening: Promise<void> | undefined;
  const open = async () => {
    complete = await sweep.open();
    newest.seen(sweep.settled, sweep.lookedMs);
  };
  const run = async () => {
    if ((await sweep.run((reads) => reads < limit)) === 'paused') return;
    complete = true;
    done();
    newest.seen(sweep.settled, sweep.lookedMs);
  };
  const opened = () => {
    opening ??= open().catch((error: unknown) => {
      opening = undefined;
      throw error;
    });
    return opening;
  };
  return {
    complete: () => complete,
    open: opened,
    async upTo(reads) {
      limit = Math.max(limit, reads);
      await opened();
      while (!complete && sweep.reads < reads) {
        running ??= run().finally(() => {
          running = undefined;
        });
        await running;
      }
    },
  };
}
