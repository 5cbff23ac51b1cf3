import assert from 'node:assert/strict';
import { test } from 'node:test';
import { followedRecording, talkCodes } from '../../../../src/telephony/dialstring/talk-codes.js';
import { UnsafeValueError } from '../../../../src/telephony/dialstring/text.js';
import { aGroup, someSettings } from '../../../factories.js';

const CODES = { pauseRecording: '*7', resumeRecording: '*8' };
const bound = (group: Parameters<typeof aGroup>[0] = {}, codes: Parameters<typeof codesOf>[0] = {}) =>
  talkCodes(aGroup(group), codesOf(codes), 'caller');
const codesOf = (codes: Partial<Record<keyof typeof CODES, string | undefined>>) =>
  someSettings({ talkCodes: { ...CODES, ...codes } });

test('the codes are bound for the keys that come from the other side, as FreeSWITCH reads them when they are pressed', () => {
  // Word for word what was measured: freeswitch/README.md.
  assert.deepEqual(bound()[0], [
    'bind_digit_action',
    String.raw`rufgruppe,*7,exec[i]:execute_extension,m:^:set:rufgruppe_recording_marks=\${rufgruppe_recording_marks}p\${strepoch()}\${regex(\${uuid_record(\${uuid} mask \${uuid_getvar(\${uuid} rufgruppe_recording)})}|OK)}.` +
      String.raw`^displace_session:codes/de/recording-pause-\${regex(\${uuid_record(\${uuid} mask \${uuid_getvar(\${uuid} rufgruppe_recording)})}|OK)}.wav\\\\sm^event:Event-Name=CHANNEL_DATA inline,peer,peer`,
  ]);
  assert.match(bound()[1]?.[1] ?? '', /^rufgruppe,\*8,.*uuid\} unmask .*recording-resume-/);
  assert.deepEqual(bound()[2], ['digit_action_set_realm', 'rufgruppe,peer']);
});

test('where nobody may pause, both codes say so, and pause nothing', () => {
  const english = bound({ recordingPause: false, language: 'en' });
  assert.deepEqual(
    english.slice(0, 2).map(([, argument]) => argument),
    ['*7', '*8'].map(
      (code) => `rufgruppe,${code},exec[i]:displace_session,codes/en/recording-pause-refused.wav m,peer,peer`,
    ),
  );
});

test('a code that is off is not bound; without any nothing is', () => {
  assert.equal(bound({}, { resumeRecording: undefined }).length, 2);
  assert.deepEqual(bound({}, { pauseRecording: undefined, resumeRecording: undefined }), []);
});

test('what is no code never gets into the command', () => {
  assert.throws(() => bound({}, { pauseRecording: '*7,exec:system' }), UnsafeValueError);
});

test('a recording that follows the caller is looked for on the caller’s channel too, and told as one of the call', () => {
  const argument = bound({ recordingOnTransfer: 'goOn' })[0]?.[1] ?? '';
  assert.ok(argument.includes('m:^:set:rufgruppe_call=caller^set:rufgruppe_recording_marks='), argument);
  assert.ok(
    argument.includes(
      String.raw`mask \${uuid_getvar(\${uuid} rufgruppe_recording)})}\${uuid_record(caller mask \${uuid_getvar(caller rufgruppe_recording)})}|OK)}`,
    ),
    argument,
  );
  const set = (recordingOnTransfer: 'end' | 'goOn', file?: string) =>
    followedRecording({ recordingOnTransfer }, file);
  assert.deepEqual(set('goOn', '/rec/a.wav'), [
    ['rufgruppe_recording', '/rec/a.wav'],
    ['RECORD_STEREO', 'true'],
    ['execute_on_pre_bridge_rufgruppe_1', 'record_session /rec/a.wav'],
    ['execute_on_pre_bridge_rufgruppe_2', 'unset execute_on_pre_bridge_rufgruppe_1'],
  ]);
  assert.deepEqual([set('end', '/rec/a.wav'), set('goOn')], [[], []]);
});
