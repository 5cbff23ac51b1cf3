/** Callers whose number is blocked: what becomes of the call, and of its record. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blockListOf } from '../../../../src/base/configuration/blocked.js';
import type { InboundCall } from '../../../../src/base/model/call.js';
import type { Group } from '../../../../src/base/model/snapshot.js';
import type { Settings } from '../../../../src/base/model/settings.js';
import { withJudgement } from '../../../../src/calls/outcome/missed-call.js';
import { withReasons } from '../../../../src/calls/records/build-record.js';
import { decide } from '../../../../src/calls/routing/decide.js';
import {
  aCall,
  aGroup,
  aRecord,
  aSnapshot,
  at,
  insideCaller,
  manualSwitch,
  outsideCaller,
  WITHHELD,
} from '../../../factories.js';

const NOON = at('2026-11-24T12:00');
const list = (...entries: readonly string[]) => blockListOf(entries, 'DE');

function stepOf(call: InboundCall, changes: Partial<Group>, settings: Partial<Settings> = {}) {
  return decide(aSnapshot({ groups: [aGroup(changes)], settings }), call, [], NOON);
}

function told(call: InboundCall, changes: Partial<Group>, settings: Partial<Settings> = {}) {
  const { kind, why } = stepOf(call, changes, settings);
  return [kind, ...why.map(({ text }) => text)];
}

const from = (number: string) => aCall({ caller: outsideCaller(number) });

test('a blocked caller is refused before any rule of the group, and told by which', () => {
  const rules = [{ switch: manualSwitch(true), when: 'on', to: { kind: 'voicemail', box: '1001' } }] as const;
  const blocked = list('030 23125001 = sells windows', '+49900*');
  assert.deepEqual(told(from('+493023125001'), { blocked, rules }), [
    'release',
    'blocked by rule …001: sells windows',
  ]);
  assert.deepEqual(told(from('+499001234567'), { blocked }), ['release', 'blocked by rule +49900*']);
  assert.deepEqual(told(from('+493023125001'), {}, { blocked }), [
    'release',
    'blocked by rule …001 of all groups: sells windows',
  ]);
  assert.notEqual(told(from('+493023125002'), { blocked }, { blocked })[0], 'release');
});

test('with an announcement the caller hears it, and no greeting before', () => {
  const greeting = { file: 'welcome.wav', answer: true, whenDiverted: true };
  const step = stepOf(from('+493023125001'), {
    blocked: list('030 23125001'),
    blockedAnnouncement: 'blocked.wav',
    greeting,
  });
  assert.equal(step.kind === 'announce' && step.file, 'blocked.wav');
});

test('neither a withheld caller nor a phone of the house is blocked', () => {
  const blocked = list('030 23125001', '1002', '+4930*');
  assert.notEqual(told(aCall({ caller: WITHHELD }), { blocked })[1], 'blocked by rule +4930*');
  const inside = aCall({ caller: insideCaller('1002'), callerExtension: '1002', fromOutside: false });
  assert.notEqual(told(inside, { blocked })[0], 'release');
});

test('a number that could not be read is blocked as it came', () => {
  const caller = { kind: 'known', number: '4312345678', e164: undefined, name: undefined } as const;
  assert.equal(told(aCall({ caller }), { blocked: list('4312345678') })[0], 'release');
});

test('a blocked call is no missed call, however long the caller listened, nor in the group that passed it on', () => {
  const groups = [
    aGroup({ number: '700', stages: [], final: { kind: 'group', group: '701' } }),
    aGroup({ number: '701', blocked: list('030 23125001'), blockedAnnouncement: 'blocked.wav' }),
  ];
  const snapshot = aSnapshot({ groups });
  const step = decide(snapshot, from('+493023125001'), [], NOON);
  const ended = { outcome: 'gaveUp', waitingSec: 20, endedAt: NOON.toJSDate() } as const;
  const record = withReasons(aRecord(ended), step.why, NOON);
  const judged = withJudgement(record, (number) => snapshot.groups.get(number));
  assert.equal(judged.missed, null);
  assert.equal(judged.followUp, null);
  assert.equal(judged.steps.at(-1)?.text, 'no missed call: the number is blocked');
});
