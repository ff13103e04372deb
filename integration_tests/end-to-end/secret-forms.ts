/** The secret plain, in a URL, in JSON, and wherever it stands in a base64 text. */
export function formsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  const coded = [0, 1, 2].map((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
    const begin = Math.ceil((offset * 8) / 6);
    return text.slice(begin, Math.floor(((offset + bytes.length) * 8) / 6));
  });
  const urlSafe = coded.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'));
  return [secret, encodeURIComponent(secret), ...coded, ...urlSafe];
}
