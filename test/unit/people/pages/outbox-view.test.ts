import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mailWayText } from '../../../../src/people/pages/outbox/texts.js';
import { outboxView } from '../../../../src/people/pages/outbox/view.js';
import { jobText } from '../../../../src/people/pages/status/texts.js';
import type { MailSummary } from '../../../../src/base/store/mails.js';

const AT = new Date('2026-11-27T05:00:00Z');

const mail = (state: MailSummary['state']): MailSummary => ({
  id: 'report 700 2026-11-26',
  kind: 'report',
  group: '700',
  subject: 'Sales',
  recipients: [{ address: 'office@example.com', state: 'sent', name: undefined, words: undefined }],
  state,
  attempts: 1,
  createdAt: AT,
  finishedAt: AT,
  nextAt: undefined,
  lastError: undefined,
});

const shown = (state: MailSummary['state'], lang: 'de' | 'en') =>
  outboxView({
    mails: [mail(state)],
    transport: { kind: 'folder', folder: '/data/outbox' },
    most: 100,
    timezone: 'Europe/Berlin',
    lang,
  });

test('nobody got a mail that was only written into a folder', () => {
  assert.equal(shown('stored', 'en').mails[0]?.recipients[0]?.state, 'written into the outbox folder');
  assert.equal(shown('sent', 'en').mails[0]?.recipients[0]?.state, 'got it');
});

test('where mails go, and what recurs, is German for a German', () => {
  assert.match(
    shown('stored', 'de').intro,
    /^Mails gehen als Dateien in den Ordner \/data\/outbox, weil SMTP_URL nicht gesetzt ist\./,
  );
  assert.equal(shown('stored', 'de').mails[0]?.createdAt, '27.11.2026, 06:00:00');
  assert.equal(
    mailWayText({ kind: 'server', host: 'mail.example.com' }, 'de'),
    'an den Mailserver mail.example.com',
  );
  assert.equal(jobText('send mails', 'de'), 'Mails senden');
  assert.equal(jobText('send mails', 'en'), 'send mails');
});
