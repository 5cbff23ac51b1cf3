/**
 * The judge of what FreeSWITCH was told: only numbers that the allow-list lets through, over the configured gateway, and
 * only phones that are registered. It reads dial strings as FreeSWITCH does, and knows nothing of who wrote them.
 */
import assert from 'node:assert/strict';
import { holdsVariable, parseOriginate, type OriginateLeg } from '../scripts/peer/originate-string.js';
import { normalise } from '../src/base/configuration/phone-number.js';
import type { SettingsContent } from '../src/base/configuration/schema.js';
import type { Told } from './fakes/obeying-socket.js';

/** Applications that the service uses; none but `bridge` calls anybody. */
const APPLICATIONS = new Set([
  'answer',
  'bind_digit_action',
  'bridge',
  'digit_action_set_realm',
  'hangup',
  'multiset',
  'playback',
  'respond',
  'set',
  'set_profile_var',
  'stop_record_session',
  'unset',
  'voicemail',
]);

/** Codes of a talk: nothing that they let FreeSWITCH do calls anybody. They are expanded only when they are pressed. */
const BINDS = new RegExp(
  String.raw`^rufgruppe,[*#]\d{1,5},exec\[i\]:(displace_session,codes/\w+/recording-pause-refused\.wav m|` +
    String.raw`execute_extension,m:\^:(set:rufgruppe_call=[\w-]+\^)?set:rufgruppe_recording_marks=DONE\^displace_session:codes/\w+/recording-(pause|resume)-DONE\.wav\\{4}sm` +
    String.raw`\^event:Event-Name=CHANNEL_DATA inline),peer,peer$`,
);

/** What `${…}` such a code may hold. */
const DONE =
  /(\\\$\{rufgruppe_recording_marks\}[pr]\\\$\{strepoch\(\)\})?\\\$\{regex\((\\\$\{uuid_record\((\\\$\{uuid\}|[\w-]+) (un)?mask \\\$\{uuid_getvar\((\\\$\{uuid\}|[\w-]+) rufgruppe_recording\)\}\)\}){1,2}\|OK\)\}\.?(?=\^|\.wav)/g;

/** What it asks: nothing of it calls anybody. `sched_api` only lets a variable be set. */
const QUESTION =
  /^(sofia_contact \d{1,15}@[A-Za-z0-9.-]+|(expand )?file_exists \S+|local_stream show [\w.-]+|vm_boxcount [\w.-]+\/0@rufgruppe\.invalid|user_exists id \d+ [A-Za-z0-9.-]+|sched_api \+\d+ none uuid_setvar [\w-]+ sip_reason SIP;cause=200;text="Call completed elsewhere")$/;

/** Variables of the caller's channel that the service sets; none of them makes FreeSWITCH do anything. */
const SETS = new Set(
  (
    'continue_on_fail hangup_after_bridge sip_ignore_remote_cause sip_copy_custom_headers ignore_display_updates ' +
    'effective_callee_id_number effective_callee_id_name effective_caller_id_number effective_caller_id_name ' +
    'instant_ringback ringback transfer_ringback rufgruppe_state rufgruppe_call rufgruppe_recording caller_id_name caller_id_number ani'
  ).split(' '),
);

/** Variables of a leg that make FreeSWITCH do something; the service sets one of them, to record. */
const ACTS =
  /^(execute_on_|api_on_|bridge_pre_execute|bridge_exec|exec_after|park_after|transfer_|origination_nested)/;
const RECORDS = /^(record_session \S+|set execute_on_pre_bridge_1=stop_record_session \S+)$/;

/** The same on the caller's channel. */
const FOLLOWS =
  /^(RECORD_STEREO=true|execute_on_pre_bridge_rufgruppe_1=record_session \S+|execute_on_pre_bridge_rufgruppe_2=unset execute_on_pre_bridge_rufgruppe_1)$/;

/** Said once more by hand, since the allow-list is read with the library that made it. */
const PREMIUM = /^(\+49|0049|0)(900|137|180|118)/;

export interface Dialled {
  /** Numbers that were dialled over the gateway, as they were dialled. */
  readonly outside: readonly string[];
  readonly phones: readonly string[];
}

/** Throws when anything was told that reaches, or could reach, somebody else. */
export function judgeDialled(told: readonly Told[], settings: SettingsContent): Dialled {
  const legs: OriginateLeg[] = [];
  for (const { application, argument, command } of told) {
    if (application === 'bind_digit_action') {
      assert.match(argument.replace(DONE, 'DONE'), BINDS, `binds more: ${command}`);
      continue;
    }
    if (application === 'set' && FOLLOWS.test(argument)) continue;
    // FreeSWITCH expands the arguments of applications, and runs `${api(…)}` in them. One question names a variable.
    const plain =
      application === undefined
        ? argument.replace('expand file_exists ${sound_prefix}/', 'file_exists ')
        : argument;
    assert.ok(!holdsVariable(plain), `would be expanded: ${command}`);
    if (application === undefined) {
      assert.match(plain, QUESTION, `asks for more: ${command}`);
      continue;
    }
    assert.ok(APPLICATIONS.has(application), `another application: ${command}`);
    if (application === 'bridge') legs.push(...legsOf(argument));
    if (application === 'set' || application === 'set_profile_var') judgeNames([argument], command);
    if (application === 'multiset') judgeNames(argument.split(' '), command);
  }
  for (const leg of legs) judgeVariables(leg);
  const outside = legs.flatMap((leg) => outsideNumber(leg, settings) ?? []);
  const phones = legs.flatMap(({ data }) => (data.startsWith('gateway/') ? [] : [data]));
  return { outside, phones };
}

function legsOf(dialString: string): OriginateLeg[] {
  const read = parseOriginate(dialString);
  assert.ok(read.kind === 'ok', `${read.kind === 'refused' ? read.reason : ''}: ${dialString}`);
  // One attempt: what stands behind `|` would be called when nobody of the stage answers.
  assert.equal(read.originate.attempts.length, 1, dialString);
  return [...(read.originate.attempts[0] ?? [])];
}

function judgeNames(assignments: readonly string[], command: string): void {
  for (const assignment of assignments) {
    const name = assignment.slice(0, Math.max(0, assignment.indexOf('=')));
    assert.ok(SETS.has(name), `sets ${name}: ${command}`);
  }
}

function judgeVariables({ variables }: OriginateLeg): void {
  for (const [name, value] of variables) {
    if (ACTS.test(name)) assert.match(value, RECORDS, `${name}=${value}`);
  }
}

/** The number that a leg reaches over the gateway; undefined for a registered phone. */
function outsideNumber({ endpoint, data }: OriginateLeg, settings: SettingsContent): string | undefined {
  assert.equal(endpoint, 'sofia', `${endpoint}/${data}`);
  const [kind, gateway, number, ...rest] = data.split('/');
  if (kind !== 'gateway') {
    assert.match(data, /^[\w.-]+\/sips?:/, data);
    return undefined;
  }
  assert.deepEqual([gateway, rest], [settings.gateway, []], data);
  const { country, externalNumbers } = settings;
  assert.equal(normalise(number ?? '', country, externalNumbers).kind, 'allowed', `${number} is dialled`);
  const isNamed = externalNumbers.alsoPrefixes.some((prefix) => prefix.startsWith('+49'));
  if (country === 'DE' && !isNamed) assert.doesNotMatch(number ?? '', PREMIUM, `${number} is dialled`);
  return number;
}
