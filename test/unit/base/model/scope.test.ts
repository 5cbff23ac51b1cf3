import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aRecord } from '../../../factories.js';
import { hasCall, scopeKey, seenBy, type Scope } from '../../../../src/base/model/scope.js';

const stayed = (group: string) => ({ group, by: null, to: null });
/** Somebody called 700 and came to 701. */
const passedOn = aRecord({ route: [stayed('700'), stayed('701')] });
/** 700 did not take it. */
const notTaken = aRecord({ route: [] });

const leads = (...groups: readonly string[]): Scope => new Set(groups);

test('a call belongs to each group that had it, and one that no group took to the number that was dialled', () => {
  for (const [scope, call, expected] of [
    ['all', passedOn, true],
    ['all', notTaken, true],
    [leads('700'), passedOn, true],
    [leads('701'), passedOn, true],
    [leads('702', '701'), passedOn, true],
    [leads('702'), passedOn, false],
    [leads(), passedOn, false],
    [leads('700'), notTaken, true],
    [leads('701'), notTaken, false],
  ] as const)
    assert.equal(hasCall(scope, call), expected, `${scopeKey(scope)}, ${call.route.length} groups`);
});

test('a recording belongs to the group in which the talk was answered', () => {
  const talk = (group: string | undefined) => {
    const answeredBy = { who: 'Anna', userId: 'anna', kind: 'desk', to: '1001', stage: 1 } as const;
    return { answeredBy: group === undefined ? null : { ...answeredBy, group }, recording: '/r/1.wav' };
  };
  for (const [scope, group, expected] of [
    ['all', '701', '/r/1.wav'],
    ['all', undefined, '/r/1.wav'],
    [leads('701'), '701', '/r/1.wav'],
    [leads('700'), '701', null],
    [leads('700'), undefined, null],
    [leads(), '701', null],
  ] as const)
    assert.equal(seenBy(scope, talk(group)).recording, expected, `${scopeKey(scope)}, answered in ${group}`);
});

test('what has no recording stays as it is: a field that was not read is not made up', () => {
  for (const call of [{ answeredBy: null, recording: null }, { answeredBy: null }, {}])
    assert.equal(seenBy(leads('700'), call), call);
});

test('the same groups are the same scope in whatever order', () => {
  assert.equal(scopeKey(leads('701', '700')), scopeKey(leads('700', '701')));
  assert.notEqual(scopeKey(leads('700')), scopeKey(leads('701')));
  assert.notEqual(scopeKey(leads()), scopeKey('all'));
});
