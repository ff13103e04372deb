import { ERRORS, type ErrorEntry } from '../../src/model/error-registry.ts';
import { code, page, table } from './markdown.ts';

const KINDS: { readonly [kind in ErrorEntry['kind']]: readonly [title: string, about: string] } = {
  config: [
    'The configuration',
    'End the sync as `config_error`, or fail `check`. The platform does not retry: somebody must change something.',
  ],
  transient: ['Passing trouble', 'End the sync as `transient_error`. The platform tries again.'],
  system: [
    'The input or the connector',
    'End the sync as `system_error`. What was settled before is acknowledged.',
  ],
  rejected: [
    'Rejected records',
    'One record in one pipeline is not written and counts as rejected; the sync goes on.',
  ],
  skipped: ['Skipped records', 'Nothing was wrong and nothing was written.'],
  warning: ['Warnings', 'Said once; nothing stops.'],
};

/** docs/errors.md: every code, who must act and how. */
export function errorsPage(): string {
  const entries: readonly (readonly [string, ErrorEntry])[] = Object.entries(ERRORS);
  const sections = Object.entries(KINDS).flatMap(([kind, [title, about]]) => {
    const rows = entries
      .filter(([, entry]) => entry.kind === kind)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, { what, fix }]) => [`<a id="${name}"></a>${code(name)}`, what, fix]);
    return [`## ${title}`, about, table(['code', 'what happened', 'what to do'], rows)];
  });
  return page(
    'Errors',
    'Every code that this connector reports. Values of records and the API key never stand in a message.',
    ...sections,
  );
}
