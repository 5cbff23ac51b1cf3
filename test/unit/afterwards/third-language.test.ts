/** In a third language mails and reports speak it, without an English or German word from outside the tables. */
// First of all: what asks for the languages has to find it.
import { GREEK } from '../../third-language/third-language.js';
import assert from 'node:assert/strict';
import path from 'node:path';
import { before, test } from 'node:test';
import { loadMailTemplates, type RenderMail } from '../../../src/afterwards/mail/templates.js';
import { itemsMail, withheldMail } from '../../../src/afterwards/missed/missed-mail.js';
import { makeReport } from '../../../src/afterwards/reports/make.js';
import type { NewMail } from '../../../src/base/model/mail.js';
import { projectFolder } from '../../../src/base/project-folder.js';
import { aGroup, aSnapshot, at, aWindow, manualSwitch, scheduledSwitch } from '../../factories.js';
import { latinLeftovers } from '../../third-language/leftovers.js';
import { visibleTexts } from '../../third-language/visible-text.js';
import { anItem, CALLS, POLICY, storeOf } from './reports/a-sunday.js';
import { DAY } from './reports/calls.js';

/** Who called and was called, and where. */
const DATA = [
  'Anna Schmidt',
  'Bernd Brandt',
  'Erika Muster',
  'Bäckerei Lindner',
  'Dora',
  'Support',
  'Sales',
  'Night',
  'Europe/Berlin',
  'FreeSWITCH',
];

let render: RenderMail;
before(async () => {
  render = await loadMailTemplates(path.join(projectFolder(), 'templates'));
});

function leftoversOf({ subject, text, html, attachments }: NewMail): string[] {
  const files = attachments.map(({ filename, content }) => `${filename}\n${content}`);
  const lines = [subject, ...text.split('\n'), ...files.flatMap((file) => file.split('\r\n'))];
  return latinLeftovers([...lines, ...visibleTexts(html)], DATA);
}

test('the daily report with its file', async () => {
  const switches = [manualSwitch(true), scheduledSwitch([aWindow('18:00-08:00')])];
  const group = aGroup({
    name: 'Sales',
    language: GREEK,
    report: POLICY,
    rules: switches.map((one) => ({ switch: one, when: 'on', to: { kind: 'voicemail', box: '1001' } })),
  });
  const { mail } = await makeReport({
    snapshot: aSnapshot({ groups: [group, aGroup({ number: '701', name: 'Support' })] }),
    group,
    day: DAY,
    calls: storeOf(CALLS),
    callbacks: () => Promise.resolve({ longest: [anItem()], total: 1 }),
    missing: [
      {
        freeswitch: '127.0.0.1:8021',
        lack: 'missing',
        thing: { kind: 'box', box: '1001', domain: '127.0.0.1' },
        groups: [{ number: '700', name: 'Sales' }],
      },
    ],
    render,
    now: at('2026-11-23T06:00').toJSDate(),
  });
  assert.match(mail.text, /Δαιλυ ρεπορτ/i);
  assert.equal(mail.attachments.length, 1);
  assert.deepEqual(leftoversOf(mail), []);
});

test('mails about missed calls', () => {
  const to = { name: undefined, address: 'team@example.com' };
  const making = {
    group: aGroup({ name: 'Sales', language: GREEK }),
    now: at('2026-11-25T08:00:00'),
    render,
    publicUrl: 'https://pbx.example.com/',
    secret: Buffer.alloc(32),
    extensions: undefined,
  };
  const miss = {
    record: 'r',
    group: '700',
    at: at(`${DAY}T09:01`).toJSDate(),
    why: { kind: 'unanswered', to: 'voicemail' },
  } as const;
  const call = { ...miss, channel: 'c' };
  const one = anItem({ calls: [call] });
  const many = Array.from({ length: 60 }, (_, index) => anItem({ id: `i${index}`, calls: [call] }));
  for (const mail of [
    itemsMail({ items: [one], withheld: [] }, to, 'id', making),
    itemsMail({ items: many, withheld: [miss, miss] }, to, 'id', making),
    withheldMail(miss, to, making),
  ])
    assert.deepEqual(leftoversOf(mail), []);
});
