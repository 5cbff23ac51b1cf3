/** The parts of a configuration, and how people call them: the user Anna Albrecht, the group Sales. Pure. */
import { printable } from '../printable.js';

/**
 * The lists of the configuration, and the key that identifies an entry. `one`: what people call an entry; `named`:
 * the word that revisions and the audit log put before its id.
 */
export const LISTS = {
  group: { list: 'groups', key: 'number', one: 'group', named: 'group' },
  user: { list: 'users', key: 'id', one: 'user', named: 'user' },
  switch: { list: 'switches', key: 'id', one: 'switch', named: 'switch' },
  calendar: { list: 'holidays', key: 'id', one: 'holiday calendar', named: 'holidays' },
  webhook: { list: 'webhooks', key: 'id', one: 'webhook', named: 'webhook' },
} as const;

export type ListKind = keyof typeof LISTS;
export type PartKind = ListKind | 'settings';

/**
 * A part as people and logs name it. `id` and `name` are empty for the settings; `name` also for a part without a
 * name.
 */
export interface PartRef {
  readonly kind: PartKind;
  readonly id: string;
  readonly name: string;
}

export const LIST_KINDS = Object.keys(LISTS) as readonly ListKind[];
export const PART_KINDS: readonly PartKind[] = ['settings', ...LIST_KINDS];

/** The kind of the parts in a list of the configuration. */
export function kindOf(list: EntryList): ListKind {
  return KIND_OF[list];
}

export type EntryList = (typeof LISTS)[ListKind]['list'];

const KIND_OF = Object.fromEntries(LIST_KINDS.map((kind) => [LISTS[kind].list, kind])) as Record<
  EntryList,
  ListKind
>;

const PART = /^(groups|users|switches|holidays|webhooks)\[(\d+)\](?:\.|$)|^settings(?:\.|$)/;

/** The part that contains a path of the whole configuration; undefined: no part does. `root` may be broken. */
export function partAt(root: unknown, path: string): PartRef | undefined {
  const [whole, list, index] = PART.exec(path) ?? [];
  if (whole === undefined) return undefined;
  const kind = LIST_KINDS.find((one) => LISTS[one].list === list);
  if (kind === undefined) return { kind: 'settings', id: '', name: '' };
  const entries = (root as Record<string, unknown>)[LISTS[kind].list];
  const entry: unknown = Array.isArray(entries) ? entries[Number(index)] : undefined;
  return { kind, id: textAt(entry, LISTS[kind].key), name: textAt(entry, 'name') };
}

function textAt(entry: unknown, key: string): string {
  if (typeof entry !== 'object' || entry === null || !Object.hasOwn(entry, key)) return '';
  const value = (entry as Record<string, unknown>)[key];
  if (typeof value !== 'string' && typeof value !== 'number') return '';
  // Names from a broken file are printed to a terminal.
  return printable(String(value)).slice(0, 60);
}

/** `Anna Albrecht (anna)`, or whichever of the two exists. */
export function nameOf({ id, name }: Pick<PartRef, 'id' | 'name'>): string {
  if (name === '' || name === id) return id;
  return id === '' ? name : `${name} (${id})`;
}

/** The path inside the part: `stages[0].members[1]`. */
export function withinPart(path: string): string {
  return path.replace(PART, '');
}

const PLACE_WORDS = {
  en: {
    settings: 'settings',
    group: 'group',
    user: 'user',
    switch: 'switch',
    calendar: 'holiday calendar',
    webhook: 'webhook',
    stage: 'stage',
    member: 'member',
    rule: 'rule',
  },
  de: {
    settings: 'Einstellungen',
    group: 'Gruppe',
    user: 'Benutzer',
    switch: 'Schalter',
    calendar: 'Feiertagskalender',
    webhook: 'Webhook',
    stage: 'Stufe',
    member: 'Mitarbeiter',
    rule: 'Regel',
  },
} as const;

/** For the command line and the interface: `group Sales (700), stage 1, member 2`. */
export function placeText(part: PartRef, path: string, lang: 'de' | 'en' = 'en'): string {
  const words = PLACE_WORDS[lang];
  const [, stage, member] = /^stages\[(\d+)\](?:\.members\[(\d+)\])?/.exec(withinPart(path)) ?? [];
  const [, rule] = /^rules\[(\d+)\]/.exec(withinPart(path)) ?? [];
  const numbered = (word: string, index: string | undefined) =>
    index === undefined ? [] : [`${word} ${Number(index) + 1}`];
  return [
    [words[part.kind], nameOf(part)].filter((word) => word !== '').join(' '),
    ...numbered(words.stage, stage),
    ...numbered(words.member, member),
    ...numbered(words.rule, rule),
  ].join(', ');
}
