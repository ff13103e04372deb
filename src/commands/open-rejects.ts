import { openLocalRejects } from '../edge/rejects/local.ts';
import type { Config } from '../model/config.ts';
import { ConfigError } from '../model/failure.ts';
import type { RejectStore } from '../model/ports.ts';
import type { Context } from './context.ts';

/** The store that the configuration names; undefined = none. Throws `ConfigError`. */
export async function openRejects(
  config: Config,
  { clock }: Context,
): Promise<RejectStore | undefined> {
  const { objectStorage } = config;
  switch (objectStorage.type) {
    case 'None':
      return undefined;
    case 'Local':
      return openLocalRejects(objectStorage.path, clock.now());
    case 'S3':
      throw new ConfigError([
        {
          code: 'config_invalid',
          pointer: '/object_storage_config/storage_type',
          message: 'Storing rejected records in S3 is not available in this version',
          hint: 'Choose Local, or None; rejections are logged with their reasons in any case',
        },
      ]);
  }
}
