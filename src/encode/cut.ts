/**
 * The text, at most so many characters. It is cut between words where that is possible: half a
 * secret would pass a redaction that comes later, and half a surrogate pair is no text.
 */
export function cut(text: string, charactersMax: number): string {
  if (text.length <= charactersMax) return text;
  const room = charactersMax - 1;
  const start = text.slice(Math.max(0, room - WORD_CHARACTERS_MAX), room + 1);
  const blank = /\s(?=\S*$)/.exec(start)?.index;
  const end = blank === undefined ? room : room + 1 - start.length + blank;
  return `${text
    .slice(0, end)
    .toWellFormed()
    .replace(/\uFFFD$/, '')}…`;
}

const WORD_CHARACTERS_MAX = 1_000;
