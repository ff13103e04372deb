/** A float in [0, 1) by seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A 32-bit hash of a text (FNV-1a), the same in every run. */
export function hashText(text: string, seed = 0): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0;
  for (let at = 0; at < text.length; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193) >>> 0;
  }
  return hash >>> 0;
}

/** A place in [0, 1) that belongs to a text. */
export function shareOf(text: string, seed: number): number {
  return seededRandom(hashText(text, seed))();
}

/** An id such as `cus_…`: unique by its counter, scattered by the seed. */
export function makeId(prefix: string, counter: number, seed: number): string {
  const tail = hashText(`${prefix}${counter}`, seed).toString(36).padStart(7, '0');
  return `${prefix}_S${counter.toString(36).padStart(6, '0')}${tail}`;
}
