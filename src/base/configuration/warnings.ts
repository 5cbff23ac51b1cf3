/** Warns about what is allowed but probably not intended: calls work, but somebody does not ring. Pure. */
import { blockedWarnings } from './blocked-checks.js';
import { codeWarnings } from './code-checks.js';
import { destinationsOf, dialledIn, Node } from './draft.js';
import { fault, type Fault, type Path } from './faults.js';
import { normalise } from './phone-number.js';
import { stageWarnings, userOf, type Users } from './stage-warnings.js';
import { coversWeek } from '../model/time-window.js';
import { windowsOf } from './snapshot-parts.js';
import type { Configuration, GroupContent, SwitchContent, UserContent } from './schema.js';

/** For a configuration without faults, in steps, one for each entry. */
export function* warningSteps(configuration: Configuration): Generator<undefined, Fault[]> {
  const users = new Map(configuration.users.map((user) => [user.id, user]));
  const members = new Set<string | undefined>();
  for (const { stages } of configuration.groups) {
    for (const member of stages.flatMap((stage) => stage.members)) members.add(userOf(member));
    yield;
  }
  const warnings = [...(yield* numberWarnings(configuration)), ...codeWarnings(configuration.settings.codes)];
  for (const [index, user] of configuration.users.entries()) {
    warnings.push(...userWarnings(user, index, members.has(user.id)));
    yield;
  }
  for (const [index, entry] of configuration.switches.entries()) {
    warnings.push(...switchWarnings(entry, index));
    yield;
  }
  for (const [index, group] of configuration.groups.entries()) {
    warnings.push(...groupWarnings(configuration, users, group, index));
    yield;
  }
  warnings.push(...blockedWarnings(new Node(configuration), configuration));
  return [...warnings, ...(yield* loops(configuration))];
}

function switchWarnings(entry: SwitchContent, index: number): Fault[] {
  return 'schedule' in entry &&
    entry.schedule.holidays !== undefined &&
    entry.schedule.onHolidays === 'asUsual'
    ? [unused(['switches', index, 'schedule', 'holidays'], entry.schedule.holidays, 'onHolidays: on or off')]
    : [];
}

function unused(path: Path, value: string, without: string): Fault {
  return fault(path, value, `has no effect without ${without}`);
}

function* numberWarnings(configuration: Configuration): Generator<undefined, Fault[]> {
  const { settings } = configuration;
  const root = new Node(configuration);
  const warnings: Fault[] = [];
  let count = 0;
  for (const list of ['users', 'groups'] as const) {
    for (const entry of root.items(list)) {
      for (const { path, text: given = '' } of dialledIn(list, entry)) {
        count += 1;
        const number = normalise(given, settings.country, settings.externalNumbers);
        if (number.kind === 'refused')
          warnings.push(fault(path, given, `will not ring: ${number.reason} (settings.externalNumbers)`));
      }
      yield;
    }
  }
  if (settings.gateway === undefined && count > 0)
    warnings.push(fault(['settings', 'gateway'], undefined, `missing; ${count} numbers outside cannot ring`));
  return warnings;
}

function userWarnings(user: UserContent, index: number, inGroup: boolean): Fault[] {
  const { mobile } = user;
  return [
    ...(inGroup ? [] : [fault(['users', index], user.id, 'is in no group')]),
    ...(user.extension === undefined && mobile === undefined
      ? [fault(['users', index], user.id, 'has neither an extension nor a mobile')]
      : []),
    ...(user.domain !== undefined && user.extension === undefined
      ? [unused(['users', index, 'domain'], user.domain, 'extension')]
      : []),
    ...(mobile?.holidays !== undefined && mobile.onHolidays
      ? [unused(['users', index, 'mobile', 'holidays'], mobile.holidays, 'onHolidays: false')]
      : []),
  ];
}

function groupWarnings(
  configuration: Configuration,
  users: Users,
  group: GroupContent,
  index: number,
): Fault[] {
  const at: Path = ['groups', index];
  const quiet = group.missed.mail?.quiet ?? [];
  return [
    ...(coversWeek(windowsOf(quiet))
      ? [fault([...at, 'missed', 'mail', 'quiet'], undefined, 'never ends; mails will be sent once a day')]
      : []),
    ...(group.stages.length === 0 && 'hangup' in group.final
      ? [fault([...at, 'stages'], undefined, 'rings nobody: every call is hung up at once')]
      : []),
    ...group.stages.flatMap((stage, s) =>
      stageWarnings(configuration, users, group, stage, [...at, 'stages', s]),
    ),
    ...(group.externalCallerId === 'group' && group.publicNumber === undefined
      ? [unused([...at, 'externalCallerId'], 'group', 'publicNumber')]
      : []),
    ...(group.recordingNotice !== undefined && group.recordingOnTransfer === 'goOn'
      ? [
          fault(
            [...at, 'recordingOnTransfer'],
            'goOn',
            'whoever takes a call over is recorded without having heard a notice',
          ),
        ]
      : []),
    ...(group.recordingNotice !== undefined && group.recording === 'never'
      ? [
          unused(
            [...at, 'recordingNotice', 'file'],
            group.recordingNotice.file,
            'recording: outside or always',
          ),
        ]
      : []),
  ];
}

/** Groups that send calls in a circle, each circle once. In a real call the second visit to a group is refused. */
function* loops(configuration: Configuration): Generator<undefined, Fault[]> {
  const next = new Map(
    configuration.groups.map((group) => [
      group.number,
      destinationsOf(new Node(group)).flatMap((to) => to.at('group').text ?? []),
    ]),
  );
  const told = new Set<string>();
  const found: Fault[] = [];
  for (const start of next.keys()) {
    yield;
    const circle = told.has(start) ? undefined : yield* circleFrom(start, next);
    for (const number of circle ?? []) told.add(number);
    if (circle !== undefined) found.push(loopFault(configuration, circle));
  }
  return found;
}

/** The shortest way from `start` back to itself: `['700', '701', '700']`. */
function* circleFrom(
  start: string,
  next: ReadonlyMap<string, readonly string[]>,
): Generator<undefined, string[] | undefined> {
  const from = new Map<string, string>();
  // An explicit queue, because a chain of a thousand groups must not exhaust the stack.
  const queue = [start];
  for (const number of queue) {
    yield;
    for (const to of next.get(number) ?? []) {
      if (to === start) return [...wayTo(number, start, from), start];
      if (from.has(to)) continue;
      from.set(to, number);
      queue.push(to);
    }
  }
  return undefined;
}

function wayTo(end: string, start: string, from: ReadonlyMap<string, string>): string[] {
  const way = [end];
  for (let at = end; at !== start; way.unshift(at)) at = from.get(at) ?? start;
  return way;
}

function loopFault(configuration: Configuration, circle: readonly string[]): Fault {
  const index = configuration.groups.findIndex((group) => group.number === circle[0]);
  return fault(
    ['groups', index],
    undefined,
    `a call can go in a circle (${circle.join(' → ')}) and is refused when it comes back`,
  );
}
