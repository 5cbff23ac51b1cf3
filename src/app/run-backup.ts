/** Has a process of its own write a backup, and tidies up behind it. */
import { fork } from 'node:child_process';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../base/errors.js';
import { brokenOff, processEnded } from '../base/backup/errors.js';
import type { BackupAnswer } from './backup-process.js';
import { halfOf, type BackupOrder, type WrittenBackup } from './write-backup.js';

const PROGRAM = path.join(import.meta.dirname, 'backup-process.js');

/** How much of what it writes to standard error is kept for the error. */
const MOST_WORDS = 2_000;

/**
 * The file is there, whole and restored for a try, or it is not. Errors: `BACKUP_BROKEN_OFF` after `signal`, `BACKUP_FAILED`
 * with the reason of the process, `BACKUP_PROCESS` if it ended without one.
 */
export async function runBackup(order: BackupOrder, signal: AbortSignal): Promise<WrittenBackup> {
  const { file } = order;
  try {
    const answer = await answerOf(order, signal);
    if (answer.kind === 'failed')
      throw new AppError('BACKUP_FAILED', answer.reason, { facts: { reason: answer.reason } });
    return answer;
  } finally {
    // A process that was killed has not done it. What cannot be removed either is no news.
    await Promise.all(
      halfOf(file).map((one) => rm(one, { recursive: true, force: true }).catch(() => undefined)),
    );
  }
}

function answerOf(order: BackupOrder, signal: AbortSignal): Promise<BackupAnswer> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(brokenOff(order.file, signal.reason));
      return;
    }
    const child = fork(PROGRAM, [], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'], execArgv: [] });
    let [answer, words]: [BackupAnswer | undefined, string] = [undefined, ''];
    const kill = () => child.kill('SIGKILL');
    signal.addEventListener('abort', kill, { once: true });
    child.stderr?.on('data', (piece: Buffer) => (words = `${words}${piece.toString()}`.slice(-MOST_WORDS)));
    child.once('message', (message) => (answer = message as BackupAnswer));
    child.once('error', reject);
    child.once('close', (code, killedBy) => {
      signal.removeEventListener('abort', kill);
      if (answer !== undefined) resolve(answer);
      else if (signal.aborted) reject(brokenOff(order.file, signal.reason));
      else reject(processEnded(`${killedBy ?? `code ${code ?? ''}`} ${words}`.trim()));
    });
    child.send(order);
  });
}
