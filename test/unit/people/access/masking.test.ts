/** Numbers are masked in any text and any shape; what is no number of a person stays. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { maskerOf } from '../../../../src/people/access/masking.js';
import { aGroup, aSnapshot, extensionMember, aStage } from '../../../factories.js';

const house = aSnapshot({
  groups: [aGroup({ number: '03023125000', stages: [aStage([extensionMember('1234567')])] })],
});
const mask = <T>(value: T): T => maskerOf(house).of(value);

for (const [text, shown] of [
  ['+491713920015', '+49171•••••15'],
  ['01713920015', '0171•••••15'],
  ['1234568', '•••••68'],
  ['rang 0171 392-0015, twice', 'rang 0171•••••15, twice'],
  ['/calls?caller=%2B491713920015', '/calls?caller=%2B49171•••••15'],
  ['mobil01713920015', 'mobil0171•••••15'],
  ['+49 (0)171/3920015', '+49017••••••15'],
  ['0171\u201139\u201120015', '0171•••••15'],
  ['0171-39-20-015', '0171•••••15'],
  ['0171 – 39 200\u200b15', '0171•••••15'],
  ['call%200171%203920015', 'call%200171•••••15'],
  ['0171%203920015', '0171•••••15'],
  ['0171&nbsp;3920015', '0171•••••15'],
  ['17.13.9200', '1•••••00'],
  ['24.12. 01713920015', '24120••••••••15'],
  ['24.12.2026 01713920015', '24.12.2026 0171•••••15'],
  ['49.171.39.200.15', '49171•••••15'],
  ['49.171.39.200 15', '49171•••••15'],
  ['+49.171.39.200', '+491•••••00'],
] as const)
  test(`${text} is shown as ${shown}`, () => {
    assert.equal(mask(text), shown);
    assert.equal(mask({ deep: [{ number: text }] }).deep[0]?.number, shown);
  });

for (const text of [
  '1001',
  '2026-11-25T10:00:00.000Z',
  '2026-11-25 10:00',
  '25.11.2026 10:00',
  '127.0.0.1:8021',
  '192.168.100.200',
  'FreeSWITCH is at 192.168.100.200.',
  '192.168.100.200 12 calls',
  '203.0.113.200.',
  '192.168.100.0/24',
  '10.100.100.1-10.100.100.200',
  '24.12.–26.12.2026',
  '24.12.2026 – 26.12.2026',
  '24.12.-26.12.',
  '24.12. 18:00 – 26.12. 08:00',
  '24.12.2026, 18:00 – 26.12.2026, 08:00',
  '08:00-18:00',
  '5f0c1f6e-8a52-4b6b-9d8f-123456789012',
  '03023125000',
  '1234567',
])
  test(`${text} stays`, () => {
    assert.equal(mask(text), text);
  });

test('ids stay, notes lose every digit, dates and functions are as they were', () => {
  const at = new Date(0);
  const work = () => 1;
  assert.deepEqual(mask({ _id: '12345678', id: '12345678', note: 'under 171.39 20', at, work, none: null }), {
    _id: '12345678',
    id: '12345678',
    note: 'under •••.•• ••',
    at,
    work,
    none: null,
  });
});

test('a number that is the name of a field is masked', () => {
  assert.deepEqual(mask({ '+491713920015': 2, '03023125000': 1, calls: { '01713920015': ['x'] } }), {
    '+49171•••••15': 2,
    '03023125000': 1,
    calls: { '0171•••••15': ['x'] },
  });
});

test('maps and sets are masked too', () => {
  const map = mask(new Map([['a', { number: '+491713920015' }]]));
  assert.deepEqual([...map], [['a', { number: '+49171•••••15' }]]);
  assert.deepEqual([...mask(new Set(['+491713920015']))], ['+49171•••••15']);
});
