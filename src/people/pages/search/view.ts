/** What a search has found, in words. Pure. */
import type { Found } from '../../operations/search.js';
import { numberText } from '../../../afterwards/mail/number-text.js';
import { timesOf } from '../../../base/model/times.js';
import { rowView } from '../calls/view.js';
import { rowView as contactView } from '../contacts/view.js';
import type { Icon } from '../icons.js';
import type { Language } from '../language.js';
import type { NavigationView } from '../navigation.js';
import { searchTexts } from '../../words/words.js';

export interface FoundItem {
  readonly path: string;
  readonly text: string;
  readonly more: string;
}

export interface FoundSection {
  readonly title: string;
  readonly icon: Icon;
  readonly items: readonly FoundItem[];
  /** Where all of them are. */
  readonly all: { readonly path: string; readonly text: string } | null;
}

export interface SearchReader {
  readonly lang: Language;
  readonly timezone: string;
}

type PageEntry = Pick<NavigationView, 'path' | 'text'>;

/** Pages whose name has the typed text. */
export function pagesNamed(pages: readonly PageEntry[], typed: string): readonly PageEntry[] {
  const wanted = typed.trim().toLowerCase();
  return wanted === '' ? [] : pages.filter(({ text }) => text.toLowerCase().includes(wanted));
}

/** Kinds of which nothing was found are left out. */
export function foundView(
  found: Found,
  pages: readonly PageEntry[],
  mayReadCalls: boolean,
  reader: SearchReader,
): readonly FoundSection[] {
  const t = searchTexts[reader.lang];
  const section = (
    title: string,
    icon: Icon,
    items: readonly FoundItem[],
    all: FoundSection['all'] = null,
  ) => (items.length === 0 && all === null ? [] : [{ title, icon, items, all }]);
  const { number } = found;
  const query = number === undefined ? '' : callerQuery(number);
  const allCalls =
    number === undefined || !mayReadCalls ? null : { path: `/calls?${query}`, text: t.allCalls };
  return [
    ...section(
      t.callbacks,
      'phone-outgoing',
      found.callbacks.map((one) => callbackItem(one, reader)),
    ),
    ...section(
      t.calls,
      'phone-incoming',
      found.calls.map((one) => callItem(one, reader)),
      allCalls,
    ),
    ...section(t.groups, 'users-group', found.groups.map(groupItem)),
    ...section(t.users, 'user', found.users.map(userItem)),
    ...section(
      t.contacts,
      'address-book',
      found.contacts.map((one) => contactItem(one, reader)),
    ),
    ...section(t.switches, 'toggle-right', found.switches.map(switchItem)),
    ...section(
      t.pages,
      'arrow-right',
      pages.map(({ path, text }) => ({ path, text, more: '' })),
    ),
  ];
}

/** A number that may go on is searched for by its beginning. */
function callerQuery({ number }: NonNullable<Found['number']>): string {
  return new URLSearchParams({ caller: `${number}*` }).toString();
}

function callbackItem(item: Found['callbacks'][number], { lang, timezone }: SearchReader): FoundItem {
  return {
    path: `/callbacks?${new URLSearchParams({ caller: item.caller.number }).toString()}`,
    text: numberText(item.caller.number),
    more: [item.caller.name, timesOf(lang, timezone).moment(item.lastAt)].filter(Boolean).join(' · '),
  };
}

function callItem(record: Found['calls'][number], reader: SearchReader): FoundItem {
  const { path, at, caller, group, outcome } = rowView(record, reader);
  return { path, text: caller.number, more: [at, group, outcome].join(' · ') };
}

function groupItem({ number, name }: Found['groups'][number]): FoundItem {
  return { path: `/groups/${encodeURIComponent(number)}`, text: name, more: number };
}

function userItem({ id, name, extension }: Found['users'][number]): FoundItem {
  return { path: `/users/${encodeURIComponent(id)}`, text: name, more: extension ?? '' };
}

function contactItem(contact: Found['contacts'][number], { lang }: SearchReader): FoundItem {
  const { path, name, company } = contactView(contact, lang);
  return { path, text: name, more: company };
}

function switchItem({ id, name }: Found['switches'][number]): FoundItem {
  return { path: `/switches/${encodeURIComponent(id)}`, text: name, more: '' };
}
