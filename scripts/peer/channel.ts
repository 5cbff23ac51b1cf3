import type { LegEnd } from './leg-end.js';
import { phraseOf, sipStatusOf } from './causes.js';
import { expandVariables } from './expand.js';
import type { Report } from './timeline.js';

/** What `intercept` and `uuid_exists` see of another caller. */
export interface OtherChannel {
  readonly uuid: string;
  readonly isUp: () => boolean;
  readonly set: (variable: string, value: string) => void;
  /** @param by the channel that takes it. False: it is connected to somebody, or gone. */
  readonly intercept: (by: string) => boolean;
}

/** The caller's channel in FreeSWITCH. */
export class Channel {
  /** Sound files that do not exist. */
  missingFiles: readonly string[] = [];
  /** Sound files and voicemail boxes that exist and play nothing. */
  brokenFiles: readonly string[] = [];
  /** Voicemail boxes and music streams that do not exist. */
  missingBoxes: readonly string[] = [];
  missingMusic: readonly string[] = [];
  /** The recordings folder is full, or FreeSWITCH may not write to it. */
  recordingsFail = false;
  /** Where recordings went. */
  readonly recordings = new Set<string>();
  readonly variables = new Map<string, string>();
  answered = false;
  /** What the caller hears at the moment; reported when it changes. */
  #heard = '';
  #cause: string | undefined;
  /** Status of the last leg that a phone refused: mod_sofia passes it on to the caller. */
  remoteStatus: number | undefined;
  /** Called at the end of every leg that was originated for this channel. */
  onLegEnd: (end: LegEnd) => void = () => undefined;
  /** `uuid_setvar` on a leg that is up. */
  setOnLeg: (uuid: string, variable: string, value: string) => void = () => undefined;
  readonly #listeners = new Set<() => void>();
  /** Other callers' channels on this FreeSWITCH. */
  others: readonly OtherChannel[] = [];
  /** Ends the ringing of a `bridge` that is under way; undefined: none is. */
  pickOff: (() => void) | undefined;
  /** This channel has taken another one, or was taken: its dialplan is over. */
  isInterceptedBridge = false;

  constructor(
    readonly uuid: string,
    readonly name: string,
    readonly report: Report,
  ) {}

  get down(): boolean {
    return this.#cause !== undefined;
  }

  get cause(): string | undefined {
    return this.#cause;
  }

  is(variable: string): boolean {
    return ['true', 'yes', 'on', 'enabled', 't', 'y', '1'].includes(
      this.variables.get(variable)?.toLowerCase() ?? '',
    );
  }

  /** `switch_channel_set_variable`: an empty value removes the variable. */
  set(name: string, value: string): void {
    if (value === '') this.variables.delete(name);
    else this.variables.set(name, value);
  }

  /** SWITCH_STACK_PUSH: one value stays plain, two become `ARRAY::a|:b`. */
  push(name: string, value: string): void {
    const before = this.variables.get(name);
    if (before === undefined) this.variables.set(name, value);
    else
      this.variables.set(
        name,
        before.startsWith('ARRAY::') ? `${before}|:${value}` : `ARRAY::${before}|:${value}`,
      );
  }

  expand(text: string): string {
    const { text: expanded, expressions } = expandVariables(text, (name) => this.variables.get(name));
    for (const expression of expressions) this.report({ kind: 'expanded', expression });
    return expanded;
  }

  hears(what: 'ringing' | 'ringback' | 'file' | 'voicemail' | 'conversation', detail = ''): void {
    const heard = `${what} ${detail}`;
    if (this.#heard === heard || this.down) return;
    this.#heard = heard;
    this.report({ kind: 'callerHears', what, detail });
  }

  recordTo(file: string): void {
    if (!this.recordingsFail) this.recordings.add(file);
    this.report({ kind: 'recording', file });
  }

  answer(): void {
    if (this.answered || this.down) return;
    this.answered = true;
    this.report({ kind: 'callerAnswered' });
  }

  /** FreeSWITCH ends the call. */
  hangUp(cause: string, respond?: { status: number; phrase: string }): void {
    if (this.down) return;
    if (this.answered) this.report({ kind: 'callerBye', cause });
    else {
      const leaked = this.is('sip_ignore_remote_cause') ? undefined : this.remoteStatus;
      const status = respond?.status ?? leaked ?? sipStatusOf(cause);
      this.report({ kind: 'callerGets', status, phrase: respond?.phrase ?? phraseOf(status), cause });
    }
    this.#end(cause);
  }

  /** The caller ends the call: CANCEL before the answer, BYE after it. */
  callerHangsUp(): void {
    if (this.down) return;
    this.report({ kind: 'callerHungUp' });
    this.set('sip_hangup_disposition', this.answered ? 'recv_bye' : 'recv_cancel');
    const cause = this.answered ? 'NORMAL_CLEARING' : 'ORIGINATOR_CANCEL';
    if (!this.answered) this.report({ kind: 'callerGets', status: 487, phrase: phraseOf(487), cause });
    this.#end(cause);
  }

  /** Called once, at the hangup; the result removes the listener. */
  onDown(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #end(cause: string): void {
    this.#cause = cause;
    this.variables.set('hangup_cause', cause);
    const listeners = [...this.#listeners];
    this.#listeners.clear();
    for (const listener of listeners) listener();
  }
}
