/**
 * The pages for one kind of part: list, form, save, delete. A PartPage holds what differs between groups, users,
 * switches, calendars and settings.
 */
import { LISTS, partOf, type EditResult, type Looked } from '../../operations/configuration-editor.js';
import { withShortName } from '../../operations/short-names.js';
import { faultText } from '../forms/fault-text.js';
import { faultLine } from '../forms/fault-view.js';
import type { Section } from '../forms/fields.js';
import { ACTION, afterAction } from '../forms/list-actions.js';
import type { Draft } from '../forms/paths.js';
import { withoutEmptyRows } from '../forms/read.js';
import { fill } from '../language.js';
import type { Pages, Visit } from '../pages.js';
import { answerOf, conflictView, isUndecided, othersText, withChoices, type Answer } from './conflict.js';
import {
  nameOf,
  NEW,
  showForm,
  TRY,
  type PartPage,
  type PartPagesUse,
  type Shown,
} from './part-form-page.js';
import { typedDraft } from './part-reading.js';
import { removalChoice, removalDone, removalView } from './removal.js';
import { formTexts } from '../../words/words.js';

export function partPages(pages: Pages, page: PartPage, use: PartPagesUse): void {
  const { base, listTemplate, listView } = page;
  if (listTemplate !== undefined && listView !== undefined) {
    pages.get(base, 'config.read', async (visit) => {
      const { configuration } = await use.editor.configuration();
      const view = await listView(configuration, visit);
      visit.show(listTemplate, page.texts, {
        ...view,
        mayWrite: visit.actor.permissions.has('config.write'),
        newPath: `${base}/${NEW}`,
      });
    });
  }
  // A blank form is for nothing but saving it.
  pages.get(`${base}/${NEW}`, 'config.write', (visit) => open(visit, page, use, NEW));
  const show = page.show ?? ((visit: Visit, id: string) => open(visit, page, use, id));
  pages.get(`${base}/:id`, 'config.read', (visit) => show(visit, visit.param('id')));
  if (page.show !== undefined) {
    pages.get(`${base}/:id/form`, 'config.read', (visit) => open(visit, page, use, visit.param('id')));
  }
  pages.post(`${base}/:id`, 'config.write', (visit) => save(visit, page, use, visit.param('id')));
  pages.post(`${base}/:id/remove`, 'config.write', (visit) => remove(visit, page, use));
}

/** The page of a part that exists exactly once. */
export function singlePartPage(pages: Pages, page: PartPage, use: PartPagesUse): void {
  pages.get(page.base, 'config.read', (visit) => open(visit, page, use, ''));
  pages.post(page.base, 'config.write', (visit) => save(visit, page, use, ''));
}

/** Shows the page of a part once more, with an order to be away that was not carried out. */
export function openAgain(
  visit: Visit,
  page: PartPage,
  use: PartPagesUse,
  { id, away }: { readonly id: string; readonly away: object | undefined },
): Promise<void> {
  return open(visit, page, use, id, { away, status: 422 });
}

/** Shows the form as it is saved, or a blank one. */
export async function open(
  visit: Visit,
  page: PartPage,
  use: PartPagesUse,
  id: string,
  again: Pick<Shown, 'away' | 'status'> = {},
): Promise<void> {
  const looked = await use.editor.configuration();
  const part = id === NEW ? undefined : partOf(looked, { kind: page.kind, id });
  if (part === undefined && id !== NEW) {
    visit.refuse(404);
    return;
  }
  const { configuration } = looked;
  const begun = id === NEW ? page.begun?.(visit, configuration) : undefined;
  const saved = (part?.content ?? begun ?? page.blank) as Draft;
  await showForm(visit, page, use, {
    id,
    configuration,
    draft: page.opened === undefined ? saved : page.opened(saved),
    etag: part?.etag ?? '',
    unsaved: begun !== undefined,
    ...again,
  });
}

/** Saves a sent form, or shows it again: rows were moved, it was tried, or something is not decided. */
export async function save(visit: Visit, page: PartPage, use: PartPagesUse, id: string): Promise<void> {
  const looked = await use.editor.configuration();
  const sections = page.sections(looked.configuration, visit.lang);
  const draft = await typedDraft(visit, page, use, { id, looked, sections });
  const sent = { id, looked, sections, etag: visit.field('_etag'), answer: answerOf(visit) };
  const action = visit.field(ACTION);
  const moved = action === TRY ? draft : afterAction(draft, action);
  if (moved !== undefined || isUndecided(sent.answer)) {
    const status = moved === undefined ? 409 : 200;
    await showUndecided(visit, page, use, { ...sent, draft: moved ?? draft }, status);
    return;
  }
  await saveDraft(visit, page, use, { ...sent, draft: withoutEmptyRows(draft) });
}

/** Saves the draft of a whole part and answers as its form does. */
export async function saveDraft(visit: Visit, page: PartPage, use: PartPagesUse, sent: Sent): Promise<void> {
  const { id, looked } = sent;
  const typed = await chosen(page, use, sent);
  const content = id === NEW ? withShortName(page.kind, typed, looked.configuration) : typed;
  const edit = {
    kind: page.kind,
    id: id === NEW ? '' : id,
    content,
    along: page.along,
    etag: id === NEW ? undefined : sent.etag,
  };
  const result = await use.editor.save({ ...edit, merge: true, ...doneBy(visit) }, looked);
  await answer(visit, page, use, { ...sent, draft: content, result });
}

function doneBy({ actor, now }: Visit) {
  return { who: actor.name, origin: 'page', at: now.toJSDate() } as const;
}

/** A submitted form. */
export interface Sent {
  readonly id: string;
  readonly looked: Looked;
  readonly sections: readonly Section[];
  readonly etag: string;
  readonly draft: Draft;
  /** The choices in a conflict; undefined: there were none to make. */
  readonly answer: Answer | undefined;
}

/** The draft with the other person's values where those were chosen. */
async function chosen(page: PartPage, { editor }: PartPagesUse, sent: Sent): Promise<Draft> {
  const { id, looked, etag, draft } = sent;
  if (sent.answer === undefined) return draft;
  const seen = await editor.stateOf({ kind: page.kind, id }, etag, looked);
  return seen === undefined ? draft : withChoices(draft, sent.answer, seen);
}

/** Shows the form again without saving: rows were moved, or a conflict is not decided yet. */
async function showUndecided(
  visit: Visit,
  page: PartPage,
  use: PartPagesUse,
  sent: Sent,
  status: number,
): Promise<void> {
  const { id, looked, etag, draft, answer: given } = sent;
  const shown = { id, draft, etag, status, configuration: looked.configuration, unsaved: true };
  if (given === undefined) {
    await showForm(visit, page, use, shown);
    return;
  }
  const name = { kind: page.kind, id };
  const details = await use.editor.compared(name, withoutEmptyRows(draft), given.from, looked);
  const theirs = partOf(looked, name)?.content;
  const conflict = { ...sent, name, details, theirs, ours: draft, from: given.from };
  await showForm(visit, page, use, { ...shown, conflict: conflictOf(visit, use, conflict) });
}

function conflictOf(
  { lang }: Visit,
  use: PartPagesUse,
  conflict: Omit<Parameters<typeof conflictView>[0], 'configuration'> & Pick<Sent, 'looked'>,
) {
  const { configuration } = conflict.looked;
  return conflictView({ ...conflict, configuration }, lang, use.timezone());
}

interface Answered extends Sent {
  readonly result: EditResult;
}

async function answer(visit: Visit, page: PartPage, use: PartPagesUse, answered: Answered): Promise<void> {
  const { id, draft, etag, result, sections, looked } = answered;
  const { lang } = visit;
  const { configuration } = looked;
  const t = formTexts[lang];
  const saved = savedPath(page, draft);
  const shown = { id, draft, etag, configuration, unsaved: true };
  switch (result.kind) {
    case 'saved': {
      const warnings = result.warnings.map((fault) => faultLine(fault, sections, lang));
      const others = othersText(result.others, { kind: page.kind, id }, configuration, lang);
      const done = fill(t.saved, { name: saved.name || page.texts[lang].title });
      visit.redirect(saved.path, [done, ...others, ...warnings].join(' · '));
      return;
    }
    case 'unchanged':
      visit.redirect(saved.path, t.unchanged);
      return;
    case 'faulty': {
      const { faults, merged } = result;
      const form =
        merged === undefined ? shown : { ...shown, draft: merged.content as Draft, etag: merged.etag };
      await showForm(visit, page, use, { ...form, faults, status: 422 });
      return;
    }
    case 'inUse': {
      const inUse = result.faults.map((fault) => ({
        ...use.placeLink(fault, configuration, lang),
        text: faultText(fault, lang),
      }));
      await showForm(visit, page, use, { ...shown, inUse, status: 409 });
      return;
    }
    case 'conflict':
      await showConflict(visit, page, use, answered, result);
      return;
    case 'unknown':
      visit.refuse(404);
  }
}

/** Merges both states in the form as far as possible, and asks for the rest. */
async function showConflict(
  visit: Visit,
  page: PartPage,
  use: PartPagesUse,
  answered: Answered,
  { current, details }: Extract<EditResult, { kind: 'conflict' }>,
): Promise<void> {
  const { id, draft, etag, looked } = answered;
  const name = { kind: page.kind, id };
  const ours = (details.merged ?? draft) as Draft;
  const shown = { id, draft: ours, etag: current?.etag ?? etag, configuration: looked.configuration };
  const asked = { ...answered, name, details, theirs: current?.content, ours, from: etag, answer: undefined };
  const conflict = conflictOf(visit, use, asked);
  await showForm(visit, page, use, { ...shown, conflict, unsaved: true, status: 409 });
}

/** The address of a part follows its new name. */
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
  const looked = await use.editor.configuration();
  const { configuration } = looked;
  const note = await use.removalNote?.({ kind, id }, lang);
  const choice = removalChoice(visit, kind, configuration);
  const { references } = choice;
  const edit = { kind, id, etag, content: undefined, ...choice, ...doneBy(visit) };
  const result = await use.editor.save(edit, looked);
  const draft = (partOf(looked, { kind, id })?.content ?? page.blank) as Draft;
  const shown = { id, draft, etag, configuration };
  if (result.kind === 'saved') {
    const { decided, stillNamed } = result;
    const counts = { references, count: decided.length, stillNamed: stillNamed.length };
    const done = removalDone(counts, configuration, kind, lang);
    const said = [
      fill(formTexts[lang].removed, { name: id }),
      ...done,
      ...(note === undefined ? [] : [note]),
    ];
    visit.redirect(page.base, said.join(' '));
  } else if (result.kind === 'inUse') {
    const { placeLink } = use;
    const removal = removalView({ kind, id, result, references, configuration, placeLink }, lang);
    await showForm(visit, page, use, { ...shown, removal, status: 409 });
  } else if (result.kind === 'conflict' && result.current !== undefined) {
    const { current, details } = result;
    const asked = { name: { kind, id }, details, theirs: current.content, ours: draft, sections: [], looked };
    const conflict = conflictOf(visit, use, { ...asked, from: etag, answer: undefined });
    const how = formTexts[lang].notDeleted;
    await showForm(visit, page, use, {
      ...shown,
      draft: current.content as Draft,
      etag: current.etag,
      conflict: { ...conflict, how },
      status: 409,
    });
  } else {
    const sections = page.sections(configuration, lang);
    await answer(visit, page, use, { ...shown, looked, result, sections, answer: undefined });
  }
}
