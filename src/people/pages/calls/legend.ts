/** What the colours and lines of a timeline mean: those that this one has. Pure. */
import type { CallRecord } from '../../../base/model/call-record.js';
import type { Language } from '../language.js';
import { callTexts } from '../../words/words.js';

type Mark = 'answered' | 'refused' | 'ringing' | 'other' | 'dial' | 'answer' | 'band';

/** The classes of the timeline's own parts, so that both have the same colours. */
const CLASSES: Readonly<Record<Mark, string>> = {
  answered: 'leg answered',
  refused: 'leg busy',
  ringing: 'leg ringing',
  other: 'leg',
  dial: 'dial',
  answer: 'answer',
  band: 'band odd',
};

const REFUSED: ReadonlySet<string> = new Set(['busy', 'rejected', 'notConfirmed']);

export function legendOf({ legs, answeredAt }: CallRecord, lang: Language) {
  const t = callTexts[lang];
  const barOf = (outcome: string): Mark =>
    outcome === 'answered' || outcome === 'ringing' ? outcome : REFUSED.has(outcome) ? 'refused' : 'other';
  const bars = new Set(legs.filter(({ rangAt }) => rangAt !== null).map(({ outcome }) => barOf(outcome)));
  const text: Readonly<Record<Mark, string>> = {
    answered: t.legendAnswered,
    refused: t.legendRefused,
    ringing: t.legendRinging,
    other: t.legendOther,
    dial: t.legendDial,
    answer: t.legendAnswer,
    band: t.legendBand,
  };
  const isThere: Readonly<Record<Mark, boolean>> = {
    answered: bars.has('answered'),
    refused: bars.has('refused'),
    ringing: bars.has('ringing'),
    other: bars.has('other'),
    dial: legs.some(({ id, rangAt }) => id !== null && rangAt !== null),
    answer: answeredAt !== null,
    band: legs.length > 0,
  };
  const marks = (Object.keys(CLASSES) as Mark[]).filter((mark) => isThere[mark]);
  return marks.map((mark) => ({
    isLine: mark === 'dial' || mark === 'answer',
    className: CLASSES[mark],
    text: text[mark],
  }));
}
