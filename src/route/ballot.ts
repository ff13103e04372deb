/** What became of one vote: it wins its customer, or it loses to others. */
export type Verdict = 'wins' | 'loses' | 'all_rejected';

/**
 * Which of several profiles may write one customer, known only when the whole stream was seen. A vote names the
 * customer to be and the profile; versions of one profile do not compete, the latest speaks for it.
 */
export class Ballot {
  readonly #customers = new Map<string, Race>();
  readonly #policy: 'use_last' | 'reject_all';

  constructor(policy: 'use_last' | 'reject_all') {
    this.#policy = policy;
  }

  /** `ordinal` is the record's place in the sync. */
  vote(customer: string, identity: string, ordinal: number): void {
    const race = this.#customers.get(customer);
    if (race === undefined) {
      this.#customers.set(customer, { identity, last: ordinal, contested: false });
      return;
    }
    if (race.identity !== identity) race.contested = true;
    if (ordinal > race.last) {
      race.last = ordinal;
      race.identity = identity;
    }
  }

  verdict(customer: string, identity: string): Verdict {
    const race = this.#customers.get(customer);
    if (race === undefined || !race.contested) return 'wins';
    if (this.#policy === 'reject_all') return 'all_rejected';
    return race.identity === identity ? 'wins' : 'loses';
  }
}

interface Race {
  identity: string;
  last: number;
  contested: boolean;
}
