/**
 * Where a text stops being JSON, as an offset from 0; undefined when it is JSON. Tells no content.
 */
export function jsonErrorAt(text: string): number | undefined {
  let at = skipBlank(text, 0);
  const closers: string[] = [];
  for (;;) {
    const opener = text[at];
    if (opener === '{' || opener === '[') {
      const closer = opener === '{' ? '}' : ']';
      at = skipBlank(text, at + 1);
      if (text[at] !== closer) {
        closers.push(closer);
        if (closer === ']') continue;
        const value = skipKey(text, at);
        if (value.failed) return value.at;
        at = value.at;
        continue;
      }
      at += 1;
    } else {
      const end = match(SCALAR, text, at);
      if (end === undefined) return failedAt(text, at);
      at = end;
    }
    at = skipBlank(text, at);
    while (closers.length > 0 && text[at] === closers.at(-1)) {
      closers.pop();
      at = skipBlank(text, at + 1);
    }
    if (closers.length === 0) return at === text.length ? undefined : at;
    if (text[at] !== ',') return at;
    at = skipBlank(text, at + 1);
    if (closers.at(-1) === ']') continue;
    const value = skipKey(text, at);
    if (value.failed) return value.at;
    at = value.at;
  }
}

/** Line and column from 1. */
export function lineAndColumn(
  text: string,
  at: number,
): { readonly line: number; readonly column: number } {
  const before = text.slice(0, at);
  const line = before.split('\n').length;
  return { line, column: at - before.lastIndexOf('\n') };
}

const BLANK = /[ \t\r\n]*/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON text may not hold them unescaped
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/;
const SCALAR = new RegExp(`${STRING.source}|(?:${NUMBER.source}|true|false|null)(?![\\w.+-])`, 'y');
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON text may not hold them unescaped
const STRING_START = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*/y;

/** `"key" :` and the blanks after it. */
function skipKey(text: string, at: number): { readonly at: number; readonly failed: boolean } {
  const end = match(STRING, text, at);
  if (end === undefined) return { at: failedAt(text, at), failed: true };
  const colon = skipBlank(text, end);
  if (text[colon] !== ':') return { at: colon, failed: true };
  return { at: skipBlank(text, colon + 1), failed: false };
}

/** A broken string is at fault where it breaks, everything else where it begins. */
function failedAt(text: string, at: number): number {
  return match(STRING_START, text, at) ?? at;
}

function skipBlank(text: string, at: number): number {
  return match(BLANK, text, at) ?? at;
}

function match(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}
