import type { Secret } from '../model/config.ts';

/**
 * Replaces the secrets in whatever leaves: plain, URL-encoded, JSON-escaped, and inside base64 text
 * at any offset. A secret of less than 8 characters is none, and is left alone: hiding it would
 * spoil every word.
 */
export function createRedactor(secrets: readonly Secret[]): (text: string) => string {
  const forms = new Set(secrets.flatMap((secret) => formsOf(secret.reveal())));
  const longestFirst = [...forms].sort((a, b) => b.length - a.length);
  return (text) => {
    let out = text;
    for (const form of longestFirst) if (out.includes(form)) out = out.replaceAll(form, HIDDEN);
    return out;
  };
}

const HIDDEN = '***';
const SECRET_CHARACTERS_MIN = 8;

function formsOf(plain: string): readonly string[] {
  if (plain.length < SECRET_CHARACTERS_MIN) return [];
  const url = encodeURIComponent(plain.toWellFormed());
  const lowerUrl = url.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
  const bytes = new TextEncoder().encode(plain);
  const coded = [0, 1, 2].map((offset) => base64Core(bytes, offset));
  const urlSafe = coded.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'));
  return [plain, JSON.stringify(plain).slice(1, -1), url, lowerUrl, ...coded, ...urlSafe];
}

/**
 * The characters that the secret alone decides when it stands `offset` bytes into a base64 text.
 */
function base64Core(bytes: Uint8Array, offset: number): string {
  const shifted = '\0'.repeat(offset) + Array.from(bytes, (at) => String.fromCharCode(at)).join('');
  const start = Math.ceil((offset * 8) / 6);
  const end = Math.floor((shifted.length * 8) / 6);
  return btoa(shifted).slice(start, end);
}
