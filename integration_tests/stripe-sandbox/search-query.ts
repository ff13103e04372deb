import { invalid } from './api-error.ts';

export type Operator = ':' | '~' | '>' | '>=' | '<' | '<=';

export interface Clause {
  /** `email`, `name`, `phone`, `created`, or `metadata.<key>`. */
  readonly field: string;
  readonly operator: Operator;
  /** null stands for the bare word `null`. */
  readonly value: string | number | null;
  readonly negated: boolean;
}

export interface SearchQuery {
  readonly clauses: readonly Clause[];
  readonly any: boolean;
}

const CLAUSES_MAX = 10;
const SUBSTRING_MIN = 3;
const FIELDS = new Set(['created', 'email', 'name', 'phone']);
const FIELD = /\s*(-)?([a-z_]+)(?:\[("|')((?:\\.|(?!\3)[^\\])*)\3\])?\s*(:|~|>=|<=|>|<)\s*/y;
const VALUE =
  /(?:"((?:\\.|[^"\\])*)"|'((?:\\.|[^'\\])*)'|(-?\d+(?:\.\d+)?)(?=\s|$)|(null)(?=\s|$))/y;
const JOINT = /\s+(?:(and|or)\s+)?/iy;

/** Reads docs.stripe.com/search's query language; throws `ApiError` for what it refuses. */
export function parseSearch(text: string): SearchQuery {
  const clauses: Clause[] = [];
  const joints = new Set<string>();
  const source = text.trim();
  let at = 0;
  for (;;) {
    const [clause, next] = readClause(source, at);
    clauses.push(clause);
    at = next;
    if (at >= source.length) break;
    JOINT.lastIndex = at;
    const joint = JOINT.exec(source);
    if (!joint) throw unreadable(source.slice(at));
    joints.add((joint[1] ?? 'and').toLowerCase());
    at = JOINT.lastIndex;
  }
  if (joints.size > 1) throw refused('AND and OR cannot be combined in one query.');
  if (clauses.length > CLAUSES_MAX) {
    throw refused(`A query can have at most ${CLAUSES_MAX} clauses.`);
  }
  return { clauses, any: joints.has('or') };
}

function readClause(source: string, at: number): readonly [Clause, number] {
  FIELD.lastIndex = at;
  const head = FIELD.exec(source);
  if (!head) throw unreadable(source.slice(at));
  const [, minus, word = '', quote, rawKey = '', operator] = head;
  if (quote === undefined ? !FIELDS.has(word) : word !== 'metadata') {
    throw refused(`Field \`${word}\` is not a supported search field.`);
  }
  VALUE.lastIndex = FIELD.lastIndex;
  const found = VALUE.exec(source);
  if (!found) throw unreadable(source.slice(FIELD.lastIndex));
  const [, double, single, number, nothing] = found;
  const quoted = double ?? single;
  const clause: Clause = {
    field: quote === undefined ? word : `metadata.${unescaped(rawKey)}`,
    operator: operator as Operator,
    value: nothing ? null : quoted === undefined ? Number(number) : unescaped(quoted),
    negated: minus !== undefined,
  };
  checkOperator(clause);
  return [clause, VALUE.lastIndex];
}

function checkOperator({ field, operator, value }: Clause): void {
  const numeric = field === 'created';
  const ordered = operator !== ':' && operator !== '~';
  if (numeric && (operator === '~' || !Number.isFinite(Number(value ?? Number.NaN)))) {
    throw refused(`Field \`${field}\` takes numbers and the operators : > >= < <= only.`);
  }
  if (numeric) return;
  if (ordered) throw refused(`Operator \`${operator}\` is not supported on field \`${field}\`.`);
  if (value === null && operator === '~') throw refused('`null` cannot be a substring.');
  if (typeof value === 'number' && !field.startsWith('metadata.')) {
    throw refused(`Field \`${field}\` takes a quoted string.`);
  }
  if (operator === '~' && String(value).length < SUBSTRING_MIN) {
    throw refused(`A substring needs at least ${SUBSTRING_MIN} characters.`);
  }
}

function unescaped(text: string): string {
  return text.replaceAll(/\\(.)/gs, '$1');
}

function unreadable(rest: string): Error {
  return refused(`We were unable to parse your search query near \`${rest.slice(0, 20)}\`.`);
}

function refused(message: string): Error {
  return invalid(message, 'query');
}
