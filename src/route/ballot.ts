import { hashText, type Lanes } from '../lib/hash.ts';
import { HashSlots } from './hash-slots.ts';

/** What became of one vote: it wins its customer, it loses to another, or all lose. */
export type Verdict = 'wins' | 'loses' | 'all_rejected';

/**
 * Which of several profiles may write one customer, known only when the whole stream was seen. A
 * vote names the customer to be and the profile; versions of one profile do not compete, the latest
 * speaks for it. Only hashes are kept: about 30 bytes a customer.
 */
export class Ballot {
  readonly #policy: 'use_last' | 'reject_all';
  readonly #customers = new HashSlots();
  /** By customer: the hash of the leading profile and the ordinal of its vote. */
  #leaderA = new Int32Array(FIRST);
  #leaderB = new Int32Array(FIRST);
  #lastOrdinal = new Float64Array(FIRST);
  #contested = new Uint8Array(FIRST);
  readonly #customer: Lanes = { a: 0, b: 0 };
  readonly #profile: Lanes = { a: 0, b: 0 };

  constructor(policy: 'use_last' | 'reject_all') {
    this.#policy = policy;
  }

  /** `ordinal`: the record's place in the sync; votes may come in any order. */
  vote(customer: string, identity: string, ordinal: number): void {
    hashText(customer, SEED_A, SEED_B, this.#customer);
    hashText(identity, SEED_A, SEED_B, this.#profile);
    const known = this.#customers.size;
    const slot = this.#customers.add(this.#customer);
    if (slot >= this.#leaderA.length) this.#grow();
    if (slot === known) this.#lead(slot, ordinal);
    else {
      if (!this.#leads(slot)) this.#contested[slot] = 1;
      if (ordinal > (this.#lastOrdinal[slot] ?? 0)) this.#lead(slot, ordinal);
    }
  }

  /** Once every vote was given. */
  verdict(customer: string, identity: string): Verdict {
    hashText(customer, SEED_A, SEED_B, this.#customer);
    const slot = this.#customers.find(this.#customer);
    if (slot === undefined || this.#contested[slot] === 0) return 'wins';
    if (this.#policy === 'reject_all') return 'all_rejected';
    hashText(identity, SEED_A, SEED_B, this.#profile);
    return this.#leads(slot) ? 'wins' : 'loses';
  }

  #leads(slot: number): boolean {
    return this.#leaderA[slot] === this.#profile.a && this.#leaderB[slot] === this.#profile.b;
  }

  #lead(slot: number, ordinal: number): void {
    this.#leaderA[slot] = this.#profile.a;
    this.#leaderB[slot] = this.#profile.b;
    this.#lastOrdinal[slot] = ordinal;
  }

  #grow(): void {
    const size = this.#leaderA.length * 2;
    this.#leaderA = enlarged(this.#leaderA, new Int32Array(size));
    this.#leaderB = enlarged(this.#leaderB, new Int32Array(size));
    this.#lastOrdinal = enlarged(this.#lastOrdinal, new Float64Array(size));
    this.#contested = enlarged(this.#contested, new Uint8Array(size));
  }
}

const FIRST = 1024;
const SEED_A = 0x6a09e667;
const SEED_B = 0x510e527f;

function enlarged<T extends Int32Array | Float64Array | Uint8Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
