/**
 * The pages of one kind of part of the configuration: list, form, save, delete. What differs between groups, users,
 * switches, calendars and settings is a PartPage.
 */
import type { Configuration } from '../../../base/configuration/schema.js';
import { placesOf } from '../../../base/configuration/take-out.js';
import { LISTS, type EditResult } from '../../operations/configuration-editor.js';
import { faultText } from '../forms/fault-text.js';
import { faultLine } from '../forms/fault-view.js';
import type { Section } from '../forms/fields.js';
import { ACTION, afterAction } from '../forms/list-actions.js';
import type { Draft } from '../forms/paths.js';
import { readSections, withoutEmptyRows } from '../forms/read.js';
import { fill } from '../language.js';
import type { Pages, Visit } from '../pages.js';
import { conflictView } from './conflict.js';
import { nameOf, NEW, showForm, type PartPage, type PartPagesUse } from './part-form-page.js';
import { chosenReferences, removalDone, removalView } from './removal.js';
import { userNames } from './user-names.js';
import { formTexts } from '../../words/words.js';

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
        conflict: conflictView({ current: result.current, draft, sections }, lang, use.timezone()),
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
