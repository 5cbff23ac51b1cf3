import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  askedReport,
  readReportArguments,
  type ReportValues,
} from '../../../../scripts/report-command-line.js';
import { aGroup, aSnapshot, at, EVERY_DAY } from '../../../factories.js';

process.env['LC_ALL'] = 'C';

const REPORT = { to: [], atMinute: 360, days: EVERY_DAY, callList: false, csv: false, perPerson: false };
const SNAPSHOT = aSnapshot({
  groups: [
    aGroup({ report: REPORT }),
    aGroup({ number: '701', name: 'Support', timezone: 'Pacific/Auckland' }),
  ],
});
const NOW = at('2026-11-23T12:30');

function ask(values: ReportValues) {
  return askedReport(readReportArguments(values), SNAPSHOT, NOW, 'en');
}

test('without a day it is yesterday on the clock of the group', () => {
  assert.equal(ask({ group: '700' }).day, '2026-11-22');
  // In Auckland it is past midnight: the 24th.
  assert.equal(ask({ group: '701' }).day, '2026-11-23');
});

test('today is allowed, tomorrow is not, and the message says which days are', () => {
  assert.equal(ask({ group: '700', day: '2026-11-23' }).day, '2026-11-23');
  assert.throws(() => ask({ group: '700', day: '2026-11-24' }), /days up to today, 2026-11-23/);
  assert.equal(ask({ group: '701', day: '2026-11-24' }).day, '2026-11-24');
});

test('a day that is no date is refused with an example', () => {
  for (const day of ['22.11.2026', '2026-02-29', 'yesterday', '2026-11-22T00:00']) {
    assert.throws(() => ask({ group: '700', day }), /is no date; write it as 2026-11-22/);
  }
});

test('an unknown group is refused with those that there are', () => {
  assert.throws(() => ask({ group: '799' }), /no group 799; there are: 700 \(Sales\), 701 \(Support\)/);
  assert.throws(() => ask({ day: '2026-11-22' }), /--group is missing/);
});

test('the language can be another one; an unknown one names those that are known', () => {
  assert.equal(ask({ group: '700', language: 'en' }).group.language, 'en');
  // What is shown is in the language of the machine, what is mailed in the group's.
  assert.equal(ask({ group: '700' }).group.language, 'en');
  assert.equal(ask({ group: '700', send: true }).group.language, 'de');
  assert.equal(ask({ group: '700', language: 'de' }).group.language, 'de');
  assert.throws(() => ask({ group: '700', language: 'fr' }), /allowed are de and en/);
});

test('a group without a report can be looked at, and not sent', () => {
  assert.equal(ask({ group: '701' }).group.report?.perPerson, false);
  assert.throws(() => ask({ group: '701', send: true }), /701 has no report/);
});
