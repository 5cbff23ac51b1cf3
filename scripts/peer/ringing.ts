/** switch_ivr_originate(): rings the legs of one attempt until one wins or all have failed. */
import { createLeg, numberOf, type LegState } from './leg-state.js';
import type { Originate, OriginateLeg } from './originate-string.js';
import { RingingLeg, type Race } from './ringing-leg.js';
import type { Leg } from './timeline.js';
import type { World } from './world.js';

const DEFAULT_TIMEOUT_SEC = 60;
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
  readonly #legs: RingingLeg[] = [];
  #creationCause = '';
  readonly #race: Race = {
    isOver: () => this.#done === undefined,
    elapsedSec: () => this.#nowSec() - this.#startSec,
    won: (winner, talkSec) => this.#win(winner, talkSec),
    lost: () => this.#checkRest(),
    redirected: () => this.#finish('REDIRECTION_TO_NEW_DESTINATION', 'LOSE_RACE'),
  };
  #done: ((outcome: Outcome) => void) | undefined;
  #stopTicking: () => void = () => undefined;
  #forgetCaller: () => void = () => undefined;

  constructor(world: World, originate: Originate, legs: readonly OriginateLeg[]) {
    this.#world = world;
    this.#limitSec = numberOf(originate.globals, 'originate_timeout') || DEFAULT_TIMEOUT_SEC;
    this.#startSec = this.#nowSec();
    for (const leg of legs) this.#create(leg);
    world.channel.setOnLeg = (uuid, variable, value) => {
      const state = this.#states().find((one) => one.leg.uuid === uuid && one.state !== 'down');
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
      channel.pickOff = () => {
        // Measured: one leg ends with PICKED_OFF, the others and the bridge as if the caller had given up.
        this.#legs[0]?.cancel('PICKED_OFF');
        this.#finish('ORIGINATOR_CANCEL', 'ORIGINATOR_CANCEL');
      };
      this.#tickAtNextSecond();
      for (const leg of this.#legs) if (leg.state.delaySec === 0) leg.invite();
      this.#checkRest();
    });
  }

  #states(): readonly LegState[] {
    return this.#legs.map(({ state }) => state);
  }

  #nowSec(): number {
    return Math.floor(this.#world.clock.now() / 1000);
  }

  #create(leg: OriginateLeg): void {
    const created = createLeg(this.#world.phones, leg, this.#world.clock.now());
    if (created.kind === 'created') {
      this.#legs.push(new RingingLeg(this.#world, created.state, this.#race));
      return;
    }
    this.#creationCause = created.cause;
    this.#world.channel.report({
      kind: 'notCreated',
      dial: `${leg.endpoint}/${leg.data}`,
      cause: created.cause,
    });
  }

  #win(winner: RingingLeg, talkSec: number): void {
    if (this.#done === undefined || winner.state.state === 'down') return;
    const several = this.#legs.length > 1;
    for (const leg of this.#legs) if (leg !== winner) leg.cancel(several ? 'LOSE_RACE' : 'NO_ANSWER');
    const { leg } = winner.state;
    this.#world.channel.answer();
    const recording = /^record_session (.+)$/.exec(leg.variables.get('execute_on_pre_bridge_1') ?? '');
    if (recording?.[1] !== undefined) this.#world.channel.recordTo(recording[1]);
    const bridgedAtMs = this.#world.clock.now();
    const ended = (cause: string): void => winner.ended(cause, { bridgedAtMs });
    this.#settle({ kind: 'won', leg, talkSec, ended });
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
    const elapsedSec = this.#race.elapsedSec();
    if (elapsedSec >= this.#limitSec) {
      this.#finish('NO_ANSWER', 'NO_ANSWER');
      return;
    }
    for (const leg of this.#legs) {
      const { state, delaySec, limitSec } = leg.state;
      if (state === 'delayed' && elapsedSec > delaySec) leg.invite();
      const rings = state === 'ringing' || state === 'confirming';
      if (rings && limitSec > 0 && elapsedSec > limitSec) leg.cancel('ALLOTTED_TIMEOUT');
    }
    this.#checkRest();
  }

  /** When only delayed legs are left, the next of them begins at once; when none is left, nobody has won. */
  #checkRest(): void {
    this.#checkDelays();
    this.#checkAllDown();
  }

  #checkDelays(): void {
    if (this.#done === undefined) return;
    const delayed = this.#legs.filter(({ state }) => state.state === 'delayed');
    const isRinging = this.#states().some(({ state }) => state === 'ringing' || state === 'confirming');
    if (delayed.length === 0 || isRinging) return;
    const least = Math.min(...delayed.map(({ state }) => state.delaySec));
    for (const leg of delayed) {
      leg.state.delaySec -= least;
      if (leg.state.limitSec > 0) leg.state.limitSec -= least - this.#race.elapsedSec();
      if (leg.state.delaySec === 0) leg.invite();
    }
  }

  #checkAllDown(): void {
    if (this.#done === undefined || this.#states().some(({ state }) => state !== 'down')) return;
    this.#finish(this.#legs[0]?.state.cause ?? this.#creationCause, 'NONE');
  }

  /** Nobody won: `cause` is the bridge's own cause, `legCause` that of the legs that are still up. */
  #finish(cause: string, legCause: string): void {
    if (this.#done === undefined) return;
    const timedOut = cause === 'NO_ANSWER' && legCause === 'NO_ANSWER';
    for (const leg of this.#legs) leg.cancel(legCause);
    this.#settle({ kind: 'failed', cause, timedOut });
  }

  #settle(outcome: Outcome): void {
    const done = this.#done;
    this.#done = undefined;
    this.#stopTicking();
    this.#forgetCaller();
    this.#world.channel.pickOff = undefined;
    for (const { leg, cause } of this.#states())
      this.#world.channel.push('originate_causes', `${leg.uuid};${cause}`);
    done?.(outcome);
  }
}
