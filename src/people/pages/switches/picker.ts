/** How long a switch stays as somebody turns it: the usual ends first, then a moment of one's own. Pure. */
import type { DateTime } from 'luxon';
import type { Switch } from '../../../base/model/snapshot.js';
import { timesOf } from '../../../base/model/times.js';
import { END_CHOICES, momentOfChoice, type EndChoice } from '../../operations/switch-end.js';
import { nextChange } from '../../../calls/routing/schedule-change.js';
import { fill } from '../language.js';
import type { SwitchReader } from './outlook.js';
import { switchTexts } from '../../words/words.js';

/** What was sent and refused, to be shown again. */
export interface RefusedEnd {
  readonly id: string;
  readonly chosen: string;
  readonly typed: string;
  readonly picked: string;
  /** Where the fault is. */
  readonly field: 'chosen' | 'typed' | 'picked';
  readonly message: string;
}

export function pickerView(one: Switch | undefined, reader: SwitchReader, refused: RefusedEnd | undefined) {
  const { timezone, now } = reader;
  return {
    ends: endOptions(one, reader, refused?.chosen),
    picked: refused?.picked ?? '',
    typed: refused?.typed ?? '',
    /** The earliest that the picker of the browser offers. */
    earliest: wallClock(now.setZone(timezone)),
    fault: refused?.message ?? null,
    pickedIsFaulty: refused?.field === 'picked',
    typedIsFaulty: refused?.field === 'typed',
    chosenIsFaulty: refused?.field === 'chosen',
  };
}

/** As a `datetime-local` field has it. */
function wallClock(at: DateTime): string {
  return at.toISO({ includeOffset: false, suppressSeconds: true, precision: 'minute' }) ?? '';
}

/** First comes what people usually mean: for a switch turned by hand, until somebody changes it. */
function endOptions(one: Switch | undefined, reader: SwitchReader, chosen: string | undefined) {
  const t = switchTexts[reader.lang];
  const hasSchedule = one?.state.kind === 'schedule';
  const usual = END_CHOICES.filter((choice) => choice !== 'schedule' && choice !== 'changed');
  const order: readonly EndChoice[] = hasSchedule ? ['schedule', ...usual, 'changed'] : ['changed', ...usual];
  return [
    ...order.map((value) => ({ value, text: endText(value, one, reader) })),
    { value: 'own', text: t.endOwn },
  ].map((option) => ({ ...option, selected: option.value === chosen }));
}

function endText(choice: EndChoice, one: Switch | undefined, { lang, timezone, now }: SwitchReader): string {
  const t = switchTexts[lang];
  if (choice === 'changed') return t.endChanged;
  const { time, moment } = timesOf(lang, timezone);
  if (choice === 'schedule') {
    const at = one?.state.kind === 'schedule' ? nextChange(one.state, now) : undefined;
    return at === undefined ? t.endScheduleNever : fill(t.endSchedule, { at: moment(at.toJSDate()) });
  }
  const at = momentOfChoice(choice, now, timezone);
  const isToday = at.hasSame(now.setZone(timezone), 'day');
  const words = choice === 'hour' ? t.endHour : isToday ? t.endToday : t.endTomorrow;
  return fill(words, { time: time(at.toJSDate()) });
}
