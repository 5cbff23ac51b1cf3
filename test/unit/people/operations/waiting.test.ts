/** What waits is read for all visitors together, and is never older than what somebody has just done. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { permissionsOf, type Actor } from '../../../../src/people/access/permissions.js';
import { Fresh } from '../../../../src/people/operations/fresh.js';
import { waitingFor, type Waiting, type WaitingCounts } from '../../../../src/people/operations/waiting.js';
import { aGroup, aSnapshot, aStage, aUser, userMember } from '../../../factories.js';

const WAITING: Waiting = {
  openCallbacks: ['700', '700', '701'],
  failedMails: 2,
  warnings: 3,
  accountWarnings: 1,
};

function counts(patience: Promise<unknown> = new Promise(() => undefined)) {
  const clock = { nowMs: 0 };
  const answers: ((waiting: Waiting) => void)[] = [];
  const all = new Fresh<Waiting>(
    () => new Promise((resolve) => answers.push(resolve)),
    () => clock.nowMs,
    () => patience,
  );
  const answer = async (openCallbacks: readonly string[]): Promise<void> => {
    const looked = all.look();
    answers.shift()?.({ ...WAITING, openCallbacks });
    await looked;
  };
  return { all, clock, answers, answer };
}

const shown = ({ known }: WaitingCounts) => known?.openCallbacks;

describe('What waits', () => {
  test('is read once for visitors who come together, and again after five seconds', async () => {
    const { all, clock, answers, answer } = counts();
    const others = [all.look(), all.look()];
    await answer(['700']);
    await Promise.all(others);
    assert.deepEqual(shown(all), ['700']);
    clock.nowMs = 4_999;
    await all.look();
    assert.equal(answers.length, 0);
    clock.nowMs = 5_000;
    await answer([]);
    assert.deepEqual(shown(all), []);
  });

  test('is read anew after a change, and what was asked before it is not taken for new', async () => {
    const { all, answers } = counts();
    const before = all.look();
    all.changed();
    const after = all.look();
    assert.equal(answers.length, 2);
    answers[1]?.({ ...WAITING, openCallbacks: [] });
    await after;
    answers[0]?.({ ...WAITING, openCallbacks: ['700'] });
    await before;
    assert.deepEqual(shown(all), []);
  });

  test('keeps a page for no longer than a moment when the database does not answer', async () => {
    const { all } = counts(Promise.resolve());
    await all.look();
    assert.equal(all.known, undefined);
  });
});

describe('Each visitor', () => {
  const snapshot = aSnapshot({
    groups: [
      aGroup({ number: '701', stages: [aStage([userMember(aUser({ id: 'anna' }))])] }),
      aGroup({ number: '700', stages: [] }),
    ],
  });
  const of = (role: Actor['role'], userId?: string) =>
    waitingFor(
      { kind: 'account', name: role, role, userId, permissions: permissionsOf(role) },
      WAITING,
      snapshot,
    );

  test('sees the counts of what may be read', () => {
    assert.deepEqual(of('admin'), { callbacks: 3, mails: 2, warnings: 4 });
    assert.deepEqual(of('viewer'), { callbacks: 3, mails: undefined, warnings: 3 });
    assert.deepEqual(of('user', 'anna'), { callbacks: 1, mails: undefined, warnings: undefined });
  });
});
