/** What an earlier run left in the files of a journal. */
import type { Segments } from './segments.js';

/** The lines of a pino logger that are used here. */
export interface JournalLog {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

export interface Left {
  /** Ids of the entries that are still kept, each with the file that has its newest state. */
  readonly left: Map<string, number>;
  /** The files, the oldest first. */
  readonly segments: readonly number[];
  /** The highest file number; 0: there are no files. */
  readonly last: number;
}

/**
 * Copies damaged files aside and logs them. A file of a newer program stays where it is, unread: that program takes what is in
 * it when it runs again. Errors: file system errors.
 */
export async function findLeft(files: Segments, log: JournalLog): Promise<Left> {
  const left = new Map<string, number>();
  const segments: number[] = [];
  let last = 0;
  for (const number of await files.numbers()) {
    last = number;
    const { lines, damaged, isNewer } = await files.read(number);
    if (isNewer) {
      const file = files.file(number);
      log.error({ file }, 'a newer program has written this file of the journal; it waits for that program');
      continue;
    }
    if (damaged > 0) {
      const file = await files.copyAside(number);
      log.error(
        { file, damagedLines: damaged },
        'a file of the journal is put aside for a person to look at',
      );
    }
    segments.push(number);
    for (const line of lines) {
      if (line.kind !== 'begin') left.delete(line.id);
      if (line.kind === 'put') left.set(line.id, number);
    }
  }
  return { left, segments, last };
}
