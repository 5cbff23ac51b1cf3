/** Every notice can be read, in both languages, whatever it is about. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { noticeText, problemText } from '../../../../src/afterwards/problems/notice-text.js';
import { LANGUAGES } from '../../../../src/base/model/language.js';
import { PROBLEM_KINDS, type Notice, type Told } from '../../../../src/base/model/problem.js';
import { PROBLEMS } from './problems.js';

const AT = new Date('2026-11-23T08:00:00Z');
const notice = (told: Told, phase: Notice['phase']): Notice => ({
  id: 'x',
  phase,
  told,
  since: new Date('2026-11-23T07:00:00Z'),
  at: AT,
  controller: 'house:8084',
});

describe('A notice', () => {
  test('has words for every problem, phase and language', () => {
    assert.deepEqual(
      PROBLEMS.map(({ kind }) => kind),
      PROBLEM_KINDS,
    );
    for (const lang of LANGUAGES) {
      for (const told of PROBLEMS) {
        for (const phase of ['begun', 'lasts', 'over'] as const) {
          const texts = Object.values(noticeText(notice(told, phase), lang, 'Europe/Berlin'));
          assert.ok(
            texts.every((text: string) => text.length > 5 && !/undefined|NaN|\[object|\{/.test(text)),
            texts.join('\n'),
          );
        }
      }
    }
  });

  test('says what, since when, what to do, and who says it', () => {
    const away = { kind: 'freeswitchAway', about: 'pbx:8021', seenBy: 'house:8084' } as const;
    assert.deepEqual(noticeText(notice(away, 'over'), 'en', 'Europe/Berlin'), {
      subject: 'Over: FreeSWITCH pbx:8021 is away for the controller house:8084',
      what: 'FreeSWITCH pbx:8021 is away for the controller house:8084',
      course: 'It was so from 23 Nov 2026, 08:00, and is over on 23 Nov 2026, 09:00.',
      remedy:
        'The service hears no events from it. If it is down, nobody can call through it. Look whether it runs, and why the page Status says that it is not connected. If other controllers hear it, look at the way between the two.',
      from: 'Told by house:8084.',
    });
    assert.equal(
      noticeText(notice(away, 'lasts'), 'de', 'Europe/Berlin').subject,
      'Weiterhin: FreeSWITCH pbx:8021 ist für den Controller house:8084 nicht da',
    );
    // As an older release has stored it.
    const old = { kind: 'freeswitchAway', about: 'pbx:8021' } as const;
    assert.equal(problemText(old, 'en', 'utc'), 'FreeSWITCH pbx:8021 is away');
  });

  test('writes sizes and counts as the reader does', () => {
    const disk = {
      kind: 'diskFull',
      about: 'house:/data',
      freeBytes: 1.5 * 1024 ** 3,
      sizeBytes: 20 * 1024 ** 3,
    };
    assert.equal(
      problemText(disk as Told, 'de', 'utc'),
      'Nur noch 1,5\u00a0GB von 20\u00a0GB sind frei: house:/data',
    );
    const mails = { kind: 'mailsFail', about: '', failed: 1, lateMinutes: 40 } as const;
    assert.equal(
      problemText(mails, 'en', 'utc'),
      '1 mail could not be delivered, and mails have been tried without success for 40 minutes',
    );
    assert.equal(
      problemText({ ...mails, failed: 0 }, 'en', 'utc'),
      'Mails have been tried without success for 40 minutes',
    );
  });
});
