import type { Ledger } from '../checkpoint/ledger.ts';
import { streamKey } from '../model/catalog.ts';
import { errorEntry } from '../model/error-registry.ts';
import { InvariantError } from '../model/failure.ts';
import type { BadLine, Message, RecordMessage, StreamStatusMessage } from '../model/message.ts';
import type { Versions } from '../route/superseded.ts';
import type { Compiled } from './compile.ts';
import type { Log } from './edges.ts';
import type { Entry } from './entry.ts';

const BAD_LINES_LOGGED_MAX = 10;

export interface NoticeDeps {
  readonly ledger: Ledger;
  readonly versions: Versions<Entry>;
  readonly log: Log;
  readonly compiled: Compiled;
}

/** Everything on stdin that is no RECORD. */
export function createNotice({ ledger, versions, log, compiled }: NoticeDeps) {
  const complete = new Set<string>();
  const estimates = new Map<string, number>();
  let badLines = 0;

  const badLine = ({ line, reason, damagedRecord }: BadLine) => {
    if (damagedRecord) throw damaged(line, reason);
    badLines += 1;
    if (badLines > BAD_LINES_LOGGED_MAX) return;
    const { what, fix } = errorEntry('line_not_json');
    log.warn(`line_not_json: line ${line} (${reason}): ${what} ${fix}`);
  };
  const status = ({ stream, namespace, status: word }: StreamStatusMessage) => {
    if (word === 'COMPLETE') complete.add(streamKey(namespace, stream));
  };
  const notice = (message: Exclude<Message, RecordMessage>): void => {
    switch (message.kind) {
      case 'state': {
        const { scope, raw } = message;
        const key = scope === 'global' ? null : streamKey(scope.namespace, scope.stream);
        versions.closeWindow(key ?? undefined);
        ledger.close(key, raw);
        return;
      }
      case 'stream_status':
        status(message);
        return;
      case 'estimate': {
        const { scope, rows } = message;
        const name = scope === 'sync' ? '' : streamKey(scope.namespace, scope.stream);
        estimates.set(name, rows);
        return;
      }
      case 'bad_line':
        badLine(message);
        return;
      case 'ignored':
        return;
    }
  };
  const estimatedRows = () => {
    const whole = estimates.get('');
    return whole ?? [...estimates.values()].reduce((sum, rows) => sum + rows, 0);
  };
  const finish = () => {
    const { records, states } = ledger.pending;
    if (records > 0 || states > 0) throw unsettled(records, states);
    if (badLines > BAD_LINES_LOGGED_MAX) log.warn(`line_not_json: ${badLines} lines in all`);
    const missing = [...compiled.routes.keys()].filter((key) => !complete.has(key));
    if (complete.size === 0 || missing.length === 0) return;
    const { what, fix } = errorEntry('stream_incomplete');
    const names = missing.map((key) => key.split('\u0000').at(-1)).join(', ');
    log.warn(`stream_incomplete: ${names}: ${what} ${fix}`);
  };
  return { notice, estimatedRows, finish };
}

function damaged(line: number, reason: BadLine['reason']): InvariantError {
  const code = reason === 'too_long' ? 'record_too_long' : 'record_damaged';
  const { what, fix } = errorEntry(code);
  return new InvariantError(code, `${what} — line ${line} of the input (${reason}) — ${fix}`);
}

function unsettled(records: number, states: number): InvariantError {
  return new InvariantError(
    'unexpected',
    `The input ended with ${records} records and ${states} states unsettled — in the ledger — report this`,
  );
}
