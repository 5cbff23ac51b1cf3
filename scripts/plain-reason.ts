/** What the system says about files, in the language of the machine. */
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

const isKnown = (code: string | undefined): code is Code => code !== undefined && CODES.includes(code);

/** Why, without where: `there is no such file or folder`; of an unknown error its own message. */
export function plainReason(error: Error): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return isKnown(code) ? common(code) : message;
}

/** Where and why: `backup.gz: there is no such file or folder`; of an unknown error its own message. */
export function plainMessage(error: Error): string {
  const { code, path } = error as NodeJS.ErrnoException;
  return isKnown(code) && path !== undefined ? `${path}: ${common(code)}` : plainReason(error);
}
