/** What the templates of the daily report show: words and figures in their final form, each a single line. Pure. */
import { oneLine } from '../mail/one-line.js';
import { barsOf, CLASSES, COLOURS, SIGNS, type Bar } from './chart.js';
import type { CallClass } from '../../base/model/call-class.js';
import { shiftDay } from '../../base/model/dates.js';
import type { LocalDay } from './day.js';
import { missingNeedTexts } from '../../calls/words/words.js';
import { numberText } from '../mail/number-text.js';
import { formatsOf, type Formats } from './format.js';
import { reportWords } from '../words/words.js';
import { callbackViews, listView, type CallbackView, type ListView } from './lists.js';
import { aligned } from './plain.js';
import type { ReportWords } from '../words/report-words.js';
import type { Spell } from './totals.js';
import type { ViewInput } from './view-input.js';

interface Tile {
  readonly label: string;
  readonly figure: string;
  readonly colour: string | null;
  readonly share: string | null;
  readonly change: string | null;
}

interface HourView extends Omit<Bar, 'calls' | 'segments'> {
  readonly calls: string;
  readonly segments: readonly { readonly width: number; readonly colour: string }[];
}

/** A table with a head, and the same as lines of plain text. */
interface TableView {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly lines: readonly string[];
}

export interface ReportView {
  readonly language: string;
  readonly subject: string;
  /** What mail programs show beside the subject. */
  readonly preview: string;
  readonly title: string;
  readonly group: string;
  readonly day: string;
  readonly tiles: readonly Tile[];
  readonly tileLines: readonly string[];
  readonly against: string;
  readonly notes: readonly string[];
  readonly words: ReportWords;
  readonly hours: readonly HourView[];
  readonly hourLines: readonly string[];
  readonly legend: readonly { readonly colour: string; readonly label: string }[];
  readonly legendLine: string;
  readonly hourNote: string | null;
  readonly hasCalls: boolean;
  readonly times: TableView | null;
  readonly stages: TableView | null;
  readonly people: TableView | null;
  /** `Night: on until 26 Nov, 08:00, then off`; empty for a group whose rules read no switch. */
  readonly switches: readonly string[];
  readonly callbacks: readonly CallbackView[];
  /** `… and 12 more`; null when these are all. */
  readonly moreCallbacks: string | null;
  readonly callbacksAt: string;
  readonly warnings: readonly string[];
  readonly list: ListView | null;
  /** This day among the pages; null: their address is not known. */
  readonly page: { readonly text: string; readonly url: string } | null;
  readonly footer: string;
}

export function reportView(input: ViewInput): ReportView {
  const { group, policy, day, totals, now } = input;
  const texts = reportWords(group.language);
  const formats = formatsOf(group.language, group.timezone);
  const use = { input, texts, formats };
  const { counts } = totals;
  const calls = texts.calls(counts.calls, formats.number(counts.calls));
  const missed = texts.missed(counts.missed, formats.number(counts.missed));
  const name = oneLine(group.name);
  const tiles = tilesOf(use);
  const notes = notesOf(use);
  return {
    language: group.language,
    subject: oneLine(texts.subject(name, formats.shortDay(day.date), calls, missed)),
    preview: [
      calls,
      ...CLASSES.slice(0, 3).map((kind) => `${formats.number(counts[kind])} ${texts.classes[kind]}`),
    ].join(' · '),
    title: `${texts.title} · ${texts.group} ${oneLine(group.number)}`,
    group: name,
    day: formats.day(day.date),
    tiles,
    tileLines: aligned(
      tiles.map(({ label, figure, share, change }) => [label, figure, share ?? '', change ?? '']),
      [1, 2, 3],
    ),
    against: againstText(use),
    notes,
    words: texts,
    ...hoursOf(use),
    hasCalls: counts.calls > 0,
    times: timesOf(use),
    stages: stagesOf(use),
    people: policy.perPerson ? peopleOf(use) : null,
    switches: switchesOf(use),
    callbacks: callbackViews(input.callbacks.longest, { day: day.date, texts, formats }),
    moreCallbacks: moreCallbacks(input.callbacks, use),
    callbacksAt: texts.asOf(formats.moment(now, '')),
    warnings: warningsOf(use),
    list: listView(input, texts, formats),
    page: pageOf(use),
    footer: texts.counted(group.timezone, lengthOf(day, formats)),
  };
}

function pageOf({ input: { group, day, pagesUrl }, texts }: Use): ReportView['page'] {
  if (pagesUrl === undefined) return null;
  const query = new URLSearchParams({ group: group.number, period: 'day', from: day.date });
  return { text: texts.onPage, url: `${pagesUrl}reports?${query.toString()}` };
}

function switchesOf({ input: { switches, day }, texts, formats }: Use): readonly string[] {
  return switches.map(({ name, on, next }) => {
    const then = typeof next === 'string' ? next : { at: formats.moment(next.at, day.date), on: next.on };
    return oneLine(texts.switchNow(name, on, then));
  });
}

interface Use {
  readonly input: ViewInput;
  readonly texts: ReportWords;
  readonly formats: Formats;
}

function moreCallbacks({ longest, total }: ViewInput['callbacks'], { texts, formats }: Use): string | null {
  const missing = total - longest.length;
  return missing > 0 ? texts.moreCalls(missing, formats.number(missing)) : null;
}

function tilesOf({ input: { totals, before }, texts, formats }: Use): readonly Tile[] {
  const { counts } = totals;
  const tile = (kind: 'calls' | CallClass): Tile => ({
    label: kind === 'calls' ? texts.allCalls : texts.classes[kind],
    figure: formats.number(counts[kind]),
    colour: kind === 'calls' ? null : COLOURS[kind],
    share: kind === 'calls' || counts.calls === 0 ? null : formats.share(counts[kind], counts.calls),
    change: before.calls === 0 ? null : formats.change(counts[kind] - before[kind]),
  });
  return (['calls', 'answered', 'missed', 'diverted'] as const).map(tile);
}

function againstText({ input: { day, before }, texts, formats }: Use): string {
  const against = texts.against(formats.weekday(shiftDay(day.date, -7)));
  return before.calls === 0 ? `${against}: ${texts.noCallsThen}` : against;
}

function notesOf({ input: { totals, withSomebodyAway: away }, texts, formats }: Use): readonly string[] {
  const { counts, other, withheld } = totals;
  const reasons = (['gaveUp', 'refused', 'handedBack', 'open'] as const)
    .filter((reason) => other[reason] > 0)
    .map((reason) => `${formats.number(other[reason])} ${texts.otherReasons[reason]}`);
  const others = `${texts.others(counts.other, formats.number(counts.other))}: ${reasons.join(', ')}`;
  return [
    ...(counts.other > 0 ? [others] : []),
    ...(withheld > 0 ? [texts.withheld(withheld, formats.number(withheld))] : []),
    ...(away > 0 ? [texts.away(away, formats.number(away))] : []),
  ];
}

function hoursOf({ input: { totals }, texts, formats }: Use) {
  const bars = barsOf(totals.byHour);
  const shown = CLASSES.filter((kind) => kind !== 'other' || totals.counts.other > 0);
  return {
    hours: bars.map(({ segments, calls, ...bar }) => ({
      ...bar,
      calls: formats.number(calls),
      segments: segments.map(({ kind, width }) => ({ width, colour: COLOURS[kind] })),
    })),
    hourLines: aligned(
      bars.map(({ label, calls, signs }) => [label, formats.number(calls), signs]),
      [1],
    ),
    legend: shown.map((kind) => ({ colour: COLOURS[kind], label: texts.classes[kind] })),
    legendLine: shown.map((kind) => `${SIGNS[kind]} ${texts.classes[kind]}`).join('   '),
    hourNote: bars.some(({ label }) => label.length > 2) ? texts.repeatedHour : null,
  };
}

function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): TableView {
  const figures = head.map((_, index) => index).slice(1);
  return { head, rows, lines: aligned([head, ...rows], figures) };
}

function timesOf({ input: { totals }, texts, formats }: Use): TableView | null {
  const { waiting, talking } = totals;
  const mean = ({ count, totalSec }: Spell) => formats.duration(Math.round(totalSec / count));
  const row = (label: string, spell: Spell, isTotal: boolean) => [
    label,
    mean(spell),
    formats.duration(spell.longestSec),
    isTotal ? formats.duration(spell.totalSec) : '',
  ];
  const rows = [
    ...(waiting.answered.count > 0 ? [row(texts.waitingAnswered, waiting.answered, false)] : []),
    ...(waiting.missed.count > 0 ? [row(texts.waitingMissed, waiting.missed, false)] : []),
    ...(talking.count > 0 ? [row(texts.talking, talking, true)] : []),
  ];
  return rows.length === 0 ? null : tableOf(['', texts.mean, texts.longest, texts.total], rows);
}

/**
 * Where people may not be named, a stage with only one person may not be shown either; such stages share one row.
 * The final destination is a place that the administrator chose, not a member, so it is always shown.
 */
function stagesOf({ input: { totals, policy }, texts, formats }: Use): TableView | null {
  const answered = totals.counts.answered;
  if (answered === 0) return null;
  const inStages = totals.byStage.filter(({ stage }) => stage !== null);
  const isFolded = totals.stagesTellWho && !policy.perPerson;
  const folded = {
    label: texts.allStages,
    count: inStages.reduce((sum, stage) => sum + stage.answered, 0),
  };
  const rows = [
    ...(isFolded
      ? [folded]
      : inStages.map((one) => ({ label: texts.stage(one.stage), count: one.answered }))),
    ...totals.byStage
      .filter(({ stage }) => stage === null)
      .map((one) => ({ label: texts.stage(null), count: one.answered })),
  ].filter(({ count }) => count > 0);
  return tableOf(
    ['', texts.classes.answered, ''],
    rows.map(({ label, count }) => [label, formats.number(count), formats.share(count, answered)]),
  );
}

function peopleOf({ input: { totals }, texts, formats }: Use): TableView | null {
  if (totals.byPerson.length === 0) return null;
  return tableOf(
    [texts.person, texts.rung, texts.classes.answered, texts.talking],
    totals.byPerson.map(({ who, rung, answered, talkingSec }) => [
      numberText(oneLine(who)),
      formats.number(rung),
      formats.number(answered),
      answered === 0 ? '–' : formats.duration(talkingSec),
    ]),
  );
}

function warningsOf({
  input: { totals, policy, group, missing, switches },
  texts,
  formats,
}: Use): readonly string[] {
  const phones = totals.phones.map((warning) => {
    const to = oneLine(warning.to);
    // Somebody known only by number has no name to show.
    const who = policy.perPerson && warning.who !== warning.to ? oneLine(warning.who) : null;
    if (warning.kind === 'notRegistered') return texts.notRegistered(who, to, warning.times);
    // A private number does not belong in a mail; the last digits are enough for those who know it.
    return texts.notConfirmed(who, `…${to.slice(-4)}`, warning.phone, warning.times);
  });
  const { handedBack } = totals;
  return [
    ...switches.filter(({ forgotten }) => forgotten).map(({ name }) => texts.forgotten(oneLine(name))),
    ...missingNeedTexts(missing, group.language).map(oneLine),
    ...phones,
    ...(handedBack === 0 ? [] : [texts.handedBack(handedBack, formats.number(handedBack))]),
  ];
}

/** Null for a day of 24 hours. */
function lengthOf({ from, to }: LocalDay, formats: Formats): string | null {
  const hours = (to.getTime() - from.getTime()) / 3_600_000;
  return hours === 24 ? null : formats.number(hours);
}
