import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DateTime } from 'luxon';
import { momentOf } from '../../../src/operations/moment.js';

const ZONE = 'Europe/Berlin';
const NOW = DateTime.fromISO('2026-10-24T12:00', { zone: ZONE });

const read: [given: string, utc: string | undefined][] = [
  ['2026-12-24 08:00', '2026-12-24T07:00:00.000Z'],
  ['2026-12-24T08:00', '2026-12-24T07:00:00.000Z'],
  [' 24.12.2026 08:00 ', '2026-12-24T07:00:00.000Z'],
  ['08:00', '2026-10-25T07:00:00.000Z'],
  ['13:00', '2026-10-24T11:00:00.000Z'],
  ['2026-12-24T08:00:00+01:00', '2026-12-24T07:00:00.000Z'],
  ['2026-12-24T07:00Z', '2026-12-24T07:00:00.000Z'],
  ['2026-12-24T02:00:00.000-0500', '2026-12-24T07:00:00.000Z'],
  // The hour that comes twice: the first, unless a zone says otherwise.
  ['2026-10-25 02:30', '2026-10-25T00:30:00.000Z'],
  ['2026-10-25T02:30+01:00', '2026-10-25T01:30:00.000Z'],
  // The hour that does not come.
  ['2027-03-28 02:30', '2027-03-28T01:30:00.000Z'],
  ['2026-10-24 11:59', undefined],
  ['2026-10-24T09:59:59Z', undefined],
  ['2026-12-24T08:00:00+25:00', undefined],
  ['2026-12-24', undefined],
  ['24:00', undefined],
  ['tomorrow', undefined],
  ['8', undefined],
  ['13 pm', undefined],
  ['31.2.2027 08:00', undefined],
  ['8 Uhr', '2026-10-25T07:00:00.000Z'],
  ['18.30 Uhr', '2026-10-24T16:30:00.000Z'],
  ['8 am', '2026-10-25T07:00:00.000Z'],
  ['6:30pm', '2026-10-24T16:30:00.000Z'],
  ['12 am', '2026-10-24T22:00:00.000Z'],
  ['12 pm', '2026-10-25T11:00:00.000Z'],
  ['tomorrow 8:00', '2026-10-25T07:00:00.000Z'],
  ['morgen 8 Uhr', '2026-10-25T07:00:00.000Z'],
  ['heute 18:00', '2026-10-24T16:00:00.000Z'],
  ['24.12. 8 Uhr', '2026-12-24T07:00:00.000Z'],
  ['24.12., 8:00', '2026-12-24T07:00:00.000Z'],
  ['2.1. 8:00', '2027-01-02T07:00:00.000Z'],
  ['Dec 24 8am', '2026-12-24T07:00:00.000Z'],
  ['24 Dec 2026 8:00', '2026-12-24T07:00:00.000Z'],
  ['', undefined],
];

for (const [given, utc] of read)
  test(`"${given}" is ${utc ?? 'no time to come'}`, () => {
    assert.equal(momentOf(given, NOW, ZONE)?.toUTC().toISO() ?? undefined, utc);
  });
