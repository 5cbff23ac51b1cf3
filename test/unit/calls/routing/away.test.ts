import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { UserAway } from '../../../../src/base/model/away.js';
import type { Step } from '../../../../src/base/model/call.js';
import type { Destination, Group } from '../../../../src/base/model/snapshot.js';
import { awayFrom, awayStates } from '../../../../src/calls/routing/away.js';
import { rehearse } from '../../../../src/calls/routing/check.js';
import { decide } from '../../../../src/calls/routing/decide.js';
import { nobodyLeft } from '../../../../src/calls/routing/nobody-left.js';
import { weekOf } from '../../../../src/calls/routing/week.js';
import { atOnce } from '../../../../src/base/in-slices.js';
import {
  aCall,
  aGroup,
  aMobile,
  anAway,
  aSnapshot,
  aStage,
  at,
  aUser,
  aWindow,
  extensionMember,
  externalMember,
  insideCaller,
  manualSwitch,
  userMember,
} from '../../../factories.js';

const NOON = at('2026-11-24T12:00');
const ANNA = aUser({ mobile: aMobile('+491713920015') });
const BERND = aUser({ id: 'bernd', name: 'Bernd Berger', extension: '1002' });
const BOX: Destination = { kind: 'voicemail', box: '1001' };
const SALES = aGroup({ stages: [aStage([userMember(ANNA), userMember(BERND)])], final: BOX });

const house = (away: Readonly<Record<string, UserAway>>, ...groups: readonly Group[]) =>
  aSnapshot({ groups: groups.length === 0 ? [SALES] : groups, users: [ANNA, BERND], away });

const phones = (step: Step) =>
  step.kind === 'ring'
    ? step.targets.map((one) => (one.kind === 'extension' ? one.extension : one.e164))
    : [];

const skipped = (step: Step) =>
  step.kind === 'ring' ? step.skipped.map(({ what, who, reason }) => `${what} ${who}: ${reason}`) : [];

describe('A member who is away', () => {
  test('is rung neither on the desk phone nor on the mobile, and the step says until when', () => {
    const step = decide(house({ anna: anAway(['700'], '2026-11-24T14:00') }), aCall(), [], NOON);
    assert.deepEqual(phones(step), ['1002']);
    assert.deepEqual(skipped(step), [
      'desk Anna Schmidt: away until 14:00',
      'mobile Anna Schmidt: away until 14:00',
    ]);
  });

  test('rings again at exactly the end, and not a second before', () => {
    const away = house({ anna: anAway(['700'], '2026-11-24T14:00') });
    assert.deepEqual(phones(decide(away, aCall(), [], at('2026-11-24T13:59:59'))), ['1002']);
    assert.deepEqual(phones(decide(away, aCall(), [], at('2026-11-24T14:00:00'))), [
      '1001',
      '+491713920015',
      '1002',
    ]);
  });

  test('until another day is told with the day, without an end as away', () => {
    const reasons = (away: UserAway) => skipped(decide(house({ anna: away }), aCall(), [], NOON))[0];
    assert.equal(
      reasons(anAway('all', '2026-11-27T08:00')),
      'desk Anna Schmidt: away until 27 Nov 2026, 08:00',
    );
    assert.equal(reasons(anAway('all')), 'desk Anna Schmidt: away');
  });

  test('whose end is an hour that the clock shows twice is told which of the two', () => {
    const night = at('2026-10-25T00:30');
    const step = decide(house({ anna: anAway('all', '2026-10-25T02:30:00+01:00') }), aCall(), [], night);
    assert.equal(skipped(step)[0], 'desk Anna Schmidt: away until 25 Oct 2026, 02:30 (winter time)');
  });

  test('of one group rings in another; out of all groups in none', () => {
    const support = aGroup({ number: '701', name: 'Support', stages: [aStage([userMember(ANNA)])] });
    const to = (groupNumber: string, away: UserAway) =>
      phones(decide(house({ anna: away }, SALES, support), aCall({ groupNumber }), [], NOON));
    assert.deepEqual(to('701', anAway(['700'])), ['1001', '+491713920015']);
    assert.deepEqual(to('701', anAway('all')), []);
    assert.deepEqual(to('700', anAway('all')), ['1002']);
  });

  test('is not rung in a group that another group sends the call to, if away from that one', () => {
    const support = aGroup({ number: '701', name: 'Support', stages: [aStage([userMember(ANNA)])] });
    const empty = aGroup({ stages: [], final: { kind: 'group', group: '701' } });
    const through = (away: UserAway) =>
      phones(decide(house({ anna: away }, empty, support), aCall(), [], NOON));
    assert.deepEqual(through(anAway(['701'])), []);
    // Away from the group that was dialled, which does not ring her.
    assert.deepEqual(through(anAway(['700'])), ['1001', '+491713920015']);
  });

  test('is not rung as an extension or a number that a group lists by itself', () => {
    const byNumbers = aGroup({
      stages: [aStage([extensionMember('1001'), externalMember('+491713920015'), extensionMember('1003')])],
    });
    const step = decide(house({ anna: anAway('all') }, byNumbers), aCall(), [], NOON);
    assert.deepEqual(phones(step), ['1003']);
    assert.deepEqual(skipped(step), ['desk 1001: away', 'external +491713920015: away']);
  });

  test('is rung where a group’s destination is the extension: that is no member', () => {
    const destination: Destination = { kind: 'extension', extension: '1001', ringSec: 20 };
    const step = decide(
      house({ anna: anAway('all') }, aGroup({ stages: [], final: destination })),
      aCall(),
      [],
      NOON,
    );
    assert.deepEqual(phones(step), ['1001']);
  });

  test('keeps the reasons of phones that would not ring anyway', () => {
    const anna = aUser({ mobile: aMobile('+491713920015', { windows: [aWindow('18:00-20:00')] }) });
    const group = aGroup({ stages: [aStage([userMember(anna), userMember(BERND)])] });
    const away = aSnapshot({ groups: [group], away: { anna: anAway('all') } });
    assert.deepEqual(skipped(decide(away, aCall(), [], NOON)), [
      'desk Anna Schmidt: away',
      'mobile Anna Schmidt: outside 18:00-20:00',
    ]);
  });

  test('who calls the own group is told nothing else than before', () => {
    const call = aCall({ caller: insideCaller('1001'), callerExtension: '1001', fromOutside: false });
    const step = decide(house({ anna: anAway('all') }), call, [], NOON);
    assert.deepEqual(phones(step), ['1002']);
    assert.equal(skipped(step)[0], "desk Anna Schmidt: the caller's own phone");
  });

  test('leaves the stage out, and its reasons stand with the decision', () => {
    const [step] = rehearse(house({ anna: anAway('all'), bernd: anAway(['700']) }), aCall(), NOON);
    assert.equal(step?.kind, 'voicemail');
    assert.deepEqual(
      step.why.map(({ text }) => text),
      [
        'stage 1 skipped: nobody can be rung',
        'desk phone of Anna Schmidt: away',
        'mobile of Anna Schmidt: away',
        'desk phone of Bernd Berger: away',
        'final destination: voicemail 1001',
      ],
    );
  });

  test('rings in the week’s picture from the end on', () => {
    const away = house({ anna: anAway('all', '2026-11-25T09:17') });
    const week = atOnce(weekOf(away, aCall(), NOON));
    assert.deepEqual(
      week.map(({ from, steps: [first] }) => [
        from.toFormat('ccc HH:mm'),
        first === undefined ? [] : phones(first),
      ]),
      [
        ['Tue 00:00', ['1002']],
        ['Wed 09:17', ['1001', '+491713920015', '1002']],
      ],
    );
  });
});

describe('Away from a group', () => {
  const span = { since: at('2026-11-24T09:00'), by: 'anna' };
  const [one, two] = [at('2026-11-24T13:00'), at('2026-11-24T15:00')];
  const reading = (away: UserAway) => awayFrom(house({ anna: away }), 'anna', '700', NOON);

  test('is the longer of two spans, one without an end above all', () => {
    const both = { all: { ...span, until: one }, groups: new Map([['700', { ...span, until: two }]]) };
    assert.deepEqual([reading(both)?.until, reading(both)?.fromAll], [two, false]);
    const open = { all: { ...span, until: undefined }, groups: both.groups };
    assert.deepEqual([reading(open)?.until, reading(open)?.fromAll], [undefined, true]);
  });

  test('is over when both spans are', () => {
    const past = at('2026-11-24T11:00');
    const both = { all: { ...span, until: past }, groups: new Map([['700', { ...span, until: NOON }]]) };
    assert.equal(reading(both), undefined);
  });

  test('is not who came back to this group, although away from all others', () => {
    const back = { all: { ...span, until: two }, groups: new Map([['700', 'in' as const]]) };
    assert.equal(reading(back), undefined);
    assert.equal(awayFrom(house({ anna: back }), 'anna', '701', NOON)?.until, two);
  });
});

describe('Nobody is left', () => {
  test('when all who would ring are away: it says where callers go', () => {
    assert.equal(nobodyLeft(SALES, house({ anna: anAway('all') }), NOON), undefined);
    const all = house({ anna: anAway('all'), bernd: anAway(['700']) });
    assert.deepEqual(nobodyLeft(SALES, all, NOON), { kind: 'voicemail', box: '1001' });
  });

  test('also when the others could not be reached anyway', () => {
    const cem = aUser({
      id: 'cem',
      extension: undefined,
      mobile: aMobile('+491713920016', { windows: [aWindow('18:00-20:00')] }),
    });
    const group = aGroup({ stages: [aStage([userMember(ANNA)]), aStage([userMember(cem)])], final: BOX });
    assert.deepEqual(nobodyLeft(group, house({ anna: anAway('all') }, group), NOON), BOX);
    assert.equal(nobodyLeft(group, house({ anna: anAway('all') }, group), at('2026-11-24T19:00')), undefined);
  });

  test('is nobody’s doing when nobody is away, or when nobody calls the group', () => {
    assert.equal(nobodyLeft(aGroup({ stages: [] }), house({ anna: anAway('all') }), NOON), undefined);
    const disabled = { ...SALES, enabled: false };
    const all = house({ anna: anAway('all'), bernd: anAway('all') }, disabled);
    assert.equal(nobodyLeft(disabled, all, NOON), undefined);
  });

  test('while a switch diverts: callers go where the switch sends them', () => {
    const closed: Destination = { kind: 'announcement', file: 'closed.wav' };
    const group = aGroup({
      rules: [{ switch: manualSwitch(true), when: 'on', to: closed }],
      stages: [aStage([userMember(ANNA)])],
      final: BOX,
    });
    assert.deepEqual(nobodyLeft(group, house({ anna: anAway('all') }, group), NOON), closed);
  });
});

test('for lamps, each extension of a user has all groups of the user', () => {
  const support = aGroup({ number: '701', stages: [aStage([extensionMember('1001')])] });
  const states = awayStates(house({ anna: anAway(['701'], '2026-11-24T14:00') }, SALES, support), NOON);
  assert.deepEqual([...states.keys()], ['1001', '1002']);
  const anna = states.get('1001');
  assert.deepEqual(
    [...(anna?.groups ?? [])].map(([group, span]) => [group, span?.until?.toISO()]),
    [
      ['700', undefined],
      ['701', '2026-11-24T14:00:00.000+01:00'],
    ],
  );
  assert.equal(anna?.all, undefined);
  const over = awayStates(house({ anna: anAway('all', '2026-11-24T12:00') }), NOON);
  assert.deepEqual([over.get('1001')?.all, over.get('1001')?.groups.get('700')], [undefined, undefined]);
});
