/** Sound files of recorded calls: found below one folder, and nowhere else. */
import { open, realpath, rm, stat } from 'node:fs/promises';
import path from 'node:path';

export interface RecordingFile {
  /** Absolute, without links. */
  readonly path: string;
  readonly bytes: number;
  /** By its first bytes. */
  readonly contentType: 'audio/wav' | 'audio/mpeg' | 'audio/ogg';
}

/** Names as the call path makes them: folders, letters, digits, `-`, `_` and `.`, none of them hidden. */
const NAME = /^(?:[A-Za-z0-9_-][A-Za-z0-9_.-]*\/)*[A-Za-z0-9_-][A-Za-z0-9_.-]*$/;

/** Undefined: there is no such file, it is empty or not a sound, or it is not below the folder. */
export async function findRecording(folder: string, name: string): Promise<RecordingFile | undefined> {
  const file = await inside(folder, name);
  if (file === undefined) return undefined;
  // A folder cannot be read, and a pipe would make us wait.
  if ((await stat(file).catch(() => undefined))?.isFile() !== true) return undefined;
  const handle = await open(file, 'r').catch(() => undefined);
  if (handle === undefined) return undefined;
  try {
    const { size } = await handle.stat();
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(12), 0, 12, 0);
    const contentType = soundType(buffer.subarray(0, bytesRead));
    return contentType === undefined ? undefined : { path: file, bytes: size, contentType };
  } finally {
    await handle.close();
  }
}

/** True: it has been deleted, or never existed. False: it is not below the folder. Errors: the system's. */
export async function removeRecording(folder: string, name: string): Promise<boolean> {
  if (!NAME.test(name) || name.split('/').includes('..')) return false;
  const file = await inside(folder, name);
  if (file !== undefined) {
    await rm(file);
    return true;
  }
  // Missing, or behind a link that leads elsewhere: the second must stay.
  return (await realpath(path.join(folder, name)).catch(() => undefined)) === undefined;
}

/** The file's real place; undefined when it is not below the folder's. */
async function inside(folder: string, name: string): Promise<string | undefined> {
  if (!NAME.test(name) || name.split('/').includes('..')) return undefined;
  const root = await realpath(folder).catch(() => undefined);
  if (root === undefined) return undefined;
  const file = await realpath(path.join(root, name)).catch(() => undefined);
  return file?.startsWith(root + path.sep) === true ? file : undefined;
}

function soundType(head: Buffer): RecordingFile['contentType'] | undefined {
  const text = head.toString('latin1');
  if (text.startsWith('RIFF') && text.slice(8, 12) === 'WAVE') return 'audio/wav';
  if (text.startsWith('OggS')) return 'audio/ogg';
  const isFrame = head.length > 1 && head[0] === 0xff && ((head[1] ?? 0) & 0xe0) === 0xe0;
  return text.startsWith('ID3') || isFrame ? 'audio/mpeg' : undefined;
}
