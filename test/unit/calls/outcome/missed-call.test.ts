import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Group, MissedPolicy } from '../../../../src/base/model/snapshot.js';
import { judgeMissed, withJudgement, type Judgement } from '../../../../src/calls/outcome/missed-call.js';
import { worded } from '../../../../src/base/model/wording.js';
import { CALL_WORDS } from '../../../../src/calls/words/words.js';
import type { CallRecord, RecordedPassage } from '../../../../src/base/model/call-record.js';
import { aGroup, aRecord, aRecordedLeg, someMissedRules } from '../../../factories.js';

const ENDED = new Date('2026-11-25T09:00:30Z');

/** A finished call; `route` as `700:switch>group`, `701` (still in its stages). */
function call(
  outcome: CallRecord['outcome'],
  route: readonly string[],
  changes: Partial<CallRecord> = {},
): CallRecord {
  return aRecord({ outcome, route: route.map(passage), endedAt: ENDED, waitingSec: 14, ...changes });
}

function passage(text: string): RecordedPassage {
  const [group = '', rule] = text.split(':');
  const [by, to] = (rule ?? '').split('>');
  if (rule === undefined) return { group, by: null, to: null };
  return { group, by: by as 'switch', to: to as 'group' };
}

function judge(record: CallRecord, rules: Readonly<Record<string, Partial<MissedPolicy>>> = {}): string {
  return words(judgeMissed(record, groups(rules)));
}

function groups(rules: Readonly<Record<string, Partial<MissedPolicy>>>) {
  return (number: string): Group | undefined =>
    ['700', '701', '702'].includes(number)
      ? aGroup({ number, missed: someMissedRules(rules[number] ?? {}) })
      : undefined;
}

function words(judgement: Judgement): string {
  if (judgement.kind === 'missed') return `missed in ${judgement.missed.group}: ${judgement.missed.text}`;
  return judgement.kind === 'no'
    ? `not in ${judgement.group}: ${worded(CALL_WORDS.en.notMissed, judgement.why)}`
    : 'none';
}

describe('a caller who gives up', () => {
  const stage2 = { legs: [aRecordedLeg({ stage: 1 }), aRecordedLeg({ stage: 2 })] };

  test('is missed, with the time and the stage', () => {
    assert.equal(judge(call('gaveUp', ['700'], stage2)), 'missed in 700: gave up after 14 s in stage 2');
  });

  test('counts from exactly the configured second on', () => {
    assert.equal(
      judge(call('gaveUp', ['700'], { ...stage2, waitingSec: 5 })),
      'missed in 700: gave up after 5 s in stage 2',
    );
    assert.equal(
      judge(call('gaveUp', ['700'], { ...stage2, waitingSec: 4 })),
      'not in 700: gave up after 4 s, counts from 5 s on',
    );
  });

  test('is not missed where giving up never counts', () => {
    assert.equal(
      judge(call('gaveUp', ['700'], stage2), { '700': { gaveUpAfterSec: undefined } }),
      'not in 700: gave up after 14 s, which does not count',
    );
  });

  test('while the final extension rings is missed outside the stages', () => {
    const legs = [aRecordedLeg({ stage: 1 }), aRecordedLeg({ stage: null })];
    assert.equal(
      judge(call('gaveUp', ['700:final>extension'], { legs })),
      'missed in 700: gave up after 14 s outside the stages',
    );
  });
});

describe('a call that nobody answered', () => {
  test('is missed when a final destination of a listed kind took it', () => {
    assert.equal(
      judge(call('voicemail', ['700:final>voicemail'])),
      'missed in 700: nobody answered; final destination: a voicemail box',
    );
    assert.equal(
      judge(call('voicemail', ['700:final>voicemail']), { '700': { final: ['hangup'] } }),
      'not in 700: a voicemail box took the call',
    );
    assert.equal(
      judge(call('released', ['700:final>hangup'])),
      'missed in 700: nobody answered; final destination: a hangup',
    );
  });

  test('is missed when the final phone did not answer either, whatever is listed', () => {
    assert.equal(
      judge(call('released', ['700:final>external']), { '700': { final: [] } }),
      'missed in 700: nobody answered; final destination: a number outside',
    );
  });

  test('is missed when the final group refused it: groups in a circle, a disabled group', () => {
    assert.equal(
      judge(call('released', ['700:final>group'])),
      'missed in 700: nobody answered; final destination: another group',
    );
    assert.equal(
      judge(call('released', ['700:final>group', '701:final>group'])),
      'missed in 701: nobody answered; final destination: another group',
    );
  });

  test('and was refused at once is not missed', () => {
    assert.equal(judge(call('released', ['700'])), 'not in 700: the call was refused');
    assert.equal(judge(call('released', [])), 'none');
  });
});

describe('an answered call', () => {
  const byMember = { who: 'Anna', userId: 'anna', kind: 'desk', to: '1001', group: '700', stage: 1 } as const;
  const byFinal = { ...byMember, stage: null };

  test('is not missed', () => {
    assert.equal(judge(call('answered', ['700'], { answeredBy: byMember })), 'none');
    assert.equal(judge(call('answered', ['700:final>external'], { answeredBy: byFinal })), 'none');
    assert.equal(judge(call('answered', ['700:switch>external'], { answeredBy: byFinal })), 'none');
  });

  test('is missed when the final destination that took it is listed: an answering service', () => {
    const record = call('answered', ['700:final>external'], { answeredBy: byFinal });
    assert.equal(
      judge(record, { '700': { final: ['external'] } }),
      'missed in 700: nobody answered; final destination: a number outside',
    );
  });

  test('in the next group is not missed in the first one, even when groups are listed', () => {
    const record = call('answered', ['700:final>group', '701'], {
      answeredBy: { ...byMember, group: '701' },
    });
    assert.equal(judge(record, { '700': { final: ['group'] } }), 'none');
  });
});

describe('a diverted call', () => {
  test('to a voicemail, announcement or hangup counts only where diverted calls always do', () => {
    const record = call('announcement', ['700:switch>announcement']);
    assert.equal(judge(record), 'not in 700: diverted to an announcement');
    assert.equal(
      judge(record, { '700': { diverted: 'always' } }),
      'missed in 700: diverted by a switch to an announcement; nobody talked to the caller',
    );
  });

  test('to a phone that nobody answers is missed by default', () => {
    assert.equal(
      judge(call('released', ['700:anonymous>external'])),
      'missed in 700: diverted by the anonymous rule to a number outside; nobody talked to the caller',
    );
    assert.equal(
      judge(call('released', ['700:switch>external']), { '700': { diverted: 'never' } }),
      'not in 700: diverted calls do not count',
    );
    assert.equal(
      judge(call('gaveUp', ['700:switch>external'], { waitingSec: 2 })),
      'not in 700: gave up after 2 s, counts from 5 s on',
    );
  });
});

describe('a call that went through several groups', () => {
  test('is missed once, in the group that had it last', () => {
    const legs = [aRecordedLeg({ group: '700', stage: 1 }), aRecordedLeg({ group: '701', stage: 1 })];
    for (const first of ['700:final>group', '700:switch>group']) {
      assert.equal(
        judge(call('gaveUp', [first, '701'], { legs })),
        'missed in 701: gave up after 14 s in stage 1',
        first,
      );
    }
  });

  test('is missed in the first one when that says so', () => {
    assert.equal(
      judge(call('gaveUp', ['700:final>group', '701']), { '700': { final: ['group'] } }),
      'missed in 700: nobody answered; final destination: another group',
    );
  });

  test('is missed in the first one when diverted calls always count there and the last one does not count it', () => {
    const record = call('voicemail', ['700:switch>group', '701:final>voicemail']);
    const rules = { '700': { diverted: 'always' }, '701': { final: [] } } as const;
    assert.equal(
      judge(record, rules),
      'missed in 700: diverted by a switch to another group; nobody talked to the caller',
    );
    assert.equal(
      judge(record, { '700': { diverted: 'always' } }),
      'missed in 701: nobody answered; final destination: a voicemail box',
    );
  });

  test("tells the last group's reason when nobody counts it", () => {
    const record = call('voicemail', ['700:switch>group', '701:final>voicemail']);
    assert.equal(judge(record, { '701': { final: [] } }), 'not in 701: a voicemail box took the call');
  });
});

test('a withheld caller counts only where the group says so', () => {
  const withheld = { caller: { withheld: true, number: null, e164: null, name: null } };
  const record = call('voicemail', ['700:final>voicemail'], withheld);
  assert.equal(judge(record), 'missed in 700: nobody answered; final destination: a voicemail box');
  assert.equal(
    judge(record, { '700': { anonymous: false } }),
    'not in 700: calls without a number do not count',
  );
});

test('nothing is said of calls that are not over', () => {
  assert.equal(judge(call('open', ['700'])), 'none');
});

test('a call whose end nobody saw may have been missed', () => {
  const text = 'missed in 700: nobody saw how the call ended; it may have been missed';
  assert.equal(judge(call('handedBack', ['700'])), text);
});

test('a call that the dialplan answered by itself was missed', () => {
  const step = { at: ENDED, group: '700', text: '', fact: { kind: 'noController' } } as const;
  const judged = judgeMissed(call('voicemail', ['700'], { steps: [step] }), groups({}));
  assert.deepEqual(judged.kind === 'missed' && judged.missed.why, { kind: 'unanswered', to: 'voicemail' });
});

test('the record gets the judgement, a sentence and the mark for the call-back list', () => {
  const missed = withJudgement(call('gaveUp', ['700'], { legs: [aRecordedLeg({ stage: 1 })] }), groups({}));
  assert.deepEqual(missed.missed, {
    group: '700',
    why: { kind: 'gaveUp', afterSec: 14, stage: 1 },
    text: 'gave up after 14 s in stage 1',
  });
  assert.equal(missed.followUp, 'pending');
  assert.deepEqual(missed.steps.at(-1), {
    at: ENDED,
    group: '700',
    text: 'missed call: gave up after 14 s in stage 1',
    fact: { kind: 'missed', why: { kind: 'gaveUp', afterSec: 14, stage: 1 } },
  });

  const early = withJudgement(call('gaveUp', ['700'], { waitingSec: 1 }), groups({}));
  assert.equal(early.missed, null);
  assert.equal(early.followUp, null);
  assert.equal(early.steps.at(-1)?.text, 'no missed call: gave up after 1 s, counts from 5 s on');
  assert.deepEqual(early.steps.at(-1)?.fact, {
    kind: 'notMissed',
    why: { kind: 'gaveUpEarly', afterSec: 1, countsFromSec: 5 },
  });

  const answered = withJudgement(call('answered', ['700']), groups({}));
  assert.equal(answered.followUp, 'pending', 'a talk may close an item');
  const { caller } = aRecord({ caller: { withheld: true, number: null, e164: null, name: null } });
  assert.equal(withJudgement(call('answered', ['700'], { caller }), groups({})).followUp, null);
});
