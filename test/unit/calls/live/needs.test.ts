import assert from 'node:assert/strict';
import { test } from 'node:test';
import { needsOf, needSteps } from '../../../../src/calls/live/needs.js';
import { needKey, ofEnabledGroups, ofGroup, type MissingNeed } from '../../../../src/base/model/need.js';
import { missingNeedText, missingNeedTexts } from '../../../../src/calls/words/words.js';
import type { Settings } from '../../../../src/base/model/settings.js';
import type { Group, Switch } from '../../../../src/base/model/snapshot.js';
import {
  aGroup,
  allowed,
  aMobile,
  aSnapshot,
  aStage,
  extensionMember,
  aUser,
  externalMember,
  manualSwitch,
  userMember,
} from '../../../factories.js';

function needed(groups: readonly Partial<Group>[], settings: Partial<Settings> = {}): string[] {
  const snapshot = aSnapshot({ groups: groups.map((group) => aGroup(group)), settings });
  return needsOf(snapshot).map(
    (need) => `${needKey(need)}: ${need.groups.map(({ number }) => number).join()}`,
  );
}

const EMIL = userMember(aUser({ id: 'emil', mobile: aMobile('+491713920015') }));

test('a group with a tone and desk phones needs the tones, and who the phones register as', () => {
  assert.deepEqual(needed([{}]), ['tones: 700', 'extension 1001 pbx.example: 700']);
});

test('every extension is named once: members with and without a user, and destinations', () => {
  const stages = [aStage([EMIL, { kind: 'extension', extension: '1009' }])];
  const final = { kind: 'extension', extension: '1009', ringSec: 9 } as const;
  assert.deepEqual(needed([{ stages, final, mobiles: false }]), [
    'tones: 700',
    'extension 1001 pbx.example: 700',
    'extension 1009 pbx.example: 700',
  ]);
});

test('every sound, box, folder and gateway is named once, with all groups that need it', () => {
  const closed = { kind: 'announcement', file: 'closed.wav' } as const;
  const box = { kind: 'voicemail', box: '1001' } as const;
  const one: Partial<Group> = {
    anonymous: { kind: 'divert', to: closed },
    rules: [{ switch: manualSwitch(true), when: 'on', to: closed }],
    stages: [aStage([EMIL])],
    final: box,
    recording: 'outside',
    ringback: { kind: 'music', stream: 'moh' },
  };
  const two: Partial<Group> = {
    number: '701',
    language: 'en',
    final: closed,
    ringback: { kind: 'file', file: 'please.wav' },
    stages: [aStage([externalMember('+493023125099')])],
  };
  assert.deepEqual(
    needed([one, two], { gateway: 'telco', domain: 'example.com', recordingsFolder: '/rec' }),
    [
      'music moh: 700',
      'prompt ivr/confirm.wav: 700',
      'tones: 700',
      'announcement closed.wav: 700,701',
      'voicemail default: 700',
      'box 1001 example.com: 700',
      'extension 1001 example.com: 700',
      'codeSound codes/de/recording-pause-true.wav: 700',
      'recordings /rec: 700',
      'gateway telco: 700,701',
      'ringbackFile please.wav: 701',
    ],
  );
});

test('the prompt is the configured one, or the one of the language of the group', () => {
  const groups = [
    { stages: [aStage([EMIL])] },
    { number: '701', language: 'en', stages: [aStage([EMIL])] },
  ] as const;
  const prompts = (settings: Partial<Settings>) =>
    needed(groups, settings).filter((text) => text.startsWith('prompt'));
  assert.deepEqual(prompts({ confirmFile: undefined }), [
    'prompt confirm-de.wav: 700',
    'prompt confirm-en.wav: 701',
  ]);
  assert.deepEqual(prompts({ confirmFile: 'one.wav' }), ['prompt one.wav: 700,701']);
});

test('a group says its name and callers’ digits only to mobiles that must press 1', () => {
  const said = { nameFile: 'sales.wav', sayCaller: true } as const;
  const spoken = (stages: Group['stages']) =>
    needed([{ ...said, stages }], {}).filter((text) => text.startsWith('spoken'));
  const heard = spoken([aStage([EMIL])]);
  assert.deepEqual(
    [heard.length, heard[0], heard[10]],
    [11, 'spoken sales.wav: 700', 'spoken digit-de-9.wav: 700'],
  );
  assert.deepEqual(spoken([aStage([extensionMember('1001')])]), []);
});

test('a switch with digits of its own needs the sounds of the codes, and that of its name', () => {
  const files = (...switches: readonly Switch[]) =>
    needsOf({ ...aSnapshot(), switches: new Map(switches.map((one) => [one.id, one])) }).flatMap(
      ({ thing, groups }) => (thing.kind === 'codeSound' ? [`${thing.file} ${groups.length}`] : []),
    );
  assert.deepEqual(files(manualSwitch(false, { codeSound: 'unused.wav' })), []);
  const night = manualSwitch(false, { code: '12' });
  const day = manualSwitch(false, { id: 'day', code: '13', codeSound: 'day.wav' });
  assert.deepEqual(files(night, day), ['codes/de/is-on.wav 0', 'day.wav 0']);
});

test('mobiles that a group does not ring need nothing', () => {
  assert.deepEqual(needed([{ mobiles: false, stages: [aStage([EMIL])] }], { gateway: 'telco' }), [
    'tones: 700',
    'extension 1001 pbx.example: 700',
  ]);
});

test('a disabled group needs what it needs, for its form; nothing is wrong before it is enabled', () => {
  const groups = [aGroup({}), aGroup({ number: '701', name: 'Night', enabled: false, stages: [] })];
  const music = aGroup({
    number: '702',
    enabled: false,
    stages: [],
    ringback: { kind: 'music', stream: 'moh' },
  });
  const needs = needsOf(aSnapshot({ groups: [...groups, music] }));
  const told = (some: typeof needs) =>
    some.map((need) => `${needKey(need)}: ${need.groups.map(({ number }) => number).join()}`);
  assert.deepEqual(told(ofEnabledGroups(needs)), ['tones: 700', 'extension 1001 pbx.example: 700']);
  assert.deepEqual(told(ofGroup(needs, '701')), ['tones: 701']);
  assert.deepEqual(told(ofGroup(needs, '702')), ['music moh: 702']);
});

test('a destination outside needs the gateway, and the settings of trunks need them', () => {
  const final = { kind: 'external', number: allowed('+493023125099'), ringSec: 5 } as const;
  const trunks = new Map([['other', 'national' as const]]);
  assert.deepEqual(needed([{ final }], { gateway: 'telco', trunks }), [
    'tones: 700',
    'extension 1001 pbx.example: 700',
    'gateway telco: 700',
    'trunk other: ',
  ]);
});

test('a warning says what is missing, where, for whom and what it costs, in both languages', () => {
  const missing: MissingNeed = {
    freeswitch: '127.0.0.1:8021',
    lack: 'missing',
    thing: { kind: 'prompt', file: 'nofile.wav' },
    groups: ['Sales', 'Support'].map((name, index) => ({ number: `70${index}`, name })),
  };
  assert.equal(
    missingNeedText(missing, 'en'),
    'FreeSWITCH 127.0.0.1:8021 does not have the sound nofile.wav (groups Sales, Support): mobiles hear two tones instead; key 1 takes the call all the same.',
  );
  assert.equal(
    missingNeedText(missing, 'de'),
    'FreeSWITCH 127.0.0.1:8021 hat die Tondatei nofile.wav nicht (Gruppen Sales, Support): Handys hören stattdessen zwei Töne; Taste 1 nimmt den Anruf trotzdem an.',
  );
  const down: MissingNeed = { ...missing, lack: 'down', thing: { kind: 'gateway', gateway: 'telco' } };
  assert.equal(
    missingNeedText({ ...down, groups: down.groups.slice(0, 1) }, 'de'),
    'Das Gateway telco von FreeSWITCH 127.0.0.1:8021 ist außer Betrieb (Gruppe Sales): Handys und externe Nummern klingeln nicht.',
  );
  const folder: MissingNeed = { ...missing, thing: { kind: 'recordings', folder: '/rec' } };
  assert.match(missingNeedText(folder, 'de'), /hat keinen Ordner \/rec, in den es schreiben kann \(/);
  const many = Array.from({ length: 7 }, (_, index) => ({ number: String(index), name: `G${index}` }));
  assert.match(missingNeedText({ ...missing, groups: many }, 'en'), /groups G0, G1, G2, G3, G4 and 2 more\)/);
});

test('extensions that a FreeSWITCH does not know are one sentence, whatever else is missing', () => {
  const unknown = (extension: string, group: string): MissingNeed => ({
    freeswitch: '127.0.0.1:8021',
    lack: 'missing',
    thing: { kind: 'extension', extension, domain: 'pbx.example' },
    groups: [{ number: group, name: `G${group}` }],
  });
  const tones: MissingNeed = { ...unknown('', '1'), thing: { kind: 'tones' } };
  const three = [unknown('1001', '1'), tones, unknown('1002', '1'), unknown('1003', '2')];
  assert.deepEqual(missingNeedTexts(three, 'en'), [
    'FreeSWITCH 127.0.0.1:8021 does not have the extensions 1001, 1002, 1003 in its directory, domain pbx.example (groups G1, G2): no phone can register there, so none rings.',
    'FreeSWITCH 127.0.0.1:8021 does not have mod_tone_stream (group G1): callers hear no ringback tone, and a mobile without the prompt is cut off when it answers.',
  ]);
  assert.deepEqual(missingNeedTexts([unknown('1001', '1')], 'de'), [
    'FreeSWITCH 127.0.0.1:8021 hat die Nebenstelle 1001 der Domain pbx.example nicht (Gruppe G1): dort kann sich kein Telefon anmelden, also klingelt keines.',
  ]);
  const many = Array.from({ length: 9 }, (_, index) => unknown(String(1001 + index), '1'));
  assert.match(
    missingNeedTexts(many, 'de')[0] ?? '',
    /die Nebenstellen 1001, 1002, 1003, 1004, 1005 und 4 weitere der/,
  );
});

test('what thousands of groups need is found with a step for each', () => {
  const groups = Array.from({ length: 50 }, (_, index) => aGroup({ number: String(700 + index) }));
  const steps = needSteps(aSnapshot({ groups }));
  let count = 0;
  while (steps.next().done !== true) count += 1;
  assert.equal(count, 50);
});
