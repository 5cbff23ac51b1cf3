import { chmodSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { open, type RootDatabase } from 'lmdb';
import type { Address } from './address.js';

/** Another server uses the folder. The message names the folder and the owner's process. */
export class FolderInUseError extends Error {
  override readonly name = 'FolderInUseError';

  constructor(
    readonly folder: string,
    readonly pid: number,
  ) {
    const advice = 'Stop that process, or use another folder.';
    super(`The database in ${folder} is already in use by process ${pid}. ${advice}`);
  }
}

interface Owner {
  readonly pid: number;
  /** Missing until the owner listens. */
  readonly address?: Address;
}

/** The folder belongs to this process until it is released. */
export interface Claim {
  /** Tells others where the owner listens. */
  publish(address: Address): void;
  release(): Promise<void>;
}

const lockFileIn = (folder: string): string => join(folder, 'mongodb-owner.mdb');

/*
 * Node has no file locks, but LMDB does: each process with an open reader holds a lock of the operating system, which
 * ends with the process, so a reused process id does no harm. A small separate LMDB file therefore serves as the lock.
 * The owner keeps a reader open; others check for it under the file's single write lock, so that if two start at once
 * exactly one wins. The file also says who the owner is and where it listens.
 */
function openLock(folder: string): RootDatabase<Owner, string> {
  const file = lockFileIn(folder);
  const lock = open<Owner, string>({ path: file, noSubdir: true, overlappingSync: false, encoding: 'json' });
  // The file may contain the secret for a port.
  chmodSync(file, 0o600);
  return lock;
}

/** The owner, if it lives in another process. */
function ownerIn(lock: RootDatabase<Owner, string>): Owner | undefined {
  lock.readerCheck();
  const owner = lock.get('owner');
  const livePids = [...lock.readerList().matchAll(/^\s*(\d+)\s/gm)].map(([, pid]) => Number(pid));
  return owner !== undefined && owner.pid !== process.pid && livePids.includes(owner.pid) ? owner : undefined;
}

/**
 * Claims the folder for this process until `release`, or until the process ends for whatever reason. Throws
 * FolderInUseError.
 */
export function claimFolder(folder: string): Claim {
  const lock = openLock(folder);
  const reader = lock.useReadTransaction();
  const { pid } = process;
  const free = async (): Promise<void> => {
    reader.done();
    await lock.close();
  };
  try {
    lock.transactionSync(() => {
      const owner = ownerIn(lock);
      if (owner !== undefined) throw new FolderInUseError(folder, owner.pid);
      lock.putSync('owner', { pid });
    });
  } catch (error) {
    void free();
    throw error;
  }
  return {
    publish: (address) => lock.putSync('owner', { pid, address }),
    release: async () => {
      lock.removeSync('owner');
      await free();
    },
  };
}

/** Where the live server of another process that owns the folder listens; undefined if there is none. */
export async function findOwner(folder: string): Promise<Address | undefined> {
  if (!existsSync(lockFileIn(folder))) return undefined;
  const lock = openLock(folder);
  try {
    return ownerIn(lock)?.address;
  } finally {
    await lock.close();
  }
}
