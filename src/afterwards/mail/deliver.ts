/** Sends the mails of the queue that are due. docs/mail.md says what is guaranteed and what is not. */
import type { Log } from '../../base/log.js';
import type { AccountLinkStore } from '../../base/store/account-links.js';
import type { MailRecipient, MailStore, Settlement, StoredMail } from '../../base/store/mails.js';
import { assertNever } from '../../base/errors.js';
import { resultWithoutSecret, withSecret } from './link-secret.js';
import type { MailTransport, OutgoingMail, RecipientResult, SendResult } from './transport.js';

const MINUTE_MS = 60_000;
/** Minutes from one attempt to the next; the last one repeats. */
const DELAYS_MIN = [1, 2, 5, 15, 30, 60] as const;
/** Counted from the first attempt. */
const GIVE_UP_AFTER_MS = 48 * 60 * MINUTE_MS;
/**
 * More attempts than fit into that time. This counts attempts that were never finished, such as those of a crashed
 * process.
 */
const MOST_ATTEMPTS = 100;
/** Longer than any attempt can take (`mailMs` in smtp.ts); otherwise two instances could send a slow mail. */
const LEASE_MS = 10 * MINUTE_MS;
const MOST_PER_RUN = 200;

export interface DeliverDependencies {
  readonly mails: Pick<MailStore, 'claim' | 'settle'>;
  readonly transport: Pick<MailTransport, 'send' | 'delivered'>;
  /** Gives links of accounts their secrets. */
  readonly accounts: Pick<AccountLinkStore, 'addSecret'>;
  /** Addresses, names and the server's answers are never logged: they are in the queue only. */
  readonly log: Pick<Log, 'info' | 'warn' | 'error'>;
  /** Identifies this instance to people who look into the database. */
  readonly owner: string;
  /** Ends the run after the mail that is being sent. */
  readonly signal?: AbortSignal;
  /** Default 200. */
  readonly mostPerRun?: number;
}

/** How many mails ended in which way. */
export interface DeliveryRun {
  readonly delivered: number;
  /** Will be tried again. */
  readonly waiting: number;
  readonly failed: number;
  /** Why the run ended before the queue was empty: the transport cannot deliver anything now. */
  readonly unavailable: string | undefined;
}

/**
 * Sends due mails one after another until none is due. Several instances may run it at the same time. When the
 * mail server cannot be reached, the run ends with the first mail that shows it.
 * @throws the database's error. A mail that was being sent at that moment is sent again after its lease.
 */
export async function deliverDue(
  dependencies: DeliverDependencies,
  now: () => Date = () => new Date(),
): Promise<DeliveryRun> {
  const { mails, owner, signal, mostPerRun = MOST_PER_RUN } = dependencies;
  const run = { delivered: 0, waiting: 0, failed: 0 };
  for (let count = 0; count < mostPerRun && signal?.aborted !== true; count++) {
    const mail = await mails.claim(now(), LEASE_MS, owner);
    if (mail === undefined) break;
    const { settlement, unavailable } = await attempt(mail, dependencies, now);
    const kept = await mails.settle(mail, settlement);
    if (!kept) {
      dependencies.log.warn(
        { mail: mail.id },
        'sending took longer than the lease: the mail may arrive twice, with one Message-ID',
      );
    } else if (settlement.state === 'failed') run.failed++;
    else if (settlement.state === 'waiting') run.waiting++;
    else if (settlement.state !== 'dismissed') run.delivered++;
    if (unavailable !== undefined) return { ...run, unavailable };
  }
  return { ...run, unavailable: undefined };
}

interface Attempt {
  readonly settlement: Settlement;
  readonly unavailable?: string;
}

/** Whoever reads files of this machine would have the link. */
const NO_FILES = 'A link that sets a password is sent by a mail server only, and SMTP_URL is not set';
const NOT_NEEDED = 'Not sent: the link has been used, replaced or withdrawn, or its time is over';

/** One attempt for one mail. Errors: the database's, for a mail with a link. */
async function attempt(
  mail: StoredMail,
  dependencies: DeliverDependencies,
  now: () => Date,
): Promise<Attempt> {
  const { transport, accounts, log } = dependencies;
  const facts = factsOf(mail);
  const startedAt = now();
  const open = mail.recipients.filter(({ state }) => state === 'waiting');
  if (open.length === 0 || mail.attempts > MOST_ATTEMPTS) {
    const why = open.length === 0 ? 'The mail has no recipient' : `Given up after ${MOST_ATTEMPTS} attempts`;
    log.error(facts, 'a mail failed: it has no recipient, or sending it crashed too often');
    return { settlement: failed(mail, why, startedAt) };
  }
  const outgoing = { ...mail, to: mail.recipients, addresses: open.map(({ address }) => address) };
  if (mail.link === undefined) return send(mail, outgoing, dependencies, now);
  if (transport.delivered === 'stored') return { settlement: failed(mail, NO_FILES, startedAt) };
  const ready = await withSecret(outgoing, mail.link, accounts, startedAt);
  if (ready === undefined) {
    log.info(
      facts,
      'a mail was not sent: its link has been used, replaced or withdrawn, or its time is over',
    );
    return { settlement: { ...failed(mail, NOT_NEEDED, startedAt), state: 'dismissed' } };
  }
  return send(mail, ready.mail, dependencies, now, ready.secret);
}

function factsOf({ id, kind, group, attempts }: StoredMail) {
  return { mail: id, kind, group, attempt: attempts };
}

/** @param secret of the link in the mail: the server's answer is kept without it. */
async function send(
  mail: StoredMail,
  outgoing: OutgoingMail,
  { transport, log }: DeliverDependencies,
  now: () => Date,
  secret = '',
): Promise<Attempt> {
  const facts = factsOf(mail);
  const startedAt = now();
  let result: SendResult;
  try {
    result = resultWithoutSecret(await transport.send(outgoing), secret);
  } catch (error) {
    log.error({ ...facts, err: error }, 'a mail failed: no message can be made of it');
    return { settlement: failed(mail, 'No message can be made of this mail; the log says why', now()) };
  }
  const settlement = settle(mail, result, transport.delivered, startedAt, now());
  tell(log, { ...facts, ...('code' in result && { code: result.code }) }, settlement);
  return result.kind === 'unavailable' ? { settlement, unavailable: result.words } : { settlement };
}

/** What to store after an attempt. */
function settle(
  mail: StoredMail,
  result: SendResult,
  delivered: 'sent' | 'stored',
  startedAt: Date,
  now: Date,
): Settlement {
  const tryingSince = mail.tryingSince ?? startedAt;
  const recipients = recipientsAfter(mail.recipients, result);
  const lastError = lastErrorOf(result);
  const said = lastError === undefined ? {} : { lastError };
  if (recipients.some(({ state }) => state === 'waiting')) {
    if (now.getTime() - tryingSince.getTime() >= GIVE_UP_AFTER_MS)
      return failed({ recipients }, `Given up after 48 hours. ${lastError ?? ''}`.trim(), now);
    const nextAt = new Date(now.getTime() + delayMs(mail.attempts));
    return { state: 'waiting', recipients, nextAt, tryingSince, ...said };
  }
  const state = recipients.some((one) => one.state === 'failed') ? 'failed' : delivered;
  return { state, recipients, finishedAt: now, ...said };
}

/** The pause after the attempt with this number, counted from 1. */
function delayMs(attempts: number): number {
  const minutes = DELAYS_MIN[Math.min(Math.max(attempts, 1), DELAYS_MIN.length) - 1] ?? 60;
  return minutes * MINUTE_MS;
}

/** The results belong to the recipients who were waiting, in their order. */
function recipientsAfter(before: readonly MailRecipient[], result: SendResult): readonly MailRecipient[] {
  let next = 0;
  return before.map((one) => {
    if (one.state !== 'waiting') return one;
    if (result.kind === 'unavailable') return { ...one, words: result.words };
    const own = result.recipients[next++];
    return own === undefined ? one : recipientAfter(one, own);
  });
}

function recipientAfter(one: MailRecipient, result: RecipientResult): MailRecipient {
  switch (result.kind) {
    case 'accepted':
      return { ...one, state: 'sent', words: undefined };
    case 'later':
      return { ...one, words: result.words };
    case 'refused':
      return { ...one, state: 'failed', words: result.words };
    default:
      return assertNever(result);
  }
}

function lastErrorOf(result: SendResult): string | undefined {
  if (result.kind === 'unavailable') return result.words;
  const refusals = result.recipients.filter((one) => one.kind !== 'accepted');
  return (refusals.find(({ kind }) => kind === 'refused') ?? refusals[0])?.words;
}

function failed(
  mail: Pick<StoredMail, 'recipients'>,
  why: string,
  now: Date,
): Settlement & { state: 'failed' } {
  const recipients = mail.recipients.map((one): MailRecipient =>
    one.state === 'waiting' ? { ...one, state: 'failed', words: one.words ?? why } : one,
  );
  return { state: 'failed', recipients, lastError: why, finishedAt: now };
}

function tell(log: DeliverDependencies['log'], facts: object, settlement: Settlement): void {
  if (settlement.state === 'failed') log.error(facts, 'a mail failed; the outbox page says why');
  else if (settlement.state === 'waiting') {
    // Servers put off mails of strangers every day. One that stays undelivered becomes a problem that is told. A login that is
    // refused stays so until somebody mends it.
    const level = 'code' in facts && facts.code === 'EAUTH' ? 'warn' : 'info';
    log[level]({ ...facts, nextAt: settlement.nextAt }, 'a mail could not be delivered and is tried again');
  } else log.info(facts, settlement.state === 'sent' ? 'a mail was sent' : 'a mail was put into the outbox');
}
