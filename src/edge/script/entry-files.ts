import { fileURLToPath } from 'node:url';

/** Where the engines' own entry files and their packages' assets lie. */
export interface EntryFiles {
  readonly javascriptWorker: URL;
  readonly pythonChild: URL;
  /** What the child may read besides Pyodide: its own code. */
  readonly pythonReads: readonly URL[];
  readonly quickjsWasm: URL;
  /** Folder of the `pyodide` package, as a path. */
  readonly pyodideFolder: string;
}

/**
 * Resolves them beside this file, both from source (.ts) and from the bundle (.js, one flat
 * folder).
 */
export function entryFiles(): EntryFiles {
  const isSource = import.meta.url.endsWith('.ts');
  const ending = isSource ? '.ts' : '.js';
  return {
    pythonReads: isSource ? SOURCES : [new URL('./python-child.js', import.meta.url)],
    javascriptWorker: new URL(`./javascript-worker${ending}`, import.meta.url),
    pythonChild: new URL(`./python-child${ending}`, import.meta.url),
    quickjsWasm: new URL(import.meta.resolve('@jitl/quickjs-ng-wasmfile-release-sync/wasm')),
    pyodideFolder: fileURLToPath(new URL('.', import.meta.resolve('pyodide'))),
  };
}

const SOURCES = ['./', '../../model/limits.ts', '../../../package.json'].map(
  (path) => new URL(path, import.meta.url),
);
