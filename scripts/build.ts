// Bundles src/main.ts into dist/: one lazy chunk per command, so that `spec` loads next to nothing.
import { chmodSync, rmSync } from 'node:fs';
import { build } from 'esbuild';

rmSync('dist', { recursive: true, force: true });
const common = {
  outdir: 'dist',
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node26',
  minifySyntax: true,
  logLevel: 'warning',
} as const;
await build({
  ...common,
  entryPoints: {
    main: 'src/main.ts',
    'javascript-worker': 'src/edge/script/javascript-worker.ts',
  },
  splitting: true,
  external: ['pyodide'],
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);",
  },
});
// One file alone: the Python process may read nothing else of the bundle.
await build({
  ...common,
  entryPoints: { 'python-child': 'src/edge/script/python-child.ts' },
  external: ['pyodide'],
});
chmodSync('dist/main.js', 0o755);
