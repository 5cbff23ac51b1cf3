/** One phone of a bridge, from its INVITE until it has won, refused or been cancelled. */
import { reasonOf } from './causes.js';
import { hasPrompt, numberOf, type LegState } from './leg-state.js';
import type { Behaviour } from './phones.js';
import type { World } from './world.js';

/** From the announcement to the key press. */
const PRESS_KEY_SEC = 2;
/** A person who does not press the key hangs up after this time. */
const NO_CONFIRM_HANGUP_SEC = 10;

/** The legs that ring together, as one of them sees it. */
export interface Race {
  isOver(): boolean;
  /** Whole seconds of the wall clock since they began. */
  elapsedSec(): number;
  won(winner: RingingLeg, talkSec: number): void;
  /** This leg rings no more; the others may still win. */
  lost(): void;
  redirected(): void;
}

export class RingingLeg {
  readonly state: LegState;
  readonly #world: World;
  readonly #race: Race;

  constructor(world: World, state: LegState, race: Race) {
    this.#world = world;
    this.state = state;
    this.#race = race;
  }

  invite(): void {
    const { state } = this;
    if (this.#race.isOver() || state.state !== 'delayed') return;
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
    state.cancelTimer = clock.after(behaviour.afterSec * 1000, () => this.#react());
  }

  /** What the phone does after ringing. */
  #react(): void {
    const { state } = this;
    if (this.#race.isOver() || state.state !== 'ringing') return;
    switch (state.behaviour.kind) {
      case 'busy': {
        this.#refuse(486, 'USER_BUSY');
        return;
      }
      case 'reject': {
        this.#refuse(603, 'CALL_REJECTED');
        return;
      }
      case 'redirect': {
        this.#redirect();
        return;
      }
      case 'answer':
      case 'confirm':
      case 'noconfirm':
      case 'voicemail': {
        this.#answer(state.behaviour);
        return;
      }
      case 'silent':
      case 'unregistered':
        return;
    }
  }

  #refuse(status: number, cause: string): void {
    const { state } = this;
    const { channel } = this.#world;
    this.#down(cause, status);
    channel.remoteStatus = status;
    channel.set('last_bridge_proto_specific_hangup_cause', `sip:${status}`);
    channel.report({ kind: 'failed', leg: state.leg, status, cause });
    this.#race.lost();
  }

  /** A redirect is followed unless the dial string forbids it; then no other leg counts any more. */
  #redirect(): void {
    const { state } = this;
    if (state.leg.variables.get('outbound_redirect_fatal') === 'true') {
      this.#refuse(302, 'REQUESTED_CHAN_UNAVAIL');
      return;
    }
    const { channel } = this.#world;
    this.#down('REDIRECTION_TO_NEW_DESTINATION');
    channel.remoteStatus = 302;
    channel.report({ kind: 'failed', leg: state.leg, status: 302, cause: 'REDIRECTION_TO_NEW_DESTINATION' });
    this.#race.redirected();
  }

  #answer(behaviour: Extract<Behaviour, { talkSec: number }>): void {
    const { state } = this;
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
      this.#race.won(this, behaviour.talkSec);
      return;
    }
    this.#confirm(behaviour);
  }

  /** The called person is asked for a key, so that no voicemail box takes the call. */
  #confirm(behaviour: Extract<Behaviour, { talkSec: number }>): void {
    const { state } = this;
    const { channel, clock } = this.#world;
    state.state = 'confirming';
    if (!hasPrompt(state.leg, channel.missingFiles)) {
      this.cancel('DESTINATION_OUT_OF_ORDER');
      this.#race.lost();
      return;
    }
    const confirmSec = numberOf(state.leg.variables, 'group_confirm_timeout');
    if (confirmSec > 0) state.limitSec = this.#race.elapsedSec() + confirmSec;
    channel.report({ kind: 'confirmAsked', leg: state.leg });
    if (behaviour.kind === 'confirm') {
      state.cancelTimer = clock.after(PRESS_KEY_SEC * 1000, () => {
        channel.report({ kind: 'confirmed', leg: state.leg });
        this.#race.won(this, behaviour.talkSec);
      });
    } else if (behaviour.kind === 'noconfirm') {
      state.cancelTimer = clock.after(NO_CONFIRM_HANGUP_SEC * 1000, () => {
        channel.report({ kind: 'phoneHungUp', leg: state.leg });
        this.#down('NORMAL_CLEARING');
        this.#race.lost();
      });
    }
  }

  cancel(cause: string): void {
    const { state } = this;
    if (state.state === 'down') return;
    const { state: before } = state;
    this.#down(cause);
    // A leg whose delay has not passed was never sent.
    if (before === 'delayed') return;
    const method = before === 'confirming' ? 'BYE' : 'CANCEL';
    const reason = reasonOf(cause, state.leg.variables);
    this.#world.channel.report({ kind: 'cancelled', leg: state.leg, cause, method, reason });
  }

  #down(cause: string, status?: number): void {
    const { state } = this;
    state.cancelTimer();
    state.state = 'down';
    state.cause = cause;
    this.ended(cause, { status });
  }

  /** Reports the leg's end. */
  ended(cause: string, more: { readonly status?: number | undefined; readonly bridgedAtMs?: number }): void {
    const { leg, createdAtMs, rangAtMs, answeredAtMs } = this.state;
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
}
