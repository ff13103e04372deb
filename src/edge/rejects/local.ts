import { mkdirSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError, TransientError } from '../../model/failure.ts';
import type { RejectStore } from '../../model/ports.ts';

/** Rejected records as one JSONL file in a mounted folder; `flush` reaches the disk. */
export async function openLocalRejects(folder: string, nowMs: number): Promise<RejectStore> {
  const name = `rejected-${new Date(nowMs).toISOString().replaceAll(':', '-')}.jsonl`;
  const file = await create(folder, name);
  let buffer: string[] = [];
  return {
    append: (text) => {
      buffer.push(text);
    },
    flush: async () => {
      const lines = buffer;
      buffer = [];
      await store(file, lines);
    },
    close: async () => {
      await store(file, buffer);
      await file.close();
    },
  };
}

async function create(folder: string, name: string): Promise<FileHandle> {
  try {
    mkdirSync(folder, { recursive: true });
    return await open(join(folder, name), 'a', 0o600);
  } catch (error) {
    throw new ConfigError(
      [
        {
          code: 'reject_store_unwritable',
          pointer: '/object_storage_config/destination_path',
          message: `The folder for rejected records cannot be written (${codeOf(error)})`,
          hint: 'Mount a folder that the container’s user may write',
        },
      ],
      { cause: error },
    );
  }
}

async function store(file: FileHandle, lines: readonly string[]): Promise<void> {
  if (lines.length === 0) return;
  try {
    await file.appendFile(`${lines.join('\n')}\n`);
    await file.sync();
  } catch (error) {
    throw new TransientError(
      'reject_store_failed',
      `Rejected records could not be stored (${codeOf(error)}) — object_storage_config — check the folder and its free space`,
      { cause: error },
    );
  }
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'unknown';
}
