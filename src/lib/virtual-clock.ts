import type { Clock } from '../model/ports.ts';

/** Lets everything that is ready run: pending promises, and I/O callbacks where a test has some. */
export type Turn = () => Promise<void>;

interface Timer {
  readonly dueMs: number;
  readonly sequence: number;
  readonly fire: () => void;
  cancelled: boolean;
}

/**
 * Time that moves only when told to. Invariant: timers fire in order of due time, then of their
 * making, each with `now()` at its own due time, and what one of them wakes runs before the next
 * fires.
 */
export class VirtualClock implements Clock {
  readonly #turn: Turn;
  readonly #timers: Timer[] = [];
  #nowMs: number;
  #sequence = 0;

  constructor(turn: Turn, startMs = Date.UTC(2026, 0, 1)) {
    this.#turn = turn;
    this.#nowMs = startMs;
  }

  now(): number {
    return this.#nowMs;
  }

  sleep(delayMs: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const abort = () => {
        timer.cancelled = true;
        reject(signal?.reason);
      };
      const timer: Timer = {
        dueMs: this.#nowMs + Math.max(0, delayMs),
        sequence: this.#sequence++,
        cancelled: false,
        fire: () => {
          signal?.removeEventListener('abort', abort);
          resolve();
        },
      };
      signal?.addEventListener('abort', abort, { once: true });
      push(this.#timers, timer);
    });
  }

  /** Timers that still wait. */
  get waiting(): number {
    return this.#timers.reduce((count, timer) => count + (timer.cancelled ? 0 : 1), 0);
  }

  /** Moves on by `ms`, firing everything due on the way. */
  async advance(ms: number): Promise<void> {
    const untilMs = this.#nowMs + ms;
    await this.#turn();
    while (await this.#fireNext(untilMs));
    this.#nowMs = untilMs;
  }

  /** Fires timers until none waits, or until the next is due later than `limitMs` from now. */
  async runUntilIdle(limitMs = Number.POSITIVE_INFINITY): Promise<void> {
    const untilMs = this.#nowMs + limitMs;
    await this.#turn();
    while (await this.#fireNext(untilMs));
  }

  /**
   * Fires timers until the promise is settled and gives its result. Throws when nothing is left
   * that could settle it: after `idleTurnsMax` turns without a timer.
   */
  async runUntil<T>(promise: Promise<T>, idleTurnsMax = 1_000): Promise<T> {
    let settled = false;
    const done = () => {
      settled = true;
    };
    promise.then(done, done);
    await this.#turn();
    for (let idleTurns = 0; !settled; ) {
      if (await this.#fireNext(Number.POSITIVE_INFINITY)) {
        idleTurns = 0;
      } else {
        idleTurns += 1;
        if (idleTurns > idleTurnsMax) throw new Error('virtual time stands still: no timer waits');
        await this.#turn();
      }
    }
    return promise;
  }

  async #fireNext(untilMs: number): Promise<boolean> {
    for (;;) {
      const next = this.#timers[0];
      if (next === undefined || (!next.cancelled && next.dueMs > untilMs)) return false;
      pop(this.#timers);
      if (next.cancelled) continue;
      this.#nowMs = Math.max(this.#nowMs, next.dueMs);
      next.fire();
      await this.#turn();
      return true;
    }
  }
}

function before(a: Timer, b: Timer): boolean {
  return a.dueMs === b.dueMs ? a.sequence < b.sequence : a.dueMs < b.dueMs;
}

/** Adds to a binary heap whose first is the earliest. */
function push(heap: Timer[], timer: Timer): void {
  let at = heap.push(timer) - 1;
  while (at > 0) {
    const parentAt = (at - 1) >> 1;
    const parent = heap[parentAt];
    if (parent === undefined || before(parent, timer)) break;
    heap[at] = parent;
    at = parentAt;
  }
  heap[at] = timer;
}

function pop(heap: Timer[]): void {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  let at = 0;
  for (;;) {
    let childAt = 2 * at + 1;
    const left = heap[childAt];
    const right = heap[childAt + 1];
    if (left !== undefined && right !== undefined && before(right, left)) childAt += 1;
    const child = heap[childAt];
    if (child === undefined || before(last, child)) break;
    heap[at] = child;
    at = childAt;
  }
  heap[at] = last;
}
