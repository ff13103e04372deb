import { fileURLToPath } from 'node:url';

/** Where the engines' own entry files and their packages' assets lie. */
export interface EntryFiles {
  readonly javascriptWorker: URL;
  readonly pythonChild: URL;
  readonly quickjsWasm: URL;
  /** Folder of the `pyodide` package, as a path. */
  readonly pyodideFolder: string;
}

/** Resolves them beside this file, both from source (.ts) and from the bundle (.js, one flat folder). */
export function entryFiles(): EntryFiles {
  const ending = import.meta.url.endsWith('.ts') ? '.ts' : '.js';
  return {
    javascriptWorker: new URL(`./javascript-worker${ending}`, import.meta.url),
    pythonChild: new URL(`./python-child${ending}`, import.meta.url),
    quickjsWasm: new URL(import.meta.resolve('@jitl/quickjs-ng-wasmfile-release-sync/wasm')),
    pyodideFolder: fileURLToPath(new URL('.', import.meta.resolve('pyodide'))),
  };
}
