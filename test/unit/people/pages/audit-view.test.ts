/** An entry of the audit log in the reader's words, and that a long one is read in slices. */
import assert from 'node:assert/strict';
import { performance } from 'node:perf_hooks';
import { describe, test } from 'node:test';
import { atOnce } from '../../../../src/base/in-slices.js';
import type { AuditEntry } from '../../../../src/base/store/audit.js';
import { entrySteps, pageSteps, type AuditReader } from '../../../../src/people/pages/audit/view.js';
import { configuration, file } from '../../base/configuration/minimal.js';

const reader = (lang: 'de' | 'en'): AuditReader => ({
  lang,
  timezone: 'Europe/Berlin',
  configuration: configuration(
    file({
      users: [{ id: 'anna', name: 'Anna Albrecht', extension: '1001' }],
      groups: [{ number: '700', name: 'Sales', stages: [], final: { hangup: 'USER_BUSY' } }],
    }),
  ),
});

const entry = (event: AuditEntry['event'], given: Partial<AuditEntry>): AuditEntry => ({
  id: '1',
  at: new Date('2026-11-25T08:00:00Z'),
  who: 'carla',
  event,
  facts: {},
  before: null,
  after: null,
  ...given,
});

const viewOf = (one: AuditEntry, lang: 'de' | 'en') => atOnce(entrySteps(one, reader(lang)));

describe('What became of references', () => {
  const facts = { subject: 'user bernd', in: 'group 700, group 701', references: 'replaced by anna' };

  test('is said in the reader’s language, and places by their names', () => {
    assert.deepEqual(viewOf(entry('partRemoved', { facts }), 'de').facts, [
      'in: Gruppe Sales (700), Gruppe 701',
      'Verweise: ersetzt durch anna',
    ]);
    assert.deepEqual(viewOf(entry('partRemoved', { facts }), 'en').facts, [
      'in: Group Sales (700), Group 701',
      'references: replaced by anna',
    ]);
    const out = entry('partRemoved', { facts: { ...facts, references: 'taken out' } });
    assert.equal(viewOf(out, 'de').facts[1], 'Verweise: herausgenommen');
  });
});

describe('What the service did by itself', () => {
  test('names who, what and why in the reader’s language', () => {
    const closed = viewOf(
      entry('callbackClosed', {
        who: 'system (calls of the house)',
        facts: { subject: 'callback 12345678-9abc', group: '700', because: 'calledBack' },
      }),
      'de',
    );
    assert.deepEqual(
      [closed.who, closed.event, closed.subject, closed.facts],
      [
        'System (Anrufe des Hauses)',
        'Rückruf von selbst geschlossen',
        '12345678',
        ['Gruppe: Sales (700)', 'weil: jemand hat zurückgerufen'],
      ],
    );
    const locked = viewOf(
      entry('accountLocked', {
        who: 'system (sign-in)',
        facts: { account: 'ada', address: '192.0.2.1', until: '2026-11-25T08:15:00.000Z' },
      }),
      'de',
    );
    assert.deepEqual(
      [locked.who, locked.subject, locked.facts],
      ['System (Anmeldung)', 'ada', ['von: 192.0.2.1', 'bis: 25.11.2026, 09:15']],
    );
  });
});

test('an import of hundreds of parts among thousands is told in steps of a few milliseconds, and not all on the page', () => {
  const group = (index: number, ringSec: number) => ({
    number: String(7000 + index),
    name: `Group ${index}`,
    stages: [{ ringSec, members: [`u${index}`] }],
    final: { hangup: 'USER_BUSY' },
  });
  const all = Array.from({ length: 1000 }, (_, index) => index);
  const house = (ringSec: number) =>
    configuration(
      file({
        users: all.map((index) => ({ id: `u${index}`, name: `User ${index}` })),
        groups: all.map((index) => group(index, ringSec)),
      }),
    );
  const [before, after] = [house(20), house(25)];
  const parts = (from: typeof before) =>
    JSON.stringify(Object.fromEntries(from.groups.slice(0, 200).map((one) => [`group ${one.number}`, one])));
  const imported = entry('imported', {
    facts: { subject: 'configuration', revision: '2', parts: '1000' },
    before: parts(before),
    after: parts(after),
  });
  const added = { ...imported, before: null };
  const steps = pageSteps([imported, added], { ...reader('en'), configuration: after });
  const began = performance.now();
  for (let index = 0; ; index += 1) {
    const step = steps.next();
    if (step.done === true) {
      const [changed, whole] = step.value;
      assert.equal(changed?.differences.length, 200);
      assert.ok((whole?.differences.length ?? 0) > 1000);
      assert.deepEqual([changed.shown.length, whole?.shown.length], [100, 100]);
      assert.match(whole?.more ?? '', /^… and \d+ more values/);
      assert.ok(index > 400, 'a step for each part');
      // Measured: 0.9 ms; the form of groups is made once, and not for each of them.
      const each = (performance.now() - began) / index;
      assert.ok(each < 8, `${each} ms`);
      break;
    }
  }
});
