/** The machine of the service: folders, free space, whether the service answers. */
import { access, constants, statfs } from 'node:fs/promises';
import { connect } from 'node:net';
import { reasonOf } from '../../../base/errors.js';
import type { FolderFact, MailFact } from '../checks/facts.js';
import type { DoctorSetup, Wishes } from '../setup.js';

const ANSWER_MS = 2_000;

/** Never rejects. */
export async function gatherFolder(folder: string, use: FolderFact['use']): Promise<FolderFact> {
  const state = await stateOf(folder);
  const space = state === 'missing' ? undefined : await statfs(folder).catch(() => undefined);
  return {
    folder,
    use,
    state,
    free: space && space.bavail * space.bsize,
    size: space && space.blocks * space.bsize,
  };
}

async function stateOf(folder: string): Promise<FolderFact['state']> {
  try {
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    return 'usable';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'missing' : 'forbidden';
  }
}

/** Whether something takes connections there. */
export function answersAt(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: host === '0.0.0.0' || host === '::' ? 'localhost' : host, port });
    const end = (answers: boolean) => {
      socket.destroy();
      resolve(answers);
    };
    socket.setTimeout(ANSWER_MS, () => end(false));
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
  });
}

/** Asks the mail server, and sends the test mail that was wished. Never rejects. */
export async function gatherMail(
  { mail, settings, now }: DoctorSetup,
  wish: Wishes['mail'],
): Promise<MailFact> {
  const transport = mail.open();
  try {
    // A look at the outbox makes it, and whoever looks may be another user than the service.
    const isQuiet = mail.server === undefined && wish === undefined;
    const trouble = isQuiet ? undefined : await transport.verify().catch(reasonOf);
    const test = wish && { to: wish.to, trouble: trouble ?? (await sendTest(transport, wish, now())) };
    return { server: mail.server, folder: mail.folder, publicUrl: settings.publicUrl, trouble, test };
  } finally {
    transport.close();
  }
}

async function sendTest(
  transport: ReturnType<DoctorSetup['mail']['open']>,
  { to, subject, text }: NonNullable<Wishes['mail']>,
  createdAt: Date,
): Promise<string | undefined> {
  try {
    const id = `doctor ${createdAt.getTime()}`;
    const html = `<p>${text.replace(/&/g, '&amp;').replace(/</g, '&lt;')}</p>`;
    const recipients = [{ name: '', address: to }];
    const letter = { id, to: recipients, subject, text, html, attachments: [], createdAt };
    const sent = await transport.send({ ...letter, follows: undefined, addresses: [to] });
    if (sent.kind === 'unavailable') return sent.words;
    const [result] = sent.recipients;
    return result === undefined || result.kind === 'accepted' ? undefined : result.words;
  } catch (error) {
    return reasonOf(error);
  }
}
