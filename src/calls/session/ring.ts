/**
 * Rings one stage, or the phone of one destination: asks who is registered, rings all legs at once and reads the
 * outcome.
 */
import type { DateTime } from 'luxon';
import { COMPLETED_ELSEWHERE, originateString } from '../../telephony/dialstring/originate.js';
import { planLegs, type Leg } from '../../telephony/dialstring/legs.js';
import {
  followedRecording,
  NOT_FOLLOWED,
  talkCodes,
  type Application,
} from '../../telephony/dialstring/talk-codes.js';
import { parseContacts } from '../../telephony/dialstring/text.js';
import type { InboundCall, Target } from '../../base/model/call.js';
import type { Fact } from '../../base/model/reason.js';
import { sipUserOf, type PhoneAddress } from '../../base/model/phone-address.js';
import type { Settings } from '../../base/model/settings.js';
import type { Snapshot } from '../../base/model/snapshot.js';
import { isToBeRecorded } from '../routing/greeting.js';
import { parseOriginateCauses } from '../outcome/causes.js';
import { type RecordedLeg } from '../../base/model/call-record.js';
import type { CallSocket } from './call-socket.js';
import {
  endedLeg,
  ringingLeg,
  tooLateFact,
  unreachableLeg,
  type LegEnds,
  type RingStep,
} from './leg-records.js';

export type { RingStep } from './leg-records.js';

/** The result of a stage. */
export type RingResult =
  | {
      readonly kind: 'answered';
      readonly by: RecordedLeg;
      /** How the talk ended. */
      readonly hangupCause: string;
      readonly legs: readonly RecordedLeg[];
    }
  /**
   * Another phone took the caller by code; FreeSWITCH connects the two when the control of the call ends. `by`: its address;
   * undefined: FreeSWITCH does not say so, perhaps since the caller hung up at that moment.
   */
  | {
      readonly kind: 'pickedUp';
      readonly by: PhoneAddress | undefined;
      readonly legs: readonly RecordedLeg[];
    }
  | { readonly kind: 'unanswered'; readonly legs: readonly RecordedLeg[] }
  | { readonly kind: 'callerGone'; readonly legs: readonly RecordedLeg[] };

export interface RingInput {
  readonly socket: CallSocket;
  readonly call: InboundCall;
  readonly snapshot: Snapshot;
  readonly step: RingStep;
  /** Where FreeSWITCH records the talk; undefined: it is not recorded. */
  readonly recordingFile?: string | undefined;
  /** What a member hears who picks up, before the talk; undefined: nothing. */
  readonly noticeFile?: string | undefined;
  /** `name=value` pairs for the caller's channel. */
  readonly channelVariables: readonly string[];
  /** The same for `set_profile_var`, one each. */
  readonly callerProfile: readonly string[];
  readonly newId: () => string;
  readonly now: () => DateTime;
  /** The variable of a phone that took the caller in an earlier call of this channel. */
  readonly takenBefore?: string | undefined;
  /** Called as phones begin to ring, with those that do or cannot, and why others will not. Must not throw. */
  readonly onPlan: (legs: readonly RecordedLeg[], notRung: readonly Fact[]) => void;
}

/**
 * Rings the targets of a step. Resolves when the talk with the member who answered is over, the ring time is up,
 * all legs have failed or the caller is gone.
 *
 * @throws EslClosedError when the event socket ends meanwhile; UnsafeValueError when a dial string cannot be
 *   written.
 */
export async function ring(input: RingInput): Promise<RingResult> {
  const { socket, step, snapshot, now } = input;
  // One write to the socket: what the caller's profile must say, and who is registered.
  const [contacts] = await Promise.all(
    socket.batch(
      () =>
        [
          registeredContacts(socket, step.targets, snapshot.settings),
          Promise.all(input.callerProfile.map((set) => socket.execute('set_profile_var', set))),
        ] as const,
    ),
  );
  const plan = planLegs(step.targets, contacts, step.ringSec, input.newId);
  const startedAt = now().toJSDate();
  const isLate = ({ reason }: (typeof plan.unreachable)[number]) => reason === 'delay beyond the stage';
  const late = plan.unreachable.filter(isLate).map((leg) => tooLateFact(step, leg));
  const neverCalled = plan.unreachable
    .filter((leg) => !isLate(leg))
    .map((leg) => unreachableLeg(step, leg, startedAt));
  const ringing = plan.legs.map((leg) => ringingLeg(step, leg, startedAt));
  const isToRing = plan.legs.length > 0 && !socket.isCallerGone;
  // The dial string leaves first: while its plan is noted, FreeSWITCH works on it.
  const bridged = isToRing ? bridge(input, plan.legs) : undefined;
  input.onPlan([...ringing, ...neverCalled], late);
  if (bridged === undefined) {
    if (socket.isCallerGone) return { kind: 'callerGone', legs: neverCalled };
    await tellChannel(input);
    return { kind: 'unanswered', legs: neverCalled };
  }
  // Not awaited here: this function would keep all that the stage was made of for as long as its phones ring.
  const { noticeFile, takenBefore } = input;
  const hasNotice = noticeFile !== undefined;
  return rung({ socket, legs: plan.legs, hasNotice, ringing, neverCalled, takenBefore, now }, bridged);
}

interface Ringing {
  readonly socket: CallSocket;
  readonly legs: readonly Leg[];
  /** Who picks up hears something first, and is connected only when that is over. */
  readonly hasNotice: boolean;
  /** In the record, in the same order. */
  readonly ringing: readonly RecordedLeg[];
  readonly neverCalled: readonly RecordedLeg[];
  readonly takenBefore: string | undefined;
  readonly now: () => DateTime;
}

/** What became of the legs when the bridge is over. */
async function rung(stage: Ringing, bridged: ReturnType<typeof bridge>): Promise<RingResult> {
  const [values] = await bridged;
  const result = bridgeResult(stage, values);
  const endedAt = stage.now().toJSDate();
  const called = stage.legs.flatMap((leg, index) => {
    const ringing = stage.ringing[index];
    const confirms = leg.confirm || stage.hasNotice;
    return ringing === undefined ? [] : [endedLeg(ringing, { ...leg, confirm: confirms }, result, endedAt)];
  });
  const legs = [...called, ...stage.neverCalled];
  if (result.takenBy !== undefined) {
    const by = await takerOf(result.takenBy, stage.socket);
    return { kind: 'pickedUp', by, legs: legs.map(pickedUpElsewhere) };
  }
  const by = called.find((leg) => leg.outcome === 'answered');
  if (by !== undefined) return { kind: 'answered', by, legs, hangupCause: result.hangupCause };
  return { kind: result.callerGone ? 'callerGone' : 'unanswered', legs };
}

/**
 * The channel says that this stage has been rung only once its phones ring: if a controller stops before that, the
 * next one must still ring the stage.
 */
function tellChannel({ socket, channelVariables }: RingInput): Promise<unknown> {
  return socket.execute('multiset', channelVariables.join(' '));
}

async function registeredContacts(
  socket: CallSocket,
  targets: readonly Target[],
  settings: Settings,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const extensions = targets.flatMap((target) => (target.kind === 'extension' ? [target.extension] : []));
  const asked = extensions.map(async (extension) => {
    const { user, domain } = sipUserOf(extension, { home: settings.domain });
    const answer = await socket.api(`sofia_contact ${user}@${domain}`);
    return [extension, parseContacts(answer, user)] as const;
  });
  return new Map(await Promise.all(asked));
}

interface BridgeResult extends LegEnds {
  /** What the phone that picks the caller up says of itself. */
  readonly takenBy: string | undefined;
  readonly hangupCause: string;
}

/**
 * Set on the caller's channel by a phone that is about to take the caller by code: its channel and its extension, with a colon
 * between. FreeSWITCH itself calls such a bridge ORIGINATOR_CANCEL, as if the caller had given up.
 */
export const TAKEN_VARIABLE = 'rufgruppe_taken_by';

/** What FreeSWITCH tells of a bridge when it is over. */
const BRIDGE_VARIABLES = [
  'originate_disposition',
  'originate_causes',
  'last_bridge_to',
  'bridge_hangup_cause',
  TAKEN_VARIABLE,
];

/** The values of these variables. */
type BridgeValues = readonly (string | undefined)[];

/** Resolves when the talk is over, or nobody was reached; the replies to the other commands are of no interest. */
function bridge(input: RingInput, legs: readonly Leg[]): Promise<readonly [BridgeValues, ...unknown[]]> {
  const { socket, call, snapshot, step } = input;
  const dialString = originateString(legs, {
    callId: call.id,
    caller: call.caller,
    callerPhone: call.callerExtension,
    group: step.group,
    settings: snapshot.settings,
    ringSec: step.ringSec,
    recordingFile: input.recordingFile,
    noticeFile: input.noticeFile,
  });
  // All in one write: FreeSWITCH answers in order, and the reply to `bridge` comes when the talk is over.
  const { done, values } = socket.batch(() => ({
    done: [
      tellChannel(input),
      ...[...recordingOfCaller(input), ...codesOfTalk(input)].map((one) => socket.execute(...one)),
      ...hideStageChange(input, legs),
      socket.execute('bridge', dialString),
    ],
    values: socket.getVariables(BRIDGE_VARIABLES),
  }));
  return Promise.all([values, ...done]);
}

/** Only where the talk might be recorded: a group that never records lets all keys through. */
function codesOfTalk({ step: { group }, call, snapshot }: RingInput): readonly Application[] {
  return isToBeRecorded(group, call) ? talkCodes(group, snapshot.settings, call.id) : [];
}

function recordingOfCaller({ step: { group, place }, recordingFile }: RingInput): readonly Application[] {
  const sets = followedRecording(group, recordingFile);
  if (sets.length === 0) return place.path.length > 1 ? [NOT_FOLLOWED] : [];
  return sets.map(([name, value]) => ['set', `${name}=${value}`]);
}

function bridgeResult(
  { socket, legs, takenBefore }: Ringing,
  [disposition, causes, bridgedTo, hangupCause, takenBy]: BridgeValues,
): BridgeResult {
  const causeOf = parseOriginateCauses(causes);
  // If a member transferred the talk, last_bridge_to names a leg that is not in this stage; the winner has no
  // cause.
  const winner = legs.find(({ id }) => id === bridgedTo) ?? legs.find(({ id }) => causeOf.get(id) === 'NONE');
  return {
    causes: causeOf,
    answeredLeg: disposition === 'SUCCESS' ? winner?.id : undefined,
    takenBy: takenBy === takenBefore ? undefined : takenBy,
    callerGone: socket.isCallerGone || disposition === 'ORIGINATOR_CANCEL',
    hangupCause: hangupCause ?? 'NORMAL_CLEARING',
  };
}

/**
 * A phone that also rings in the next stage must not list a missed call when the stage changes, but must list one
 * when the caller gives up earlier. So a FreeSWITCH timer sets the reason of its CANCEL shortly before the stage
 * ends. The timer fires after at most ringSec, the stage lasts up to one second longer.
 */
function hideStageChange({ socket, step }: RingInput, legs: readonly Leg[]): Promise<unknown>[] {
  if (step.group.missedOnPhones === 'never') return [];
  return legs
    .filter(({ target }) => target.kind === 'extension' && target.ringsOn)
    .map(({ id }) =>
      socket.api(`sched_api +${step.ringSec} none uuid_setvar ${id} sip_reason ${COMPLETED_ELSEWHERE}`),
    );
}

/** The phone, if FreeSWITCH has bound the two channels to each other. */
async function takerOf(takenBy: string, socket: CallSocket): Promise<PhoneAddress | undefined> {
  const [, channel, phone] = /^([\w.-]+):(\d+(?:@[A-Za-z0-9.-]+)?)$/.exec(takenBy) ?? [];
  if (channel === undefined) return undefined;
  const bound = (await socket.api(`uuid_getvar ${socket.uuid} signal_bond`)).trim();
  return bound === channel ? phone : undefined;
}

/** FreeSWITCH ends one leg with PICKED_OFF and the others as if the caller had given up. */
function pickedUpElsewhere(leg: RecordedLeg): RecordedLeg {
  return leg.outcome === 'callerGaveUp' ? { ...leg, outcome: 'colleagueAnswered' } : leg;
}
