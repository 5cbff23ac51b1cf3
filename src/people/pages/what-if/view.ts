/** A decision as the page shows it: the path of the call from top to bottom, and a week. Pure. */
import { causeText } from '../../../calls/words/words.js';
import Handlebars from 'handlebars';
import type { DateTime } from 'luxon';
import { timesOf } from '../../../base/model/times.js';
import { numberText } from '../../../afterwards/mail/number-text.js';
import type { GreetStep, InboundCall, Skipped, Step, Target } from '../../../base/model/call.js';
import type { Group } from '../../../base/model/snapshot.js';
import { reasonOf, skippedFact } from '../../../calls/routing/describe.js';
import { isToBeRecorded } from '../../../calls/routing/greeting.js';
import { decidingSwitches, type WeekSegment } from '../../../calls/routing/week.js';
import { dayNames } from '../configuration/words.js';
import { fill, type Language } from '../language.js';
import { reasonText } from '../reason-text.js';
import { whatIfTexts } from '../../words/words.js';

/** @param call whose step it is: whether it comes from outside decides whether the talk is recorded. */
export function stepView(step: Step, call: Pick<InboundCall, 'fromOutside'>, lang: Language) {
  const t = whatIfTexts[lang];
  return {
    why: step.why.map((reason) => ({ group: reason.group, text: reasonText(reason, lang) })),
    title: titleOf(step, lang),
    rings: step.kind === 'ring',
    targets: step.kind === 'ring' ? step.targets.map((target) => targetView(target, step.ringSec, lang)) : [],
    skipped: step.kind === 'ring' ? step.skipped.map((one) => skippedText(one, lang)) : [],
    doesNotRing: t.doesNotRing,
    notes: step.kind === 'ring' ? notesOn(step.group, call, lang) : [],
  };
}

/** What is known only when the call is there, and what becomes of the talk. */
function notesOn(group: Group, call: Pick<InboundCall, 'fromOutside'>, lang: Language): readonly string[] {
  const t = whatIfTexts[lang];
  const memberFile = group.recordingNotice?.memberFile;
  return [
    ...(group.busy === 'skip' ? [t.talkersLeftOut] : []),
    ...(!isToBeRecorded(group, call)
      ? []
      : [memberFile === undefined ? t.recorded : fill(t.recordedAfterNotice, { file: memberFile })]),
  ];
}

function skippedText(skipped: Skipped, lang: Language): string {
  return reasonText(reasonOf('', skippedFact(skipped)), lang);
}

function titleOf(step: Step, lang: Language): string {
  const t = whatIfTexts[lang];
  switch (step.kind) {
    case 'ring':
      return fill(t.rings, { sec: step.ringSec });
    case 'greet':
      return greetingTitle(step, lang);
    case 'voicemail':
      return fill(t.voicemail, { box: step.box });
    case 'announce':
      return fill(t.announcement, { file: step.file });
    case 'release':
      return fill(t.release, { cause: causeText(step.cause, lang) });
  }
}

function greetingTitle({ greeting, noticeFile }: GreetStep, lang: Language): string {
  const t = whatIfTexts[lang];
  const parts = [
    ...(greeting === undefined
      ? []
      : [fill(greeting.answer ? t.greetsAnswered : t.greets, { file: greeting.file })]),
    ...(noticeFile === undefined ? [] : [fill(t.givesNotice, { file: noticeFile })]),
  ];
  return parts.join(' · ');
}

function nameOf(target: Target): string {
  return target.kind === 'extension'
    ? target.who
    : target.who === target.e164
      ? numberText(target.e164)
      : target.who;
}

function targetView(target: Target, ringSec: number, lang: Language) {
  const t = whatIfTexts[lang];
  const number = target.kind === 'extension' ? target.extension : numberText(target.e164);
  const waitSec = target.kind === 'external' ? target.delaySec : 0;
  const { fromSec, untilSec } = target.rings ?? { fromSec: 0, untilSec: ringSec };
  const notes = [
    ...(fromSec > 0 ? [fill(t.later, { sec: fromSec })] : []),
    ...(waitSec > 0 ? [fill(t.afterDesk, { sec: waitSec })] : []),
    ...(untilSec < ringSec ? [fill(t.shorter, { sec: untilSec - fromSec - waitSec })] : []),
    ...(target.kind === 'external' && target.confirm ? [t.confirm] : []),
  ];
  return { who: nameOf(target), number, notes: notes.join(', '), isDesk: target.kind === 'extension' };
}

/** One line: who rings first, or where the call goes. */
export function summary(steps: readonly Step[], lang: Language): string {
  const t = whatIfTexts[lang];
  const parts = steps.map((step) =>
    step.kind === 'ring' ? [...new Set(step.targets.map(nameOf))].join(', ') : titleOf(step, lang),
  );
  return steps.some(({ kind }) => kind === 'ring') ? parts.join(' → ') : `${t.nobody} → ${parts.join(' → ')}`;
}

/** The summary, and the switches whose rules lead to it. */
function what(steps: readonly Step[], lang: Language): string {
  const switches = decidingSwitches(steps).map((name) => fill(whatIfTexts[lang].bySwitch, { name }));
  return `${summary(steps, lang)}${switches.length > 0 ? ` (${switches.join(', ')})` : ''}`;
}

function colourOf(steps: readonly Step[]): string {
  const first = steps.find(({ kind }) => kind !== 'greet');
  if (first?.kind === 'ring') return 'rings';
  return first?.kind === 'release' ? 'released' : 'diverted';
}

export function weekView(week: readonly WeekSegment[], lang: Language) {
  const names = dayNames(lang);
  const clock = (at: DateTime) =>
    `${names[at.weekday - 1] ?? ''} ${timesOf(lang, at.zoneName ?? 'utc').moment(at.toJSDate())}`;
  return {
    picture: weekPicture(week, lang),
    rows: week.map(({ from, to, steps }) => ({
      from: clock(from),
      to: clock(to),
      colour: colourOf(steps),
      text: what(steps, lang),
    })),
  };
}

const LEFT = 74;
const HOUR = 24;
const ROW = 26;

/** One row per day, as long as the day itself (23 to 25 hours). */
function weekPicture(week: readonly WeekSegment[], lang: Language): string {
  const [first] = week;
  if (first === undefined) return '';
  const begin = first.from.startOf('day');
  const names = dayNames(lang);
  const ticks = [0, 6, 12, 18, 24].map(
    (hour) => `<text x="${LEFT + hour * HOUR}" y="12" text-anchor="middle" class="tick">${hour}</text>`,
  );
  const days = Array.from({ length: 7 }, (_, index) => begin.plus({ days: index }));
  const rows = days.map((day, index) => {
    const label = `${names[day.weekday - 1] ?? ''} ${timesOf(lang, day.zoneName ?? 'utc').day(day.toJSDate())}`;
    return `<text x="0" y="${20 + index * ROW + 15}" class="tick">${label}</text>`;
  });
  const bars = days.flatMap((day, index) =>
    week.flatMap((segment) => barOf(segment, day, 20 + index * ROW, lang)),
  );
  const size = `viewBox="-2 0 ${LEFT + 25 * HOUR + 14} ${24 + 7 * ROW}"`;
  const alt = Handlebars.Utils.escapeExpression(whatIfTexts[lang].alt);
  return `<svg class="week-decisions" ${size} role="img" aria-label="${alt}">${[...ticks, ...rows, ...bars].join('')}</svg>`;
}

function barOf({ from, to, steps }: WeekSegment, day: DateTime, y: number, lang: Language): string[] {
  const next = day.plus({ days: 1 });
  const [begin, end] = [Math.max(+from, +day), Math.min(+to, +next)];
  if (begin >= end) return [];
  const x = (moment: number) => LEFT + ((moment - +day) / 3_600_000) * HOUR;
  const title = Handlebars.Utils.escapeExpression(
    `${from.toFormat('HH:mm')}–${to.toFormat('HH:mm')}: ${what(steps, lang)}`,
  );
  const width = Math.max(1, x(end) - x(begin) - 0.5);
  return [
    `<rect x="${x(begin)}" y="${y}" width="${width}" height="${ROW - 6}" rx="2" class="${colourOf(steps)}"><title>${title}</title></rect>`,
  ];
}
