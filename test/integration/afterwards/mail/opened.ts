/** Mail servers and transports of one test, closed after it. */
import { afterEach } from 'node:test';
import type { MailTransport } from '../../../../src/afterwards/mail/transport.js';
import { startSmtpServer, type FakeSmtpServer, type SmtpServerOptions } from '../../../fakes/smtp-server.js';
import { transportTo } from './harness.js';

const open: { close(): unknown }[] = [];

afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

/** Closes it after the test. */
export function closing<T extends { close(): unknown }>(one: T): T {
  open.push(one);
  return one;
}

export async function serving(options: SmtpServerOptions = {}): Promise<FakeSmtpServer> {
  return closing(await startSmtpServer(options));
}

export function transport(...args: Parameters<typeof transportTo>): MailTransport {
  return closing(transportTo(...args));
}
