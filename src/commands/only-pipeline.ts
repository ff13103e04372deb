import { didYouMean } from '../lib/did-you-mean.ts';
import type { Config } from '../model/config.ts';
import { ConfigError } from '../model/failure.ts';

/** The configuration with that pipeline alone switched on. Throws `pipeline_not_found`. */
export function only(config: Config, name: string | undefined): Config {
  if (name === undefined) return config;
  const chosen = config.pipelines.find((pipeline) => pipeline.name === name);
  if (chosen?.enabled === true) {
    const pipelines = config.pipelines.map((pipeline) => ({
      ...pipeline,
      enabled: pipeline === chosen,
    }));
    return { ...config, pipelines };
  }
  const near = didYouMean(
    name,
    config.pipelines.map((pipeline) => pipeline.name),
  );
  const message =
    chosen === undefined
      ? `There is no pipeline "${name}"`
      : `The pipeline "${name}" is switched off`;
  const hint =
    near === undefined || chosen !== undefined
      ? 'Name an enabled pipeline of the configuration'
      : `Did you mean "${near}"?`;
  throw new ConfigError([{ code: 'pipeline_not_found', pointer: '/pipelines', message, hint }]);
}
