/**
 * The pages of one kind of part of the configuration: list, form, save, delete. What differs between groups, users,
 * switches, calendars and settings is a PartPage.
 */
import { DateTime } from 'luxon';
import type { Fault } from '../../../base/configuration/faults.js';
import { shownNumber } from '../../../base/configuration/number-shown.js';
import type { Configuration } from '../../../base/configuration/schema.js';
import { placesOf } from '../../../base/configuration/take-out.js';
import {
  LISTS,
  type ConfigurationEditor,
  type EditResult,
  type Part,
  type PartKind,
  type PartName,
} from '../../operations/configuration-editor.js';
import { differences } from '../forms/diff.js';
import { faultText } from '../forms/fault-text.js';
import { faultLine } from '../forms/fault-view.js';
import { fieldPlace } from '../forms/field-places.js';
import type { Section } from '../forms/fields.js';
import { ACTION, afterAction } from '../forms/list-actions.js';
import type { Draft } from '../forms/paths.js';
import { PICKER_SCRIPTS, PICKER_STYLES } from '../forms/pickers.js';
import { readSections, withoutEmptyRows } from '../forms/read.js';
import { formTexts } from '../forms/texts.js';
import { formView } from '../forms/view.js';
import { fill, type Language, type Texts } from '../language.js';
import type { LinkedPlace, PlaceLink } from '../part-forms.js';
import type { Pages, Visit } from '../pages.js';
import type { SuggestionList } from './choices.js';
import { chosenReferences, removalDone, removalView, type RemovalView } from './removal.js';
import { userNames } from './user-names.js';
import { dayNames } from './words.js';

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
  /** What the fields of an optional block begin with, when somebody ticks it for the first time. */
  readonly fresh?: Draft;
  /** A picture of what is typed (markup of ours, everything in it is numbers). */
  readonly picture?: (draft: Draft, lang: Language) => string | undefined;
  /** More for the page of one entry. */
  readonly more?: (configuration: Configuration, id: string, lang: Language, now: DateTime) => object;
  /** The list; without it the kind has a list page of its own. */
  readonly listTemplate?: string;
  readonly listView?: (configuration: Configuration, visit: Visit) => object;
}

export interface PartPagesUse {
  readonly editor: ConfigurationEditor;
  readonly timezone: () => string;
  /** What goes wrong elsewhere when the part is deleted, in words; undefined: nothing. */
  readonly removalNote?: (name: PartName, lang: Language) => Promise<string | undefined>;
  /** Names and links a place in the form of any part. */
  readonly placeLink: PlaceLink;
}

/** No id begins with it. */
const NEW = '_new';

export function partPages(pages: Pages, page: PartPage, use: PartPagesUse): void {
  const { base, listTemplate, listView } = page;
  if (listTemplate !== undefined && listView !== undefined) {
    pages.get(base, 'config.read', async (visit) => {
      const { configuration } = await use.editor.configuration();
      visit.show(listTemplate, page.texts, {
        ...listView(configuration, visit),
        mayWrite: visit.actor.permissions.has('config.write'),
        newPath: `${base}/${NEW}`,
      });
    });
  }
  pages.get(`${base}/:id`, 'config.read', (visit) => open(visit, page, use, visit.param('id')));
  pages.post(`${base}/:id`, 'config.write', (visit) => save(visit, page, use, visit.param('id')));
  pages.post(`${base}/:id/remove`, 'config.write', (visit) => remove(visit, page, use));
}

/** A part that is there once. */
export function singlePartPage(pages: Pages, page: PartPage, use: PartPagesUse): void {
  pages.get(page.base, 'config.read', (visit) => open(visit, page, use, ''));
  pages.post(page.base, 'config.write', (visit) => save(visit, page, use, ''));
}

async function open(visit: Visit, page: PartPage, use: PartPagesUse, id: string): Promise<void> {
  const part = id === NEW ? undefined : await use.editor.part({ kind: page.kind, id });
  if (part === undefined && id !== NEW) visit.refuse(404);
  else
    await showForm(visit, page, use, {
      id,
      draft: (part?.content ?? page.blank) as Draft,
      etag: part?.etag ?? '',
    });
}

interface InUse extends Partial<LinkedPlace> {
  readonly text: string;
}

interface Shown {
  readonly id: string;
  readonly draft: Draft;
  readonly etag: string;
  /** What is shown was typed and is not saved: leaving the page asks first. */
  readonly unsaved?: boolean;
  readonly faults?: readonly Fault[];
  /** Where others refer to it. */
  readonly inUse?: readonly InUse[];
  /** A deletion that was refused. */
  readonly removal?: RemovalView;
  readonly conflict?: { readonly text: string; readonly differences: readonly object[] };
  readonly status?: number;
}

async function showForm(visit: Visit, page: PartPage, use: PartPagesUse, shown: Shown): Promise<void> {
  const { lang, actor, now } = visit;
  const { configuration } = await use.editor.configuration();
  const { id, draft, etag, faults = [], inUse = [], conflict = null, removal = null, status = 200 } = shown;
  const { unsaved = false } = shown;
  const mayWrite = actor.permissions.has('config.write');
  const removalNote = mayWrite && id !== NEW ? await use.removalNote?.({ kind: page.kind, id }, lang) : '';
  const view = {
    etag,
    inUse,
    mayWrite,
    conflict,
    removal,
    unsaved,
    base: page.base,
    f: formTexts[lang],
    title: id === NEW ? page.texts[lang].newTitle : id === '' ? page.texts[lang].title : nameOf(draft, id),
    action: id === '' ? page.base : `${page.base}/${encodeURIComponent(id)}`,
    form: formView({
      draft,
      faults,
      lang,
      fresh: page.fresh ?? {},
      dayNames: dayNames(lang),
      sections: page.sections(configuration, lang),
      userText: userNames(configuration).textOf,
      shownNumber: (given) => shownNumber(given, configuration.settings.country),
    }),
    lists: page.suggestions?.(configuration, lang, draft) ?? [],
    picture: page.picture?.(draft, lang) ?? null,
    mayRemove: mayWrite && id !== NEW && id !== '',
    removeSure: [fill(formTexts[lang].removeSure, { name: nameOf(draft, id) }), removalNote].join(' ').trim(),
    links: [],
    listen: null,
    days: null,
    styles: PICKER_STYLES,
    scripts: [...PICKER_SCRIPTS, 'form.js', 'ringback.js'],
    ...(id === NEW ? {} : page.more?.(configuration, id, lang, now)),
  };
  visit.show('part-form', page.texts, view, status);
}

function nameOf(draft: Draft, id: string): string {
  const { name } = draft;
  return typeof name === 'string' && name !== '' ? `${name} (${id})` : id;
}

async function save(visit: Visit, page: PartPage, use: PartPagesUse, id: string): Promise<void> {
  const { lang } = visit;
  const { configuration } = await use.editor.configuration();
  const sections = page.sections(configuration, lang);
  const context = { userId: userNames(configuration).idOf };
  const draft = readSections(sections, visit.form, context);
  const etag = visit.field('_etag');
  const moved = afterAction(draft, visit.field(ACTION));
  if (moved !== undefined) {
    await showForm(visit, page, use, { id, draft: moved, etag, unsaved: true });
    return;
  }
  const content = withoutEmptyRows(draft);
  const result = await use.editor.save({
    kind: page.kind,
    id: id === NEW ? '' : id,
    content,
    etag: id === NEW ? undefined : etag,
    ...doneBy(visit),
  });
  await answer(visit, page, use, { id, draft: content, etag, result, sections, configuration });
}

function doneBy({ actor, now }: Visit) {
  return { who: actor.name, origin: 'page', at: now.toJSDate() } as const;
}

interface Answered {
  readonly id: string;
  readonly draft: Draft;
  readonly etag: string;
  readonly result: EditResult;
  readonly sections: readonly Section[];
  readonly configuration: Configuration;
}

async function answer(visit: Visit, page: PartPage, use: PartPagesUse, answered: Answered): Promise<void> {
  const { id, draft, etag, result, sections, configuration } = answered;
  const { lang } = visit;
  const t = formTexts[lang];
  const saved = savedPath(page, draft);
  switch (result.kind) {
    case 'saved': {
      const warnings = result.warnings.map((fault) => faultLine(fault, sections, lang));
      visit.redirect(
        saved.path,
        [fill(t.saved, { name: saved.name || page.texts[lang].title }), ...warnings].join(' · '),
      );
      return;
    }
    case 'unchanged':
      visit.redirect(saved.path, t.unchanged);
      return;
    case 'faulty':
      await showForm(visit, page, use, {
        id,
        draft,
        etag,
        unsaved: true,
        faults: result.faults,
        status: 422,
      });
      return;
    case 'inUse': {
      const inUse = result.faults.map((fault) => ({
        ...use.placeLink(fault, configuration, lang),
        text: faultText(fault, lang),
      }));
      await showForm(visit, page, use, { id, draft, etag, unsaved: true, inUse, status: 409 });
      return;
    }
    case 'conflict':
      await showForm(visit, page, use, {
        id,
        draft,
        etag: result.current?.etag ?? etag,
        unsaved: true,
        status: 409,
        conflict: conflictView({ current: result.current, draft, sections }, visit, use),
      });
      return;
    case 'unknown':
      visit.refuse(404);
  }
}

/** A new name of the part is its new address. */
function savedPath(page: PartPage, draft: Draft): { path: string; name: string } {
  if (page.kind === 'settings') return { path: page.base, name: '' };
  const value = draft[LISTS[page.kind].key];
  const id = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  return { path: `${page.base}/${encodeURIComponent(id)}`, name: nameOf(draft, id) };
}

interface Conflict {
  /** What is there now; undefined: it is gone. */
  readonly current: Part | undefined;
  /** What the other one typed. */
  readonly draft: Draft;
  readonly sections: readonly Section[];
}

export function conflictView({ current, draft, sections }: Conflict, { lang }: Visit, use: PartPagesUse) {
  const t = formTexts[lang];
  if (current === undefined) return { text: t.conflictGone, differences: [] };
  const { author, createdAt } = current.revision;
  const at = DateTime.fromJSDate(createdAt).setZone(use.timezone()).toFormat('HH:mm:ss');
  return {
    text: fill(t.conflictBy, { who: author, at }),
    differences: differences(current.content, withoutEmptyRows(draft)).map((difference) => {
      const place = fieldPlace(difference.path, sections, lang);
      return { ...difference, label: place?.label ?? difference.path, href: place && `#${place.id}` };
    }),
  };
}

async function remove(visit: Visit, page: PartPage, use: PartPagesUse): Promise<void> {
  const { lang } = visit;
  const { kind } = page;
  const id = visit.param('id');
  const etag = visit.field('_etag');
  const { configuration } = await use.editor.configuration();
  const current = await use.editor.part({ kind, id });
  const note = await use.removalNote?.({ kind, id }, lang);
  const references = chosenReferences(visit);
  const places = kind === 'settings' ? [] : placesOf(configuration, { kind, id });
  const result = await use.editor.save({
    kind,
    id,
    etag,
    content: undefined,
    references,
    ...doneBy(visit),
  });
  const draft = (current?.content ?? page.blank) as Draft;
  if (result.kind === 'saved') {
    const done = removalDone(references, places.length, configuration, kind, lang);
    const said = [
      fill(formTexts[lang].removed, { name: id }),
      ...done,
      ...(note === undefined ? [] : [note]),
    ];
    visit.redirect(page.base, said.join(' '));
  } else if (result.kind === 'inUse') {
    const { placeLink } = use;
    const removal = removalView({ kind, id, result, references, configuration, placeLink }, lang);
    await showForm(visit, page, use, { id, draft, etag, removal, status: 409 });
  } else {
    const sections = page.sections(configuration, lang);
    await answer(visit, page, use, { id, draft, etag, result, sections, configuration });
  }
}
