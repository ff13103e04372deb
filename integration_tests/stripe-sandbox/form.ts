import { ApiError } from './api-error.ts';

/** A decoded form: a text, or a hash of forms. Lists are hashes keyed `0`, `1`, … */
export type Form = string | Hash;
export type Hash = Map<string, Form>;

const NAME = /^([^[\]]+)((?:\[[^[\]]*\])*)$/;

/** Decodes `a[b][0]=c&d[]=e` as Stripe does; a later value of one name wins. */
export function decodeForm(text: string): Hash {
  const root: Hash = new Map();
  for (const [name, value] of formPairs(text)) place(root, name, value);
  return root;
}

/** The names and values of a form, decoded, in order. */
export function formPairs(text: string): (readonly [string, string])[] {
  if (text === '') return [];
  return text
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const cut = pair.indexOf('=');
      if (cut < 0) return [decodePart(pair), ''] as const;
      return [decodePart(pair.slice(0, cut)), decodePart(pair.slice(cut + 1))] as const;
    });
}

function decodePart(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw new ApiError(400, 'Invalid request: the form is not properly percent-encoded.');
  }
}

function place(root: Hash, name: string, value: string): void {
  const parts = NAME.exec(name);
  if (!parts) {
    root.set(name, value);
    return;
  }
  const path = [
    parts[1]!,
    ...(parts[2] ?? '')
      .split(']')
      .slice(0, -1)
      .map((part) => part.slice(1)),
  ];
  let hash = root;
  for (const [depth, key] of path.entries()) {
    const own = key === '' ? String(hash.size) : key;
    if (depth === path.length - 1) {
      hash.set(own, value);
      return;
    }
    const inner = hash.get(own);
    if (inner instanceof Map) hash = inner;
    else {
      const made: Hash = new Map();
      hash.set(own, made);
      hash = made;
    }
  }
}
