/** How long a switch stays as somebody turns it: the usual ends first, then a moment of one's own. Pure. */
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

/** What was sent and is not done, to be shown again. */
export interface AgainShown {
  readonly id: string;
  /** On or off; undefined: not said. */
  readonly wanted: boolean | undefined;
  readonly chosen: string;
  readonly typed: string;
  readonly picked: string;
  /** Where to go when it is done; empty: to the switches. */
  readonly back: string;
  /** `overtaken`: what the form showed is past; `asked`: on or off was not said. */
  readonly why: 'refused' | 'overtaken' | 'asked';
  /** What the message is about; `do`: turning it. */
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
    /** The earliest that the picker of the browser offers. */
    earliest: wallClock(now.setZone(timezone)),
    fault: faultyField === undefined ? null : (again?.message ?? null),
    question: again?.why === 'asked' ? again.message : null,
    pickedIsFaulty: faultyField === 'picked',
    typedIsFaulty: faultyField === 'typed',
    chosenIsFaulty: faultyField === 'chosen',
    /** The keyboard goes on at the buttons. */
    press: again?.field === 'do',
  };
}

/** The one that is meant first: where the form is shown again, it stands where it was pressed. */
function buttonsOf(isOn: boolean, first: boolean, lang: Language) {
  const t = switchTexts[lang];
  return [first, !first].map((on) => ({
    value: on ? 'on' : 'off',
    text: on ? (isOn ? t.leaveOn : t.turnOn) : isOn ? t.turnOff : t.leaveOff,
    isFirst: on === first,
  }));
}

/** As a `datetime-local` field has it. */
function wallClock(at: DateTime): string {
  return at.toISO({ includeOffset: false, suppressSeconds: true, precision: 'minute' }) ?? '';
}

/** What the fields of a moment hold so that it is read as this one; its hour may come twice. */
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
