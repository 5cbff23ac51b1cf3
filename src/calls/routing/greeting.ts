/** What a caller hears before anything rings, and whether the talk may be recorded. Pure. */
import type { Attempt, GreetStep, InboundCall, Step } from '../../base/model/call.js';
import type { Fact } from '../../base/model/reason.js';
import type { Group } from '../../base/model/snapshot.js';
import { reasonOf } from './describe.js';
import type { Question } from './members.js';

type GroupStep = Exclude<Step, { kind: 'release' | 'greet' }>;

/**
 * What is played before a step; undefined: nothing. Never after the group has tried something, a greeting too: a call that
 * another controller takes over in the middle of it goes on with the phones. Of several groups the first one greets, and
 * one notice that was heard is enough.
 *
 * Its reasons are those of the groups before this one. This group's own are told with the step that follows.
 */
export function greetingBefore(step: Step, { call, attempts }: Question): GreetStep | undefined {
  if (step.kind === 'release' || step.kind === 'greet') return undefined;
  const { group, place } = step;
  if (attempts.some((one) => (one.place.path.at(-1) ?? call.groupNumber) === group.number)) return undefined;
  const isGreeted = attempts.some((one) => one.place.part === 'greeting');
  const greeting = !isGreeted && greets(step) ? group.greeting : undefined;
  const needsNotice = step.kind === 'ring' && isToBeRecorded(group, call) && !isNoticeHeard(group, attempts);
  const noticeFile = needsNotice ? group.recordingNotice?.file : undefined;
  if (greeting === undefined && noticeFile === undefined) return undefined;
  const facts: readonly Fact[] = [
    ...(greeting === undefined
      ? []
      : [{ kind: 'greeting', file: greeting.file, answers: greeting.answer } as const]),
    ...(noticeFile === undefined ? [] : [{ kind: 'recordingNotice', file: noticeFile } as const]),
  ];
  return {
    kind: 'greet',
    place: { path: place.path, part: 'greeting', isNoticeHeard: false },
    group,
    greeting,
    noticeFile,
    why: [
      ...step.why.filter((reason) => reason.group !== group.number),
      ...facts.map((fact) => reasonOf(group.number, fact)),
    ],
  };
}

function greets({ place, group }: GroupStep): boolean {
  if (place.part === 'stage') return true;
  return place.part === 'destination' && place.by === 'switch' && group.greeting?.whenDiverted === true;
}

/** Whether the group records such calls. */
export function isToBeRecorded({ recording }: Group, call: Pick<InboundCall, 'fromOutside'>): boolean {
  return recording === 'always' || (recording === 'outside' && call.fromOutside);
}

/** Whether the caller has heard all that must be heard before a talk is recorded. */
export function isNoticeHeard({ recordingNotice }: Group, attempts: readonly Attempt[]): boolean {
  return (
    recordingNotice === undefined ||
    attempts.some(({ place }) => place.part === 'greeting' && place.isNoticeHeard)
  );
}
