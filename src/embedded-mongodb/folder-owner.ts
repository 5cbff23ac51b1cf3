import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { open } from 'lmdb';
import type { Address } from './address.js';

const ownerFileName = 'mongodb-owner.json';
const lockFileName = 'mongodb-owner.lock.mdb';

/** Who serves a folder, for people and for a second process that wants to connect. */
export type Owner = Address & { readonly pid: number };

/** The folder is this process's until released. */
export interface Claim {
  /** Tells others where the owner listens. Readable by this user only: it may hold the secret. */
  publish(address: Address): void;
  release(): Promise<void>;
}

/** A second server on one folder. The message names the folder and the owner's process. */
export class FolderInUseError extends Error {
  readonly folder: string;
  readonly pid: number;

  constructor(folder: string, pid: number) {
    super(
      `The database in ${folder} is already in use by process ${pid}. Stop that process, or use another folder.`,
    );
    this.name = 'FolderInUseError';
    this.folder = folder;
    this.pid = pid;
  }
}

function livePids(readerList: string): number[] {
  return [...readerList.matchAll(/^\s*(\d+)\s/gm)].map(([, pid]) => Number(pid));
}

/**
 * Claims the folder for this process until `release`, or until the process ends in whatever way.
 *
 * Node has no file lock, LMDB has: each process with a reader in an LMDB file holds a lock of the operating
 * system, which ends with the process and not with its number. So a small LMDB file of its own serves as lock:
 * the owner keeps a reader open, and who comes next decides under the file's one write lock, so that of two
 * that start at once exactly one wins. Throws FolderInUseError.
 */
export function claimFolder(folder: string): Claim {
  const lock = open<string, string>({
    path: join(folder, lockFileName),
    noSubdir: true,
    overlappingSync: false,
  });
  const reader = lock.useReadTransaction();
  const ownerFile = join(folder, ownerFileName);
  try {
    lock.transactionSync(() => {
      lock.readerCheck();
      const owner = Number(lock.get('owner') ?? 0);
      if (owner !== process.pid && livePids(lock.readerList()).includes(owner))
        throw new FolderInUseError(folder, owner);
      lock.putSync('owner', String(process.pid));
    });
  } catch (error) {
    reader.done();
    void lock.close();
    throw error;
  }
  return {
    publish: (address) => {
      const text = JSON.stringify({ pid: process.pid, ...address } satisfies Owner);
      // The mode is for new files only.
      rmSync(`${ownerFile}.new`, { force: true });
      writeFileSync(`${ownerFile}.new`, `${text}\n`, { mode: 0o600 });
      renameSync(`${ownerFile}.new`, ownerFile);
    },
    release: async () => {
      rmSync(ownerFile, { force: true });
      reader.done();
      await lock.close();
    },
  };
}

/** The owner that the folder names, whether it lives or not. */
export function readOwner(folder: string): Owner | undefined {
  try {
    const file = readFileSync(join(folder, ownerFileName), 'utf8');
    const { pid, socketPath, port, secret } = JSON.parse(file) as Record<string, unknown>;
    if (typeof pid !== 'number') return undefined;
    if (typeof socketPath === 'string') return { pid, socketPath };
    return typeof port === 'number' && typeof secret === 'string' ? { pid, port, secret } : undefined;
  } catch {
    return undefined;
  }
}
