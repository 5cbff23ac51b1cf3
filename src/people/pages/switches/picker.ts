/** How long a turned switch stays that way: common choices first, then any time. Pure. */
import type { DateTime } from 'luxon';
import type { Switch } from '../../../base/model/snapshot.js';
import { timesOf } from '../../../base/model/times.js';
import { readMoment } from '../../operations/moment.js';
import { offeredEnds, offerText, type OfferedEnd } from '../../operations/offered-end.js';
import { seenOf } from '../../operations/switch-seen.js';
import { readSwitch } from '../../../calls/routing/switch-reading.js';
import { fill, type Language } from '../language.js';
import type { SwitchReader } from './outlook.js';
import { switchTexts } from '../../words/words.js';

/** A submission that was not carried out, to be shown again. */
export interface AgainShown {
  readonly id: string;
  /** On or off; undefined: not chosen. */
  readonly wanted: boolean | undefined;
  readonly chosen: string;
  readonly typed: string;
  readonly picked: string;
  /** Where to go afterwards; empty: to the switches. */
  readonly back: string;
  /** `overtaken`: the state shown in the form was out of date; `asked`: on or off was not chosen. */
  readonly why: 'refused' | 'overtaken' | 'asked';
  /** The field the message is about; `do`: the on and off buttons. */
  readonly field: 'chosen' | 'typed' | 'picked' | 'do';
  readonly message: string;
}

export function pickerView(one: Switch | undefined, reader: SwitchReader, again: AgainShown | undefined) {
  const { timezone, now, lang } = reader;
  const isOn = one !== undefined && readSwitch(one, now).on;
  const faultyField = again?.why === 'asked' ? undefined : again?.field;
  return {
    ends: endOptions(one, reader, again?.chosen),
    buttons: buttonsOf(isOn, again?.wanted ?? !isOn, lang),
    picked: again?.picked ?? '',
    typed: again?.typed ?? '',
    back: again?.back ?? '',
    seen: one === undefined ? '' : seenOf(one, now),
    shownAt: now.toUTC().toISO(),
    /** The earliest time that the browser's picker offers. */
    earliest: wallClock(now.setZone(timezone)),
    fault: faultyField === undefined ? null : (again?.message ?? null),
    question: again?.why === 'asked' ? again.message : null,
    pickedIsFaulty: faultyField === 'picked',
    typedIsFaulty: faultyField === 'typed',
    chosenIsFaulty: faultyField === 'chosen',
    /** Puts the keyboard focus on the buttons. */
    press: again?.field === 'do',
  };
}

/** The likelier choice comes first; when the form is shown again, the one that was pressed. */
function buttonsOf(isOn: boolean, first: boolean, lang: Language) {
  const t = switchTexts[lang];
  return [first, !first].map((on) => ({
    value: on ? 'on' : 'off',
    text: on ? (isOn ? t.leaveOn : t.turnOn) : isOn ? t.turnOff : t.leaveOff,
    isFirst: on === first,
  }));
}

/** In the format of a `datetime-local` field. */
function wallClock(at: DateTime): string {
  return at.toISO({ includeOffset: false, suppressSeconds: true, precision: 'minute' }) ?? '';
}

/** Field values that are read back as exactly this time, even if its hour occurs twice. */
export function typedAgain(
  at: DateTime,
  now: DateTime,
  lang: Language,
): { readonly typed: string; readonly picked: string } {
  const picked = wallClock(at);
  const zone = at.zoneName ?? 'utc';
  const isRead = (text: string) => {
    const reading = readMoment(text, now, zone);
    return reading.kind === 'moment' && reading.at.toMillis() === at.toMillis();
  };
  if (isRead(picked)) return { picked, typed: '' };
  const inWords = timesOf(lang, zone).moment(at.toJSDate());
  return { picked: '', typed: isRead(inWords) ? inWords : (at.toISO({ suppressMilliseconds: true }) ?? '') };
}

function endOptions(one: Switch | undefined, reader: SwitchReader, chosen: string | undefined) {
  const { now, timezone, lang } = reader;
  return [
    ...offeredEnds(one, now, timezone).map((offer) => ({
      value: offerText(offer),
      text: endText(offer, reader),
      selected: offer.choice === chosen,
    })),
    { value: 'own', text: switchTexts[lang].endOwn, selected: chosen === 'own' },
  ];
}

function endText({ choice, at }: OfferedEnd, { lang, timezone, now }: SwitchReader): string {
  const t = switchTexts[lang];
  if (choice === 'changed') return t.endChanged;
  if (choice === 'hour') return t.endHour;
  if (at === undefined) return t.endScheduleNever;
  const { time, moment } = timesOf(lang, timezone);
  if (choice === 'schedule') return fill(t.endSchedule, { at: moment(at.toJSDate()) });
  const isToday = at.hasSame(now.setZone(timezone), 'day');
  return fill(isToday ? t.endToday : t.endTomorrow, { time: time(at.toJSDate()) });
}
