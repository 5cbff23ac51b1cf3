/** Builds a mail for nodemailer; the only place where headers are written. */
import type { SendMailOptions } from 'nodemailer';
import type { Recipient } from '../../base/model/snapshot.js';
import { isMailAddress } from '../../base/model/mail-address.js';
import { domainOf } from './mailbox.js';
import { mailHash, messageId } from './message-id.js';
import { oneLine } from './one-line.js';
import type { OutgoingMail } from './transport.js';

/** Subjects and names are cut at this length; anything longer is an attempt at abuse. */
const LONGEST_SUBJECT = 200;
const LONGEST_NAME = 100;

/**
 * The message: the same bytes at every attempt and on every instance, as long as `from` stays the same, so that
 * mail clients recognise a repetition after a crash. Names, subject and file names become single lines without
 * control characters or changes of text direction, whatever was passed in.
 *
 * @throws TypeError when an address is not one plain address.
 */
export function composeMessage(mail: OutgoingMail, from: Recipient): SendMailOptions {
  const faulty = [from.address, ...mail.to.map(({ address }) => address), ...mail.addresses].find(
    (address) => !isMailAddress(address),
  );
  if (faulty !== undefined) throw new TypeError('A sender or recipient is not one plain e-mail address');
  const domain = domainOf(from.address);
  const thread = mail.follows === undefined ? undefined : messageId(mail.follows, domain);
  return {
    from: mailbox(from),
    to: mail.to.map(mailbox),
    envelope: { from: from.address, to: [...mail.addresses] },
    subject: words(mail.subject, LONGEST_SUBJECT),
    date: mail.createdAt,
    messageId: messageId(mail.id, domain),
    ...(thread !== undefined && { inReplyTo: thread, references: thread }),
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    text: mail.text,
    html: mail.html,
    attachments: mail.attachments.map(({ filename, contentType, content }) => ({
      filename: words(filename.replace(/[/\\]/g, '-'), LONGEST_NAME) || 'attachment',
      contentType: mediaType(contentType),
      content: Buffer.from(content, 'utf8'),
      contentDisposition: 'attachment' as const,
    })),
    // Random otherwise: the boundary is part of a header.
    baseBoundary: mailHash(mail.id).slice(0, 16),
  };
}

function mailbox({ name, address }: Recipient): { name: string; address: string } {
  return { name: words(name ?? '', LONGEST_NAME), address };
}

function mediaType(text: string): string {
  return /^[\w.+-]+\/[\w.+-]+(; ?charset=[\w-]+)?$/.test(text) ? text : 'application/octet-stream';
}

/**
 * One line, cut at this many code points. `=?` would begin an encoded word (RFC 2047), in which mail clients would
 * decode hidden text.
 */
function words(text: string, most: number): string {
  const line = oneLine(text).replaceAll('=?', '= ?');
  const characters = Array.from(line);
  return characters.length <= most ? line : `${characters.slice(0, most - 1).join('')}…`;
}
