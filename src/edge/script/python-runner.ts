import { PRINTED_CHARACTERS_MAX, RESULT_DEPTH_MAX } from '../../model/limits.ts';

/**
 * Runs inside Pyodide before any user's source. Its last expression is what the child calls:
 * `load`,
 * `run`, and the address of two C ints, by which the child sees the present record and says that it
 * cut it off. What it needs of the library it keeps in closures, because a source may change any
 * module.
 */
export const RUNNER = `
import array, builtins, datetime, decimal, gc, json, json.decoder, json.encoder, os, sys, _json

def _make():
    FILE = 'transformation.py'
    PRINTED_MAX = ${PRINTED_CHARACTERS_MAX}
    DEPTH_MAX = ${RESULT_DEPTH_MAX}
    scan = _json.make_scanner(json.decoder.JSONDecoder())
    quote = json.encoder.encode_basestring_ascii
    date, time, Decimal = datetime.date, datetime.time, decimal.Decimal
    isoformat, time_isoformat, stamp_isoformat = date.isoformat, time.isoformat, datetime.datetime.isoformat
    stamp = datetime.datetime
    modules, stdlib, builtin = sys.modules, sys.stdlib_module_names, dict(vars(builtins))
    tell, collect, reason = os.write, gc.collect, sys.exc_info
    isinstance_, type_, len_, str_, int_, float_, list_, dict_, tuple_, getattr_, callable_ = (
        isinstance, type, len, str, int, float, list, dict, tuple, getattr, callable)
    enumerate_, compile_, exec_, hasattr_ = enumerate, compile, exec, hasattr
    Base, Stop, Memory, Syntax, Value, Key = (
        BaseException, StopIteration, MemoryError, SyntaxError, ValueError, KeyError)
    library = builtins
    true, false, infinity = True, False, float('inf')
    join_comma, join = ','.join, ''.join
    float_repr, dict_values = float.__repr__, dict.values
    place = array.array('i', [-1, 0, 0])
    functions = {}
    scalars = frozenset((str, int, float, bool, type(None)))
    containers = (dict, list, tuple)
    map_ = map
    class place_of: transform = None

    class Printer:
        def __init__(self): self.text = ''
        def write(self, text):
            if len_(self.text) < PRINTED_MAX and isinstance_(text, str_): self.text += text[:PRINTED_MAX]
            return len_(text)
        def flush(self): pass
        def isatty(self): return false
        def writable(self): return true

    printer = Printer()
    sys.stdout = sys.stderr = printer

    class Refusal(Exception): pass

    def other(value):
        if isinstance_(value, Decimal): return str_(value)
        if isinstance_(value, stamp): return stamp_isoformat(value)
        if isinstance_(value, date): return isoformat(value)
        if isinstance_(value, time): return time_isoformat(value)
        raise Refusal('the result holds a value that is no text, number, list or dict')

    encode = json.encoder.c_make_encoder(None, other, quote, None, ':', ',', false, false, false)

    def plain(value, path, specials, depth):
        if depth > DEPTH_MAX: raise Refusal('the result is nested too deeply or holds itself')
        if isinstance_(value, float_):
            text = float_repr(value)
            if value - value == 0: return value
            text = 'NaN' if value != value else 'Infinity' if value == infinity else '-Infinity'
            specials.append((path, 'number', text))
            return None
        if isinstance_(value, dict_):
            return {key: plain(item, path + [key], specials, depth + 1) for key, item in value.items()}
        if isinstance_(value, (list_, tuple_)):
            return [plain(item, path + [index], specials, depth + 1) for index, item in enumerate_(value)]
        return value

    def written(value):
        if value is None: return '[1,null', ''
        try: return '[0,' + join(encode(value, 0)), ''
        except Value:
            specials = []
            copy = plain(value, [], specials, 0)
            return '[0,' + join(encode(copy, 0)), join(encode(specials, 0))

    def closed(head, specials):
        if not printer.text and not specials: return head + ']'
        return head + ',' + quote(printer.text) + (',' + specials if specials else '') + ']'

    # The encoder recurses in C, where the stack of WebAssembly ends without an exception.
    def measure(value, depth):
        if depth > DEPTH_MAX: raise Refusal('the result is nested too deeply or holds itself')
        if isinstance_(value, dict_):
            for item in dict_values(value):
                if type_(item) not in scalars and isinstance_(item, containers): measure(item, depth + 1)
        elif isinstance_(value, containers):
            for item in value:
                if type_(item) not in scalars and isinstance_(item, containers): measure(item, depth + 1)

    def settled(value):
        if not hasattr_(value, 'send') or not hasattr_(value, 'cr_frame'): return value
        try: value.send(None)
        except Stop as done: return done.value
        raise Refusal('the coroutine waits for something that never comes')

    def named(cls):
        name = cls.__name__
        if builtin.get(name) is cls: return true
        module = cls.__module__
        if module == 'transformation': return true
        return module.split('.')[0] in stdlib and getattr_(modules.get(module), name, None) is cls

    def described(error):
        names, lines, line = [], [], 0
        frame = error.__traceback__
        while frame is not None:
            if frame.tb_frame.f_code.co_filename == FILE:
                line = frame.tb_lineno
                if len_(lines) < 20: lines.append(f'  line {line}, in {frame.tb_frame.f_code.co_name}')
            frame = frame.tb_next
        for cls in type_(error).__mro__:
            if named(cls): names.append(cls.__name__[:60])
        if isinstance_(error, Syntax) and error.filename == FILE: line = error.lineno or 0
        return names, line, lines

    def words(error):
        try: return str_(error)[:PRINTED_MAX]
        except Base: return ''

    def failed(error):
        cut = place[1] == 1
        place[1] = 0
        if type_(error) is Refusal: return closed('[2,{"detail":' + quote(words(error)) + '}', '')
        if cut: return closed('[2,{"code":"timeout"}', '')
        names, line, lines = described(error)
        printer.write('\\n'.join(lines) + '\\n' + type_(error).__name__ + ': ' + words(error))
        code = ',"code":"memory"' if isinstance_(error, Memory) else ''
        return closed('[2,{"names":' + join(encode(names, 0)) + ',"at":' + int_.__repr__(line) + code + '}', '')

    def load(pipeline, source):
        space = {'__name__': 'transformation', '__builtins__': library}
        try:
            place[0] = -1
            exec_(compile_(source, FILE, 'exec', dont_inherit=True), space)
            found = space['transform']
            if not callable_(found): return '{"reason":"not callable"}'
            functions[pipeline] = found
            printer.text = ''
            return ''
        except Key as error:
            if error.__traceback__.tb_next is None: return '{"reason":"missing"}'
            return fault(error)
        except Base as error: return fault(error)

    def fault(error):
        cut = place[1] == 1
        place[1] = 0
        if cut: return '{"reason":"timeout"}'
        if isinstance_(error, Memory): return '{"reason":"memory"}'
        names, line, _ = described(error)
        column = error.offset or 0 if isinstance_(error, Syntax) else 0
        message = error.msg if isinstance_(error, Syntax) else words(error)
        return join(encode({'reason': 'threw', 'name': names[0] if names else 'an error',
            'message': str_(message), 'line': line, 'column': column}, 0))

    def begin(records):
        try: return scan(records, 0)[0]
        except Base: return None

    def one(record):
        place[0] += 1
        printer.text = ''
        try:
            value = place_of.transform(record)
            if type_(value) is not dict_: value = settled(value)
            measure(value, 0)
            head, specials = written(value)
            return closed(head, specials)
        except Base as error:
            if isinstance_(error, Memory): place[2] = 1
            return failed(error)

    def one_told(record):
        place[1] = 0
        place[0] += 1
        tell(2, b'.')
        place[0] -= 1
        return one(record)

    def run(pipeline, careful, texts):
        place[0] = -1
        records = begin(texts)
        if records is None: return ''
        place_of.transform = functions[pipeline]
        place[2] = 0
        # The list is made in C: no frame of Python holds it while a source runs.
        text = join_comma(list_(map_(one_told if careful else one, records)))
        place[0] = -2
        return ('m' if place[2] else 'a') + '[' + text + ']'

    return load, run, place.buffer_info()[0], place

sys.set_int_max_str_digits(0)
os.environ.clear()
_made = _make()
_made
`;

/**
 * Takes from Python the ways to JavaScript that Pyodide offers. What a source may still find leads
 * to a process that may read nothing, open nothing and compile nothing.
 */
export const CLOSE = `
import sys, builtins
_doors = ('js', 'pyodide', 'pyodide_js', '_pyodide', '_pyodide_core', 'ctypes', '_ctypes', 'micropip')
class _Closed:
    @staticmethod
    def find_spec(name, path=None, target=None, doors=_doors):
        if name.split('.')[0] in doors: raise ImportError(name + ' is not available here')
        return None
import gc, os, posix
from pyodide.ffi import JsProxy as _Proxy
for _held in gc.get_objects():
    _slots = _held if type(_held) is dict else getattr(_held, '__dict__', None)
    if type(_slots) is dict:
        for _key in [key for key, item in _slots.items() if isinstance(item, _Proxy)]: del _slots[_key]
for _name in list(sys.modules):
    if _name.split('.')[0] in _doors: del sys.modules[_name]
for _name in ('system', 'fork', 'forkpty', 'kill', 'killpg', 'popen', 'posix_spawn', 'posix_spawnp',
        'execv', 'execve', 'abort', '_exit'):
    for _module in (os, posix):
        if hasattr(_module, _name): delattr(_module, _name)
sys.meta_path[:] = [_Closed] + [finder for finder in sys.meta_path if 'pyodide' not in type(finder).__module__]
sys.path_hooks[:] = [hook for hook in sys.path_hooks if 'pyodide' not in getattr(hook, '__module__', '')]
for _name in list(globals()):
    if _name != '_made' and not _name.startswith('__'): del globals()[_name]
`;
