/** Warns about members of a stage who never ring, or otherwise than the times say. Pure. */
import { fault, type Fault, type Path } from './faults.js';
import { normalise } from './phone-number.js';
import type { Configuration, GroupContent, MemberContent, UserContent } from './schema.js';

export type Users = ReadonlyMap<string, UserContent>;
type StageContent = GroupContent['stages'][number];

/** The user's id; undefined for anybody else. */
export function userOf(member: MemberContent): string | undefined {
  if (typeof member === 'string') return member;
  return 'user' in member ? member.user : undefined;
}

/** The seconds of the stage in which a member rings. */
interface MemberTime {
  readonly delaySec: number;
  readonly ringSec: number | undefined;
}

function timeOf(member: MemberContent): MemberTime {
  if (typeof member === 'string') return { delaySec: 0, ringSec: undefined };
  const { delaySec = 0, ringSec } = member;
  return { delaySec, ringSec };
}

export function stageWarnings(
  configuration: Configuration,
  users: Users,
  group: GroupContent,
  stage: StageContent,
  at: Path,
): Fault[] {
  const rings = (member: MemberContent) =>
    timeOf(member).delaySec < stage.ringSec && canRing(member, configuration, users, group);
  return [
    ...(stage.members.some(rings) ? [] : [fault(at, undefined, 'can ring nobody and will be skipped')]),
    ...stage.members.flatMap((member, m) => timeWarnings(users, group, stage, member, [...at, 'members', m])),
    ...idleWarnings(stage, at),
    ...repeated(stage, at),
  ];
}

function canRing(
  member: MemberContent,
  { settings }: Configuration,
  users: Users,
  group: GroupContent,
): boolean {
  const allowed = (given: string) =>
    settings.gateway !== undefined &&
    normalise(given, settings.country, settings.externalNumbers).kind === 'allowed';
  if (typeof member === 'object' && 'extension' in member) return true;
  if (typeof member === 'object' && 'external' in member) return allowed(member.external);
  const user = users.get(userOf(member) ?? '');
  if (user?.extension !== undefined) return true;
  const mobile = user?.mobile;
  return group.mobiles && mobile !== undefined && mobile.windows.length > 0 && allowed(mobile.number);
}

/** A delay at least as long as the stage, or a time that goes beyond it. A user without a desk phone has no delay. */
function timeWarnings(
  users: Users,
  group: GroupContent,
  stage: StageContent,
  member: MemberContent,
  at: Path,
): Fault[] {
  const { delaySec, ringSec } = timeOf(member);
  const lasts = `the stage lasts ${stage.ringSec} seconds`;
  if (delaySec >= stage.ringSec) return [fault(at, delaySec, `delaySec: would never ring: ${lasts}`)];
  const leftSec = stage.ringSec - delaySec;
  const beyond =
    ringSec !== undefined && ringSec > leftSec
      ? [fault(at, ringSec, `ringSec: rings for ${leftSec} seconds only: ${lasts}`)]
      : [];
  const id = userOf(member);
  const user = id === undefined ? undefined : users.get(id);
  if (id === undefined || !group.mobiles || user?.mobile === undefined || user.extension === undefined)
    return beyond;
  const ownSec = Math.min(leftSec, ringSec ?? leftSec);
  if (user.mobile.delaySec < ownSec) return beyond;
  const why = ownSec === stage.ringSec ? lasts : `both phones ring for ${ownSec} seconds`;
  return [...beyond, fault(at, user.mobile.delaySec, `mobile.delaySec of ${id}: would never ring: ${why}`)];
}

/** A stage in which nobody is to ring at first begins with those who ring first. */
function idleWarnings(stage: StageContent, at: Path): Fault[] {
  const delays = stage.members.map((member) => timeOf(member).delaySec);
  const least = Math.min(...delays);
  return delays.length > 0 && least > 0 && least < stage.ringSec
    ? [fault(at, undefined, `nobody rings in its first ${least} seconds; they are left out`)]
    : [];
}

/** The same phone twice: the earlier way rings. */
function repeated(stage: StageContent, at: Path): Fault[] {
  const seen = new Set<string>();
  return stage.members.flatMap((member, m) => {
    const key = whoOf(member);
    if (seen.has(key)) return [fault([...at, 'members', m], member, 'is in this stage already; rings once')];
    seen.add(key);
    return [];
  });
}

function whoOf(member: MemberContent): string {
  const id = userOf(member);
  if (id !== undefined) return `user ${id}`;
  if (typeof member === 'object' && 'extension' in member) return `extension ${member.extension}`;
  return JSON.stringify(member);
}
