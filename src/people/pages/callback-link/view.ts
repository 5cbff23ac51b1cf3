/** The pages behind a link in a missed-call mail. Pure. */
import { DateTime } from 'luxon';
import { assertNever } from '../../../base/errors.js';
import { numberText } from '../../../afterwards/mail/number-text.js';
import type { CallbackItem } from '../../../base/model/callback-item.js';
import type { Acted, LinkGroup, LinkView, OpenedLink } from '../../../afterwards/missed/link-actions.js';
import { missedWords } from '../../../afterwards/words/words.js';
import { LANGUAGES } from '../../../base/model/language.js';
import { missedText } from '../../../calls/words/words.js';

/** Everything that templates/admin/callback.hbs shows; null hides a section. */
export interface CallbackPage {
  readonly title: string;
  readonly lang: string;
  /** The menu is hidden: the visitor is not signed in. */
  readonly isPublic: true;
  /** Relative, because PUBLIC_URL may contain a path. */
  readonly status: number;
  readonly message: string | null;
  readonly item: {
    /** null: only the number is known. */
    readonly name: string | null;
    readonly number: string;
    readonly tel: string | null;
    readonly group: string;
    readonly calls: readonly { readonly at: string; readonly why: string }[];
  } | null;
  readonly form: {
    /** Token for the address of the form; empty: the address of the page itself. */
    readonly token: string;
    readonly button: string;
    readonly nameLabel: string;
    readonly name: string;
    readonly hint: string;
  } | null;
}

const PUBLIC = { isPublic: true } as const;

/** The page shown when a link is opened. */
export function linkPage(view: LinkView, now: DateTime): CallbackPage {
  if (view.kind !== 'good') return faultyPage(view.kind);
  const { item, group, link } = view;
  const isFree =
    item.state === 'open' || (item.taken !== null && item.taken.until.getTime() <= now.toMillis());
  if (view.used) {
    const { page } = missedWords(group.language);
    return itemPage(view, `${page.used} ${stateText(isFree ? { ...item, taken: null } : item, group)}`, 410);
  }
  const mayAct = link.action === 'take' ? isFree : item.state === 'open' || item.state === 'taken';
  // The hold has run out, so the item is free, even if the job that reopens it has not run yet.
  const shown = isFree ? { ...item, taken: null } : item;
  return { ...itemPage(view, stateText(shown, group), 200), form: mayAct ? formOf(view, '', '') : null };
}

/** The page shown after the button was pressed. */
export function actedPage(acted: Acted): CallbackPage {
  switch (acted.kind) {
    case 'bad':
    case 'expired':
      return faultyPage(acted.kind);
    case 'nameMissing': {
      const { page } = missedWords(acted.opened.group.language);
      return { ...itemPage(acted.opened, page.nameMissing, 400), form: formOf(acted.opened, '', '') };
    }
    case 'taken': {
      const { opened, doneToken } = acted;
      const { page, moment } = missedWords(opened.group.language);
      const until = opened.item.taken === null ? '' : local(opened.item.taken.until, opened.group, moment);
      const done = { ...opened, link: { ...opened.link, action: 'done' as const } };
      return {
        ...itemPage(opened, page.youHaveIt(until), 200),
        form: formOf(done, doneToken ?? '', opened.item.taken?.who ?? ''),
      };
    }
    case 'has':
      return itemPage(acted.opened, stateText(acted.opened.item, acted.opened.group), 409);
    case 'ended':
      return itemPage(acted.opened, stateText(acted.opened.item, acted.opened.group), 409);
    case 'done':
      return itemPage(acted.opened, missedWords(acted.opened.group.language).page.youFinished, 200);
    case 'used': {
      // Several people may read one mailbox, and some click twice, so the page says who has the item.
      const { opened } = acted;
      const { page } = missedWords(opened.group.language);
      return itemPage(opened, `${page.used} ${stateText(opened.item, opened.group)}`, 410);
    }
    default:
      return assertNever(acted);
  }
}

/** Shown in all languages, because the reader's is not known here. */
function faultyPage(kind: 'bad' | 'expired'): CallbackPage {
  const langs = LANGUAGES.toSorted();
  const pages = langs.map((lang) => missedWords(lang).page);
  return {
    title: pages.map(({ title }) => title).join(' · '),
    lang: langs[0] ?? 'en',
    ...PUBLIC,
    status: kind === 'bad' ? 404 : 410,
    message: pages.map((page) => page[kind]).join(' '),
    item: null,
    form: null,
  };
}

function itemPage({ item, group, tel }: OpenedLink, message: string, status: number): CallbackPage {
  const texts = missedWords(group.language);
  const { number, name } = item.caller;
  const written = numberText(number);
  return {
    title: texts.page.title,
    lang: group.language,
    ...PUBLIC,
    status,
    message,
    item: {
      name: name === number ? null : name,
      number: written,
      tel,
      group: group.name,
      calls: item.calls.map(({ at, why }) => ({
        at: local(at, group, texts.moment),
        why: missedText(why, group.language),
      })),
    },
    form: null,
  };
}

function formOf(
  { link, group, suggestedName }: OpenedLink,
  token: string,
  name: string,
): CallbackPage['form'] {
  const texts = missedWords(group.language);
  return {
    token,
    button: link.action === 'take' ? texts.take : texts.done,
    nameLabel: texts.page.yourName,
    name: name === '' ? suggestedName : name,
    hint: texts.page.nothingChangedYet,
  };
}

function stateText(item: CallbackItem, group: LinkGroup): string {
  const texts = missedWords(group.language);
  if (item.taken !== null) {
    const since = texts.takenBy(item.taken.who, local(item.taken.at, group, texts.moment));
    return `${since}. ${texts.page.othersHaveIt(item.taken.who)}`;
  }
  if (item.ended === null) return texts.open;
  const { because, who, at } = item.ended;
  return because === null ? texts.doneBy(who ?? '?', local(at, group, texts.moment)) : texts.closed[because];
}

function local(at: Date, { timezone }: LinkGroup, words: (at: DateTime) => string): string {
  return words(DateTime.fromJSDate(at, { zone: timezone }));
}
