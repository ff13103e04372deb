import type { Secret } from './config.ts';

/** Wraps a credential so that no accident prints it. */
export function secret(plain: string): Secret {
  return Object.freeze(
    Object.defineProperties(Object.create(null), {
      reveal: { value: () => plain },
      toString: { value: () => '***' },
      toJSON: { value: () => '***' },
      [Symbol.toPrimitive]: { value: () => '***' },
      [Symbol.for('nodejs.util.inspect.custom')]: { value: () => '***' },
    }),
  ) as Secret;
}
