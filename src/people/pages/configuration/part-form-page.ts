/** The form page of one part of the configuration: as saved, as typed, or with what was refused. */
import type { DateTime } from 'luxon';
import type { Fault } from '../../../base/configuration/faults.js';
import { shownNumber } from '../../../base/configuration/number-shown.js';
import { missingNeedTexts } from '../../../calls/words/words.js';
import type { MissingNeed } from '../../../base/model/need.js';
import type { Configuration } from '../../../base/configuration/schema.js';
import type { ConfigurationEditor, PartKind, PartName } from '../../operations/configuration-editor.js';
import type { Along } from '../../operations/edit-along.js';
import { CONFIGURATION_CHOICES } from '../choices/routes.js';
import type { Section } from '../forms/fields.js';
import { heldBy, offered, type SuggestionList } from '../forms/offers.js';
import type { Draft } from '../forms/paths.js';
import { PICKER_SCRIPTS, PICKER_STYLES } from '../forms/pickers.js';
import { formView } from '../forms/view.js';
import { fill, type Language, type Texts } from '../language.js';
import type { LinkedPlace, PlaceLink } from '../part-forms.js';
import type { Visit } from '../pages.js';
import type { ConflictView } from './conflict.js';
import type { RemovalView } from './removal.js';
import { userNames } from './user-names.js';
import { dayNames } from './words.js';
import { formTexts } from '../../words/words.js';

export interface PartPage {
  readonly kind: PartKind;
  /** `/groups` */
  readonly base: string;
  readonly texts: Texts<'title' | 'newTitle'>;
  readonly sections: (configuration: Configuration, lang: Language) => readonly Section[];
  readonly suggestions?: (
    configuration: Configuration,
    lang: Language,
    draft: Draft,
  ) => readonly SuggestionList[];
  readonly blank: Draft;
  /** A new part as a link of another page asks for it; undefined: blank. */
  readonly begun?: ((visit: Visit, configuration: Configuration) => Draft | undefined) | undefined;
  /** Initial values of an optional block when it is first ticked. */
  readonly fresh?: Draft;
  /** A picture of the draft. It is our own markup and contains only numbers. */
  readonly picture?: (draft: Draft, lang: Language) => string | undefined;
  /** The current state in one line above the form. */
  readonly state?: (id: string, lang: Language, now: DateTime) => string | undefined;
  /** Further data for the page of one entry. */
  readonly more?:
    ((configuration: Configuration, id: string, lang: Language, now: DateTime) => object) | undefined;
  /** Who is away, on the page of one entry; undefined: the kind has no such part. */
  readonly away?: (visit: Visit, id: string) => object | undefined;
  /** What the entry names but a FreeSWITCH lacks, even if nobody is calling. */
  readonly lacks?: (configuration: Configuration, id: string) => readonly MissingNeed[];
  /** A page of its own for an entry; the form is below it, at `/form`. Undefined: the form is the page of the entry. */
  readonly show?: (visit: Visit, id: string) => Promise<void>;
  /** The page shows a piece of the part only; saving it leaves everything else as it is. */
  readonly piece?: {
    /** Behind the address of the part: `/part/rules`. */
    readonly at: string;
    readonly title: string;
    readonly hint?: string;
  };
  /** What the form shows of a saved part when it is opened; undefined: as it is saved. */
  readonly opened?: ((saved: Draft) => Draft) | undefined;
  /** What the page of a new part offers to begin with. */
  readonly starts?: (configuration: Configuration, lang: Language) => object;
  /** What a new part needs and is made with it. */
  readonly along?: Along;
  /** What would come of the draft, shown beside its form. */
  readonly tried?: (visit: Visit, configuration: Configuration, draft: Draft, id: string) => object;
  /** Template of the list; undefined: the kind has its own list page. */
  readonly listTemplate?: string;
  readonly listView?: (configuration: Configuration, visit: Visit) => object | Promise<object>;
}

/** Of a form's button that asks what would come of the values, without saving them. */
export const TRY = 'try';

export interface PartPagesUse {
  readonly editor: ConfigurationEditor;
  readonly timezone: () => string;
  /** What else stops working when the part is deleted, in words; undefined: nothing. */
  readonly removalNote?: (name: PartName, lang: Language) => Promise<string | undefined>;
  /** Names and links to a place in the form of any part. */
  readonly placeLink: PlaceLink;
}

/** Stands for the id of a new part; no id begins with `_`. */
export const NEW = '_new';

interface InUse extends Partial<LinkedPlace> {
  readonly text: string;
}

export interface Shown {
  readonly configuration: Configuration;
  readonly id: string;
  readonly draft: Draft;
  readonly etag: string;
  /** The values shown are not saved: the page asks before it is left. */
  readonly unsaved?: boolean;
  readonly faults?: readonly Fault[];
  /** Where other parts refer to it. */
  readonly inUse?: readonly InUse[];
  /** A refused deletion. */
  readonly removal?: RemovalView;
  readonly conflict?: ConflictView;
  /** An order to be away that was not carried out; undefined: as `PartPage.away` says. */
  readonly away?: object | undefined;
  readonly status?: number;
}

export async function showForm(visit: Visit, page: PartPage, use: PartPagesUse, shown: Shown): Promise<void> {
  const { lang, actor, now } = visit;
  const { id, draft, etag, faults = [], inUse = [], conflict = null, removal = null, status = 200 } = shown;
  const { configuration, unsaved = false } = shown;
  const mayWrite = actor.permissions.has('config.write');
  const removalNote = mayWrite && id !== NEW ? await use.removalNote?.({ kind: page.kind, id }, lang) : '';
  const { textOf } = userNames(configuration);
  const held = heldBy(draft, textOf);
  const view = {
    etag,
    inUse,
    mayWrite,
    conflict,
    removal,
    unsaved,
    f: formTexts[lang],
    title: titleOf(page, draft, id, lang),
    ...addressesOf(page, id),
    piece: page.piece === undefined ? null : { hint: '', ...page.piece },
    starts: id === NEW && page.piece === undefined ? (page.starts?.(configuration, lang) ?? null) : null,
    tried: page.tried?.(visit, configuration, draft, id) ?? null,
    form: formView({
      draft,
      faults,
      lang,
      fresh: page.fresh ?? {},
      dayNames: dayNames(lang),
      sections: page.sections(configuration, lang),
      userText: textOf,
      shownNumber: (given) => shownNumber(given, configuration.settings.country),
    }),
    lists: (page.suggestions?.(configuration, lang, draft) ?? []).map((list) =>
      offered(list, `${CONFIGURATION_CHOICES}/${list.id}`, held),
    ),
    picture: page.picture?.(draft, lang) ?? null,
    away: id === NEW || page.show !== undefined ? null : (shown.away ?? page.away?.(visit, id) ?? null),
    state: id === NEW ? null : (page.state?.(id, lang, now) ?? null),
    mayRemove: mayWrite && id !== NEW && id !== '' && page.piece === undefined,
    removeSure: [fill(formTexts[lang].removeSure, { name: nameOf(draft, id) }), removalNote].join(' ').trim(),
    lacks: id === NEW ? [] : missingNeedTexts(page.lacks?.(configuration, id) ?? [], lang),
    links: [],
    listen: null,
    days: null,
    styles: page.tried || page.starts ? [...PICKER_STYLES, 'group.css'] : PICKER_STYLES,
    scripts: [
      ...PICKER_SCRIPTS,
      'form.js',
      'numbers.js',
      'ringback.js',
      ...(page.away ? ['switches.js'] : []),
      ...(page.tried ? ['group.js'] : []),
    ],
    ...(id === NEW ? {} : page.more?.(configuration, id, lang, now)),
  };
  // A script that shows it in place gets it as an answer: browsers complain of any other status in their console.
  visit.show('part-form', page.texts, view, visit.field('_in') === 'place' ? 200 : status);
}

function titleOf({ texts, piece }: PartPage, draft: Draft, id: string, lang: Language): string {
  const { title, newTitle } = texts[lang];
  const name = id === NEW ? newTitle : id === '' ? title : nameOf(draft, id);
  return piece === undefined ? name : `${name}: ${piece.title}`;
}

/** Where the form is sent, where a deletion is, and where one goes without saving. */
function addressesOf({ base, piece, show }: PartPage, id: string) {
  const part = id === '' ? base : `${base}/${encodeURIComponent(id)}`;
  const hasPage = show !== undefined && id !== NEW;
  return { action: `${part}${piece?.at ?? ''}`, part, base: hasPage ? part : base };
}

export function nameOf(draft: Draft, id: string): string {
  const { name } = draft;
  return typeof name === 'string' && name !== '' ? `${name} (${id})` : id;
}
