import { invalid, keyInUse, keyReused } from './api-error.ts';
import type { Reply } from './types.ts';

const KEPT_MS = 24 * 3_600_000;
const KEY_CHARACTERS_MAX = 255;

interface Saved {
  readonly fingerprint: string;
  readonly atMs: number;
  readonly requestId: string;
  /** Absent while the first request runs. */
  reply: Reply | undefined;
}

/** What was answered to each key of the last 24 hours: "including 500s". */
export class Idempotency {
  readonly #saved = new Map<string, Saved>();

  /** The saved answer, or undefined: then the key is held until `save` or `forget`. */
  open(key: string, fingerprint: string, requestId: string, nowMs: number): Reply | undefined {
    if (key.length > KEY_CHARACTERS_MAX) {
      throw invalid(`Idempotency keys can have at most ${KEY_CHARACTERS_MAX} characters.`);
    }
    const saved = this.#saved.get(key);
    if (!saved || (saved.reply && nowMs - saved.atMs >= KEPT_MS)) {
      this.#saved.set(key, { fingerprint, atMs: nowMs, requestId, reply: undefined });
      return undefined;
    }
    if (!saved.reply) throw keyInUse(key);
    if (saved.fingerprint !== fingerprint) throw keyReused(key);
    const headers = {
      ...saved.reply.headers,
      'idempotent-replayed': 'true',
      'original-request': saved.requestId,
    };
    return { ...saved.reply, headers };
  }

  save(key: string, reply: Reply): void {
    const saved = this.#saved.get(key);
    if (saved) saved.reply = reply;
  }

  /** Nothing was begun: the same key may come again. */
  forget(key: string): void {
    this.#saved.delete(key);
  }
}
