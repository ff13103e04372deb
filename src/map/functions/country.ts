import codes from 'i18n-iso-countries/codes.json' with { type: 'json' };
import de from 'i18n-iso-countries/langs/de.json' with { type: 'json' };
import en from 'i18n-iso-countries/langs/en.json' with { type: 'json' };
import es from 'i18n-iso-countries/langs/es.json' with { type: 'json' };
import fr from 'i18n-iso-countries/langs/fr.json' with { type: 'json' };
import it from 'i18n-iso-countries/langs/it.json' with { type: 'json' };
import nl from 'i18n-iso-countries/langs/nl.json' with { type: 'json' };
import pl from 'i18n-iso-countries/langs/pl.json' with { type: 'json' };
import pt from 'i18n-iso-countries/langs/pt.json' with { type: 'json' };
import sv from 'i18n-iso-countries/langs/sv.json' with { type: 'json' };
import { COUNTRY_ALIASES } from './country-aliases.ts';
import { plainText } from './plain-text.ts';

/** ISO 3166-1 alpha-2 code of a country's name (several languages), alpha-2 or alpha-3 code. */
export function country(s: unknown): string | undefined {
  const text = plainText(s);
  if (text === undefined) return undefined;
  table ??= buildTable();
  return table.get(text) ?? table.get(folded(text));
}

/** Built at the first use: most syncs never name a country. */
let table: ReadonlyMap<string, string> | undefined;

const LANGUAGES: readonly Names[] = [en, de, fr, es, it, pt, nl, pl, sv];
const ACCENTS = /\p{M}+/gu;
const NOT_A_LETTER = /[^\p{L}\p{N}]+/gu;

interface Names {
  readonly countries: { readonly [alpha2: string]: string | readonly string[] };
}

/** Codes win over names, names of earlier languages over those of later ones. */
function buildTable(): ReadonlyMap<string, string> {
  const entries = new Map<string, string>();
  const add = (name: string, alpha2: string) => {
    const key = folded(name);
    if (!entries.has(key)) entries.set(key, alpha2);
  };
  for (const [alpha2 = '', alpha3 = ''] of codes) {
    add(alpha2, alpha2);
    add(alpha3, alpha2);
  }
  for (const [alias, alpha2] of COUNTRY_ALIASES) add(alias, alpha2);
  for (const { countries } of LANGUAGES) {
    for (const [alpha2, names] of Object.entries(countries)) {
      for (const name of [names].flat()) add(name, alpha2);
    }
  }
  return entries;
}

function folded(name: string): string {
  return name
    .normalize('NFKD')
    .replace(ACCENTS, '')
    .toLowerCase()
    .replace(NOT_A_LETTER, ' ')
    .trim();
}
