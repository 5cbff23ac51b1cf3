/** When a problem is told: not for a restart, once, daily, at its end, and never as a flood. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { firstSeen, nextStep } from '../../../../src/afterwards/problems/course.js';
import type { Problem } from '../../../../src/base/model/problem.js';

const START = Date.parse('2026-11-23T08:00:00Z');
const at = (minutes: number) => new Date(START + minutes * 60_000);
const AWAY = { kind: 'freeswitchAway', about: 'pbx:8021' } as const;

/** Looks each minute; `isSeen` says when the problem is there. Returns what was told, and at which minute. */
function told(minutes: number, isSeen: (minute: number) => boolean): readonly string[] {
  let problem: Problem | undefined;
  const heard: string[] = [];
  for (let minute = 0; minute <= minutes; minute++) {
    if (isSeen(minute))
      problem = { ...(problem ?? firstSeen(AWAY, at(minute))), lastSeenAt: at(minute), sighting: AWAY };
    if (problem === undefined) continue;
    const step = nextStep(problem, at(minute));
    if (step.kind === 'tell') heard.push(`${step.phase} ${minute}`);
    if (step.kind === 'forget') problem = undefined;
    else if (step.kind !== 'nothing') problem = step.becomes;
  }
  return heard;
}

describe('A problem', () => {
  test('that lasts as long as a restart is told to nobody', () => {
    assert.deepEqual(
      told(600, (minute) => minute < 3),
      [],
    );
  });

  test('is told once when it begins and once when it is over', () => {
    assert.deepEqual(
      told(200, (minute) => minute < 60),
      ['begun 3', 'over 61'],
    );
  });

  test('that is seen with gaps is one problem', () => {
    assert.deepEqual(
      told(60, (minute) => minute % 2 === 0),
      ['begun 4'],
    );
  });

  test('is told again once a day while it lasts', () => {
    assert.deepEqual(
      told(3 * 24 * 60, () => true),
      ['begun 3', 'lasts 1443', 'lasts 2883'],
    );
  });

  test('that comes and goes all day is told less and less', () => {
    const flapping = told(24 * 60, (minute) => minute % 10 < 6);
    assert.deepEqual(flapping, [
      'begun 3',
      'over 7',
      'begun 73',
      'over 77',
      'begun 203',
      'over 207',
      'begun 453',
      'over 457',
      'begun 943',
      'over 947',
    ]);
  });

  test('that was over for a day begins anew, without a wait', () => {
    const day = 24 * 60;
    assert.deepEqual(
      told(2 * day + 100, (minute) => minute < 10 || minute > day + 60),
      ['begun 3', 'over 11', `begun ${day + 64}`, `lasts ${2 * day + 64}`],
    );
  });
});
