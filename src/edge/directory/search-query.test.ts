import { describe, expect, it } from 'vitest';
import { clausesOf, searchable, searchBatches } from './search-query.ts';

const key = (field: string, text: string, value = text) => ({ field, text, value });

describe('search queries', () => {
  it('escapes quotes and backslashes in values and keys', () => {
    expect(clausesOf(key('name', `O'Neil "Ann" \\`))).toEqual([
      String.raw`name:"O\'Neil \"Ann\" \\"`,
    ]);
    expect(clausesOf(key('metadata.odd"key', '7'))).toEqual([String.raw`metadata["odd\"key"]:"7"`]);
  });

  it('asks for a phone as it is and as its digits, for an email once', () => {
    expect(clausesOf(key('phone', '020 7', '+0207'))).toEqual(['phone:"+0207"', 'phone:"020 7"']);
    expect(clausesOf(key('email', 'A@x.io', 'a@x.io'))).toEqual(['email:"a@x.io"']);
  });

  it('packs at most ten clauses and 2,500 characters', () => {
    const short = Array.from({ length: 25 }, (_, n) => key('email', `u${n}@x.io`));
    expect(searchBatches(short).map(({ keys }) => keys.length)).toEqual([10, 10, 5]);
    const long = Array.from({ length: 9 }, (_, n) => key('metadata.k', `${n}`.repeat(500)));
    expect(searchBatches(long).map(({ keys }) => keys.length)).toEqual([4, 4, 1]);
    expect(searchBatches([])).toEqual([]);
  });

  it('knows what Search cannot find', () => {
    const fields = ['email', 'phone', 'name', 'metadata.k', 'description', 'id'];
    expect(fields.map(searchable)).toEqual([true, true, true, true, false, false]);
  });
});
