/** One call as a timeline: each stage is a band, each phone a bar from its first ring to its end. Pure. */
import Handlebars from 'handlebars';
import type { CallRecord, RecordedLeg } from '../../../base/model/call-record.js';
import { fill, type Language } from '../language.js';
import { endedBeforeRinging, legWords, plannedWords } from './words.js';
import { callTexts } from '../../words/words.js';

const LEFT = 190;
const WIDTH = 560;
const ROW = 24;
const TOP = 22;

/** A very long call is cut shortly after it was answered: the picture is about who rang. */
const LONGEST_SEC = 900;

/** SVG with escaped text; undefined if no phone was called. */
export function timelinePicture(record: CallRecord, lang: Language): string | undefined {
  const { legs } = record;
  if (legs.length === 0) return undefined;
  const seconds = secondsOf(record);
  const length = lengthOf(record, seconds);
  const x = (second: number) => LEFT + (Math.min(second, length) / length) * WIDTH;
  const rows = legs.map((leg, index) =>
    legRow(leg, TOP + index * ROW, { lang, x, seconds, length, answeredBy: record.answeredBy }),
  );
  const height = TOP + legs.length * ROW;
  const answered =
    record.answeredAt === null
      ? ''
      : `<line x1="${x(seconds(record.answeredAt))}" x2="${x(seconds(record.answeredAt))}" y1="${TOP - 4}" y2="${height}" class="answer"/>`;
  const parts = [...bands(legs, x, seconds, length), ...ticks(length, x, height, lang), ...rows, answered];
  return `<svg class="timeline" viewBox="0 0 ${LEFT + WIDTH + 20} ${height + 6}" role="img" aria-label="${escape(callTexts[lang].timelineAlt)}">${parts.join('')}</svg>`;
}

/** The seconds of the call at a moment; none before its begin. */
export function secondsOf({ startedAt }: CallRecord): (at: Date) => number {
  return (at) => Math.max(0, (at.getTime() - startedAt.getTime()) / 1000);
}

/** In seconds of the call. */
export interface Bar {
  readonly from: number;
  readonly to: number;
}

/** When a phone rang, to its end or, where it was answered, to that of the picture; undefined: it never did. */
export function barOf(leg: RecordedLeg, seconds: (at: Date) => number, length: number): Bar | undefined {
  if (leg.rangAt === null && (leg.id === null || endedBeforeRinging(leg))) return undefined;
  const from = leg.rangAt === null ? plannedAt(leg, seconds) : seconds(leg.rangAt);
  const end = leg.outcome === 'answered' ? length : seconds(leg.endedAt ?? leg.startedAt);
  return { from, to: Math.max(from + length / 200, end) };
}

interface RowUse {
  readonly lang: Language;
  readonly x: (second: number) => number;
  readonly seconds: (at: Date) => number;
  readonly length: number;
  readonly answeredBy: CallRecord['answeredBy'];
}

function escape(text: string): string {
  return Handlebars.Utils.escapeExpression(text);
}

/** Length of the timeline in whole seconds. */
export function lengthOf(record: CallRecord, seconds: (at: Date) => number): number {
  const ends = record.legs.map(({ endedAt, startedAt, outcome }) =>
    outcome === 'answered' ? seconds(record.answeredAt ?? startedAt) : seconds(endedAt ?? startedAt),
  );
  const waited = record.waitingSec ?? 0;
  const talk = record.talkingSec === null || record.talkingSec === 0 ? 0 : 5;
  return Math.min(LONGEST_SEC, Math.max(5, Math.ceil(Math.max(waited + talk, ...ends))));
}

function legRow(leg: RecordedLeg, y: number, { lang, x, seconds, length, answeredBy }: RowUse): string {
  const name = leg.who.length > 24 ? `${leg.who.slice(0, 23)}…` : leg.who;
  const label = `<text x="${LEFT - 8}" y="${y + 15}" text-anchor="end" class="name">${escape(name)}<title>${escape(leg.who)}</title></text>`;
  const words = legWords(leg, answeredBy, lang);
  const bar = barOf(leg, seconds, length);
  if (bar === undefined) {
    return `${label}<text x="${x(plannedAt(leg, seconds)) + 4}" y="${y + 15}" class="none">${escape(words)}</text>`;
  }
  const { from, to } = bar;
  const width = Math.max(2, x(to) - x(from));
  const wait =
    leg.rangAt === null
      ? ''
      : `<line x1="${x(plannedAt(leg, seconds))}" x2="${x(from)}" y1="${y + 10}" y2="${y + 10}" class="dial"/>`;
  const time = plannedWords(leg, lang);
  const what = [words, `${Math.round(to - from)} s`, ...(time === null ? [] : [time])].join(', ');
  const title = `<title>${escape(`${leg.who}: ${what}`)}</title>`;
  return `${label}${wait}<rect x="${x(from)}" y="${y + 3}" width="${width}" height="${ROW - 9}" rx="3" class="leg ${leg.outcome}">${title}</rect>`;
}

/** The second of the call at which the phone was to begin. */
function plannedAt({ startedAt, rings }: RecordedLeg, seconds: (at: Date) => number): number {
  return seconds(startedAt) + (rings?.fromSec ?? 0);
}

/** The stages as bands behind their phones. */
function bands(
  legs: readonly RecordedLeg[],
  x: (second: number) => number,
  seconds: (at: Date) => number,
  length: number,
): string[] {
  const keys = [...new Set(legs.map(({ group, stage }) => `${group} ${String(stage)}`))];
  return keys.map((key, index) => {
    const of = legs
      .map((leg, row) => ({ leg, row }))
      .filter(({ leg }) => `${leg.group} ${String(leg.stage)}` === key);
    const starts = of.map(({ leg }) => seconds(leg.startedAt));
    const ends = of.map(({ leg }) =>
      leg.outcome === 'answered' ? length : seconds(leg.endedAt ?? leg.startedAt),
    );
    const top = TOP + Math.min(...of.map(({ row }) => row)) * ROW;
    const from = x(Math.min(...starts));
    const width = Math.max(2, x(Math.max(...ends)) - from);
    return `<rect x="${from}" y="${top}" width="${width}" height="${of.length * ROW}" class="band${index % 2 === 0 ? '' : ' odd'}"/>`;
  });
}

function ticks(length: number, x: (second: number) => number, height: number, lang: Language): string[] {
  const step = [1, 2, 5, 10, 20, 30, 60, 120, 300].find((size) => length / size <= 10) ?? 300;
  const marks = Array.from({ length: Math.floor(length / step) + 1 }, (_, index) => index * step);
  return marks.map(
    (second) =>
      `<line x1="${x(second)}" x2="${x(second)}" y1="${TOP - 4}" y2="${height}" class="grid"/><text x="${x(second)}" y="12" text-anchor="middle" class="tick">${fill(callTexts[lang].seconds, { count: second })}</text>`,
  );
}
