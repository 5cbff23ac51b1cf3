/** A group as a picture: the way of a call from top to bottom, and what of it holds now. Pure. */
import type { DateTime } from 'luxon';
import { SOMEBODY } from '../../../../base/model/call.js';
import type { Group, Snapshot, Stage } from '../../../../base/model/snapshot.js';
import { numberText } from '../../../../afterwards/mail/number-text.js';
import { somebody } from '../../../../calls/routing/check.js';
import type { Question } from '../../../../calls/routing/members.js';
import { ownPhones } from '../../../../calls/routing/own-phones.js';
import { idOf } from '../../forms/field-ids.js';
import { fill, type Language } from '../../language.js';
import { switchView } from '../../switches/outlook.js';
import { groupTexts, pictureTexts } from '../../../words/words.js';
import { destinationView, type DestinationView } from './destination-view.js';
import { memberRows } from './stage-rows.js';
import { summaries } from './summaries.js';

export interface WayReader {
  readonly lang: Language;
  readonly now: DateTime;
}

/** Most members of a stage that are shown at once; the others are one click away. */
const MOST_ROWS = 12;

export function wayView(group: Group, snapshot: Snapshot, { lang, now }: WayReader) {
  const t = pictureTexts[lang];
  const rules = rulesView(group, snapshot, { lang, now });
  const isReached = group.enabled && !rules.some(({ holds }) => holds);
  const starts = group.stages.map((_stage, index) =>
    group.stages.slice(0, index).reduce((sum, { ringSec }) => sum + ringSec, 0),
  );
  const longest = group.stages.reduce((sum, { ringSec }) => sum + ringSec, 0);
  return {
    enabled: group.enabled,
    isReached,
    notReached: isReached ? null : group.enabled ? t.notReached : t.notEnabled,
    number: group.number,
    name: group.name,
    publicNumber: group.publicNumber === undefined ? null : numberText(group.publicNumber),
    anonymous: anonymousView(group, snapshot, lang),
    blocked: new Set([...group.blocked.whole.values(), ...group.blocked.beginnings]).size,
    rules,
    stages: group.stages.map((stage, index) => ({
      ...stageView(stage, group, index, questionOf(group, snapshot, now), lang),
      from: clock(starts[index] ?? 0),
      to: clock((starts[index] ?? 0) + stage.ringSec),
    })),
    mayAddStage: group.stages.length < MOST_STAGES,
    nextStage: group.stages.length + 1,
    final: {
      ...destinationView(group.final, snapshot, lang),
      after: longest === 0 ? t.atOnce : fill(t.afterAll, { time: clock(longest) }),
    },
    parts: summaries(group, lang),
  };
}

/** As the schema of a group says. */
const MOST_STAGES = 3;

/** A question about a call from outside whose phones are all there and free. */
function questionOf(group: Group, snapshot: Snapshot, now: DateTime): Question {
  const call = { ...somebody(group.number), caller: SOMEBODY };
  return { snapshot, call, attempts: [], now, own: ownPhones(snapshot, call), isTalking: () => false };
}

function anonymousView({ anonymous }: Group, snapshot: Snapshot, lang: Language) {
  const t = groupTexts[lang];
  const to: DestinationView | null =
    anonymous.kind === 'divert' ? destinationView(anonymous.to, snapshot, lang) : null;
  const words = {
    normal: t.anonymousNormal,
    reject: t.anonymousReject,
    divert: t.anonymousDivert,
  };
  return { kind: anonymous.kind, text: words[anonymous.kind], to };
}

function rulesView({ rules, timezone }: Group, snapshot: Snapshot, { lang, now }: WayReader) {
  const t = groupTexts[lang];
  let isDecided = false;
  return rules.map(({ switch: asked, when, to }, index) => {
    const state = switchView(asked, { lang, timezone, now });
    const isMet = state.on === (when === 'on');
    const holds = isMet && !isDecided;
    isDecided ||= isMet;
    return {
      ...state,
      path: `rules[${index}]`,
      move: moveOf(
        {
          path: `rules[${index}]`,
          before: index === 0 ? null : `rules[${index - 1}]`,
          after: index === rules.length - 1 ? null : `rules[${index + 1}]`,
        },
        asked.name,
        lang,
      ),
      when: when === 'on' ? t.isOn : t.isOff,
      to: destinationView(to, snapshot, lang),
      holds,
    };
  });
}

function stageView(stage: Stage, group: Group, index: number, question: Question, lang: Language) {
  const { ringSec } = stage;
  const t = pictureTexts[lang];
  const rows = memberRows(stage, group, index, question, lang).map((row, at) => ({
    ...row,
    ringSec,
    move: moveOf(placeOfMember(group, index, at), row.name, lang),
  }));
  const path = `stages[${index}]`;
  const before = index === 0 ? null : `stages[${index - 1}]`;
  const after = index === group.stages.length - 1 ? null : `stages[${index + 1}]`;
  const title = fill(t.stage, { number: index + 1 });
  return {
    title,
    form: `stage-${index + 1}`,
    path,
    move: moveOf({ path, before, after }, title, lang),
    rings: fill(t.rings, { sec: ringSec }),
    end: endOfStage(group, index),
    rows: rows.slice(0, MOST_ROWS),
    others: rows.slice(MOST_ROWS),
    more: rows.length > MOST_ROWS ? t.moreMembers(rows.length - MOST_ROWS) : null,
    ticks: ticksOf(ringSec).map((sec) => ({
      sec,
      x: Math.round((sec / ringSec) * 1000) / 10,
      anchor: sec === 0 ? 'start' : sec === ringSec ? 'end' : 'middle',
    })),
  };
}

interface Place {
  readonly path: string;
  /** Where it goes one step up or down; null: it cannot. */
  readonly before: string | null;
  readonly after: string | null;
}

/** The buttons that move something, with their words. */
function moveOf(place: Place, name: string, lang: Language) {
  const t = pictureTexts[lang];
  return {
    ...place,
    id: idOf(place.path).slice(2),
    up: fill(t.up, { name }),
    down: fill(t.down, { name }),
    out: fill(t.takeOut, { name }),
    sure: fill(t.takeOutSure, { name }),
  };
}

/** The first of a stage goes up into the stage before, the last one down into the next. */
function placeOfMember(group: Group, stage: number, at: number): Place {
  const members = `stages[${stage}].members`;
  const isLast = at === (group.stages[stage]?.members.length ?? 0) - 1;
  const next = stage < group.stages.length - 1 ? `stages[${stage + 1}].members[0]` : null;
  return {
    path: `${members}[${at}]`,
    before: at === 0 ? endOfStage(group, stage - 1) : `${members}[${at - 1}]`,
    after: isLast ? next : `${members}[${at + 1}]`,
  };
}

/** The place behind the last member; null: there is no such stage. */
function endOfStage({ stages }: Group, index: number): string | null {
  const stage = stages[index];
  return stage === undefined ? null : `stages[${index}].members[${stage.members.length}]`;
}

const STEPS = [1, 2, 5, 10, 15, 20, 30, 60, 120, 300];
const MOST_TICKS = 5;

/** Round seconds from the begin to the end; the end is always there. */
export function ticksOf(ringSec: number): readonly number[] {
  const step = STEPS.find((one) => ringSec / one <= MOST_TICKS) ?? ringSec;
  const ticks = Array.from({ length: Math.floor(ringSec / step) + 1 }, (_, index) => index * step);
  // A tick close to the end would cover its number.
  return [...ticks.filter((sec) => sec <= ringSec - step / 2), ringSec];
}

/** `0:35` */
function clock(sec: number): string {
  return `${Math.floor(sec / 60)}:${String(sec % 60).padStart(2, '0')}`;
}
