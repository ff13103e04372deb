import type { MatchKey } from '../model/match.ts';
import type { Digest, NewId } from '../model/ports.ts';

export interface CreateKeyFacts {
  /** `connected_account`, or ''. */
  readonly account: string;
  readonly mode: string;
  readonly key: MatchKey;
  /** Starts at 0; the next one only after matching again found nobody. */
  readonly generation: number;
  readonly digest: Digest;
}

/**
 * The key of the one create of a customer: the same for every process, run and pipeline that wants
 * the same customer. A hash, so that no personal data leaves in it; well below 255 characters.
 */
export function createKey({ account, mode, key, generation, digest }: CreateKeyFacts): string {
  const facts = ['destination-stripe', 1, account, mode, key.field, key.value, generation];
  return `destination-stripe-create-${digest(JSON.stringify(facts))}`;
}

/** A key of this one write and its retries: A → B → A must write three times. */
export function updateKey(newId: NewId): string {
  return `destination-stripe-update-${newId()}`;
}
