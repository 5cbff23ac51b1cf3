/** The page of blocked numbers: who is blocked where, and blocking and unblocking with a click. */
import type { Configuration } from '../../../base/configuration/schema.js';
import { shownNumberOf, type CallRecord } from '../../../base/model/call-record.js';
import type { Scope } from '../../../base/model/scope.js';
import type { Snapshot } from '../../../base/model/snapshot.js';
import { blockNumber, unblockNumber, type BlockResult } from '../../operations/block-number.js';
import type { ConfigurationEditor } from '../../operations/configuration-editor.js';
import { blockedTexts } from '../../words/words.js';
import { faultText } from '../forms/fault-text.js';
import { fill } from '../language.js';
import type { Pages, Visit } from '../pages.js';

export const BLOCKED_PAGE = '/blocked';

export interface BlockedPageUse {
  readonly editor: ConfigurationEditor;
  readonly calls: { seen(id: string, scope: Scope): Promise<CallRecord | undefined> };
  readonly snapshot: () => Snapshot | undefined;
}

/** A call names its number here by its id: an address with a number would be in the history of browsers, and in logs. */
export const blockPath = (call: string): string =>
  `${BLOCKED_PAGE}?${new URLSearchParams({ call }).toString()}`;

export function blockedPages(pages: Pages, use: BlockedPageUse): void {
  pages.get(BLOCKED_PAGE, 'config.write', async (visit) => {
    const call = visit.query('call');
    const record = call === undefined ? undefined : await use.calls.seen(call, visit.scope);
    const caller = record?.caller;
    const number = (caller && shownNumberOf(caller)) ?? '';
    await show(visit, use, { number, group: record?.group.number ?? '', reason: '' });
  });
  pages.post(BLOCKED_PAGE, 'config.write', (visit) => block(visit, use));
  pages.post(`${BLOCKED_PAGE}/remove`, 'config.write', (visit) => unblock(visit, use));
}

interface Typed {
  readonly number: string;
  /** Empty: all groups. */
  readonly group: string;
  readonly reason: string;
}

function orderOf({ actor, now, field }: Visit) {
  const group = field('group');
  return {
    number: field('number').slice(0, 250),
    group: group === '' ? undefined : group,
    who: actor.name,
    origin: 'page',
    at: now.toJSDate(),
  } as const;
}

async function block(visit: Visit, use: BlockedPageUse): Promise<void> {
  const { field, lang } = visit;
  const typed = { number: field('number').slice(0, 60), group: field('group'), reason: field('reason') };
  const result = await blockNumber(use.editor, {
    ...orderOf(visit),
    number: typed.number,
    reason: typed.reason,
  });
  await answer(visit, use, result, typed, fill(blockedTexts[lang].done, { number: typed.number }));
}

async function unblock(visit: Visit, use: BlockedPageUse): Promise<void> {
  const order = orderOf(visit);
  const result = await unblockNumber(use.editor, order);
  const done = fill(blockedTexts[visit.lang].undone, { number: order.number });
  if (result.kind === 'blockedAlready') visit.redirect(BLOCKED_PAGE, done);
  else await answer(visit, use, result, { number: '', group: '', reason: '' }, done);
}

async function answer(visit: Visit, use: BlockedPageUse, result: BlockResult, typed: Typed, done: string) {
  const { lang } = visit;
  const t = blockedTexts[lang];
  switch (result.kind) {
    case 'saved':
    case 'unchanged':
      visit.redirect(BLOCKED_PAGE, done);
      return;
    case 'blockedAlready':
      await show(visit, use, typed, t.already, 409);
      return;
    case 'faulty':
    case 'inUse': {
      const faults = result.faults.map((fault) => faultText(fault, lang));
      await show(visit, use, typed, faults.join(' · '), 422);
      return;
    }
    case 'conflict':
      await show(visit, use, typed, t.changedMeanwhile, 409);
      return;
    case 'unknown':
      await show(visit, use, typed, t.noGroup, 422);
  }
}

async function show(visit: Visit, use: BlockedPageUse, typed: Typed, alert?: string, status = 200) {
  const { lang } = visit;
  const t = blockedTexts[lang];
  const { configuration } = await use.editor.configuration();
  const options = configuration.groups.map(({ number, name }) => ({
    value: number,
    text: `${name} (${number})`,
    selected: number === typed.group,
  }));
  const view = {
    typed,
    groups: [{ value: '', text: t.allGroups, selected: typed.group === '' }, ...options],
    places: placesOf(configuration, t.allGroups),
    alert: alert ?? null,
    page: BLOCKED_PAGE,
  };
  visit.show('blocked', blockedTexts, view, status);
}

/** Where numbers are blocked, all groups first. */
function placesOf({ settings, groups }: Configuration, allGroups: string) {
  const places = [
    { name: allGroups, group: '', href: '/settings', blocked: settings.blocked },
    ...groups.map(({ number, name, blocked }) => ({
      name: `${name} (${number})`,
      group: number,
      href: `/groups/${encodeURIComponent(number)}`,
      blocked,
    })),
  ];
  return places.flatMap(({ blocked, ...place }) =>
    blocked.length === 0
      ? []
      : [{ ...place, entries: blocked.map((entry) => ({ entry, group: place.group })) }],
  );
}
