import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RunningSandbox, startSandbox } from './server.ts';
import { type FormHash, httpClient, idsOf } from './test-support.ts';

const SECOND = 1_700_000_000;
let nowMs = SECOND * 1000;
let sandbox: RunningSandbox;
let client: ReturnType<typeof httpClient>;

beforeEach(async () => {
  nowMs = SECOND * 1000;
  sandbox = await startSandbox({ limits: 'none', now: () => nowMs });
  client = httpClient(sandbox.url);
});
afterEach(() => sandbox.close());

const list = async (form: FormHash = {}) => idsOf(await client.get('/v1/customers', form));
const search = async (query: string, form: FormHash = {}) =>
  idsOf(await client.get('/v1/customers/search', { query, ...form }));

describe('5: lists', () => {
  beforeEach(() => {
    sandbox.core.seed([
      { id: 'cus_1', created: SECOND - 30, email: 'a@b.co' },
      { id: 'cus_2', created: SECOND - 20, email: 'A@b.co' },
      { id: 'cus_3', created: SECOND - 20, email: 'a@b.co' },
      { id: 'cus_4', created: SECOND - 20 },
      { id: 'cus_5', created: SECOND - 10 },
      { id: 'cus_clock', created: SECOND - 5, test_clock: 'clock_1' },
    ]);
  });

  it('is newest first and hides customers on test clocks', async () => {
    expect(await list()).toEqual(['cus_5', 'cus_4', 'cus_3', 'cus_2', 'cus_1']);
    expect(await list({ test_clock: 'clock_1' })).toEqual(['cus_clock']);
  });

  it('compares e-mails exactly, case included', async () => {
    expect(await list({ email: 'a@b.co' })).toEqual(['cus_3', 'cus_1']);
    expect(await list({ email: 'A@b.co' })).toEqual(['cus_2']);
    expect(await list({ email: 'A@B.co' })).toEqual([]);
  });

  it('finds an e-mail at once after a write, and no longer the old one', async () => {
    await client.post('/v1/customers/cus_1', { email: 'new@b.co' });
    expect(await list({ email: 'new@b.co' })).toEqual(['cus_1']);
    expect(await list({ email: 'a@b.co' })).toEqual(['cus_3']);
  });

  it.each<[FormHash, string[]]>([
    [{ created: SECOND - 20 }, ['cus_4', 'cus_3', 'cus_2']],
    [{ created: { gt: SECOND - 20 } }, ['cus_5']],
    [{ created: { gte: SECOND - 20 } }, ['cus_5', 'cus_4', 'cus_3', 'cus_2']],
    [{ created: { lt: SECOND - 20 } }, ['cus_1']],
    [{ created: { gte: SECOND - 30, lt: SECOND - 10 }, email: 'a@b.co' }, ['cus_3', 'cus_1']],
  ])('filters %j', async (form, ids) => {
    expect(await list(form)).toEqual(ids);
  });

  it('pages both ways and says has_more', async () => {
    const first = await client.get('/v1/customers', { limit: 2 });
    expect([idsOf(first), first.json['has_more']]).toEqual([['cus_5', 'cus_4'], true]);
    const last = await client.get('/v1/customers', { limit: 3, starting_after: 'cus_4' });
    expect([idsOf(last), last.json['has_more']]).toEqual([['cus_3', 'cus_2', 'cus_1'], false]);
    const back = await client.get('/v1/customers', { limit: 2, ending_before: 'cus_2' });
    expect([idsOf(back), back.json['has_more']]).toEqual([['cus_4', 'cus_3'], true]);
  });

  it.each<FormHash>([
    { limit: 0 },
    { limit: 101 },
    { limit: 'x' },
    { starting_after: 'cus_gone' },
    { foo: 1 },
    { created: { foo: 1 } },
  ])('refuses %j', async (form) => {
    expect((await client.get('/v1/customers', form)).status).toBe(400);
  });

  it('has the cursor trap: a cursor in a created window loses rows', async () => {
    const window = { created: { gte: SECOND - 30, lt: SECOND }, limit: 2 };
    expect(await list(window)).toEqual(['cus_5', 'cus_4']);
    expect(await list({ ...window, starting_after: 'cus_4' })).toEqual([]);
    expect(await list({ limit: 2, starting_after: 'cus_4' })).toEqual(['cus_3', 'cus_2']);
    sandbox.core.configure({ cursorTrap: 'skip_second' });
    expect(await list({ ...window, starting_after: 'cus_4' })).toEqual(['cus_1']);
    sandbox.core.configure({ cursorTrap: 'off' });
    expect(await list({ ...window, starting_after: 'cus_4' })).toEqual(['cus_3', 'cus_2']);
  });
});

describe('6: search', () => {
  beforeEach(() => {
    sandbox.core.seed([
      {
        id: 'cus_1',
        created: 1,
        name: 'one two three',
        email: 'Ann@Example.com',
        metadata: { k: 'a-1' },
      },
      {
        id: 'cus_2',
        created: 2,
        name: 'one two three four',
        phone: '+4712345678',
        metadata: { k: 'a-2' },
      },
      { id: 'cus_3', created: 3, name: 'three two one', metadata: { 'it\'s "q"': 'x' } },
    ]);
  });

  it.each<[string, string[]]>([
    ['name:"one two three"', ['cus_2', 'cus_1']],
    ['name:"ONE TWO"', ['cus_2', 'cus_1']],
    ['email:"ann@example.com"', ['cus_1']],
    ['email~"EXAMPLE"', ['cus_1']],
    ['phone:"+4712345678"', ['cus_2']],
    ['metadata["k"]:"a-1"', ['cus_1']],
    [`metadata['it\\'s "q"']:"x"`, ['cus_3']],
    ['-metadata["k"]:null', ['cus_2', 'cus_1']],
    ['metadata["k"]:null', ['cus_3']],
    ['name:"one" AND -name:"four"', ['cus_3', 'cus_1']],
    ['name:"four" OR email:"ann@example.com"', ['cus_2', 'cus_1']],
    ['name:"one" name:"four"', ['cus_2']],
    ['created>1 created<=3', ['cus_3', 'cus_2']],
  ])('%s', async (query, ids) => {
    expect(await search(query)).toEqual(ids);
  });

  it.each([
    'name:one',
    'name:"a" AND name:"b" OR name:"c"',
    '(name:"a")',
    'address:"x"',
    'name>"a"',
    'name~"ab"',
    Array.from({ length: 11 }, () => 'name:"a"').join(' '),
    '',
  ])('refuses %j', async (query) => {
    expect((await client.get('/v1/customers/search', { query })).status).toBe(400);
  });

  it('pages one after another and counts on demand', async () => {
    const form = { query: 'name:"one"', limit: 2, expand: ['total_count'] };
    const first = await client.get('/v1/customers/search', form);
    expect(first.json).toMatchObject({ object: 'search_result', has_more: true, total_count: 3 });
    const page = String(first.json['next_page']);
    const second = await client.get('/v1/customers/search', { ...form, page });
    expect([...idsOf(first), ...idsOf(second)]).toEqual(['cus_3', 'cus_2', 'cus_1']);
    expect(second.json['next_page']).toBeNull();
  });

  it('lags behind creates, updates and deletes', async () => {
    const { json } = await client.post('/v1/customers', { email: 'late@b.co' });
    await client.post('/v1/customers/cus_1', { email: 'moved@b.co' });
    await client.delete('/v1/customers/cus_2');
    expect(await search('email:"late@b.co"')).toEqual([]);
    expect(await search('email:"ann@example.com"')).toEqual(['cus_1']);
    expect(await search('name:"four"')).toEqual(['cus_2']);
    nowMs += 10_000;
    expect(await search('email:"late@b.co"')).toEqual([json['id']]);
    expect(await search('email:"ann@example.com"')).toEqual([]);
    expect(await search('email:"moved@b.co"')).toEqual(['cus_1']);
    expect(await search('name:"four"')).toEqual([]);
  });

  it('may show deleted customers, forget others, and be refused in India', async () => {
    sandbox.core.configure({ search: { showsDeleted: true } });
    await client.delete('/v1/customers/cus_1');
    nowMs += 86_400_000;
    expect(await search('email:"ann@example.com"')).toEqual(['cus_1']);
    sandbox.core.configure({ search: { forgets: 1 } });
    expect(await search('email:"ann@example.com"')).toEqual([]);
    sandbox.core.configure({ search: { available: false } });
    expect((await client.get('/v1/customers/search', { query: 'name:"a"' })).status).toBe(400);
  });
});

describe('7: deleted customers', () => {
  it('are stubs: 200 on GET, absent in lists, not to be written', async () => {
    sandbox.core.seed([{ id: 'cus_1', email: 'a@b.co' }]);
    const stub = { id: 'cus_1', object: 'customer', deleted: true };
    expect((await client.delete('/v1/customers/cus_1')).json).toEqual(stub);
    const got = await client.get('/v1/customers/cus_1');
    expect([got.status, got.json]).toEqual([200, stub]);
    expect(await list()).toEqual([]);
    expect(await list({ email: 'a@b.co' })).toEqual([]);
    const { status, error } = await client.post('/v1/customers/cus_1', { name: 'x' });
    expect({ status, ...error }).toMatchObject({ status: 404, code: 'resource_missing' });
    expect((await client.delete('/v1/customers/cus_1')).status).toBe(404);
  });

  it('are told from unknown ones', async () => {
    const { status, error } = await client.get('/v1/customers/cus_x');
    expect({ status, ...error }).toMatchObject({
      status: 404,
      code: 'resource_missing',
      message: "No such customer: 'cus_x'",
    });
  });
});
