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
  /** `unread`: the records could not be parsed together. */
  readonly code: 'timeout' | 'memory' | 'unread';
  /** Only that it was `at` or one after it. */
  readonly vague?: boolean;
}

export interface Host<Q, A> {
  /** Starts the vessel ahead of the first request; rejects when it does not start. */
  start(): Promise<void>;
  /** Several may be asked at once; they are worked on in order. Rejects when no vessel starts. */
  ask(request: Q): Promise<A | Lost>;
  close(): Promise<void>;
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
 * Keeps a vessel alive over requests. What it works on is the first that waits; when it stands
 * still or ends, that request is lost and a fresh vessel takes the others.
 */
export function openHost<Q, A>({ launch, clock, limitMs }: HostOptions<Q, A>): Host<Q, A> {
  const waiting: Waiting<Q, A>[] = [];
  let vessel: Vessel<Q> | undefined;
  let launching: Promise<void> | undefined;
  let watch: AbortController | undefined;
  let closed = false;

  function start(): Promise<void> {
    launching ??= board();
    return launching;
  }

  async function board(): Promise<void> {
    const mine: { vessel?: Vessel<Q> } = {};
    const isMine = () => vessel !== undefined && vessel === mine.vessel;
    mine.vessel = await launch({
      answered: (answer, renew) => {
        if (!isMine()) return;
        waiting.shift()?.resolve(answer);
        if (waiting.length === 0) rest();
        if (renew) void replace();
      },
      ended: () => {
        if (isMine()) void lose('memory');
      },
    });
    if (closed) return mine.vessel.end();
    vessel = mine.vessel;
    for (const { request } of waiting) vessel.post(request);
    if (waiting.length > 0) guard();
  }

  function rest(): void {
    watch?.abort();
    watch = undefined;
    vessel?.hold(false);
  }

  function guard(): void {
    if (watch !== undefined || vessel === undefined) return;
    const watched = vessel;
    const own = new AbortController();
    watch = own;
    watched.hold(true);
    const beats = () => {
      const { requests, records } = watched.progress();
      return requests * REQUEST_BEATS + records;
    };
    const limit = (beat: number) => limitMs(beat % REQUEST_BEATS);
    void stalled(clock, beats, limit, own.signal).then((late) => {
      if (late && vessel === watched) return lose('timeout');
      return undefined;
    });
  }

  async function lose(code: Lost['code']): Promise<void> {
    const { records = 0, vague = false } = vessel?.progress() ?? {};
    const first = waiting.shift();
    await replace();
    first?.resolve({ kind: 'lost', at: records - 1, code, vague });
  }

  async function replace(): Promise<void> {
    const spent = vessel;
    rest();
    vessel = undefined;
    launching = undefined;
    await spent?.end();
    if (waiting.length > 0) launchAgain();
  }

  function launchAgain(): void {
    start().catch((reason: unknown) => {
      launching = undefined;
      for (const { reject } of waiting.splice(0)) reject(reason);
    });
  }

  return {
    start,
    ask(request) {
      return new Promise((resolve, reject) => {
        waiting.push({ request, resolve, reject });
        if (vessel === undefined) return launchAgain();
        vessel.post(request);
        guard();
      });
    },
    async close() {
      closed = true;
      rest();
      const last = vessel;
      vessel = undefined;
      await last?.end();
    },
  };
}

/** More than the records of any request. */
const REQUEST_BEATS = 2 ** 24;
