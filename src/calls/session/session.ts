/**
 * Handles one call from its arrival to its record: asks the routing decision what to do, does it, asks again. This
 * is the only place that knows both the decision and the event socket; it decides nothing itself. Later reports
 * about the call are handled by its record (record-in-progress.ts).
 */
import type { DateTime } from 'luxon';
import { AppError, assertNever } from '../../base/errors.js';
import type { Log } from '../../base/log.js';
import type { Attempt, GreetStep, InboundCall, Place, Step } from '../../base/model/call.js';
import { CALL_VARIABLE, RECORDING_VARIABLE } from '../../telephony/dialstring/originate.js';
import type { RecordedLeg } from '../../base/model/call-record.js';
import type { Fact } from '../../base/model/reason.js';
import type { Group, Ringback, Snapshot } from '../../base/model/snapshot.js';
import { recordId } from '../records/record-id.js';
import type { CallEnd } from '../records/tell.js';
import { decide } from '../routing/decide.js';
import { isToBeRecorded } from '../routing/greeting.js';
import type { CallSocket } from './call-socket.js';
import { callerProfile, channelVariables } from './channel-variables.js';
import { inboundCall } from './arrival.js';
import { greet } from './greet.js';
import type { ChannelFacts } from './inbound-call.js';
import { decodeProgress, encodeProgress, STATE_VARIABLE, withAttempt } from '../story/progress.js';
import { RecordInProgress } from './record-in-progress.js';
import { endEarlierRecording, noteRecording, unheardNotice } from './recorded-talk.js';
import { ring, TAKEN_VARIABLE, type RingStep } from './ring.js';
import { Ringbacks } from './ringbacks.js';
import type { SessionDependencies } from './session-dependencies.js';
import { GAVE_UP, takeFromGroups } from './take-from-groups.js';

/** `Caller-Profile-Index` of a channel that has not been transferred. */
const FIRST_PROFILE = '1';

/**
 * FreeSWITCH connects the caller with the phone that took the call only when the control has ended; what becomes of the
 * call, it reports.
 */
const PICKED_UP: CallEnd = { outcome: 'handedBack', hangupCause: null };

/** How a step ended. */
type StepEnd = 'next' | CallEnd;

/** How long to wait for the hangup events of a finished call. */
const LAST_EVENTS_MS = 1_500;

/**
 * Handles one caller's channel until the call is over or the socket ends. Never rejects because of what a
 * caller, a phone or the database did; whatever goes wrong inside leaves the call to the dialplan's next
 * action.
 */
export function runCall(
  socket: CallSocket,
  channel: ChannelFacts,
  dependencies: SessionDependencies,
): Promise<void> {
  const snapshot = dependencies.snapshot();
  if (snapshot === undefined) {
    dependencies.log.error(
      { call: socket.uuid },
      'no configuration is known; the dialplan goes on with the call',
    );
    socket.close();
    return Promise.resolve();
  }
  // Not awaited here: an async function would keep the channel, 8 to 30 KiB, as long as the call lasts.
  return new Session(socket, channel, snapshot, dependencies).run();
}

class Session {
  readonly #socket: CallSocket;
  readonly #snapshot: Snapshot;
  readonly #use: SessionDependencies;
  readonly #call: InboundCall;
  readonly #profileIndex: string;
  readonly #startedAtMs: number;
  readonly #log: Log;
  readonly #takeovers: number;
  readonly #record: RecordInProgress;
  #attempts: readonly Attempt[];
  /** The file of a recording that runs on the channel since an earlier call. */
  readonly #earlierRecording: string | undefined;
  readonly #takenBefore: string | undefined;
  #ringbacks: Ringbacks | undefined;

  constructor(socket: CallSocket, channel: ChannelFacts, snapshot: Snapshot, use: SessionDependencies) {
    this.#socket = socket;
    this.#snapshot = snapshot;
    this.#use = use;
    this.#call = inboundCall(socket.uuid, channel, snapshot, use);
    const index = channel.header('Caller-Profile-Index') ?? '';
    this.#profileIndex = /^\d{1,9}$/.test(index) ? index : FIRST_PROFILE;
    const earlier = decodeProgress(channel.variable(STATE_VARIABLE));
    const resumed =
      earlier?.group === this.#call.groupNumber && earlier.profileIndex === this.#profileIndex
        ? earlier
        : undefined;
    this.#attempts = resumed?.attempts ?? [];
    this.#startedAtMs = resumed?.startedAtMs ?? use.now().toMillis();
    this.#log = use.log.child({ call: socket.uuid });
    socket.onEvent(({ headers }) => use.stories.hear((name) => headers.get(name)));
    this.#takeovers = resumed === undefined ? 0 : resumed.takeovers + 1;
    const start = {
      id: recordId(socket.uuid, Number(this.#profileIndex)),
      call: this.#call,
      group: snapshot.groups.get(this.#call.groupNumber),
      configurationRevision: snapshot.revision,
      controller: use.controller,
      startedAtMs: this.#startedAtMs,
      takeovers: this.#takeovers,
    };
    this.#earlierRecording = channel.variable(RECORDING_VARIABLE);
    this.#takenBefore = channel.variable(TAKEN_VARIABLE);
    this.#record = new RecordInProgress(start, use, this.#log);
  }

  async run(): Promise<void> {
    const earlier = this.#record.begin();
    let end: CallEnd;
    try {
      // Everything up to the first reply that is awaited leaves in one packet.
      const first = this.#socket.batch(() => {
        this.#subscribe();
        this.#endEarlierRecording();
        return this.#next();
      });
      let step = await first;
      while (step === 'next') step = await this.#next();
      end = step;
    } catch (error) {
      end = this.#socket.isCallerGone ? GAVE_UP : { outcome: 'handedBack', hangupCause: null };
      // Our own stop, a caller who hung up and a FreeSWITCH that closed the socket happen every day; any other error is
      // logged with its stack.
      if (error instanceof AppError && error.code === 'ESL_CLOSED') {
        this.#log.info({ reason: error.message }, 'the control of the call has ended');
      } else this.#log.error({ err: error }, 'the control of the call is lost');
    }
    await this.#finish(end, earlier);
  }

  /** The hangup of every channel of this call; delivered when no application runs. */
  #subscribe(): void {
    this.#socket
      .subscribe(['CHANNEL_HANGUP_COMPLETE'], { header: `variable_${CALL_VARIABLE}`, value: this.#call.id })
      .catch((error: unknown) => this.#log.debug({ err: error }, 'no events for this call'));
  }

  #endEarlierRecording(): void {
    const earlier = { file: this.#earlierRecording, runs: this.#profileIndex !== FIRST_PROFILE };
    endEarlierRecording(earlier, this.#socket).catch((error: unknown) =>
      this.#log.debug({ err: error }, 'an earlier recording could not be stopped'),
    );
  }

  #next(): Promise<StepEnd> {
    const now = this.#use.now();
    const step = this.#decide(now);
    this.#record.decided(step, now);
    return this.#do(step);
  }

  #decide(now: DateTime): Step {
    const [call, attempts, { limits }] = [this.#call, this.#attempts, this.#snapshot.settings];
    return this.#use.limits.next({ call, attempts, limits, atMs: now.toMillis() }, () =>
      decide(this.#snapshot, call, attempts, now, this.#use.isTalking),
    );
  }

  #do(step: Step): Promise<StepEnd> {
    switch (step.kind) {
      case 'ring':
        return this.#ring(step);
      case 'greet':
        return this.#greet(step);
      case 'voicemail':
      case 'announce':
      case 'release':
        return takeFromGroups(step, {
          socket: this.#socket,
          call: this.#call,
          settings: this.#snapshot.settings,
          record: this.#record,
          variables: (group, place) => this.#variables(group, place, group.ringback),
          now: this.#use.now,
        });
      default:
        return assertNever(step);
    }
  }

  async #greet(step: GreetStep): Promise<StepEnd> {
    const place = await greet(step, {
      socket: this.#socket,
      call: this.#call,
      record: this.#record,
      variables: (group, at) => this.#variables(group, at, group.ringback),
    });
    if (place === undefined) return GAVE_UP;
    this.#attempts = [...this.#attempts, { place }];
    return 'next';
  }

  async #ring(step: RingStep): Promise<StepEnd> {
    const { group } = step;
    const ringback = group.ringback.kind === 'tone' ? group.ringback : await this.#ringback(group);
    const recording = await this.#recordingOf(group);
    const recordingFile = recording && `${this.#snapshot.settings.recordingsFolder}/${recording}`;
    const before = this.#record.legs;
    const result = await ring({
      socket: this.#socket,
      call: this.#call,
      snapshot: this.#snapshot,
      step,
      callerProfile: callerProfile(this.#call, group),
      channelVariables: this.#variables(group, step.place, ringback),
      recordingFile,
      noticeFile: recordingFile && group.recordingNotice?.memberFile,
      takenBefore: this.#takenBefore,
      newId: this.#use.newId,
      now: this.#use.now,
      onPlan: (legs, notRung) => this.#planned(step, before, legs, notRung),
    });
    this.#attempts = withAttempt(this.#attempts, step.place);
    this.#record.rang(before, result.legs);
    if (result.kind === 'unanswered') return 'next';
    if (result.kind === 'callerGone') return GAVE_UP;
    if (result.kind === 'pickedUp') {
      if (result.by !== undefined) this.#record.pickedUp(result.by, group);
      return PICKED_UP;
    }
    this.#record.answered(result.by, recording);
    const use = { socket: this.#socket, record: this.#record };
    if (recordingFile !== undefined) await noteRecording(group, result.by.who, recordingFile, use);
    return { outcome: 'answered', hangupCause: result.hangupCause };
  }

  #ringback(group: Group): Promise<Ringback> {
    this.#ringbacks ??= new Ringbacks(this.#socket, this.#snapshot.settings.country, (missingAt, name) =>
      this.#record.noteMissing(missingAt, { kind: 'ringbackMissing', name }),
    );
    return this.#ringbacks.of(group);
  }

  /** Variables for the caller's channel, including where another controller would continue. */
  #variables(group: Group, place: Place, ringback: Ringback): string[] {
    const state = encodeProgress({
      group: this.#call.groupNumber,
      profileIndex: this.#profileIndex,
      startedAtMs: this.#startedAtMs,
      takeovers: this.#takeovers,
      attempts: withAttempt(this.#attempts, place),
    });
    return channelVariables(this.#call, group, state, ringback);
  }

  /**
   * A new name for each talk that is recorded; it reveals nothing about the caller. Nobody is recorded who has not heard
   * what the group says first.
   */
  async #recordingOf(group: Group): Promise<string | undefined> {
    if (!isToBeRecorded(group, this.#call)) return undefined;
    const unheard = await unheardNotice(group, this.#attempts, this.#socket);
    if (unheard === undefined) return `${this.#use.newId()}.wav`;
    this.#record.note(group, { kind: 'notRecordedWithoutNotice', file: unheard });
    return undefined;
  }

  async #finish(end: CallEnd, earlier: Promise<void>): Promise<void> {
    const at = this.#use.now();
    this.#use.limits.ended(this.#call);
    const legIds = this.#record.legs.flatMap((leg) => (leg.id === null ? [] : [leg.id]));
    if (end.outcome !== 'handedBack') {
      const ends = this.#use.stories.ends(this.#call.id, legIds, LAST_EVENTS_MS);
      await Promise.race([ends, this.#socket.ended]);
    }
    // FreeSWITCH keeps the caller's channel until the socket is closed, so closing must not wait for the database.
    this.#socket.close();
    await earlier;
    this.#record.over({ ...end, at: at.toJSDate() });
  }

  #planned(
    step: RingStep,
    before: readonly RecordedLeg[],
    legs: readonly RecordedLeg[],
    notRung: readonly Fact[],
  ): void {
    for (const fact of notRung) this.#record.note(step.group, fact);
    this.#record.ringing(before, legs);
    const stage = step.place.part === 'stage' ? step.place.stage : undefined;
    const ringing = legs.filter((leg) => leg.outcome === 'ringing').length;
    this.#log.info({ group: step.group.number, stage, legs: ringing, ringSec: step.ringSec }, 'ringing');
  }
}
