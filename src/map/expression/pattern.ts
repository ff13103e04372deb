import { deopt } from './closure.ts';

/**
 * All matches that JSONata finds: like a global search, but an empty match is left to the
 * interpreter.
 */
export function matches(pattern: RegExp, text: string): readonly RegExpExecArray[] {
  const found: RegExpExecArray[] = [];
  pattern.lastIndex = 0;
  let match = pattern.exec(text);
  while (match !== null) {
    if (match[0] === '') deopt();
    found.push(match);
    if (pattern.lastIndex >= text.length) break;
    match = pattern.exec(text);
  }
  return found;
}

/** Whether the pattern is found at all. */
export function isFound(pattern: RegExp, text: string): boolean {
  pattern.lastIndex = 0;
  return pattern.test(text);
}

/** Replaces every match by a plain text (one without $). */
export function replaceMatches(text: string, pattern: RegExp, by: string): string {
  let result = '';
  let at = 0;
  for (const match of matches(pattern, text)) {
    result += text.slice(at, match.index) + by;
    at = match.index + match[0].length;
  }
  return result + text.slice(at);
}

/** The texts between the matches. */
export function splitAt(text: string, pattern: RegExp): readonly string[] {
  const parts: string[] = [];
  let at = 0;
  for (const match of matches(pattern, text)) {
    parts.push(text.slice(at, match.index));
    at = match.index + match[0].length;
  }
  parts.push(text.slice(at));
  return parts;
}
