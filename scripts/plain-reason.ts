/** What the system and the database say, in the language of the machine. */
import { common } from './say.js';

type Code = 'ENOENT' | 'EISDIR' | 'ENOTDIR' | 'EACCES' | 'EPERM' | 'ENOSPC' | 'EROFS';
const CODES: readonly string[] = [
  'ENOENT',
  'EISDIR',
  'ENOTDIR',
  'EACCES',
  'EPERM',
  'ENOSPC',
  'EROFS',
] satisfies readonly Code[];

const isKnown = (code: unknown): code is Code => typeof code === 'string' && CODES.includes(code);

/** Why, without where: `there is no such file or folder`; of an unknown error its own message. */
export function plainReason(error: Error): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return isKnown(code) ? common(code) : (databaseReason(error) ?? message);
}

/** Where and why: `backup.gz: there is no such file or folder`; of an unknown error its own message. */
export function plainMessage(error: Error): string {
  const { code, path } = error as NodeJS.ErrnoException;
  return isKnown(code) && path !== undefined ? `${path}: ${common(code)}` : plainReason(error);
}

/** A server's codes: AuthenticationFailed and Unauthorized. */
const NOT_SIGNED_IN = 18;
const NOT_ALLOWED = 13;

/**
 * By names, so that commands without a database need not load the driver. What the system says of a connection stays in
 * brackets, because people look for it. Undefined: of another kind.
 */
function databaseReason(error: Error): string | undefined {
  const { name, message } = error;
  const { code, folder, pid } = error as { code?: unknown; folder?: string; pid?: number };
  if (name === 'FolderInUseError') return common('FOLDER_IN_USE', { folder: folder ?? '', pid: pid ?? '' });
  if (code === NOT_SIGNED_IN) return common('NOT_SIGNED_IN');
  if (code === NOT_ALLOWED) return common('NOT_ALLOWED', { reason: message });
  if (/^Mongo(ServerSelection|Network|NetworkTimeout)Error$/.test(name))
    return common('NO_SERVER', { reason: withoutPassword(message) });
  const [, file, reason] = /^The database file (.+?) cannot be used: (.+?)\. Move /s.exec(message) ?? [];
  if (file !== undefined && reason !== undefined) return common('DAMAGED_FILE', { file, reason });
  return undefined;
}

const withoutPassword = (text: string): string => text.replaceAll(/\/\/[^@/]*@/g, '//');
