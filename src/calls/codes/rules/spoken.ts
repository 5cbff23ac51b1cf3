/** What a caller of a code hears: sound files, one behind the other. Pure. */
import type { DateTime } from 'luxon';
import type { Language } from '../../../base/model/language.js';

/** Sentences without anything to fill in; each is a sound file of this name. */
export const SENTENCES = [
  'not-allowed',
  'unknown-code',
  'unknown-switch',
  'only-inside',
  'dial-directly',
  'not-now',
  'not-saved',
  'nothing-rings',
  'caller-gone',
  'answered-already',
  'rings-elsewhere',
  'not-in-this-group',
  'no-time-of-day',
] as const;
export type Sentence = (typeof SENTENCES)[number];

/** A time of day is spoken as `hour-14 minute-30`, with what a language says between and behind them. */
type ClockPart = `hour-${number}` | `minute-${number}`;

function clock(unit: 'hour' | 'minute', count: number): readonly ClockPart[] {
  return Array.from({ length: count }, (_, number) => `${unit}-${number}` as const);
}

/** Parts of sentences. */
export const PARTS = [
  'the-switch',
  'is-on',
  'is-off',
  'until-its-schedule-changes',
  'turned-by-hand',
  'somebody-else-turned-it',
  'no-open-callbacks',
  'one-open-callback',
  'there-are',
  'open-callbacks',
  'more-than-twenty',
  'you-are-away',
  'away-from-the-group',
  'you-are-back',
  'back-in-the-group',
  'nobody-is-left-in-the-group',
  'until',
  'until-tomorrow',
  ...clock('hour', 24),
  ...clock('minute', 60),
] as const;
type Part = (typeof PARTS)[number];

/** Numbers up to this one are spoken. */
export const MOST_SPOKEN = 20;

export interface SwitchSpoken {
  readonly code: string;
  /** Says the name of the switch; undefined: its digits are spoken. */
  readonly sound: string | undefined;
  readonly on: boolean;
  readonly more?: 'until-its-schedule-changes' | 'turned-by-hand' | 'somebody-else-turned-it' | undefined;
}

export interface TimeSpoken {
  readonly hour: number;
  readonly minute: number;
  readonly isTomorrow: boolean;
}

export interface PresenceSpoken {
  readonly to: 'away' | 'back';
  /** The group's number; undefined: all groups. */
  readonly group: string | undefined;
  /** Of the group; undefined: that of the settings. */
  readonly language?: Language | undefined;
  /** Undefined: no end is spoken. */
  readonly until?: TimeSpoken | undefined;
  /** Numbers of groups in which nobody is left. */
  readonly emptied: readonly string[];
}

export type Saying =
  | { readonly kind: 'presence'; readonly spoken: PresenceSpoken }
  | { readonly kind: 'sentence'; readonly sentence: Sentence }
  | { readonly kind: 'switch'; readonly spoken: SwitchSpoken }
  | { readonly kind: 'openCallbacks'; readonly count: number };

export function sentence(which: Sentence): Saying {
  return { kind: 'sentence', sentence: which };
}

/** Whether the caller got what was asked for: where sounds are missing, tones say this much. */
export function isGood(saying: Saying): boolean {
  return (
    saying.kind !== 'sentence' &&
    !(saying.kind === 'switch' && saying.spoken.more === 'somebody-else-turned-it')
  );
}

/** The files below FreeSWITCH's sounds, in their order. */
export function soundsOf(saying: Saying, ofSettings: Language): readonly string[] {
  const language = (saying.kind === 'presence' ? saying.spoken.language : undefined) ?? ofSettings;
  const own = (name: Part | Sentence | number) => `codes/${language}/${name}.wav`;
  switch (saying.kind) {
    case 'sentence':
      return [own(saying.sentence)];
    case 'switch': {
      const { code, sound, on, more } = saying.spoken;
      const name = sound === undefined ? Array.from(code, (digit) => own(Number(digit))) : [sound];
      const first = more === 'somebody-else-turned-it' ? [own(more)] : [];
      const last = more === undefined || first.length > 0 ? [] : [own(more)];
      return [...first, own('the-switch'), ...name, own(on ? 'is-on' : 'is-off'), ...last];
    }
    case 'presence':
      return presenceSounds(saying.spoken).map(own);
    case 'openCallbacks':
      return countSounds(saying.count).map(own);
  }
}

/** So many groups in which nobody is left are named; who wants to know more looks at the page. */
const MOST_GROUPS = 3;

function presenceSounds({ to, group, until, emptied }: PresenceSpoken): readonly (Part | number)[] {
  const said: readonly (Part | number)[] =
    group === undefined
      ? [to === 'away' ? 'you-are-away' : 'you-are-back']
      : [to === 'away' ? 'away-from-the-group' : 'back-in-the-group', ...digitsOf(group)];
  const left = emptied
    .slice(0, MOST_GROUPS)
    .flatMap((number) => ['nobody-is-left-in-the-group' as const, ...digitsOf(number)]);
  return [...said, ...(until === undefined ? [] : timeSounds(until)), ...left];
}

function timeSounds({ hour, minute, isTomorrow }: TimeSpoken): readonly Part[] {
  return [isTomorrow ? 'until-tomorrow' : 'until', `hour-${hour}`, `minute-${minute}`];
}

/** Undefined: later than tomorrow, which a time of day would not say. */
export function endSpoken(until: DateTime, now: DateTime): TimeSpoken | undefined {
  const today = now.setZone(until.zone);
  const isTomorrow = until.hasSame(today.plus({ days: 1 }), 'day');
  if (!isTomorrow && !until.hasSame(today, 'day')) return undefined;
  return { hour: until.hour, minute: until.minute, isTomorrow };
}

function digitsOf(number: string): readonly number[] {
  return Array.from(number, Number);
}

function countSounds(count: number): readonly (Part | number)[] {
  if (count === 0) return ['no-open-callbacks'];
  if (count === 1) return ['one-open-callback'];
  return ['there-are', count > MOST_SPOKEN ? 'more-than-twenty' : count, 'open-callbacks'];
}
