import specification from '../../spec.json' with { type: 'json' };
import { specLine } from '../encode/messages.ts';
import type { Output } from '../model/ports.ts';

/** Prints the content of spec.json. */
export function spec(output: Output): void {
  output.line(specLine(specification));
}
