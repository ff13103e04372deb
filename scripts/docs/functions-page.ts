import { code, page, table } from './markdown.ts';

/** One function of the expression language, as the map stage's table describes it. */
export interface FunctionEntry {
  readonly name: string;
  readonly signature: string;
  readonly description: string;
  readonly examples: readonly {
    readonly expression: string;
    readonly input: unknown;
    readonly result: unknown;
  }[];
}

/** docs/functions.md: the functions that expressions have beyond JSONata’s own. */
export function functionsPage(functions: readonly FunctionEntry[]): string {
  const sections = functions.flatMap(({ name, signature, description, examples }) => [
    `## $${name}`,
    `${code(signature)}: ${description}`,
    table(
      ['expression', 'profile', 'result'],
      examples.map(({ expression, input, result }) => [
        code(expression),
        code(shown(input)),
        code(shown(result)),
      ]),
    ),
  ]);
  return page(
    'Functions in expressions',
    'Expressions are JSONata; these functions come on top. Every example is executed by the tests.',
    ...sections,
  );
}

function shown(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}
