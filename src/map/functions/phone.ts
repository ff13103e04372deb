import {
  type CountryCode,
  isSupportedCountry,
  parsePhoneNumberFromString,
} from 'libphonenumber-js';
import { country as countryOf } from './country.ts';
import { plainText } from './plain-text.ts';

/**
 * E.164 of a phone number; national numbers need the country (name or code). Extensions are
 * dropped.
 */
export function phone(s: unknown, country: unknown): string | undefined {
  const text = plainText(s);
  if (text === undefined) return undefined;
  const region = regionOf(country);
  const number =
    region === undefined
      ? parsePhoneNumberFromString(text)
      : parsePhoneNumberFromString(text, region);
  return number?.isPossible() ? number.number : undefined;
}

function regionOf(country: unknown): CountryCode | undefined {
  const code = typeof country === 'string' ? countryOf(country) : undefined;
  return code !== undefined && isSupportedCountry(code) ? code : undefined;
}
