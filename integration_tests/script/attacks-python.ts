import type { Attack } from './attacks-javascript.ts';

const reach = (title: string, body: string): Attack => ({
  title,
  source: `def attack(p):\n    ${body.trim().split('\n').join('\n    ')}\n`,
});
const fails = (title: string, body: string): Attack => ({
  ...reach(title, body),
  code: 'transformation_failed',
});
const runsOut = (title: string, body: string): Attack => ({
  ...reach(title, body),
  code: 'transformation_timeout',
});
const tampers = (title: string, body: string): Attack =>
  reach(title, `${body.trim()}\nreturn 'nothing'`);

/** Attempts of a user's Python: each `attack` returns what it reached, or does harm. */
export const PYTHON_ATTACKS: readonly Attack[] = [
  fails('js module', 'import js\nreturn str(js)'),
  fails('pyodide_js module', 'import pyodide_js\nreturn str(pyodide_js)'),
  fails('run_js', "from pyodide.code import run_js\nreturn str(run_js('process'))"),
  fails('pyodide.ffi', 'from pyodide.ffi import JsProxy\nreturn str(JsProxy)'),
  fails('core of Pyodide', 'import _pyodide_core\nreturn str(_pyodide_core)'),
  fails('ctypes', 'import ctypes\nreturn str(ctypes)'),
  fails('core of ctypes', 'import _ctypes\nreturn str(_ctypes)'),
  fails('micropip', 'import micropip\nreturn str(micropip)'),
  fails(
    'socket',
    "import socket\ns = socket.socket()\ns.connect(('127.0.0.1', 80))\nreturn str(s)",
  ),
  fails(
    'socket of the machine',
    "import socket\nreturn str(socket.create_connection(('127.0.0.1', 22)))",
  ),
  fails('urllib', "import urllib.request\nreturn str(urllib.request.urlopen('http://127.0.0.1/'))"),
  fails('subprocess', "import subprocess\nreturn str(subprocess.run(['ls']))"),
  fails('os.system', "import os\nreturn str(os.system('ls') or 1 / 0)"),
  fails('fork', 'import os\nreturn str(os.fork())'),
  fails(
    'multiprocessing',
    'import multiprocessing\nreturn str(multiprocessing.Process(target=print).start())',
  ),
  fails(
    'threads',
    'import threading\nt = threading.Thread(target=print)\nt.start()\nreturn str(t)',
  ),
  fails('file of the machine', "return open('/etc/passwd').read()"),
  fails('process table', "return open('/proc/self/environ').read()"),
  reach(
    'folder of the machine',
    "import os\nreturn 'nothing' if 'etc' not in os.listdir('/') else str(os.listdir('/'))",
  ),
  reach(
    'environment',
    "import os\nreturn 'nothing' if len(os.environ) == 0 else str(dict(os.environ))",
  ),
  reach(
    'signal to the parent',
    "import os\ntry:\n    os.kill(os.getppid(), 9)\nexcept BaseException:\n    pass\nreturn 'nothing'",
  ),
  reach(
    'JavaScript objects on the heap',
    `
import gc
seen, wave = set(), gc.get_objects()
for _ in range(6):
    fresh = []
    for item in wave:
        if id(item) in seen: continue
        seen.add(id(item))
        if type(item).__name__ == 'JsProxy':
            return str(type(item))
        fresh.extend(gc.get_referents(item))
    wave = fresh
return 'nothing'`,
  ),
  reach(
    'JavaScript classes among subclasses',
    `
for cls in object.__subclasses__():
    if cls.__name__ == 'JsProxy':
        try:
            return str(cls.new(None))
        except BaseException:
            pass
return 'nothing'`,
  ),
  reach(
    'JavaScript through the import machinery',
    `
import sys, importlib
sys.meta_path[:] = [f for f in sys.meta_path if isinstance(f, type) and f.__module__ != '__main__']
for name in ('js', 'pyodide_js', '_pyodide_core'):
    try:
        module = importlib.import_module(name)
        return str(module.constructor.constructor('return process')())
    except BaseException:
        pass
return 'nothing'`,
  ),
  reach(
    'JavaScript through frames',
    `
import sys
frame = sys._getframe()
while frame is not None:
    for value in list(frame.f_locals.values()) + list(frame.f_globals.values()):
        if 'Js' in type(value).__name__:
            return str(value)
    frame = frame.f_back
return 'nothing'`,
  ),
  reach(
    'JavaScript through builtin modules',
    `
import _imp, importlib.util, sys
for name in sys.builtin_module_names:
    if 'js' in name and name != '_json' or 'pyodide' in name:
        try:
            spec = importlib.machinery.BuiltinImporter.find_spec(name)
            module = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(module)
            return str(module.run_js('globalThis.process.pid'))
        except BaseException:
            pass
return 'nothing'`,
  ),
  fails(
    'dunder walk to os.system',
    "return str([c for c in ().__class__.__base__.__subclasses__() if c.__name__ == '_wrap_close'][0].__init__.__globals__['system']('ls') or 1 / 0)",
  ),
  tampers(
    'json replaced',
    `
import json, _json
json.loads = json.dumps = lambda *a, **k: 'forged'
json.encoder.c_make_encoder = json.encoder.encode_basestring_ascii = None
json.decoder.JSONDecoder = None
_json.make_scanner = _json.encode_basestring_ascii = None`,
  ),
  tampers(
    'builtins replaced',
    `
import builtins
kept = {n: getattr(builtins, n) for n in ('len', 'isinstance', 'type', 'enumerate', 'str')}
for name in kept:
    setattr(builtins, name, lambda *a: 1 / 0)
p.clear()
for name, value in kept.items():
    setattr(builtins, name, value)`,
  ),
  tampers('sys.stdout closed', 'import sys\nsys.stdout = None\nsys.stderr = None'),
  tampers(
    'datetime and decimal replaced',
    'import datetime, decimal\ndatetime.date = decimal.Decimal = None',
  ),
  tampers(
    'words of progress forged',
    "import os\nfor _ in range(9):\n    os.write(2, b'.')\n    os.write(1, b'[0,1]')",
  ),
  tampers(
    'modules emptied',
    "import sys\nfor name in list(sys.modules):\n    if name not in ('builtins', 'sys', '__main__'):\n        sys.modules.pop(name)",
  ),
  tampers(
    'tracing',
    'import sys\nsys.settrace(lambda *a: None)\nsys.setprofile(lambda *a: None)\nsys.settrace(None)\nsys.setprofile(None)',
  ),
  tampers('recursion limit', 'import sys\nsys.setrecursionlimit(400)'),
  tampers('collector off', 'import gc\ngc.disable()'),
  tampers('exit handlers', 'import atexit\natexit.register(lambda: 1 / 0)'),
  tampers(
    'signal ignored',
    'import signal\nsignal.signal(signal.SIGINT, signal.SIG_DFL)\nsignal.signal(signal.SIGINT, signal.default_int_handler)',
  ),
  fails(
    'runner found on the stack',
    `
import sys
frame = sys._getframe(2)
for value in list(frame.f_locals.values()):
    if isinstance(value, list):
        value.append('[0,{"forged":1}]')
        value.clear()
        value.append('[0,{"i":0}]')
raise ValueError('done')`,
  ),
  fails('exit', 'import sys\nsys.exit(3)'),
  fails('KeyboardInterrupt', 'raise KeyboardInterrupt'),
  fails('deep recursion', 'return attack(p)'),
  fails('deep result', 'x = []\nfor _ in range(100000):\n    x = [x]\nreturn {"x": x}'),
  fails('cycle', 'x = {}\nx["x"] = x\nreturn x'),
  fails('function in the result', 'return {"x": attack}'),
  fails('generator in the result', 'return {"x": (i for i in iter(int, 1))}'),
  fails('set in the result', 'return {"x": {1}}'),
  fails('bytes in the result', 'return {"x": b"x"}'),
  fails(
    'coroutine that waits',
    'import types\n@types.coroutine\ndef wait():\n    yield\nasync def f():\n    await wait()\nreturn f()',
  ),
  fails(
    'error whose text throws',
    'class E(Exception):\n    def __str__(self): raise E()\nraise E()',
  ),
  tampers('huge output', "for _ in range(2000):\n    print('x' * 10000)"),
  runsOut('endless loop', 'while True: pass'),
  runsOut('endless generator', 'for _ in iter(int, 1): pass'),
  runsOut(
    'endless mapping in the result',
    'class D(dict):\n    def items(self):\n        while True: pass\nreturn {"x": D(a=1)}',
  ),
  runsOut(
    'endless loop that catches everything',
    'while True:\n    try:\n        while True: pass\n    except BaseException: pass',
  ),
  runsOut('endless loop in C', 'return sum(iter(int, 1))'),
  runsOut(
    'catastrophic regular expression',
    "import re\nreturn str(re.match(r'(a+)+$', 'a' * 60 + '!'))",
  ),
  runsOut('large power', 'return str(len(str(7 ** (7 ** 10))))'),
  runsOut('sleep', 'import time\ntime.sleep(60)'),
  {
    ...reach('append loop', 'x = []\nwhile True: x.append(bytearray(1 << 20))'),
    code: 'transformation_memory',
  },
  {
    ...reach('one large block', "return str(len(' ' * (1 << 30)))"),
    code: 'transformation_memory',
  },
];
