/** Writes mails as files when no mail server is configured; any mail program can open them. */
import { randomBytes } from 'node:crypto';
import { access, constants, mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import nodemailer from 'nodemailer';
import type { Recipient } from '../../base/model/snapshot.js';
import { composeMessage } from './message.js';
import { mailHash } from './message-id.js';
import type { MailTransport, OutgoingMail } from './transport.js';

/** @param folder is created with the first mail. */
export function outboxTransport({ folder, from }: { folder: string; from: Recipient }): MailTransport {
  const mailer = nodemailer.createTransport({
    streamTransport: true,
    buffer: true,
    newline: 'windows',
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    delivered: 'stored',
    send: async (mail) => {
      const { message } = await mailer.sendMail(composeMessage(mail, from));
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await writeWhole(path.join(folder, fileName(mail)), message as Buffer);
      } catch (error) {
        return { kind: 'unavailable', code: 'OUTBOX', words: troubleOf(error) };
      }
      return { kind: 'answered', recipients: mail.addresses.map(() => ({ kind: 'accepted' as const })) };
    },
    verify: async () => {
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await access(folder, constants.W_OK);
        return undefined;
      } catch (error) {
        return troubleOf(error);
      }
    },
    close: () => undefined,
  };
}

/** Sortable by time, and the same at every attempt, so that a repetition replaces its file. */
function fileName({ id, createdAt }: OutgoingMail): string {
  const time = createdAt.toISOString().replace(/[:.]/g, '').replace('T', '-');
  return `${time}-${mailHash(id).slice(0, 16)}.eml`;
}

/** Readers of the folder see a whole file or none, even after a power failure. */
async function writeWhole(file: string, content: Buffer): Promise<void> {
  const temporary = `${file}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    const handle = await open(temporary, 'wx', 0o600);
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

function troubleOf(error: unknown): string {
  const { code = 'unknown error' } = error as NodeJS.ErrnoException;
  return `The outbox folder cannot be written (${code})`;
}
