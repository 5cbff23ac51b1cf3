/**
 * When and where the service backs up its database. In the environment, because a folder is a fact of the machine, and because
 * whoever restores a database must not lose with it where its backups are.
 */
import path from 'node:path';
import { z } from 'zod';
import { whole } from './setting-kinds.js';

export const NO_BACKUPS = 'none';

export const backupFields = {
  BACKUP_DIR: z.string().min(1).optional(),
  BACKUP_AT: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day, as 02:30')
    .default('02:30'),
  BACKUP_DAILY: whole(7, 1, 366),
  BACKUP_WEEKLY: whole(4, 0, 520),
};

export interface BackupSettings {
  /** Undefined: nothing is backed up here. */
  readonly folder: string | undefined;
  /** Minutes after midnight, in the machine's zone. */
  readonly atMinute: number;
  /** Of how many days, and of how many weeks, the newest backup is kept. */
  readonly daily: number;
  readonly weekly: number;
}

export function backupSettings(
  given: {
    readonly BACKUP_DIR?: string | undefined;
    readonly BACKUP_AT: string;
    readonly BACKUP_DAILY: number;
    readonly BACKUP_WEEKLY: number;
  },
  dataFolder: string,
): BackupSettings {
  const { BACKUP_DIR: folder = path.join(dataFolder, 'backups'), BACKUP_AT: at } = given;
  return {
    folder: folder === NO_BACKUPS ? undefined : path.resolve(folder),
    atMinute: Number(at.slice(0, 2)) * 60 + Number(at.slice(3)),
    daily: given.BACKUP_DAILY,
    weekly: given.BACKUP_WEEKLY,
  };
}
