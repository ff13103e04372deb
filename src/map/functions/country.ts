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

/** Codes win over names; a name that two countries have (Congo) means neither. */
function buildTable(): ReadonlyMap<string, string> {
  const codeEntries = codes.flatMap(([alpha2 = '', alpha3 = '']) => [
    [folded(alpha2), alpha2] as const,
    [folded(alpha3), alpha2] as const,
  ]);
  const aliases = COUNTRY_ALIASES.map(([alias, alpha2]) => [folded(alias), alpha2] as const);
  const fixed = new Map([...aliases, ...codeEntries]);
  const names = new Map<string, string>();
  const shared = new Set<string>();
  for (const [name, alpha2] of LANGUAGES.flatMap(namesOf)) {
    if ((names.get(name) ?? alpha2) !== alpha2) shared.add(name);
    names.set(name, alpha2);
  }
  for (const name of shared) names.delete(name);
  return new Map([...names, ...fixed]);
}

function namesOf({ countries }: Names): readonly (readonly [name: string, alpha2: string])[] {
  return Object.entries(countries).flatMap(([alpha2, names]) =>
    [names].flat().map((name) => [folded(name), alpha2] as const),
  );
}

function folded(name: string): string {
  return name
    .normalize('NFKD')
    .replace(ACCENTS, '')
    .toLowerCase()
    .replace(NOT_A_LETTER, ' ')
    .trim();
}
