/**
 * Takes the caller of a ringing call to the phone that dialled the code, by FreeSWITCH's `intercept`: the ringing phones
 * are told that the call was completed elsewhere, and the caller's session ends. Who took the call stands on both channels
 * before, so events and CDRs tell it whatever happens to the controllers.
 */
import type { Settings } from '../../base/model/settings.js';
import { CALL_VARIABLE, recordingPairs } from '../../telephony/dialstring/originate.js';
import { followedInstead } from '../../telephony/dialstring/talk-codes.js';
import { isToBeRecorded } from '../routing/greeting.js';
import type { CallSocket } from '../session/call-socket.js';
import { unheardNotice } from '../session/recorded-talk.js';
import { decodeProgress, STATE_VARIABLE } from '../story/progress.js';
import { TAKEN_VARIABLE } from '../session/ring.js';
import { PICKED_UP_VARIABLE } from '../story/read-channel.js';
import type { CodeDesk } from './code-desk.js';
import type { RingingCall } from './rules/ringing.js';
import type { Sentence } from './rules/spoken.js';

export interface PickUpUse {
  readonly socket: CallSocket;
  readonly desk: Pick<CodeDesk, 'claim' | 'letGo' | 'isElsewhere' | 'newId' | 'log'>;
  /** Of the phone that takes the call. */
  readonly extension: string;
  readonly settings: Pick<Settings, 'recordingsFolder'>;
}

/** Why the caller cannot be taken. */
type NotTaken = Extract<Sentence, 'nothing-rings' | 'caller-gone' | 'answered-already' | 'rings-elsewhere'>;

/**
 * Tries one call after the other. `connected`: FreeSWITCH connects the two as soon as this control ends.
 *
 * @throws EslClosedError when the event socket ends meanwhile.
 */
export async function pickUp(calls: readonly RingingCall[], use: PickUpUse): Promise<'connected' | NotTaken> {
  let result: NotTaken = 'nothing-rings';
  for (const call of calls) {
    const taken = await claimed(call, use);
    if (taken === 'connected') return taken;
    result = taken;
  }
  return result;
}

async function claimed(call: RingingCall, use: PickUpUse): Promise<'connected' | NotTaken> {
  const { channel } = call;
  const { claim, letGo, log } = use.desk;
  if (!claim(channel)) return 'answered-already';
  let result: 'connected' | NotTaken = 'caller-gone';
  try {
    result = await take(call, use);
  } finally {
    if (result !== 'connected') letGo(channel);
  }
  const facts = { call: channel, phone: use.extension, group: call.group.number, result };
  log.info(facts, 'a ringing call was to be picked up');
  return result;
}

async function take(call: RingingCall, { socket, desk, extension, settings }: PickUpUse) {
  const { channel } = call;
  if ((await socket.api(`uuid_exists ${channel}`)).trim() !== 'true')
    return (await desk.isElsewhere(channel)) ? 'rings-elsewhere' : 'caller-gone';
  const records = await isRecorded(call, socket);
  const file = records ? `${settings.recordingsFolder}/${desk.newId()}.wav` : undefined;
  const variables: (readonly [string, string])[] = [
    [CALL_VARIABLE, channel],
    [PICKED_UP_VARIABLE, extension],
    ['intercept_unbridged_only', 'true'],
    ['hangup_after_bridge', 'true'],
    ...(file === undefined
      ? []
      : [['rtp_liberal_dtmf', 'true'] as const, ...recordingPairs(file, call.group)]),
  ];
  const [partner] = await socket.batch(() => {
    ignoring(socket.api(`uuid_setvar ${channel} ${TAKEN_VARIABLE} ${socket.uuid}:${extension}`));
    for (const [name, value] of variables) ignoring(socket.execute('set', `${name}=${value}`));
    ignoring(socket.execute('intercept', channel));
    return socket.getVariables(['signal_bond']);
  });
  if (partner === channel) {
    // In time: they are connected when this control ends. A caller whom somebody else has keeps the own recording.
    const sets = followedInstead(call.group, file);
    await Promise.all(
      socket.batch(() => sets.map(([name, value]) => socket.api(`uuid_setvar ${channel} ${name} ${value}`))),
    );
    return 'connected';
  }
  // Events and the CDR of this channel must not tell of a talk that never was.
  await Promise.all(
    socket.batch(() => [
      socket.api(`uuid_setvar ${channel} ${TAKEN_VARIABLE}`),
      ...variables.map(([name]) => socket.execute('unset', name)),
    ]),
  );
  return (await socket.api(`uuid_exists ${channel}`)).trim() === 'true' ? 'answered-already' : 'caller-gone';
}

/**
 * Whether the talk is recorded: who has to hear a notice first must have heard it, the caller before the phones rang and
 * whoever takes the call now.
 */
async function isRecorded(call: RingingCall, socket: CallSocket): Promise<boolean> {
  const { channel, group } = call;
  if (!isToBeRecorded(group, call)) return false;
  if (group.recordingNotice === undefined) return true;
  const state = decodeProgress((await socket.api(`uuid_getvar ${channel} ${STATE_VARIABLE}`)).trim());
  if ((await unheardNotice(group, state?.attempts ?? [], socket)) !== undefined) return false;
  const { memberFile } = group.recordingNotice;
  if (memberFile === undefined) return true;
  await Promise.all(socket.batch(() => [socket.execute('answer'), socket.execute('playback', memberFile)]));
  return true;
}

/** The last command of the batch rejects as well when the socket ends. */
function ignoring(sent: Promise<unknown>): void {
  sent.catch(() => undefined);
}
