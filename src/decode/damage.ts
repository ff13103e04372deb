/**
 * A line that is no JSON but was meant to be a RECORD: going on without it would lose a profile. An
 * object that breaks off before it says its type may be one too, and so may whatever the input ends
 * in the middle of.
 */
export function looksLikeRecord(text: string, ended: boolean): boolean {
  if (RECORD_ENVELOPE.test(text)) return true;
  if (!OBJECT_START.test(text)) return false;
  return !ended || !OTHER_ENVELOPE.test(text);
}

/** Without the blanks, NULs, byte order marks and carriage returns around it. */
export function trimLine(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isFiller(text.charCodeAt(start))) start += 1;
  while (end > start && isFiller(text.charCodeAt(end - 1))) end -= 1;
  return start === 0 && end === text.length ? text : text.slice(start, end);
}

const RECORD_ENVELOPE = /"type"\s*:\s*"RECORD"/;
const OTHER_ENVELOPE = /^\{\s*"type"\s*:\s*"(?!RECORD")[A-Z_]+"/;
const OBJECT_START = /^\{\s*(?:"|$)/;
const BYTE_ORDER_MARK = 0xfeff;

function isFiller(code: number): boolean {
  return code <= 0x20 || code === BYTE_ORDER_MARK;
}
