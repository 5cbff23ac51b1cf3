/** What can be wrong with an archive or with the place where it is to go. The commands have words for each code. */
import { AppError } from '../errors.js';

/** The file is no archive, or not a whole one. */
export class DamagedArchiveError extends AppError {}

export const noArchive = () =>
  new DamagedArchiveError('ARCHIVE_NONE', 'This is no archive of mongodump or of rufgruppe backup');

/** @param collection where it ends, if that is known */
export const cutOff = (collection?: string) =>
  collection === undefined
    ? new DamagedArchiveError('ARCHIVE_CUT', 'The archive is cut off')
    : new DamagedArchiveError('ARCHIVE_CUT_IN', `The archive is cut off: ${collection} is not whole`, {
        facts: { collection },
      });

export const badLength = () =>
  new DamagedArchiveError('ARCHIVE_LENGTH', 'The archive is damaged: a document has an impossible length');

export const noHeader = () =>
  new DamagedArchiveError('ARCHIVE_HEADER', 'The archive is damaged: a block has no header');

export const badSum = (collection: string) =>
  new DamagedArchiveError(
    'ARCHIVE_SUM',
    `The archive is damaged: the checksum of ${collection} does not match`,
    { facts: { collection } },
  );

/** It cannot be unpacked; `cause` says why. */
export const notUnpacked = (cause: Error) =>
  new DamagedArchiveError('ARCHIVE_UNPACK', `The archive is damaged or cut off (${cause.message})`, {
    facts: { reason: cause.message },
    cause,
  });

export const brokenOff = (file: string, cause: unknown) =>
  new AppError('BACKUP_BROKEN_OFF', `Broken off; ${file} is as it was before`, { facts: { file }, cause });

/** The database has documents that a restore or a copy would replace. */
export const occupied = (name: string, collections: readonly string[]) =>
  new AppError('DATABASE_OCCUPIED', `${name} already has documents in ${collections.join(', ')}`, {
    facts: { name, collections: collections.join(', ') },
  });

export const differs = (facts: {
  readonly collection: string;
  readonly count: number;
  readonly crc: string;
  readonly expected: number;
  readonly expectedCrc: string;
}) =>
  new AppError(
    'COPY_DIFFERS',
    `${facts.collection} holds ${facts.count} documents (checksum ${facts.crc}) where ${facts.expected} (${facts.expectedCrc}) belong`,
    { facts },
  );

/** Bytes that are free, and that a backup and its try need. */
export const noSpace = (facts: { readonly free: number; readonly needed: number }) =>
  new AppError(
    'BACKUP_NO_SPACE',
    `The disk has ${megabytes(facts.free)} free, and ${megabytes(facts.needed)} are needed`,
    {
      facts,
    },
  );

const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1024 / 1024)} MB`;

/** The process that writes a backup ended without a word. */
export const processEnded = (how: string) =>
  new AppError('BACKUP_PROCESS', `The process that writes the backup ended: ${how}`, { facts: { how } });
