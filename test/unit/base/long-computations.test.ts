/**
 * Long computations are made in steps, so that calls are served meanwhile (in-slices.ts): each may do no more than one
 * entry at a time. Those of the configuration are in configuration/steps.test.ts.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { csvSteps } from '../../../src/afterwards/reports/csv.js';
import { formatsOf } from '../../../src/afterwards/reports/format.js';
import { reportWords } from '../../../src/afterwards/words/words.js';
import { boardGroupSteps } from '../../../src/calls/live/board.js';
import { needSteps } from '../../../src/calls/live/needs.js';
import { weekOf } from '../../../src/calls/routing/week.js';
import { usersFoundSteps } from '../../../src/people/operations/user-search.js';
import {
  aCall,
  aGroup,
  aMobile,
  aSnapshot,
  aStage,
  at,
  aUser,
  aWindow,
  BERLIN,
  userMember,
} from '../../factories.js';

const COUNT = 50;

const USERS = Array.from({ length: COUNT }, (_, index) =>
  aUser({ id: `u${index}`, extension: String(1000 + index), mobile: aMobile('+4915112345678') }),
);
const GROUPS = USERS.map((user, index) =>
  aGroup({ number: String(7000 + index), stages: [aStage([userMember(user)])] }),
);
const SNAPSHOT = aSnapshot({ groups: GROUPS, users: USERS });
const NOW = at('2026-11-25T10:00');

const row = {
  at: NOW.toJSDate(),
  caller: { number: '+493023125001', name: null },
  through: null,
  verdict: { kind: 'answered', stage: 1 },
  who: null,
  waitingSec: 1,
  talkingSec: 1,
} as const;

const COMPUTATIONS: readonly (readonly [name: string, steps: () => Generator, entries: number])[] = [
  [
    "a report's file, by calls",
    () =>
      csvSteps({
        rows: Array.from({ length: COUNT }, () => row),
        calls: COUNT,
        perPerson: false,
        language: 'de',
        groupName: String,
        timezone: BERLIN,
        texts: reportWords('de'),
        formats: formatsOf('de', BERLIN),
      }),
    COUNT,
  ],
  [
    'what groups would do now, by groups',
    () =>
      boardGroupSteps({
        snapshot: SNAPSHOT,
        isRegistered: () => undefined,
        isTalking: () => false,
        now: NOW,
      }),
    COUNT,
  ],
  ['what FreeSWITCH must have, by groups', () => needSteps(SNAPSHOT), COUNT],
  [
    'a search for users, by users',
    () =>
      usersFoundSteps(
        USERS.map(({ id }) => ({ id, name: 'Anna' })),
        'an',
        'DE',
      ),
    COUNT,
  ],
  [
    "a week's picture, by what can change",
    () => {
      const windows = Array.from({ length: 20 }, (_, index) =>
        aWindow(`${String(index).padStart(2, '0')}:00-${String(index).padStart(2, '0')}:30`),
      );
      const user = aUser({ id: 'anna', mobile: aMobile('+4915112345678', { windows }) });
      const group = aGroup({ stages: [aStage([userMember(user)])] });
      return weekOf(aSnapshot({ groups: [group], users: [user] }), aCall(), NOW);
    },
    20 * 2 * 7,
  ],
];

describe('A long computation pauses at least once for each entry:', () => {
  for (const [name, steps, entries] of COMPUTATIONS) {
    test(name, () => {
      let pauses = 0;
      for (const running = steps(); running.next().done !== true; pauses += 1);
      assert.ok(pauses >= entries, `${pauses} pauses for ${entries} entries`);
    });
  }
});
