import { StripeFailure } from '../../model/failure.ts';
import { PAGE_SIZE_MAX } from '../../model/limits.ts';
import type { MatchKey } from '../../model/match.ts';
import type { Random } from '../../model/ports.ts';
import type { CustomerIndex } from './customer-index.ts';
import type { Intake } from './intake.ts';
import type { Reads } from './reads.ts';
import { searchable, searchBatches } from './search-query.ts';
import type { Searcher } from './searcher.ts';
import { TokenSet } from './token-set.ts';

/** Single look-ups: what was asked once is known for the rest of the sync. */
export interface LookUp {
  /** Whether Stripe was asked for this key, in its own spelling too. */
  known(key: MatchKey): boolean;
  /** Whether a look-up can find this key at all. */
  askable(key: MatchKey): boolean;
  /** Expected reads; Infinity when one of them no look-up can find. */
  cost(keys: readonly MatchKey[]): number;
  /** Puts into the index who holds these keys. */
  ask(keys: readonly MatchKey[]): Promise<void>;
  /** The same whatever is known, and reads again whoever is known to hold them. */
  askAgain(keys: readonly MatchKey[]): Promise<void>;
  /** Reads one customer into the index. */
  retrieve(id: string): Promise<void>;
}

export interface LookUpParts {
  readonly reads: Reads;
  readonly intake: Intake;
  readonly index: CustomerIndex;
  readonly searcher: Searcher;
  readonly random: Random;
}

export function createLookUp(parts: LookUpParts): LookUp {
  const { index, searcher } = parts;
  const { retrieve } = readersOf(parts);
  const known = new TokenSet(parts.random);
  const underWay = new Map<string, Promise<void>>();
  const read = keyReader(parts, known);
  const askable = ({ field }: MatchKey) =>
    field === 'id' || field === 'email' || (searchable(field) && searcher.available());

  return {
    known: (key) => known.has(keyToken(key)),
    askable,
    cost: (keys) => {
      const searched = searcher.available() ? keys.filter((key) => searchable(key.field)) : [];
      return keys.reduce(
        (sum, key) => sum + (askable(key) ? directReads(key) : Number.POSITIVE_INFINITY),
        searchBatches(searched).length,
      );
    },
    async ask(keys) {
      const fresh = new Map<string, MatchKey>();
      const waits = new Set<Promise<void>>();
      for (const key of keys) {
        const token = keyToken(key);
        const answer = underWay.get(token);
        if (answer !== undefined) waits.add(answer);
        else if (!known.has(token)) fresh.set(token, key);
      }
      if (fresh.size > 0) {
        const answer = read([...fresh.values()], false).finally(() => {
          for (const token of fresh.keys()) underWay.delete(token);
        });
        for (const token of fresh.keys()) underWay.set(token, answer);
        waits.add(answer);
      }
      await Promise.all(waits);
    },
    async askAgain(keys) {
      const holders = new Set(keys.flatMap((key) => index.find(key).map(({ id }) => id)));
      const ids = keys.filter(({ field }) => field === 'id').map(({ value }) => value);
      for (const id of ids) holders.delete(id);
      await Promise.all([read(keys, true), ...[...holders].map(retrieve)]);
    },
    retrieve,
  };
}

/** Reads keys side by side; `again` reads what is known, too. */
function keyReader(parts: LookUpParts, known: TokenSet) {
  const { index, searcher } = parts;
  const { retrieve, listByEmail } = readersOf(parts);
  const emails = async (spellings: Iterable<string>) => {
    const lists = [...new Set(spellings)].map(async (spelling) => {
      await listByEmail(spelling);
      known.add(spellingToken(spelling));
    });
    await Promise.all(lists);
  };

  /** A hit only says where to look. */
  const verify = async (keys: readonly MatchKey[], again: boolean) => {
    const candidates = await searcher.candidates(keys.filter((key) => searchable(key.field)));
    const ids = new Set<string>();
    const spellings = new Set<string>();
    for (const { key, id, shown } of candidates) {
      if (key.field !== 'email') ids.add(id);
      else if (!spellingsOf(key).includes(shown)) spellings.add(shown);
    }
    const unread = [...ids].filter((id) => again || index.byId(id) === undefined);
    const unlisted = [...spellings].filter((text) => again || !known.has(spellingToken(text)));
    await Promise.all([...unread.map(retrieve), emails(unlisted)]);
  };

  return async (keys: readonly MatchKey[], again: boolean): Promise<void> => {
    const ids = keys.filter(({ field }) => field === 'id').map(({ value }) => value);
    const spellings = keys.filter(({ field }) => field === 'email').flatMap(spellingsOf);
    const unlisted = spellings.filter((text) => again || !known.has(spellingToken(text)));
    await Promise.all([...ids.map(retrieve), emails(unlisted), verify(keys, again)]);
    for (const key of keys) known.add(keyToken(key));
  };
}

/**
 * Spellings that a customer may have: the list is case-sensitive, and Stripe keeps the case it is
 * given.
 */
function spellingsOf(key: MatchKey): readonly string[] {
  const given = key.text.trim();
  return given === key.value ? [given] : [given, key.value];
}

/** Besides Search: a list per spelling, or one customer to verify. */
function directReads(key: MatchKey): number {
  return key.field === 'email' ? spellingsOf(key).length : 1;
}

function readersOf({ reads, intake }: LookUpParts) {
  return {
    async retrieve(id: string): Promise<void> {
      const ticket = intake.begin();
      try {
        const { body } = await reads.retrieve(id);
        intake.read(ticket, body);
      } catch (error) {
        if (!isStatus(error, 404)) throw error;
        intake.read(ticket, { id, deleted: true });
      } finally {
        intake.end(ticket);
      }
    },
    async listByEmail(email: string): Promise<void> {
      const ticket = intake.begin();
      try {
        let cursor: string | undefined;
        do {
          const next = cursor === undefined ? {} : { startingAfter: cursor };
          const { body } = await reads.list({ email, limit: PAGE_SIZE_MAX, ...next });
          for (const raw of body.data) intake.read(ticket, raw);
          const last = body.data.at(-1)?.['id'];
          cursor = body.hasMore && last !== undefined ? String(last) : undefined;
        } while (cursor !== undefined);
      } catch (error) {
        // An address that Stripe does not take as a filter is no customer's.
        if (!isStatus(error, 400)) throw error;
      } finally {
        intake.end(ticket);
      }
    },
  };
}

function keyToken({ field, value, text }: MatchKey): string {
  return field === 'email' ? `email\0${value}\0${text.trim()}` : `${field}\0${value}`;
}

function spellingToken(spelling: string): string {
  return `list\0${spelling}`;
}

function isStatus(error: unknown, status: number): boolean {
  return error instanceof StripeFailure && error.problem.status === status;
}
