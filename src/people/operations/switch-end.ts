/** How long a switch stays as somebody turns it: the end that people choose or type, as a moment. Pure. */
import type { DateTime } from 'luxon';
import type { Language } from '../../base/model/language.js';
import type { Switch } from '../../base/model/snapshot.js';
import { nextChange } from '../../calls/routing/schedule-change.js';
import { clockChangeText, momentFaultText } from './moment-texts.js';
import { readMoment } from './moment.js';
import { switchEndTexts } from '../words/words.js';

export type SwitchEnd =
  /** Until its schedule next turns it on or off; for a switch turned by hand the same as untilChanged. */
  | { readonly kind: 'untilScheduleChanges' }
  | { readonly kind: 'until'; readonly at: Date }
  | { readonly kind: 'untilChanged' };

/** What is offered, the usual ones first. */
export const END_CHOICES = ['schedule', 'hour', 'evening', 'morning', 'changed'] as const;
export type EndChoice = (typeof END_CHOICES)[number];

/** Those of somebody who is away: there is no schedule. */
export const AWAY_ENDS = ['hour', 'evening', 'morning', 'changed'] as const satisfies readonly EndChoice[];

/** The moment of a choice: in an hour, at 18:00 today (tomorrow if that has passed), tomorrow at 08:00. */
export function momentOfChoice(
  choice: 'hour' | 'evening' | 'morning',
  now: DateTime,
  zone: string,
): DateTime {
  const local = now.setZone(zone).set({ second: 0, millisecond: 0 });
  if (choice === 'hour') return local.plus({ hours: 1 });
  if (choice === 'morning') return local.plus({ days: 1 }).set({ hour: 8, minute: 0 });
  const evening = local.set({ hour: 18, minute: 0 });
  return evening > local ? evening : evening.plus({ days: 1 });
}

export interface GivenEnd {
  /** One of END_CHOICES, or `own` for the moment that is given with it. */
  readonly chosen?: string;
  /** The moment that was shown with the choice; the end is at this moment. */
  readonly shown?: Date | undefined;
  /** As people type it; takes precedence over every choice. */
  readonly typed?: string;
  /** From a date and time picker: `2026-12-24T08:00`. */
  readonly picked?: string;
}

export type EndField = 'chosen' | 'typed' | 'picked';

export type EndReading =
  /** `note`: a message about a clock change, in the reader's language. */
  | { readonly kind: 'end'; readonly end: SwitchEnd; readonly note: string | undefined }
  /** `field`: which of the given values is refused. */
  | { readonly kind: 'refused'; readonly field: EndField; readonly message: string };

interface EndReader {
  readonly now: DateTime;
  readonly zone: string;
  readonly lang: Language;
}

/** The end that is meant. If nothing is given: `untilScheduleChanges`. */
export function endOf(
  { chosen = '', shown, typed = '', picked = '' }: GivenEnd,
  reader: EndReader,
): EndReading {
  const t = switchEndTexts[reader.lang];
  if (typed.trim() !== '' || picked.trim() !== '') return endAt(typed.trim(), picked.trim(), reader);
  switch (chosen) {
    case '':
    case 'schedule':
      return { kind: 'end', end: { kind: 'untilScheduleChanges' }, note: undefined };
    case 'changed':
      return { kind: 'end', end: { kind: 'untilChanged' }, note: undefined };
    case 'hour':
    case 'evening':
    case 'morning': {
      const at = shown ?? momentOfChoice(chosen, reader.now, reader.zone).toJSDate();
      return { kind: 'end', end: { kind: 'until', at }, note: undefined };
    }
    case 'own':
      return { kind: 'refused', field: 'typed', message: t.missing };
    default:
      return { kind: 'refused', field: 'chosen', message: `${t.choice} ${END_CHOICES.join(', ')}` };
  }
}

function endAt(typed: string, picked: string, { now, zone, lang }: EndReader): EndReading {
  const [one = '', other = ''] = [typed, picked].filter((text) => text !== '');
  const field = typed === '' ? 'picked' : 'typed';
  const reading = readMoment(one, now, zone);
  if (reading.kind === 'refused') {
    return { kind: 'refused', field, message: momentFaultText(one, reading.why, lang) };
  }
  const { at, clockChange } = reading;
  if (other !== '') {
    const second = readMoment(other, now, zone);
    if (second.kind === 'refused') {
      return { kind: 'refused', field: 'picked', message: momentFaultText(other, second.why, lang) };
    }
    if (second.at.toMillis() !== at.toMillis())
      return { kind: 'refused', field, message: switchEndTexts[lang].two };
  }
  const note = clockChange && clockChangeText(clockChange, lang);
  return { kind: 'end', end: { kind: 'until', at: at.toJSDate() }, note };
}

/** The message if it was to stay until its schedule changes, and the schedule never does. */
export function neverChangesText(lang: Language): string {
  return switchEndTexts[lang].never;
}

/** The moment of an end; undefined: when somebody changes it. */
export function momentOfEnd(end: SwitchEnd, state: Switch['state'], now: DateTime): Date | undefined {
  if (end.kind === 'until') return end.at;
  if (end.kind === 'untilChanged' || state.kind === 'manual') return undefined;
  return nextChange(state, now)?.toJSDate();
}
