/** What became of the last recurring backup. The one place to read it: `store.backups.last()`. */
export interface LastBackup {
  /** Since when backups are made. */
  readonly since: Date;
  /** When the last attempt began; undefined: none yet. */
  readonly at: Date | undefined;
  /** Whether it was written and restored for a try. */
  readonly ok: boolean;
  /** Why not: the words of the system or the program; empty when it is good. */
  readonly reason: string;
  /** The last good one: when it began, its file on `host`, its size in bytes, how many documents it holds, how long it took. */
  readonly good:
    | {
        readonly at: Date;
        readonly host: string;
        readonly file: string;
        readonly bytes: number;
        readonly documents: number;
        readonly tookMs: number;
      }
    | undefined;
}

export type GoodBackup = NonNullable<LastBackup['good']>;

/** A backup that is older has been missed once. */
const OLD_HOURS = 36;

/**
 * `failed`: the last attempt was not good; `old`: the last good one is from more than 36 hours before, and so is the beginning;
 * `waiting`: none was due yet.
 */
export type BackupCondition = 'good' | 'failed' | 'old' | 'waiting';

export function backupCondition({ since, ok, good }: LastBackup, now: Date): BackupCondition {
  if (!ok) return 'failed';
  const reference = good?.at ?? since;
  if (now.getTime() - reference.getTime() > OLD_HOURS * 60 * 60 * 1000) return 'old';
  return good === undefined ? 'waiting' : 'good';
}
