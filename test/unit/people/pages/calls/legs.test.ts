import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { callView, rowView } from '../../../../../src/people/pages/calls/view.js';
import { aRecord, aRecordedLeg, BERLIN } from '../../../../factories.js';

const READER = { lang: 'en', timezone: BERLIN } as const;
const NO_WORDS = () => '';

const answeredBy = {
  who: 'Anna Schmidt',
  userId: 'anna',
  kind: 'desk',
  to: '1001',
  group: '700',
  stage: 1,
} as const;

const mobile = (changes: Parameters<typeof aRecordedLeg>[0]) =>
  aRecordedLeg({
    id: 'mobile',
    who: 'Anna Schmidt',
    userId: 'anna',
    kind: 'mobile',
    to: '+491713920011',
    rangAt: null,
    outcome: 'colleagueAnswered',
    cause: 'LOSE_RACE',
    sipStatus: null,
    ...changes,
  });

function shown(leg: ReturnType<typeof mobile>) {
  const view = callView(aRecord({ outcome: 'answered', answeredBy, legs: [leg] }), READER, NO_WORDS);
  return { state: view.legs[0]?.state, cause: view.legs[0]?.cause, picture: view.picture ?? '' };
}

describe('A phone of a call', () => {
  test('that was to ring later and never did has words, and no bar', () => {
    const { state, picture } = shown(mobile({}));
    assert.equal(state, 'did not ring: answered at the other phone before');
    assert.match(picture, /class="none">did not ring/);
    assert.doesNotMatch(picture, /<rect[^>]*class="leg/);
  });

  test('of a colleague says who was faster; the own desk phone is no colleague', () => {
    const rangAt = new Date('2026-11-25T12:00:02Z');
    assert.equal(shown(mobile({ userId: 'bernd', rangAt })).state, 'a colleague answered');
    assert.equal(shown(mobile({ rangAt })).state, 'answered at the other phone');
    assert.equal(shown(mobile({ userId: 'bernd' })).state, 'did not ring: a colleague answered before');
  });

  test('names a cause and a status only where there is one', () => {
    assert.equal(shown(mobile({ cause: 'NONE' })).cause, null);
    assert.equal(shown(mobile({ cause: 'NONE', sipStatus: 200 })).cause, 'SIP 200');
    assert.equal(shown(mobile({})).cause, 'cause LOSE_RACE');
    assert.equal(shown(mobile({ cause: 'USER_BUSY', sipStatus: 486 })).cause, 'cause USER_BUSY, SIP 486');
  });
});

test('a voicemail box has listened, not talked', () => {
  assert.equal(rowView(aRecord({ outcome: 'voicemail', talkingSec: 42 }), READER).talking, '');
  assert.equal(rowView(aRecord({ outcome: 'answered', talkingSec: 42 }), READER).talking, '42 s');
});
