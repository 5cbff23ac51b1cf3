/** The end that a form means by its fields, unless it means another moment since the form was shown. Pure. */
import type { DateTime } from 'luxon';
import type { Language } from '../../base/model/language.js';
import type { Switch } from '../../base/model/snapshot.js';
import { timesOf } from '../../base/model/times.js';
import { fill } from '../../base/model/wording.js';
import { meantBefore, takeOffer } from './offered-end.js';
import { endOf, type EndField, type SwitchEnd } from './switch-end.js';
import { switchTexts } from '../words/words.js';

/** As the form sends them back. */
export interface EndFields {
  /** A choice, with the moment that was shown with it. */
  readonly end: string;
  readonly until: string;
  readonly at: string;
  readonly shownAt: string;
  /** The time zone of the form's times; empty: not known. */
  readonly zone: string;
}

export interface EndAsked {
  /** Whose schedule is meant; undefined: there is none. */
  readonly one: Switch | undefined;
  readonly now: DateTime;
  readonly zone: string;
  readonly lang: Language;
}

export type MeantEnd =
  /** `note`: a message about a clock change, in the reader's language. */
  | { readonly kind: 'meant'; readonly end: SwitchEnd; readonly note: string | undefined }
  | {
      readonly kind: 'again';
      readonly why: 'refused' | 'overtaken';
      readonly field: EndField;
      readonly message: string;
      /** The end that was shown is another one by now. */
      readonly hasMoved: boolean;
    };

/** The choice of the form without its moment, to be shown again. */
export function chosenEnd({ end }: Pick<EndFields, 'end'>, { one, now, zone }: EndAsked): string {
  return takeOffer(end, one, now, zone).chosen;
}

export function meantEnd({ end, until, at, shownAt, zone: shownIn }: EndFields, asked: EndAsked): MeantEnd {
  const { one, now, zone, lang } = asked;
  const t = switchTexts[lang];
  const offer = takeOffer(end, one, now, zone);
  const isOwn = `${until}${at}`.trim() !== '';
  if (!isOwn && offer.kind === 'overtaken') return overtaken('chosen', t.otherEnds, true);
  if (isOwn && shownIn !== '' && shownIn !== zone) {
    return overtaken(until.trim() === '' ? 'picked' : 'typed', fill(t.otherZone, { zone }), false);
  }
  const shown = offer.kind === 'taken' ? offer.shown : undefined;
  const reading = endOf({ chosen: offer.chosen, typed: until, picked: at, shown }, { now, zone, lang });
  if (reading.kind === 'refused') {
    const { field, message } = reading;
    return { kind: 'again', why: 'refused', field, message, hasMoved: false };
  }
  const moved = meantBefore(until, shownAt, now, zone);
  if (moved === undefined) return { kind: 'meant', end: reading.end, note: reading.note };
  const { moment } = timesOf(lang, zone);
  const [before, after] = [moment(moved.before.toJSDate()), moment(moved.after.toJSDate())];
  return overtaken('typed', fill(t.otherDay, { given: until.trim(), before, after }), true);
}

function overtaken(field: EndField, message: string, hasMoved: boolean): MeantEnd {
  return { kind: 'again', why: 'overtaken', field, message, hasMoved };
}
