import { plainText } from './plain-text.ts';

const WORD = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*/gu;
const APOSTROPHES = "'’";

/**
 * Each word with a capital first letter and the others small; a short ending after an apostrophe
 * stays small.
 */
export function initcap(s: unknown): string | undefined {
  const text = plainText(s);
  return text?.replace(WORD, (word, at: number) => {
    const small = word.toLowerCase();
    if (isEnding(text, word, at)) return small;
    const [first = ''] = small;
    return first.toUpperCase() + small.slice(first.length);
  });
}

/** The s of "Ann's", the t of "don't"; not the Neil of "O'Neil". */
function isEnding(text: string, word: string, at: number): boolean {
  return at > 1 && word.length <= 2 && APOSTROPHES.includes(text[at - 1] ?? ' ');
}
