import type { Clock } from '../../model/ports.ts';
import { stalled } from './stall.ts';

/** A worker or a child with one engine in it, answering requests in the order they were posted. */
export interface Vessel<Q> {
  post(request: Q): void;
  /** Requests begun since the launch, and records begun in the present one. */
  progress(): Progress;
  /** Keeps this process alive while something is asked. */
  hold(on: boolean): void;
  end(): Promise<void>;
}

export interface Progress {
  readonly requests: number;
  readonly records: number;
  /** More records may have been begun than told. */
  readonly vague?: boolean;
}

export interface VesselEvents<A> {
  /** `renew`: the vessel is spent and another should take over. */
  answered(answer: A, renew?: boolean): void;
  /** It ended by itself. */
  ended(): void;
}

/** The engine ended, or a request could not be taken in. */
export interface Lost {
  readonly kind: 'lost';
  /** The record it worked on; -1: before the first record, while the source was loading. */
  readonly at: number;
  /** `ended`: it went down by itself; `unread`: the records could not be parsed together. */
  readonly code: 'timeout' | 'memory' | 'ended' | 'unread';
  /** Only that it was `at` or one after it. */
  readonly vague?: boolean;
}

export interface HostOptions<Q, A> {
  readonly launch: (events: VesselEvents<A>) => Promise<Vessel<Q>>;
  readonly clock: Clock;
  /** How long the vessel may be silent after so many records of a request. */
  readonly limitMs: (records: number) => number;
}

interface Waiting<Q, A> {
  readonly request: Q;
  readonly resolve: (answer: A | Lost) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Keeps a vessel alive over requests. Invariant: what the vessel works on is the first that waits;
 * when it stands still or ends, that request is lost and a fresh vessel takes the others.
 */
export class Host<Q, A> {
  readonly #options: HostOptions<Q, A>;
  readonly #waiting: Waiting<Q, A>[] = [];
  #vessel: Vessel<Q> | undefined;
  #launching: Promise<void> | undefined;
  #watch: AbortController | undefined;
  #isClosed = false;

  constructor(options: HostOptions<Q, A>) {
    this.#options = options;
  }

  /** Starts the vessel ahead of the first request; rejects when it does not start. */
  start(): Promise<void> {
    this.#launching ??= this.#launch();
    return this.#launching;
  }

  /** Several may be asked at once; they are worked on in order. Rejects when no vessel starts. */
  ask(request: Q): Promise<A | Lost> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ request, resolve, reject });
      if (this.#vessel === undefined) return this.#startFor();
      this.#vessel.post(request);
      this.#guard();
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#rest();
    const last = this.#vessel;
    this.#vessel = undefined;
    await last?.end();
  }

  async #launch(): Promise<void> {
    let mine: Vessel<Q> | undefined;
    const isMine = () => mine !== undefined && mine === this.#vessel;
    mine = await this.#options.launch({
      answered: (answer, renew) => {
        if (isMine()) this.#answered(answer, renew);
      },
      ended: () => {
        if (isMine()) void this.#lose('ended');
      },
    });
    if (this.#isClosed) return mine.end();
    this.#vessel = mine;
    for (const { request } of this.#waiting) mine.post(request);
    if (this.#waiting.length > 0) this.#guard();
  }

  #startFor(): void {
    this.start().catch((reason: unknown) => {
      this.#launching = undefined;
      for (const { reject } of this.#waiting.splice(0)) reject(reason);
    });
  }

  #answered(answer: A, renew = false): void {
    this.#waiting.shift()?.resolve(answer);
    if (this.#waiting.length === 0) this.#rest();
    if (renew) void this.#replace();
  }

  async #lose(code: Lost['code']): Promise<void> {
    const { records = 0, vague = false } = this.#vessel?.progress() ?? {};
    const first = this.#waiting.shift();
    await this.#replace();
    first?.resolve({ kind: 'lost', at: records - 1, code, vague });
  }

  async #replace(): Promise<void> {
    const spent = this.#vessel;
    this.#rest();
    this.#vessel = undefined;
    this.#launching = undefined;
    await spent?.end();
    if (this.#waiting.length > 0) this.#startFor();
  }

  /** Watches the vessel while something waits. */
  #guard(): void {
    const watched = this.#vessel;
    if (this.#watch !== undefined || watched === undefined) return;
    const { clock, limitMs } = this.#options;
    this.#watch = new AbortController();
    watched.hold(true);
    const beats = () => {
      const { requests, records } = watched.progress();
      return requests * REQUEST_BEATS + records;
    };
    const limit = (beat: number) => limitMs(beat % REQUEST_BEATS);
    void stalled(clock, beats, limit, this.#watch.signal).then((late) =>
      late && this.#vessel === watched ? this.#lose('timeout') : undefined,
    );
  }

  #rest(): void {
    this.#watch?.abort();
    this.#watch = undefined;
    this.#vessel?.hold(false);
  }
}

/** More than the records of any request. */
const REQUEST_BEATS = 2 ** 24;
