import type { DeliverDependencies } from '../../../../src/afterwards/mail/deliver.js';
import { smtpTransport, type SmtpTimeouts } from '../../../../src/afterwards/mail/smtp.js';
import type { SmtpServer } from '../../../../src/afterwards/mail/smtp-url.js';
import type { MailTransport, OutgoingMail } from '../../../../src/afterwards/mail/transport.js';
import type { NewMail } from '../../../../src/base/model/mail.js';
import { connectStore, type Store } from '../../../../src/base/store/connection.js';
import { startTestServer } from '../../../fakes/database.js';
import { CERTIFICATE } from '../../../fakes/smtp-server.js';

export const FROM = { name: 'Rufgruppe', address: 'rufgruppe@example.com' };
export const ANNA = { name: 'Anna Beispiel', address: 'anna@example.com' };
export const BERND = { name: undefined, address: 'bernd@example.org' };
export const CREATED = new Date('2026-11-23T06:30:00Z');

export function mail(changes: Partial<NewMail> = {}): NewMail {
  return {
    id: 'report 700 2026-11-22',
    kind: 'report',
    group: '700',
    to: [ANNA],
    subject: 'Support on Sunday',
    text: '12 calls, 2 missed\n',
    html: '<p>12 calls, <b>2</b> missed</p>',
    attachments: [],
    follows: undefined,
    notBefore: undefined,
    createdAt: CREATED,
    ...changes,
  };
}

/** All recipients are to get it. */
export function outgoing(changes: Partial<NewMail> = {}): OutgoingMail {
  const whole = mail(changes);
  return { ...whole, addresses: whole.to.map(({ address }) => address) };
}

export interface TestDatabase {
  /** Connects to a database of its own; `database` again is the same one. */
  store(database?: string): Promise<Store>;
  close(): Promise<void>;
}

export async function startDatabase(): Promise<TestDatabase> {
  const server = await startTestServer();
  const stores: Store[] = [];
  let databases = 0;
  return {
    store: async (database = `test${++databases}`) => {
      const store = await connectStore(server.uriFor(database));
      stores.push(store);
      return store;
    },
    close: async () => {
      for (const store of stores) await store.close();
      await server.close();
    },
  };
}

/** Trusts the test's certificate. */
export function transportTo(
  port: number,
  server: Partial<SmtpServer> = {},
  timeouts: Partial<SmtpTimeouts> = {},
): MailTransport {
  const where = { host: '127.0.0.1', port, tls: 'offered' as const, login: undefined, ...server };
  return smtpTransport({ server: where, from: FROM, ca: CERTIFICATE, timeouts });
}

export interface LogLine {
  readonly level: string;
  readonly facts: Record<string, unknown>;
  readonly message: string;
}

/** What deliverDue needs, with a clock that stands until it is set, and the log's lines. */
export function delivery(store: Store, transport: DeliverDependencies['transport'], owner = 'here:1') {
  const lines: LogLine[] = [];
  const line = (level: string) => (facts: Record<string, unknown>, message: string) =>
    void lines.push({ level, facts, message });
  const log = { info: line('info'), warn: line('warn'), error: line('error') } as DeliverDependencies['log'];
  const clock = { now: CREATED };
  const dependencies = { mails: store.mails, accounts: store.accounts, transport, log, owner };
  return { dependencies, lines, clock, now: () => clock.now };
}

export const minutesLater = (date: Date, minutes: number) => new Date(date.getTime() + minutes * 60_000);
