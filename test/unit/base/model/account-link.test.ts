import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isOpen, oneMoreAsk, type LinkAsks } from '../../../../src/base/model/account-link.js';

const at = (time: string) => new Date(`2026-11-25T${time}Z`);
const asks = (last: string, count: number): LinkAsks => ({ from: at('08:00'), last: at(last), count });

test('a link is asked for every five minutes, after five times a day once an hour; a clock set back by a day does not lock it', () => {
  for (const [before, now, count] of [
    [null, at('08:00'), 1],
    [asks('08:00', 1), at('08:04:59'), undefined],
    [asks('08:00', 1), at('08:05'), 2],
    [asks('09:00', 4), at('10:00'), 5],
    [asks('09:00', 5), at('09:59:59'), undefined],
    [asks('09:00', 5), at('10:00'), 6],
    [asks('22:00', 19), at('23:00'), 20],
    [asks('09:00', 5), new Date('2026-11-26T08:00Z'), 1],
    [asks('09:00', 5), new Date('2026-11-24T07:59Z'), 1],
    [asks('09:00', 5), at('07:00'), undefined],
  ] as const)
    assert.equal(oneMoreAsk(before, now)?.count, count, now.toISOString());
});

test('a link is open until its time, to the millisecond, and until it is used', () => {
  const link = { id: 'x', purpose: 'reset', hashes: [], until: at('09:00'), usedAt: null } as const;
  assert.equal(isOpen(link, at('08:59:59.999')), true);
  assert.equal(isOpen(link, at('09:00')), false);
  assert.equal(isOpen({ ...link, usedAt: at('08:00') }, at('08:30')), false);
  assert.equal(isOpen(null, at('08:30')), false);
});
