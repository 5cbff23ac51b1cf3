/**
 * The record of a session's call as it grows: what was decided, who rang, who answered. It is passed on whenever
 * somebody else needs its new state, completed with what FreeSWITCH reports, and continues the record of another
 * controller if one began it.
 */
import type { DateTime } from 'luxon';
import { numberForLog, textForLog, type Log } from '../../base/log.js';
import type { InboundCall, Step } from '../../base/model/call.js';
import type { CallRecord, RecordedAnswer, RecordedLeg } from '../../base/model/call-record.js';
import type { Fact } from '../../base/model/reason.js';
import type { Group } from '../../base/model/snapshot.js';
import { beginRecord, withReasons, type RecordStart } from '../records/build-record.js';
import { told, type SeenEnd } from '../records/tell.js';
import { reasonOf, skippedFact } from '../routing/describe.js';
import { EarlierRecord } from './earlier-record.js';
import type { SessionDependencies } from './session-dependencies.js';

type Use = Pick<
  SessionDependencies,
  'keep' | 'earlier' | 'now' | 'logNumbers' | 'stories' | 'whoIs' | 'begun' | 'follow'
>;

export class RecordInProgress {
  readonly #use: Use;
  readonly #log: Log;
  readonly #earlier: EarlierRecord;
  readonly #call: InboundCall;
  #record: CallRecord;
  #stopListening: () => void = () => undefined;
  /** Since when the caller is bridged to the one who talks now, and where the recording was paused, as far as reported. */
  #heardSoFar: string | undefined;

  constructor(start: RecordStart, use: Use, log: Log) {
    this.#use = use;
    this.#log = log;
    this.#earlier = new EarlierRecord(use, log);
    this.#call = start.call;
    this.#record = beginRecord(start);
  }

  /** All legs of the call so far. */
  get legs(): readonly RecordedLeg[] {
    return this.#record.legs;
  }

  /** Passes the new record on, and reads what another controller recorded of the call. */
  begin(): Promise<void> {
    const { caller, groupNumber } = this.#call;
    const from = caller.kind === 'withheld' ? 'withheld' : numberForLog(caller.number, this.#use.logNumbers);
    const isTakenOver = this.#record.takeovers > 0;
    this.#log.info(
      { group: groupNumber, from },
      isTakenOver ? 'call taken over from another controller' : 'call arrived',
    );
    this.#use.begun(this.#record._id);
    const earlier = this.#earlier.read(() => this.#record);
    this.#keep();
    this.#stopListening = this.#use.stories.onChange(this.#call.id, () => this.#heard());
    return earlier;
  }

  /** Records the reasons of a decision; each goes to the log too. */
  decided(step: Step, at: DateTime): void {
    // `left out` means the phones of a colleague who withholds the number: naming them would reveal who is calling.
    const skipped =
      step.kind === 'ring' ? step.skipped.filter(({ why }) => why.kind !== 'leftOut').map(skippedFact) : [];
    const of = step.kind === 'ring' ? step.group.number : '';
    const reasons = [...step.why, ...skipped.map((fact) => reasonOf(of, fact))];
    this.#record = withReasons(this.#record, reasons, at);
    for (const { group, text } of step.why)
      this.#log.info({ group, step: step.kind, why: this.#forLog(text) }, 'decided');
  }

  /** Records a fact about the group that is not a decision. */
  note({ number }: Group, fact: Fact): void {
    this.#record = withReasons(this.#record, [reasonOf(number, fact)], this.#use.now());
  }

  /** Records that something does not match the configuration, and logs a warning. */
  noteMissing(group: Group, fact: Fact): void {
    this.note(group, fact);
    const what = this.#forLog(reasonOf(group.number, fact).text);
    this.#log.warn({ group: group.number, what }, 'a call met something that FreeSWITCH does not have');
  }

  #forLog(text: string): string {
    return textForLog(text, this.#use.logNumbers);
  }

  /** Records that phones are ringing. */
  ringing(before: readonly RecordedLeg[], legs: readonly RecordedLeg[]): void {
    this.rang(before, legs);
    this.#keep();
  }

  /** Records how each leg ended. */
  rang(before: readonly RecordedLeg[], legs: readonly RecordedLeg[]): void {
    this.#record = { ...this.#record, legs: [...before, ...legs] };
  }

  /** Records that a member talked to the caller. */
  answered({ who, userId, kind, to, group, stage }: RecordedAnswer, recording: string | undefined): void {
    const answeredBy = { who, userId, kind, to, group, stage };
    this.#record = { ...this.#record, answeredBy, recording: recording ?? null };
  }

  /** Records that a phone took the caller by code, also where nothing else will ever report it. */
  pickedUp(extension: string, group: Group): void {
    const known = this.#use.whoIs(extension) ?? { who: extension, userId: null, kind: 'desk' as const };
    const answeredBy = { ...known, to: extension, group: group.number, stage: null };
    this.note(group, { kind: 'pickedUp', who: known.who });
    this.#record = { ...this.#record, answeredBy, answeredAt: this.#use.now().toJSDate() };
  }

  /** Records that there is no recording of the talk after all. */
  notRecorded(group: Group, file: string): void {
    this.#record = { ...this.#record, recording: null };
    this.noteMissing(group, { kind: 'notRecorded', file });
  }

  /** Records that an announcement or a voicemail box has taken the call. */
  taken(): void {
    this.#record = { ...this.#record, answeredAt: this.#use.now().toJSDate() };
    this.#keep();
  }

  /** The session is over: the follower gets the record. Not before `begin` has resolved. */
  over(seen: SeenEnd): void {
    this.#stopListening();
    this.#use.follow(this.#earlier.whole(this.#record), seen);
  }

  /**
   * Writes the record when the caller is bridged to somebody, or the recording is paused. Phones that ring need no write: the live view shows
   * them.
   */
  #heard(): void {
    const { channel } = this.#record;
    const story = this.#use.stories.of(channel);
    const since = story.get(channel)?.talks.at(-1)?.fromMs;
    const marks = [...story.values()].flatMap(({ recordingMarks = [] }) => recordingMarks).join('');
    const heard = since === undefined ? undefined : `${since} ${marks}`;
    if (heard === this.#heardSoFar) return;
    this.#heardSoFar = heard;
    this.#keep();
  }

  #keep(): void {
    const { stories, whoIs } = this.#use;
    this.#earlier.keep(told(this.#record, stories.of(this.#call.id), whoIs));
  }
}
