import { plainText } from './plain-text.ts';

const POSIX_TAIL = /[.@].*$/;
const LOCALE = /^([a-z]{2,3})(?:[-_]([a-z]{4}))?(?:[-_]([a-z]{2}|\d{3}))?$/i;

/** `en_gb`, `EN-GB`, `en_GB.UTF-8` → `en-GB`; what is no locale gives nothing. */
export function locale(s: unknown): string | undefined {
  const match = LOCALE.exec((plainText(s) ?? '').trim().replace(POSIX_TAIL, ''));
  if (match === null) return undefined;
  const [, language = '', script, region] = match;
  const parts = [language.toLowerCase()];
  if (script) parts.push(script.charAt(0).toUpperCase() + script.slice(1).toLowerCase());
  if (region) parts.push(region.toUpperCase());
  return parts.join('-');
}
