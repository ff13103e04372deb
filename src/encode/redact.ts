import type { Secret } from '../model/config.ts';

const HIDDEN = '***';
const SHORTEST_SECRET = 8;

/** Replaces the secrets in whatever leaves: plain, URL-encoded, JSON-escaped and base64. */
export function createRedactor(secrets: readonly Secret[]): (text: string) => string {
  const needles = secrets.flatMap((secret) => formsOf(secret.reveal()));
  const sorted = [...new Set(needles)].sort((a, b) => b.length - a.length);
  if (sorted.length === 0) return (text) => text;
  return (text) => {
    let out = text;
    for (const needle of sorted) if (out.includes(needle)) out = out.replaceAll(needle, HIDDEN);
    return out;
  };
}

function formsOf(plain: string): readonly string[] {
  if (plain.length < SHORTEST_SECRET) return plain === '' ? [] : [plain];
  const forms = [plain, encodeURIComponent(plain), JSON.stringify(plain).slice(1, -1)];
  const bytes = new TextEncoder().encode(plain);
  for (const shift of [0, 1, 2]) forms.push(base64Core(bytes, shift));
  return forms;
}

/** The characters that the secret alone decides, when it stands `shift` bytes into a base64 text. */
function base64Core(bytes: Uint8Array, shift: number): string {
  const padded = new Uint8Array(shift + bytes.length);
  padded.set(bytes, shift);
  const text = btoa(String.fromCharCode(...padded));
  const start = Math.ceil((shift * 8) / 6);
  const end = Math.floor((padded.length * 8) / 6);
  return text.slice(start, end);
}
