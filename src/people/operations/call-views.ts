/** Saved searches for calls: who sees which, and what makes, renames and removes one. For pages and interface. */
import { randomUUID } from 'node:crypto';
import type { DateTime } from 'luxon';
import { oneLine } from '../../afterwards/mail/one-line.js';
import type { AuditLog } from '../../base/model/audit-event.js';
import type { Snapshot } from '../../base/model/snapshot.js';
import type { CallView, CallViewStore } from '../../base/store/call-views.js';
import { reachOf, scopeOf, type Actor } from '../access/permissions.js';
import { FILTER_FIELDS, readCallFilter, type TypedFilter } from './call-filter.js';

/** Of one account, and as many of everybody. */
export const MOST_VIEWS = 100;

export const LONGEST_VIEW_NAME = 60;

export interface CallViewDesk {
  readonly views: CallViewStore;
  readonly audit: AuditLog;
  readonly snapshot: () => Snapshot | undefined;
}

export type ViewResult =
  | { readonly kind: 'done'; readonly view: CallView }
  /** It has no name, or one that is too long. */
  | { readonly kind: 'badName' }
  /** Nothing is searched for, or something that cannot be. */
  | { readonly kind: 'badFilter' }
  | { readonly kind: 'taken' }
  | { readonly kind: 'full'; readonly most: number }
  /** One of everybody, and the actor may not configure. */
  | { readonly kind: 'notAllowed' }
  /** There is none that the actor sees. */
  | { readonly kind: 'unknown' };

export const maySaveForAll = ({ permissions }: Pick<Actor, 'permissions'>): boolean =>
  permissions.has('config.write');

/**
 * Of everybody and of the actor's account, in the order of names. Who sees some groups only sees the own ones only: in those of
 * everybody stand names and numbers of any group.
 */
export async function viewsOf({ views }: CallViewDesk, actor: Actor): Promise<readonly CallView[]> {
  const all = await views.of(actor.name);
  return reachOf(actor.role) === 'all' ? all : all.filter(({ owner }) => owner !== null);
}

/**
 * The filter as text that is equal for equal filters: fields in their order, without empty ones. Only what would mean something
 * else in an address is written in another way: a number stays one that is masked, and that is found when it is to be forgotten.
 */
export function filterText(typed: TypedFilter): string {
  const fields = FILTER_FIELDS.flatMap((name) => {
    const text = typed[name]?.trim() ?? '';
    return text === '' ? [] : [`${name}=${text.replaceAll(/[%&#+ ]/g, encodeURIComponent)}`];
  });
  return fields.join('&');
}

/** What stands in an address, other parameters left out. */
export function filterOfText(query: string): TypedFilter {
  const given = new URLSearchParams(query);
  return Object.fromEntries(FILTER_FIELDS.map((name) => [name, given.get(name) ?? undefined]));
}

export interface ViewOrder {
  readonly name: string;
  readonly filter: TypedFilter;
  readonly forAll: boolean;
  readonly now: DateTime;
}

/** Errors: the database's. */
export async function saveView(desk: CallViewDesk, actor: Actor, order: ViewOrder): Promise<ViewResult> {
  const { filter, forAll, now } = order;
  if (forAll && !maySaveForAll(actor)) return { kind: 'notAllowed' };
  const name = nameOf(order.name);
  if (name === undefined) return { kind: 'badName' };
  const query = filterText(filter);
  const snapshot = desk.snapshot();
  const { faults } = readCallFilter(filter, { scope: scopeOf(actor, snapshot), snapshot, now, actor });
  if (query === '' || faults.length > 0) return { kind: 'badFilter' };
  const owner = forAll ? null : actor.name;
  const there = (await desk.views.of(actor.name)).filter((view) => view.owner === owner);
  if (there.length >= MOST_VIEWS) return { kind: 'full', most: MOST_VIEWS };
  const by = { changedAt: now.toJSDate(), changedBy: actor.name };
  const view: CallView = { id: randomUUID(), owner, name, query, ...by };
  if (!(await desk.views.add(view))) return { kind: 'taken' };
  await noteChange(desk, actor, undefined, view);
  return { kind: 'done', view };
}

/** Errors: the database's. */
export async function renameView(
  desk: CallViewDesk,
  actor: Actor,
  id: string,
  given: { readonly name: string; readonly now: DateTime },
): Promise<ViewResult> {
  const found = await ownView(desk, actor, id);
  if (found.kind !== 'done') return found;
  const name = nameOf(given.name);
  if (name === undefined) return { kind: 'badName' };
  const by = { changedAt: given.now.toJSDate(), changedBy: actor.name };
  const renamed = await desk.views.rename(id, name, by);
  if (renamed === undefined) return { kind: 'unknown' };
  if (!renamed) return { kind: 'taken' };
  const view = { ...found.view, name, ...by };
  await noteChange(desk, actor, found.view, view);
  return { kind: 'done', view };
}

/** The view that is gone. Errors: the database's. */
export async function removeView(desk: CallViewDesk, actor: Actor, id: string): Promise<ViewResult> {
  const found = await ownView(desk, actor, id);
  if (found.kind !== 'done') return found;
  if (!(await desk.views.remove(id))) return { kind: 'unknown' };
  await noteChange(desk, actor, found.view, undefined);
  return found;
}

/** One that the actor may change. */
async function ownView(desk: CallViewDesk, actor: Actor, id: string): Promise<ViewResult> {
  const view = await desk.views.get(id);
  if (view === undefined || (view.owner !== null && view.owner !== actor.name)) return { kind: 'unknown' };
  return view.owner === null && !maySaveForAll(actor) ? { kind: 'notAllowed' } : { kind: 'done', view };
}

function nameOf(given: string): string | undefined {
  const name = oneLine(given).trim();
  return name === '' || name.length > LONGEST_VIEW_NAME ? undefined : name;
}

/** Not the filter, in which a caller's number may stand: the audit log is kept for longer than calls. */
function noteChange(
  { audit }: CallViewDesk,
  actor: Actor,
  before: CallView | undefined,
  after: CallView | undefined,
): Promise<void> {
  const told = (view: CallView | undefined) => view && { name: view.name, forAll: view.owner === null };
  const subject = `view ${after?.name ?? before?.name ?? ''}`;
  return audit.note(actor.name, 'callViewChanged', { subject }, { before: told(before), after: told(after) });
}
