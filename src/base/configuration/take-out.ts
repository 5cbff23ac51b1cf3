/**
 * Where a user, group, switch or calendar is used, and a configuration without it: taken out of every place, or with
 * another one in its stead. What may not be decided for the administrator (a final destination, a stage in which nobody
 * would be left) is left as it is, so that the checks or a fault of this file tell it. Pure.
 */
import { isDeepStrictEqual } from 'node:util';
import { fault, pathText, type Fault, type Path } from './faults.js';
import { LISTS, partAt, type ListKind } from './part-names.js';
import type { Configuration } from './schema.js';

export interface Named {
  readonly kind: ListKind;
  readonly id: string;
}

/** `by` undefined: taken out; else the id of another one of the same kind. */
export interface References {
  readonly by: string | undefined;
}

/** A place of the configuration that refers to it, as a fault is placed. */
export type Place = Pick<Fault, 'path' | 'part'>;

type Plain = Readonly<Record<string, unknown>>;

/** Every place that refers to the part, in the order of the configuration. */
export function placesOf(configuration: Configuration, named: Named): Place[] {
  const found: Place[] = [];
  rewritten(configuration, named, (path) => {
    const text = pathText(path);
    const part = partAt(configuration, text);
    found.push({ path: text, ...(part !== undefined && { part }) });
    return KEEP;
  });
  return found;
}

/**
 * The configuration without the part and without any reference to it, unchecked; `faults`: what is left open, with
 * paths of `next`. A rule of a switch that goes, goes with it; so does one that sends calls to a group that goes.
 */
export function takenOut(
  configuration: Configuration,
  named: Named,
  { by }: References,
): { readonly next: unknown; readonly faults: readonly Fault[] } {
  const next = rewritten(configuration, named, () => by) as unknown as Plain;
  const { list, key } = LISTS[named.kind];
  const entries = (next[list] as readonly Plain[]).filter((entry) => entry[key] !== named.id);
  const left = { ...next, [list]: entries };
  return { next: left, faults: by === undefined ? emptied(configuration, left, named) : [] };
}

const KEEP = Symbol('as it is');
/** What shall stand there instead: another id, nothing, or what is there. */
type Decide = (path: Path) => string | undefined | typeof KEEP;

/** The configuration with each reference decided anew. */
function rewritten(configuration: Configuration, { kind, id }: Named, decide: Decide): Configuration {
  const at = (path: Path, value: unknown): unknown => {
    if (value !== id) return value;
    const decided = decide(path);
    return decided === KEEP ? value : decided;
  };
  const users = configuration.users.map((user, index) =>
    kind !== 'calendar' || user.mobile === undefined
      ? user
      : { ...user, mobile: withKey(user.mobile, 'holidays', ['users', index, 'mobile'], at) },
  );
  const switches = configuration.switches.map((entry, index) =>
    kind !== 'calendar' || !('schedule' in entry)
      ? entry
      : { ...entry, schedule: withKey(entry.schedule, 'holidays', ['switches', index, 'schedule'], at) },
  );
  const groups = configuration.groups.map((group, index) => groupWith(group, kind, ['groups', index], at));
  return { ...configuration, users, switches, groups } as Configuration;
}

type At = (path: Path, value: unknown) => unknown;

function withKey(block: object, key: string, path: Path, at: At): object {
  if (!Object.hasOwn(block, key)) return block;
  const { [key]: before, ...rest } = block as Record<string, unknown>;
  const value = at([...path, key], before);
  return value === before ? block : value === undefined ? rest : { ...block, [key]: value };
}

type Group = Configuration['groups'][number];

function groupWith(group: Group, kind: ListKind, path: Path, at: At): object {
  if (kind === 'calendar') return group;
  if (kind === 'user') return withoutUser(group, path, at);
  const rules = group.rules.flatMap((rule, index): object[] => {
    const here = [...path, 'rules', index];
    const next =
      kind === 'switch'
        ? (withKey(rule, 'switch', here, at) as Plain)
        : { ...rule, to: withKey(rule.to, 'group', [...here, 'to'], at) };
    const isGone =
      kind === 'switch' ? next['switch'] === undefined : Object.keys(next['to'] as object).length === 0;
    return isGone ? [] : [next];
  });
  if (kind === 'switch') return { ...group, rules };
  const { anonymous } = group;
  return {
    ...group,
    rules,
    final: withKey(group.final, 'group', [...path, 'final'], at),
    ...(typeof anonymous === 'object' && {
      anonymous: { divert: withKey(anonymous.divert, 'group', [...path, 'anonymous', 'divert'], at) },
    }),
  };
}

function withoutUser(group: Group, path: Path, at: At): object {
  const of = (list: readonly unknown[], here: Path) => {
    const next = list.map((one, index) => at([...here, index], one));
    // Somebody who is there already is not there twice afterwards.
    return next.filter(
      (one, index) =>
        one === list[index] || (one !== undefined && !list.includes(one) && next.indexOf(one) === index),
    );
  };
  const { missed, report } = group;
  return {
    ...group,
    stages: group.stages.map((stage, index) => ({
      ...stage,
      members: of(stage.members, [...path, 'stages', index, 'members']),
    })),
    missed:
      missed.mail === undefined
        ? missed
        : { ...missed, mail: { ...missed.mail, to: of(missed.mail.to, [...path, 'missed', 'mail', 'to']) } },
    ...(report !== undefined && { report: { ...report, to: of(report.to, [...path, 'report', 'to']) } }),
  };
}

/** Stages in which nobody is left: allowed in a file, and yet nobody who deletes a user means it. */
function emptied(before: Configuration, next: unknown, { kind }: Named): Fault[] {
  if (kind !== 'user') return [];
  const groups = (next as { readonly groups: Configuration['groups'] }).groups;
  return groups.flatMap((group, g) =>
    group.stages.flatMap((stage, s) => {
      const had = before.groups[g]?.stages[s]?.members ?? [];
      if (stage.members.length > 0 || had.length === 0 || isDeepStrictEqual(had, stage.members)) return [];
      const path = ['groups', g, 'stages', s];
      const part = partAt(next, pathText(path));
      const told = fault(
        path,
        undefined,
        'nobody would be left in this stage; remove the stage or add somebody',
      );
      return [part === undefined ? told : { ...told, part }];
    }),
  );
}
