/** A call leaves its groups without a member: a voicemail box or an announcement takes it, or it is released. */
import type { DateTime } from 'luxon';
import { assertNever } from '../../base/errors.js';
import type { InboundCall, Place, Step } from '../../base/model/call.js';
import type { Fact } from '../../base/model/reason.js';
import { sipUserOf } from '../../base/model/phone-address.js';
import type { Settings } from '../../base/model/settings.js';
import type { Group } from '../../base/model/snapshot.js';
import type { CallEnd } from '../records/tell.js';
import type { CallSocket } from './call-socket.js';
import { callerProfile } from './channel-variables.js';
import { playsNothing, type PlayInput } from './play.js';
import type { RecordInProgress } from './record-in-progress.js';
import { isBoxMissing, isSoundMissing } from './sounds.js';

export type LastStep = Exclude<Step, { kind: 'ring' | 'greet' }>;

export interface TakeUse {
  readonly socket: CallSocket;
  readonly call: InboundCall;
  readonly settings: Settings;
  readonly record: Pick<RecordInProgress, 'noteMissing' | 'taken'>;
  /** `name=value` pairs for the caller's channel. */
  readonly variables: (group: Group, place: Place) => readonly string[];
  readonly now: () => DateTime;
}

/** The caller gave up before anything took the call. */
export const GAVE_UP: CallEnd = { outcome: 'gaveUp', hangupCause: 'ORIGINATOR_CANCEL' };

const NOBODY: LastStep = { kind: 'release', why: [], cause: 'NO_ANSWER', sipStatus: undefined };

/**
 * Resolves when the call is over.
 *
 * @throws EslClosedError when the event socket ends meanwhile.
 */
export async function takeFromGroups(step: LastStep, use: TakeUse): Promise<CallEnd> {
  switch (step.kind) {
    case 'voicemail':
      return toVoicemail(step, use);
    case 'announce':
      return announce(step, use);
    case 'release':
      return release(step, use);
    default:
      return assertNever(step);
  }
}

async function toVoicemail(step: Extract<Step, { kind: 'voicemail' }>, use: TakeUse): Promise<CallEnd> {
  const { socket, settings } = use;
  const { group, box } = step;
  if (await isBoxMissing(socket, box, settings)) {
    return withoutAnswer(group, { kind: 'boxMissing', box }, use);
  }
  const { user, domain } = sipUserOf(box, { home: settings.domain });
  const argument = `${settings.voicemailProfile} ${domain} ${user}`;
  return answerWith(step, { application: 'voicemail', argument, name: box }, use);
}

async function announce(step: Extract<Step, { kind: 'announce' }>, use: TakeUse): Promise<CallEnd> {
  const { group, file } = step;
  if (await isSoundMissing(use.socket, file)) {
    return withoutAnswer(group, { kind: 'soundMissing', file }, use);
  }
  return answerWith(step, { application: 'playback', argument: file, name: file }, use);
}

/** A caller must not pay for silence, so the call is not answered. */
function withoutAnswer(group: Group, fact: Fact, use: TakeUse): Promise<CallEnd> {
  use.record.noteMissing(group, fact);
  return takeFromGroups(NOBODY, use);
}

/** Answers the caller, runs one application to its end and hangs up. */
async function answerWith(
  { group, place }: { readonly group: Group; readonly place: Place },
  { name, ...play }: Pick<PlayInput, 'application' | 'argument'> & { readonly name: string },
  { socket, call, record, variables, now }: TakeUse,
): Promise<CallEnd> {
  const isSilent = await playsNothing({
    ...play,
    socket,
    callerProfile: callerProfile(call, group),
    channelVariables: variables(group, place),
    now,
    onAnswered: () => record.taken(),
  });
  const what = play.application === 'voicemail' ? 'voicemail' : 'announcement';
  if (isSilent) record.noteMissing(group, { kind: 'playedNothing', what, name });
  return { outcome: isSilent ? 'playedNothing' : what, hangupCause: 'NORMAL_CLEARING' };
}

async function release(step: Extract<Step, { kind: 'release' }>, { socket }: TakeUse): Promise<CallEnd> {
  if (socket.isCallerGone) return GAVE_UP;
  if (step.sipStatus !== undefined) {
    await socket.execute('respond', `${step.sipStatus.code} ${step.sipStatus.phrase}`);
  }
  await Promise.all([
    socket.execute('set', 'sip_ignore_remote_cause=true'),
    socket.execute('hangup', step.cause),
  ]);
  return { outcome: 'released', hangupCause: step.cause };
}
