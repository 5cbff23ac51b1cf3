/** switch_ivr_originate(): rings the legs of one attempt until one wins or all have failed. */
import { reasonOf } from './causes.js';
import type { Channel } from './channel.js';
import type { Clock } from './clock.js';
import { createLeg, hasPrompt, numberOf, type LegState } from './leg-state.js';
import type { Originate, OriginateLeg } from './originate-string.js';
import type { Behaviour, PhoneBook } from './phones.js';
import type { Leg } from './timeline.js';

const DEFAULT_TIMEOUT_SEC = 60;
/** From the announcement to the key press. */
const PRESS_KEY_SEC = 2;
/** A person who does not press the key hangs up after this time. */
const NO_CONFIRM_HANGUP_SEC = 10;

export interface World {
  readonly clock: Clock;
  readonly phones: PhoneBook;
  readonly channel: Channel;
}

export type Outcome =
  | {
      readonly kind: 'won';
      readonly leg: Leg;
      readonly talkSec: number;
      /** Call this when the conversation is over. */
      readonly ended: (cause: string) => void;
    }
  | { readonly kind: 'failed'; readonly cause: string; readonly timedOut: boolean };

/** The legs of one attempt, rung together. */
export class Ringing {
  readonly #world: World;
  readonly #limitSec: number;
  readonly #startSec: number;
  readonly #legs: LegState[] = [];
  #creationCause = '';
  #done: ((outcome: Outcome) => void) | undefined;
  #stopTicking: () => void = () => undefined;
  #forgetCaller: () => void = () => undefined;

  constructor(world: World, originate: Originate, legs: readonly OriginateLeg[]) {
    this.#world = world;
    this.#limitSec = numberOf(originate.globals, 'originate_timeout') || DEFAULT_TIMEOUT_SEC;
    this.#startSec = this.#nowSec();
    for (const leg of legs) this.#create(leg);
    world.channel.setOnLeg = (uuid, variable, value) => {
      const state = this.#legs.find((one) => one.leg.uuid === uuid && one.state !== 'down');
      if (state !== undefined)
        state.leg = { ...state.leg, variables: new Map([...state.leg.variables, [variable, value]]) };
    };
  }

  run(): Promise<Outcome> {
    return new Promise((resolve) => {
      this.#done = resolve;
      const { channel } = this.#world;
      if (channel.down) {
        this.#finish('ORIGINATOR_CANCEL', 'ORIGINATOR_CANCEL');
        return;
      }
      this.#forgetCaller = channel.onDown(() => this.#finish('ORIGINATOR_CANCEL', 'ORIGINATOR_CANCEL'));
      this.#tickAtNextSecond();
      for (const leg of this.#legs) if (leg.delaySec === 0) this.#invite(leg);
      this.#checkDelays();
      this.#checkAllDown();
    });
  }

  #nowSec(): number {
    return Math.floor(this.#world.clock.now() / 1000);
  }

  #create(leg: OriginateLeg): void {
    const created = createLeg(this.#world.phones, leg, this.#world.clock.now());
    if (created.kind === 'created') {
      this.#legs.push(created.state);
      return;
    }
    this.#creationCause = created.cause;
    this.#world.channel.report({
      kind: 'notCreated',
      dial: `${leg.endpoint}/${leg.data}`,
      cause: created.cause,
    });
  }

  #invite(state: LegState): void {
    if (this.#done === undefined || state.state !== 'delayed') return;
    const { channel, clock } = this.#world;
    state.state = 'ringing';
    state.delaySec = 0;
    channel.report({ kind: 'invite', leg: state.leg });
    const { behaviour } = state;
    const rings = behaviour.kind === 'silent' || ('afterSec' in behaviour && behaviour.afterSec > 0);
    if (rings) state.rangAtMs = clock.now();
    const ringback = channel.variables.get('ringback');
    if (rings && !channel.answered)
      channel.hears(ringback === undefined ? 'ringing' : 'ringback', ringback ?? '');
    if (!('afterSec' in behaviour)) return;
    // Even an immediate refusal arrives after all INVITEs have been sent.
    state.cancelTimer = clock.after(behaviour.afterSec * 1000, () => this.#react(state));
  }

  /** What the phone does after ringing. */
  #react(state: LegState): void {
    if (this.#done === undefined || state.state !== 'ringing') return;
    switch (state.behaviour.kind) {
      case 'busy': {
        this.#refuse(state, 486, 'USER_BUSY');
        return;
      }
      case 'reject': {
        this.#refuse(state, 603, 'CALL_REJECTED');
        return;
      }
      case 'redirect': {
        this.#redirect(state);
        return;
      }
      case 'answer':
      case 'confirm':
      case 'noconfirm':
      case 'voicemail': {
        this.#answer(state, state.behaviour);
        return;
      }
      case 'silent':
      case 'unregistered':
        return;
    }
  }

  #refuse(state: LegState, status: number, cause: string): void {
    const { channel } = this.#world;
    this.#down(state, cause, status);
    channel.remoteStatus = status;
    channel.set('last_bridge_proto_specific_hangup_cause', `sip:${status}`);
    channel.report({ kind: 'failed', leg: state.leg, status, cause });
    this.#checkDelays();
    this.#checkAllDown();
  }

  /** A redirect is followed unless the dial string forbids it; then no other leg counts any more. */
  #redirect(state: LegState): void {
    if (state.leg.variables.get('outbound_redirect_fatal') === 'true') {
      this.#refuse(state, 302, 'REQUESTED_CHAN_UNAVAIL');
      return;
    }
    const { channel } = this.#world;
    this.#down(state, 'REDIRECTION_TO_NEW_DESTINATION');
    channel.remoteStatus = 302;
    channel.report({ kind: 'failed', leg: state.leg, status: 302, cause: 'REDIRECTION_TO_NEW_DESTINATION' });
    this.#finish('REDIRECTION_TO_NEW_DESTINATION', 'LOSE_RACE');
  }

  #answer(state: LegState, behaviour: Extract<Behaviour, { talkSec: number }>): void {
    const { channel, clock } = this.#world;
    const { variables } = state.leg;
    state.answeredAtMs = clock.now();
    channel.report({ kind: 'answered', leg: state.leg });
    const onAnswer = variables.get('execute_on_answer');
    if (onAnswer !== undefined) {
      const [app = '', ...arg] = onAnswer.split(' ');
      channel.report({ kind: 'legApp', leg: state.leg, app, arg: arg.join(' ') });
    }
    if ((variables.get('group_confirm_key') ?? '') === '') {
      this.#win(state, behaviour.talkSec);
      return;
    }
    state.state = 'confirming';
    if (!hasPrompt(state.leg, channel.missingFiles)) {
      this.#cancel(state, 'DESTINATION_OUT_OF_ORDER');
      this.#checkDelays();
      this.#checkAllDown();
      return;
    }
    const confirmSec = numberOf(variables, 'group_confirm_timeout');
    if (confirmSec > 0) state.limitSec = this.#nowSec() - this.#startSec + confirmSec;
    channel.report({ kind: 'confirmAsked', leg: state.leg });
    if (behaviour.kind === 'confirm') {
      state.cancelTimer = clock.after(PRESS_KEY_SEC * 1000, () => {
        channel.report({ kind: 'confirmed', leg: state.leg });
        this.#win(state, behaviour.talkSec);
      });
    } else if (behaviour.kind === 'noconfirm') {
      state.cancelTimer = clock.after(NO_CONFIRM_HANGUP_SEC * 1000, () => {
        channel.report({ kind: 'phoneHungUp', leg: state.leg });
        this.#down(state, 'NORMAL_CLEARING');
        this.#checkDelays();
        this.#checkAllDown();
      });
    }
  }

  #win(winner: LegState, talkSec: number): void {
    if (this.#done === undefined || winner.state === 'down') return;
    const several = this.#legs.length > 1;
    for (const state of this.#legs) {
      if (state !== winner) this.#cancel(state, several ? 'LOSE_RACE' : 'NO_ANSWER');
    }
    this.#world.channel.answer();
    const recording = /^record_session (.+)$/.exec(winner.leg.variables.get('execute_on_pre_bridge_1') ?? '');
    if (recording?.[1] !== undefined) this.#world.channel.recordTo(recording[1]);
    const bridgedAtMs = this.#world.clock.now();
    const ended = (cause: string): void => this.#ended(winner, cause, { bridgedAtMs });
    this.#settle({ kind: 'won', leg: winner.leg, talkSec, ended });
  }

  #cancel(state: LegState, cause: string): void {
    if (state.state === 'down') return;
    const { state: before } = state;
    this.#down(state, cause);
    // A leg whose delay has not passed was never sent.
    if (before === 'delayed') return;
    const method = before === 'confirming' ? 'BYE' : 'CANCEL';
    const reason = reasonOf(cause, state.leg.variables);
    this.#world.channel.report({ kind: 'cancelled', leg: state.leg, cause, method, reason });
  }

  #down(state: LegState, cause: string, status?: number): void {
    state.cancelTimer();
    state.state = 'down';
    state.cause = cause;
    this.#ended(state, cause, { status });
  }

  #ended(
    { leg, createdAtMs, rangAtMs, answeredAtMs }: LegState,
    cause: string,
    more: { readonly status?: number | undefined; readonly bridgedAtMs?: number },
  ): void {
    const endedAtMs = this.#world.clock.now();
    const { status, bridgedAtMs } = more;
    this.#world.channel.onLegEnd({
      leg,
      cause,
      createdAtMs,
      rangAtMs,
      answeredAtMs,
      bridgedAtMs,
      endedAtMs,
      status,
    });
  }

  #tickAtNextSecond(): void {
    const { clock } = this.#world;
    this.#stopTicking = clock.after(1000 - (clock.now() % 1000), () => {
      this.#tick();
      if (this.#done !== undefined) this.#tickAtNextSecond();
    });
  }

  /** FreeSWITCH compares whole seconds of the wall clock, so a limit of N seconds ends after N-1 to N seconds. */
  #tick(): void {
    const elapsedSec = this.#nowSec() - this.#startSec;
    if (elapsedSec >= this.#limitSec) {
      this.#finish('NO_ANSWER', 'NO_ANSWER');
      return;
    }
    for (const state of this.#legs) {
      if (state.state === 'delayed' && elapsedSec > state.delaySec) this.#invite(state);
      const rings = state.state === 'ringing' || state.state === 'confirming';
      if (rings && state.limitSec > 0 && elapsedSec > state.limitSec) this.#cancel(state, 'ALLOTTED_TIMEOUT');
    }
    this.#checkDelays();
    this.#checkAllDown();
  }

  /** When only delayed legs are left, the next of them begins at once. */
  #checkDelays(): void {
    if (this.#done === undefined) return;
    const delayed = this.#legs.filter((state) => state.state === 'delayed');
    if (delayed.length === 0 || this.#legs.some((state) => ['ringing', 'confirming'].includes(state.state)))
      return;
    const least = Math.min(...delayed.map((state) => state.delaySec));
    for (const state of delayed) {
      state.delaySec -= least;
      if (state.delaySec === 0) this.#invite(state);
    }
  }

  #checkAllDown(): void {
    if (this.#done === undefined || this.#legs.some((state) => state.state !== 'down')) return;
    this.#finish(this.#legs[0]?.cause ?? this.#creationCause, 'NONE');
  }

  /** Nobody won: `cause` is the bridge's own cause, `legCause` that of the legs that are still up. */
  #finish(cause: string, legCause: string): void {
    if (this.#done === undefined) return;
    const timedOut = cause === 'NO_ANSWER' && legCause === 'NO_ANSWER';
    for (const state of this.#legs) this.#cancel(state, legCause);
    this.#settle({ kind: 'failed', cause, timedOut });
  }

  #settle(outcome: Outcome): void {
    const done = this.#done;
    this.#done = undefined;
    this.#stopTicking();
    this.#forgetCaller();
    for (const { leg, cause } of this.#legs)
      this.#world.channel.push('originate_causes', `${leg.uuid};${cause}`);
    done?.(outcome);
  }
}
