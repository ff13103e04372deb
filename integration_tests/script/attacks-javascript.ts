/** Attempts of a user's JavaScript: each `attack` returns what it reached, or does harm. */
export interface Attack {
  readonly title: string;
  /** Top-level code that defines `attack`; what it returns counts as reached unless it is 'nothing'. */
  readonly source: string;
  /** What must become of the record; absent: anything but something reached. */
  readonly code?: 'transformation_failed' | 'transformation_timeout' | 'transformation_memory';
}

const reach = (title: string, expression: string): Attack => ({
  title,
  source: `function attack() { const found = typeof (${expression}); return found === 'undefined' ? 'nothing' : found }`,
});
const fails = (title: string, body: string): Attack => ({
  title,
  source: `function attack(p) { ${body} }`,
  code: 'transformation_failed',
});
const runsOut = (title: string, body: string): Attack => ({
  title,
  source: `function attack(p) { ${body} }`,
  code: 'transformation_timeout',
});
const tampers = (title: string, before: string): Attack => ({
  title,
  source: `${before}\nfunction attack() { return 'nothing' }`,
});

export const JAVASCRIPT_ATTACKS: readonly Attack[] = [
  reach('constructor chain of the profile', "({}).constructor.constructor('return process')()"),
  reach('Function', "Function('return require')()"),
  reach('indirect eval', "(0, eval)('process')"),
  reach('async function constructor', "(async () => {}).constructor('return import')()"),
  reach(
    'constructor chain of console',
    "console.log.constructor('return globalThis.process')().env",
  ),
  reach('host global objects', 'fetch'),
  reach('SharedArrayBuffer of the watchdog', 'std'),
  reach('os module', 'os'),
  reach('timers', 'setTimeout'),
  reach('workers', 'Worker'),
  reach('WebAssembly', 'WebAssembly'),
  fails('dynamic import awaited', "return import('node:fs').then(() => 'reached')"),
  fails('import of std', "return import('std').then(() => 'reached')"),
  {
    title: 'call sites of the engine',
    source: `function attack() {
      Error.prepareStackTrace = (_, sites) => sites;
      const sites = new Error().stack;
      for (const site of Array.isArray(sites) ? sites : []) {
        const found = site.getFunction && site.getFunction();
        if (typeof found === 'function' && found !== attack && found !== transform) {
          try { found(); } catch { continue; }
        }
      }
      return 'nothing' }`,
  },
  {
    title: 'caller of transform',
    source: `function attack() { try { return attack.caller.caller.arguments.length > 9 } catch { return 'nothing' } }`,
  },
  tampers('JSON replaced', `JSON.parse = () => [{}]; JSON.stringify = () => '[[0,{"forged":1}]]';`),
  tampers(
    'Array.prototype.join and push',
    `Array.prototype.join = () => 'x'; Array.prototype.push = () => 0;`,
  ),
  tampers(
    'setters on array indexes',
    `for (let i = 0; i < 9; i++) Object.defineProperty(Array.prototype, i, { set() {}, get() { return 'forged' }, configurable: true });`,
  ),
  tampers(
    'setters on Object.prototype',
    `for (const k of ['code', 'detail', 'done', 'value', 'good']) Object.defineProperty(Object.prototype, k, Object.assign(Object.create(null), { set() { throw 1 }, get() { return 'forged' }, configurable: true }));`,
  ),
  fails(
    'toJSON of Object.prototype',
    'Object.prototype.toJSON = () => undefined; try { return { get x() { delete Object.prototype.toJSON; return Symbol() } } } finally {}',
  ),
  tampers(
    'Object.keys and freeze replaced',
    `Object.keys = () => []; Object.freeze = (x) => x; Object.getPrototypeOf = () => null;`,
  ),
  tampers(
    'Reflect and Function.prototype replaced',
    `Reflect.apply = () => 'x'; Function.prototype.call = () => 'x'; Function.prototype.apply = () => 'x';`,
  ),
  tampers('Promise.prototype.then replaced', `Promise.prototype.then = function () { throw 1 };`),
  tampers(
    'iterators replaced',
    `Array.prototype[Symbol.iterator] = function* () { for (;;) yield 1 };`,
  ),
  tampers(
    'String.prototype replaced',
    `String.prototype.slice = () => { throw 1 }; String.prototype.toString = () => 'x';`,
  ),
  tampers('console replaced', `globalThis.console = null;`),
  tampers(
    'BigInt and Number replaced',
    `globalThis.BigInt = () => 0; Number.isFinite = () => false; globalThis.String = null;`,
  ),
  fails('profile changed', "'use strict'; p.i = 99; return 'reached'"),
  fails('nested profile changed', "'use strict'; p.deep.list.push(1); return 'reached'"),
  fails('proto of the profile changed', "Object.setPrototypeOf(p, {}); return 'reached'"),
  runsOut('endless loop', 'for (;;);'),
  runsOut('endless loop in finally', 'try { for (;;); } finally { for (;;); }'),
  runsOut('endless loop that catches everything', 'for (;;) { try { for (;;); } catch {} }'),
  runsOut('catastrophic regular expression', "return /^(a+)+$/.test('a'.repeat(60) + '!')"),
  runsOut('endless generator', 'for (const x of (function* () { for (;;) yield 1 })());'),
  runsOut('endless getter in the result', 'return { get x() { for (;;); } }'),
  runsOut('endless toJSON', 'return { toJSON() { for (;;); } }'),
  runsOut('endless proxy in the result', 'return new Proxy({}, { ownKeys() { for (;;); } })'),
  runsOut(
    'endless microtasks',
    'return new Promise(() => { (function f() { Promise.resolve().then(f) })() })',
  ),
  runsOut('endless then', 'return { then() { for (;;); } }'),
  runsOut(
    'endless message of an error',
    "const e = new Error(); Object.defineProperty(e, 'message', { get() { for (;;); } }); throw e",
  ),
  runsOut('endless text of a thrown object', 'console.log({ toJSON() { for (;;); } })'),
  {
    title: 'array of large strings',
    source: `function attack() { const x = []; for (;;) x.push('ab'.repeat(5e5) + x.length); }`,
  },
  {
    title: 'array of large strings that catches',
    source: `function attack() { const x = []; for (;;) try { x.push('ab'.repeat(5e5) + x.length); } catch {} }`,
  },
  { title: 'string doubled', source: `function attack() { let x = 'x'; for (;;) x += x; }` },
  {
    title: 'typed arrays',
    source: `function attack() { const x = []; for (;;) x.push(new Uint8Array(1e7)); }`,
  },
  {
    title: 'memory kept in a global',
    source: `const kept = []; function attack() { for (;;) kept.push(new Uint8Array(1e6).fill(1)); }`,
  },
  fails('deep recursion', 'return attack(p) + 1'),
  fails(
    'deep recursion of JSON',
    'let x = []; for (let i = 0; i < 1e5; i++) x = [x]; return { x }',
  ),
  fails('deep recursion in a sort', 'const f = () => [1, 2].sort(f); return f()'),
  fails('deep recursion in a getter', 'const o = { get x() { return o.x } }; return o.x'),
  fails(
    'deep regular expression',
    "return new RegExp('('.repeat(1e5) + ')'.repeat(1e5)).test('x')",
  ),
  fails('deep source of eval', "return eval('['.repeat(1e5))"),
  fails('cycle', 'const x = {}; x.x = x; return x'),
  fails('function in the result', 'return { x() {} }'),
  fails('symbol in the result', 'return { x: Symbol() }'),
  fails('Map in the result', 'return { x: new Map() }'),
  fails('promise that never settles', 'return new Promise(() => {})'),
  fails('thenable that never settles', 'return { then() {} }'),
  fails('thenable that throws', "return { then() { throw new Error('x') } }"),
  fails('undefined', 'return undefined'),
  fails('throwing getter', "return { get x() { throw new Error('x') } }"),
  fails('revoked proxy', 'const r = Proxy.revocable({}, {}); r.revoke(); return r.proxy'),
  fails('thrown null', 'throw null'),
  fails('thrown proxy', 'throw new Proxy({}, { get() { throw 1 }, getPrototypeOf() { throw 1 } })'),
  {
    title: 'huge console output',
    source: `function attack() { for (let i = 0; i < 1e4; i++) console.log('x'.repeat(1e4)); return 'nothing' }`,
  },
  {
    title: 'forged framing in text',
    source: `function attack() { return { reached: 'nothing', text: '"]],[0,{"forged":1}' } && 'nothing' }`,
  },
  {
    title: 'sleeping in Atomics',
    source: `function attack() { Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0); return 'nothing' }`,
  },
];
