/** Which chapter of the help explains which page. */
import type { Language } from '../language.js';
import type { Help } from './documents.js';

export interface Place {
  readonly chapter: string;
  /** Anchor of a heading in the English text; undefined: the whole chapter. */
  readonly section?: string;
}

/** By the beginning of the path; the first that fits holds. */
const PLACES: readonly (readonly [page: string, place: Place])[] = [
  ['/callbacks', { chapter: 'missed-calls', section: 'the-call-back-list' }],
  ['/away', { chapter: 'pages', section: 'in-or-away' }],
  ['/own/codes', { chapter: 'configuration', section: 'codes' }],
  ['/own', { chapter: 'pages', section: 'in-or-away' }],
  ['/calls', { chapter: 'pages', section: 'finding-calls' }],
  ['/contacts', { chapter: 'address-book' }],
  ['/blocked', { chapter: 'address-book', section: 'blocked-numbers' }],
  ['/groups', { chapter: 'configuration', section: 'groups' }],
  ['/users/_import', { chapter: 'importing' }],
  ['/users', { chapter: 'configuration', section: 'users' }],
  ['/switches', { chapter: 'pages', section: 'turning-a-switch' }],
  ['/holidays', { chapter: 'configuration', section: 'holidays' }],
  ['/webhooks', { chapter: 'webhooks' }],
  ['/settings/logo', { chapter: 'pages', section: 'name-and-logo-of-the-house' }],
  ['/settings', { chapter: 'configuration', section: 'settings' }],
  ['/what-would-happen', { chapter: 'pages', section: 'pages' }],
  ['/wall', { chapter: 'pages', section: 'a-screen-on-the-wall' }],
  ['/search', { chapter: 'pages', section: 'searching' }],
  ['/reports', { chapter: 'reports' }],
  ['/recordings', { chapter: 'configuration', section: 'whose-rule-says-what-is-recorded' }],
  ['/sounds', { chapter: 'sounds' }],
  ['/outbox', { chapter: 'mail', section: 'the-outbox' }],
  ['/revisions', { chapter: 'pages', section: 'revisions' }],
  ['/privacy', { chapter: 'privacy' }],
  ['/audit', { chapter: 'pages', section: 'audit-log' }],
  ['/password', { chapter: 'pages', section: 'invitations-and-forgotten-passwords' }],
  ['/accounts', { chapter: 'pages', section: 'roles' }],
  ['/account', { chapter: 'pages', section: 'the-rest-interface' }],
  ['/api', { chapter: 'pages', section: 'the-rest-interface' }],
  ['/status', { chapter: 'doctor' }],
];

const FIRST_PAGE: Place = { chapter: 'pages', section: 'now-and-calls' };

/** Undefined: no chapter explains the page. @param page path without a query */
export function placeOf(page: string): Place | undefined {
  if (page === '/') return FIRST_PAGE;
  return PLACES.find(([start]) => page === start || page.startsWith(`${start}/`))?.[1];
}

/** Address of the place, with the anchor that it has in this language; the list of chapters where there is none. */
export function addressOf(help: Help, place: Place | undefined, lang: Language): string {
  if (place === undefined || !help.names.includes(place.chapter)) return '/help';
  const anchor = anchorOf(help, place, lang);
  return `/help/${place.chapter}${anchor === undefined ? '' : `#${anchor}`}`;
}

/** The texts of a chapter have the same headings in each language, in the same order. */
function anchorOf(help: Help, { chapter, section }: Place, lang: Language): string | undefined {
  if (section === undefined) return undefined;
  const index = help.chapter(chapter, 'en')?.headings.findIndex(({ id }) => id === section) ?? -1;
  return help.chapter(chapter, lang)?.headings[index]?.id;
}
