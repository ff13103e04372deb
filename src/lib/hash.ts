/** Two 32-bit lanes that a hash is written into: reused, so that hashing allocates nothing. */
export interface Lanes {
  a: number;
  b: number;
}

/**
 * A 64-bit hash of a text, as two signed 32-bit lanes. Not cryptographic: a random seed keeps
 * others from choosing texts that meet.
 */
export function hashText(text: string, seedA: number, seedB: number, out: Lanes): void {
  const length = text.length;
  const pairs = length & ~1;
  let a = seedA | 0;
  let b = seedB | 0;
  for (let at = 0; at < pairs; at += 2) {
    const block = text.charCodeAt(at) | (text.charCodeAt(at + 1) << 16);
    a = step(a, Math.imul(block, 0xcc9e2d51));
    b = step(b, Math.imul(block, 0x9e3779b1));
  }
  if (pairs < length) {
    const block = text.charCodeAt(pairs);
    a = step(a, Math.imul(block, 0xcc9e2d51));
    b = step(b, Math.imul(block, 0x9e3779b1));
  }
  a = finish(a ^ length);
  b = finish(b ^ Math.imul(length, 0x85ebca6b));
  out.a = a;
  out.b = b;
}

function step(lane: number, block: number): number {
  const mixed = lane ^ Math.imul((block << 15) | (block >>> 17), 0x1b873593);
  return (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0x6b64e653) | 0;
}

/** Every bit of the lane reaches every other. */
function finish(lane: number): number {
  let mixed = Math.imul(lane ^ (lane >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
