/**
 * Translates what nodemailer reports into the results of transport.ts.
 *
 * nodemailer 10 resolves when at least one recipient and then DATA were accepted; refused recipients are in
 * `rejectedErrors`. It throws EENVELOPE with `rejectedErrors` when all recipients were refused, EENVELOPE with
 * `command` when MAIL FROM or DATA was, and EMESSAGE when the message itself was: then it no longer says which
 * recipients had been accepted.
 */
import { domainToASCII } from 'node:url';
import type { NodemailerError } from 'nodemailer';
import { oneLine } from './one-line.js';
import type { RecipientResult, SendResult } from './transport.js';

const LONGEST_WORDS = 300;

/** nodemailer's codes for a failed connection, with the words to put before the error's own text. */
const CONNECTION: Readonly<Record<string, string>> = {
  ECONNECTION: 'The connection to the mail server ended',
  ESOCKET: 'No connection to the mail server',
  EDNS: "The mail server's name cannot be resolved",
  ETIMEDOUT: 'The mail server did not answer in time',
  EABORT: 'The mail server took too long',
  EPROTOCOL: 'The mail server does not speak SMTP',
  ETLS: 'No TLS connection to the mail server',
  EREQUIRETLS: 'No TLS connection to the mail server',
  EAUTH: 'The mail server refuses the login (user and password of SMTP_URL)',
  ENOAUTH: 'The mail server wants a login (SMTP_URL has none)',
};

/** Hides what must not be shown or logged, such as a password that a server repeats. */
export type Scrub = (text: string) => string;

/** Each recipient's result when nodemailer resolved. Recipients that were not refused were accepted. */
export function answered(
  addresses: readonly string[],
  rejectedErrors: readonly NodemailerError[],
  scrub: Scrub,
): SendResult {
  const refused = new Map(rejectedErrors.map((error) => [comparable(error.recipient ?? ''), error]));
  const recipients = addresses.map((address): RecipientResult => {
    const error = refused.get(comparable(address));
    return error === undefined ? { kind: 'accepted' } : refusal(error, scrub);
  });
  return { kind: 'answered', recipients };
}

/** The result for an error; undefined if it is not a server's answer but a fault in the mail. */
export function resultOf(
  error: NodemailerError,
  addresses: readonly string[],
  scrub: Scrub,
): SendResult | undefined {
  const { code = '', command, responseCode } = error;
  if (responseCode === 421) return unavailable(code, 'The mail server is closing', error, scrub);
  if (code === 'EENVELOPE' && error.rejectedErrors !== undefined)
    return allRefused(addresses, error, error.rejectedErrors, scrub);
  // The sender is the same for every mail, so a refusal here says nothing about this mail, unless the mail is too
  // large (552).
  if (code === 'EENVELOPE' && command === 'MAIL FROM' && responseCode !== 552) {
    return unavailable(code, 'The mail server refuses the sender (MAIL_FROM)', error, scrub);
  }
  if ((code === 'EENVELOPE' || code === 'EMESSAGE') && command !== 'API') {
    const same = refusal(error, scrub);
    return { kind: 'answered', recipients: addresses.map(() => same) };
  }
  const meaning = CONNECTION[code];
  return meaning === undefined ? undefined : unavailable(code, meaning, error, scrub);
}

/** Recipients that the error does not mention are tried again too. */
function allRefused(
  addresses: readonly string[],
  error: NodemailerError,
  errors: readonly NodemailerError[],
  scrub: Scrub,
): SendResult {
  const by = new Map(errors.map((one) => [comparable(one.recipient ?? ''), one]));
  const recipients = addresses.map((address): RecipientResult => {
    const own = by.get(comparable(address));
    return own === undefined ? { kind: 'later', words: wordsOf(error, scrub) } : refusal(own, scrub);
  });
  return { kind: 'answered', recipients };
}

function unavailable(code: string, meaning: string, error: NodemailerError, scrub: Scrub): SendResult {
  return { kind: 'unavailable', code, words: `${meaning}: ${wordsOf(error, scrub)}` };
}

/**
 * Permanent for 5yz, temporary otherwise (RFC 5321, 4.2.1). 503 says that the session was out of step, not that the
 * mail was refused. An error without an answer is nodemailer's own: the message is larger than the server allows.
 */
function refusal(error: NodemailerError, scrub: Scrub): RecipientResult {
  const { responseCode } = error;
  const forEver = responseCode === undefined || (responseCode >= 500 && responseCode !== 503);
  return { kind: forEver ? 'refused' : 'later', words: wordsOf(error, scrub) };
}

function wordsOf(error: NodemailerError, scrub: Scrub): string {
  return scrub(oneLine(error.response ?? error.message)).slice(0, LONGEST_WORDS);
}

/** nodemailer writes domains in its own form: lower case, punycode. */
function comparable(address: string): string {
  const at = address.lastIndexOf('@');
  const domain = address.slice(at + 1);
  return `${address.slice(0, at)}@${domainToASCII(domain) || domain.toLowerCase()}`;
}
