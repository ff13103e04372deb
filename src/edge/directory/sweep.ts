import { StripeFailure } from '../../model/failure.ts';
import { PROGRESS_EVERY_MS } from '../../model/limits.ts';
import type { Clock } from '../../model/ports.ts';
import { createThrottle, type Throttle } from './parallel.ts';
import type { ReadPage, Seen } from './read-page.ts';
import { readSince } from './read-since.ts';
import { settledSecond } from './settled-second.ts';
import {
  advance,
  pagesLeft,
  type Split,
  Splitter,
  type Window,
  type Work,
  windowBelow,
  windowFrom,
} from './windows.ts';

export interface SweepOptions {
  readonly readPage: ReadPage;
  readonly clock: Clock;
  /** Permitted list pages per second. */
  readonly listPerSecond: number;
  readonly note: (message: string) => void;
}

/** Rows of a page tried as cursor when some were deleted meanwhile. */
const CURSORS_TRIED = 5;

/** Asked before each read of a sweep; false pauses it. */
export type GoOn = (reads: number, pagesLeft: number) => boolean;

/**
 * Reads every customer once, newest first, in windows side by side. Invariant: a customer created
 * up to the settled second was read, or lies in one of the windows, or between windows where
 * nothing is.
 */
export class Sweep {
  readonly #options: SweepOptions;
  readonly #windows = new Set<Window>();
  readonly #splitter = new Splitter();
  readonly #throttle: Throttle;
  #settled: number | undefined;
  #reads = 0;
  #newest = 0;
  #lookedMs = 0;
  #underWay = 0;
  #notedMs = 0;
  #startedMs = 0;

  /** All pages, when somebody counted the customers. */
  expectedPages: number | undefined;

  constructor(options: SweepOptions) {
    this.#options = options;
    this.#notedMs = options.clock.now();
    this.#throttle = createThrottle(options.clock, options.listPerSecond);
  }

  /** List reads so far. */
  get reads(): number {
    return this.#reads;
  }

  /** `created` of the newest customer when it began. */
  get newest(): number {
    return this.#newest;
  }

  /**
   * The second up to which everything was read, once the sweep is complete; at first, what it aims
   * at.
   */
  get settled(): number {
    return this.#settled ?? 0;
  }

  /** When it last looked at the top of the list. */
  get lookedMs(): number {
    return this.#lookedMs;
  }

  /** Estimated pages to go; Infinity while a window is open below. */
  get pagesLeft(): number {
    let sum = this.#settled === undefined ? Number.POSITIVE_INFINITY : 0;
    for (const window of this.#windows) sum += pagesLeft(window);
    return sum;
  }

  get #work(): Work {
    const { target } = this.#throttle;
    return { pages: this.#reads, total: this.expectedPages, parallel: target };
  }

  /** Reads the newest page only, where nothing was read yet; true when that was all. */
  async open(): Promise<boolean> {
    if (this.#settled !== undefined) return this.#windows.size === 0;
    this.#lookedMs = this.#options.clock.now();
    const page = await this.#read({});
    this.#newest = page.newest;
    this.#settled = settledSecond(page, this.#lookedMs);
    if (!page.hasMore) return true;
    const below = page.oldest <= this.#settled;
    this.#windows.add(below ? windowBelow(page) : windowFrom(this.#settled));
    return false;
  }

  /** Reads until everything is known, or until `goOn` says no. What was read stays read. */
  async run(goOn: GoOn): Promise<'complete' | 'paused'> {
    this.#startedMs = this.#options.clock.now();
    this.#notedMs = this.#startedMs;
    if (await this.open()) return 'complete';
    await this.#drain(goOn);
    if (this.#windows.size > 0) return 'paused';
    await this.#readNewest();
    return 'complete';
  }

  #drain(goOn: GoOn): Promise<void> {
    return new Promise((resolve, reject) => {
      let failed = false;
      let tasks = 0;
      const done = () => {
        tasks -= 1;
        pump();
      };
      const fail = (error: unknown) => {
        failed = true;
        reject(error);
      };
      const pump = () => {
        if (failed) return;
        for (const task of this.#due(goOn)) {
          tasks += 1;
          task.then(done, fail);
        }
        if (tasks === 0) resolve();
      };
      pump();
    });
  }

  /** Starts all that may run now. */
  #due(goOn: GoOn): Promise<void>[] {
    const tasks: Promise<void>[] = [];
    const may = () => goOn(this.#reads, this.pagesLeft);
    for (const window of this.#windows) {
      if (!window.reading && may()) tasks.push(this.#continue(window));
    }
    while (this.#underWay < this.#throttle.target && may()) {
      const split = this.#splitter.next(this.#windows, this.#work);
      if (split === undefined) break;
      tasks.push(this.#split(split));
    }
    return tasks;
  }

  async #continue(window: Window): Promise<void> {
    window.reading = true;
    try {
      const page = await this.#readOn(window);
      if (!advance(window, page)) this.#windows.delete(window);
    } finally {
      window.reading = false;
    }
  }

  async #split(split: Split): Promise<void> {
    split.window.splitting = true;
    try {
      const page = await this.#read({ created: { lte: split.at } });
      const ended = !this.#windows.has(split.window);
      const below = ended ? undefined : this.#splitter.settle(split, page);
      if (below !== undefined) this.#windows.add(below);
    } finally {
      split.window.splitting = false;
    }
  }

  /**
   * A cursor's customer may be deleted meanwhile: then the one before it, at last the whole second.
   */
  async #readOn(window: Window): Promise<Seen> {
    for (const startingAfter of window.cursors.slice(-CURSORS_TRIED).toReversed()) {
      try {
        return await this.#read({ startingAfter });
      } catch (error) {
        if (!(error instanceof StripeFailure && isGone(error))) throw error;
      }
    }
    return this.#read({ created: { lte: window.high } });
  }

  /** Customers created since the sweep began. */
  async #readNewest(): Promise<void> {
    this.#lookedMs = this.#options.clock.now();
    const page = await readSince(this.#read, this.settled + 1);
    if (page.ids.length > 0) this.#settled = settledSecond(page, this.#lookedMs);
  }

  readonly #read: ReadPage = async (query) => {
    this.#reads += 1;
    this.#underWay += 1;
    try {
      return await this.#options.readPage(query);
    } finally {
      this.#underWay -= 1;
      this.#throttle.arrived();
      this.#progress();
    }
  };

  #progress(): void {
    const nowMs = this.#options.clock.now();
    if (nowMs - this.#notedMs < PROGRESS_EVERY_MS) return;
    this.#notedMs = nowMs;
    const left = this.pagesLeft;
    const seconds = ((left * (nowMs - this.#startedMs)) / 1000 / this.#reads) | 0;
    const eta = Number.isFinite(left) ? `, about ${seconds} s left` : '';
    this.#options.note(`Reading all customers: ${this.#reads} pages so far${eta}`);
  }
}

function isGone({ problem }: StripeFailure): boolean {
  return problem.status === 404 || problem.status === 400;
}
