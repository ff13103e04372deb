import { createHash, randomUUID } from 'node:crypto';
import type { Digest, NewId, Random } from '../model/ports.ts';

/** A float in [0, 1) for jitter; nothing secret hangs on it. */
export const random: Random = () => Math.random();

/** A random UUID. */
export const newId: NewId = () => randomUUID();

/** Hex SHA-256 of a text in UTF-8. */
export const digest: Digest = (text) => createHash('sha256').update(text, 'utf8').digest('hex');
