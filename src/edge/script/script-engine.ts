import { setTimeout as sleep } from 'node:timers/promises';
import { ConfigError, type ConfigIssue, InvariantError } from '../../model/failure.ts';
import type { Clock, ScriptEngine, ScriptSource } from '../../model/ports.ts';
import { type CompileFault, compileError, compileIssue } from './compile-issue.ts';
import { type JavascriptEngine, openJavascript } from './javascript-engine.ts';
import type { PipelineSource, ScriptOptions } from './options.ts';
import { openPython, type PythonEngine } from './python-engine.ts';

/**
 * Opens what the sources need. JavaScript is loaded before this resolves: throws ConfigError with
 * every source that does not load. Python starts meanwhile and tells at its first batch.
 */
export async function openScriptEngine(options: ScriptOptions): Promise<ScriptEngine> {
  const languages = new Map(options.sources.map(({ pipeline, language }) => [pipeline, language]));
  const python = openIfAny(options, 'python', openPython);
  const javascript = await openIfAny(options, 'javascript', openJavascript);
  const engines = { javascript, python };
  const close = async () => {
    await Promise.all([python?.close(), javascript?.close()]);
  };
  await loadAll(options.sources, javascript, close);
  return {
    transform(pipeline, profiles) {
      const language = languages.get(pipeline);
      const engine = language && engines[language];
      if (engine === undefined) {
        throw new InvariantError('script_engine_failed', `pipeline ${pipeline} has no function`);
      }
      return engine.transform(pipeline, profiles);
    },
    close,
  };
}

/** What is wrong with each of these sources, in their order; one engine a language for all. */
export async function compileChecks(
  sources: readonly ScriptSource[],
): Promise<readonly (ConfigIssue | undefined)[]> {
  const numbered = sources.map((source, pipeline) => ({ ...source, pipeline }));
  const options: ScriptOptions = { sources: numbered, clock: WALL };
  const python = openIfAny(options, 'python', openPython);
  const javascript = await openIfAny(options, 'javascript', openJavascript);
  try {
    const engines = { javascript, python };
    return await Promise.all(
      numbered.map(async ({ language, pipeline }) => {
        const fault = await engines[language]?.compile(pipeline);
        return fault && compileIssue(fault, language);
      }),
    );
  } finally {
    await Promise.all([python?.close(), javascript?.close()]);
  }
}

/** What is wrong with a source, if anything; its position is that in the source. */
export async function compileCheck(source: ScriptSource): Promise<ConfigIssue | undefined> {
  const [issue] = await compileChecks([source]);
  return issue;
}

/** A check has no sync's clock to live by. */
const WALL: Clock = {
  now: () => performance.now(),
  sleep: (delayMs, signal) => sleep(delayMs, undefined, { ...(signal && { signal }) }),
};

function openIfAny<E>(
  options: ScriptOptions,
  language: ScriptSource['language'],
  open: (options: ScriptOptions) => E,
): E | undefined {
  const sources = options.sources.filter((source) => source.language === language);
  return sources.length > 0 ? open({ ...options, sources }) : undefined;
}

async function loadAll(
  sources: readonly PipelineSource[],
  engine: JavascriptEngine | PythonEngine | undefined,
  close: () => Promise<void>,
): Promise<void> {
  const faults: [number, CompileFault][] = [];
  for (const { language, pipeline } of sources) {
    const fault = language === 'javascript' ? await engine?.compile(pipeline) : undefined;
    if (fault !== undefined) faults.push([pipeline, fault]);
  }
  if (faults.length === 0) return;
  await close();
  const issues = faults.flatMap(([pipeline, fault]) => [
    ...compileError(fault, 'javascript', pipeline).issues,
  ]);
  throw new ConfigError(issues);
}
