/** Sound files of recorded calls, found only below one folder. */
import { open, readdir, realpath, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../base/errors.js';

export interface RecordingFile {
  /** Absolute, with symbolic links resolved. */
  readonly path: string;
  readonly bytes: number;
  /** Determined by its first bytes. */
  readonly contentType: 'audio/wav' | 'audio/mpeg' | 'audio/ogg';
}

/** The folder cannot be read, does not exist, or is empty (as a mount point is when its disk is not mounted). */
export class RecordingsFolderError extends AppError {
  constructor(what: string, options: { cause?: unknown } = {}) {
    super('RECORDINGS_FOLDER', `the folder with the recordings ${what}`, options);
  }
}

/** Names as the call path makes them: folders, letters, digits, `-`, `_` and `.`; no hidden files. */
const NAME = /^(?:[A-Za-z0-9_-][A-Za-z0-9_.-]*\/)*[A-Za-z0-9_-][A-Za-z0-9_.-]*$/;

/** Undefined: the file does not exist, is empty, is not a sound file, or is not below the folder. */
export async function findRecording(folder: string, name: string): Promise<RecordingFile | undefined> {
  const file = await inside(folder, name);
  if (file === undefined) return undefined;
  // Only a regular file: a folder cannot be read, and a pipe would block.
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

/**
 * True: the file is gone, or never existed in a folder that has other files. False: it is not below the folder.
 *
 * @throws RecordingsFolderError when it cannot be determined whether the file is gone. Other errors: the system's.
 */
export async function removeRecording(folder: string, name: string): Promise<boolean> {
  if (!isName(name)) return false;
  const root = await rootOf(folder);
  const place = path.join(root, name);
  const file = await realPlace(place);
  if (file === undefined) {
    await refuseEmpty(root);
    return true;
  }
  // It is behind a link that leads out of the folder, so it must stay.
  if (!file.startsWith(root + path.sep)) return false;
  await rm(file);
  return true;
}

/** The file's real path; undefined when it is not below the folder's. */
async function inside(folder: string, name: string): Promise<string | undefined> {
  if (!isName(name)) return undefined;
  const root = await realpath(folder).catch(() => undefined);
  if (root === undefined) return undefined;
  const file = await realpath(path.join(root, name)).catch(() => undefined);
  return file?.startsWith(root + path.sep) === true ? file : undefined;
}

function isName(name: string): boolean {
  return NAME.test(name) && !name.split('/').includes('..');
}

async function rootOf(folder: string): Promise<string> {
  try {
    return await realpath(folder);
  } catch (error) {
    throw new RecordingsFolderError(isNotThere(error) ? 'is not there' : 'cannot be read', { cause: error });
  }
}

/** Undefined: there is no such file. Throws for any other fault, which says nothing about the file. */
async function realPlace(place: string): Promise<string | undefined> {
  try {
    return await realpath(place);
  } catch (error) {
    if (isNotThere(error)) return undefined;
    throw new RecordingsFolderError('cannot be read', { cause: error });
  }
}

async function refuseEmpty(root: string): Promise<void> {
  const names = await readdir(root).catch((error: unknown) => {
    throw new RecordingsFolderError('cannot be read', { cause: error });
  });
  if (names.length === 0) throw new RecordingsFolderError('is empty: is its disk mounted?');
}

function isNotThere(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOENT' || code === 'ENOTDIR';
}

function soundType(head: Buffer): RecordingFile['contentType'] | undefined {
  const text = head.toString('latin1');
  if (text.startsWith('RIFF') && text.slice(8, 12) === 'WAVE') return 'audio/wav';
  if (text.startsWith('OggS')) return 'audio/ogg';
  const isFrame = head.length > 1 && head[0] === 0xff && ((head[1] ?? 0) & 0xe0) === 0xe0;
  return text.startsWith('ID3') || isFrame ? 'audio/mpeg' : undefined;
}
