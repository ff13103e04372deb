// Prints how many STATE lines of a source came out of a destination, in order, byte for byte but for destinationStats.
import { readFileSync } from 'node:fs';

const STATS = /,?"destinationStats": ?(?:\{[^{}]*\}|null)/;
const [input = '', output = ''] = process.argv.slice(2);
const sent = statesOf(input);
const came = statesOf(output);
const alike = sent.filter((line, index) => line === came[index]).length;
process.stdout.write(
  came.length > sent.length
    ? `${came.length} came, ${sent.length} were sent\n`
    : `${alike} of ${sent.length}\n`,
);

function statesOf(path: string): readonly string[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => /^\s*\{\s*"type"\s*:\s*"STATE"/.test(line))
    .map((line) => line.replace(STATS, ''));
}
