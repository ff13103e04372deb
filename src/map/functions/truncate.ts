import { plainText } from './plain-text.ts';

const GRAPHEMES = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** The longest beginning of at most n characters (code points) that splits no visible character. */
export function truncate(s: unknown, n: unknown): string | undefined {
  const text = plainText(s);
  if (text === undefined || typeof n !== 'number' || !(n >= 1)) return undefined;
  if (text.length <= n) return text;
  let kept = '';
  let count = 0;
  for (const { segment } of GRAPHEMES.segment(text)) {
    count += Array.from(segment).length;
    if (count > n) break;
    kept += segment;
  }
  return kept === '' ? undefined : kept;
}
