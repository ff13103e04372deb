/**
 * Order per customer, parallel across customers. A task enters with the keys that it may touch and
 * runs when it is first in the queue of each; queues are joined in order of arrival, so nothing can
 * deadlock. What is found only later (the customer behind a key) is held through `Holds`, one set
 * at a time.
 */
export class Lanes {
  readonly #queues = new Map<string, Task[]>();
  readonly #limits: LaneLimits;
  readonly #waiters: (() => void)[] = [];
  #tasks = 0;
  #bytes = 0;

  constructor(limits: LaneLimits) {
    this.#limits = limits;
  }

  get size(): number {
    return this.#tasks;
  }

  get full(): boolean {
    return this.#tasks >= this.#limits.tasksMax || this.#bytes >= this.#limits.bytesMax;
  }

  /** Whether an earlier task that may touch one of these keys is still under way. */
  busy(keys: readonly string[]): boolean {
    return this.#tasks > 0 && keys.some((key) => this.#queues.has(key));
  }

  /** Queues the task; `run` must not throw. */
  enter(keys: readonly string[], bytes: number, run: () => Promise<void>): void {
    const task: Task = { keys: [...new Set(keys)], bytes, run, blockers: 0 };
    this.#tasks += 1;
    this.#bytes += bytes;
    for (const key of task.keys) {
      const queue = this.#queues.get(key);
      if (queue === undefined) this.#queues.set(key, [task]);
      else {
        queue.push(task);
        task.blockers += 1;
      }
    }
    if (task.blockers === 0) this.#start(task);
  }

  /** Resolves when there is room for another task. */
  async room(): Promise<void> {
    while (this.full) await this.#change();
  }

  /** Resolves when no task is left. */
  async idle(): Promise<void> {
    while (this.#tasks > 0) await this.#change();
  }

  #change(): Promise<void> {
    return new Promise((resolve) => this.#waiters.push(resolve));
  }

  #start(task: Task): void {
    const done = () => this.#leave(task);
    task.run().then(done, done);
  }

  #leave(task: Task): void {
    this.#tasks -= 1;
    this.#bytes -= task.bytes;
    for (const key of task.keys) {
      const queue = this.#queues.get(key) ?? [];
      queue.shift();
      const next = queue[0];
      if (next === undefined) this.#queues.delete(key);
      else {
        next.blockers -= 1;
        if (next.blockers === 0) this.#start(next);
      }
    }
    for (const wake of this.#waiters.splice(0)) wake();
  }
}

export interface LaneLimits {
  readonly tasksMax: number;
  readonly bytesMax: number;
}

interface Task {
  readonly keys: readonly string[];
  readonly bytes: number;
  readonly run: () => Promise<void>;
  blockers: number;
}
