/** The page of a group: its picture, the form of each part, and what moves parts. */
import { partOf, type Looked } from '../../../operations/configuration-editor.js';
import type { GroupContent } from '../../../../base/configuration/schema.js';
import { missingNeedTexts } from '../../../../calls/words/words.js';
import type { AwayAgain } from '../../away/section.js';
import { nameOf, type PartPage } from '../../configuration/part-form-page.js';
import { open, save, saveDraft } from '../../configuration/part-pages.js';
import { seenBy } from '../../configuration/part-reading.js';
import type { Draft } from '../../forms/paths.js';
import { PICKER_SCRIPTS, PICKER_STYLES } from '../../forms/pickers.js';
import type { Icon } from '../../icons.js';
import { fill } from '../../language.js';
import type { Pages, Visit } from '../../pages.js';
import { formTexts, pictureTexts } from '../../../words/words.js';
import type { GroupPagesUse } from '../use.js';
import { draftSnapshot } from './draft-snapshot.js';
import { moved } from './move.js';
import { partOfGroup } from './parts.js';
import { partTitles } from './summaries.js';
import { askedOf, tryView } from './try-view.js';
import { wayView } from './way.js';

/** Registers what belongs to the picture; `page` is the form of the whole group. */
export function picturePages(pages: Pages, page: PartPage, use: GroupPagesUse): void {
  const piece = async (visit: Visit, then: typeof open | typeof save) => {
    const id = visit.param('id');
    const stages = stagesOf(await use.editor.configuration(), id);
    const part = pieceOf(page, use, visit, stages);
    if (part === undefined) visit.refuse(404);
    else await then(visit, part, use, id);
  };
  pages.get('/groups/:id/part/:part', 'config.read', (visit) => piece(visit, open));
  pages.post('/groups/:id/part/:part', 'config.write', (visit) => piece(visit, save));
  pages.post('/groups/:id/move', 'config.write', (visit) => move(visit, page, use));
}

/** The form of one part. A stage that is not there yet is a new one. */
function pieceOf(page: PartPage, use: GroupPagesUse, visit: Visit, stages: number): PartPage | undefined {
  const name = visit.param('part');
  const part = partOfGroup(name, stages, visit.lang);
  if (part === undefined) return undefined;
  const stateOf = use.stateOf(visit.lang);
  return {
    ...page,
    sections: (configuration, lang) => part.sections(configuration, lang, stateOf),
    piece: { at: `/part/${name}`, title: part.title },
    opened: part.opened,
    // Only there a tone is chosen.
    more: name === 'heard' ? page.more : undefined,
    tried: (seen, configuration, draft, id) => {
      const snapshot = use.snapshot();
      const tried = snapshot && draftSnapshot(snapshot, configuration, draft, id);
      return tryView(tried, askedOf(seen), seen.now, seen.lang);
    },
  };
}

function stagesOf(looked: Looked, id: string): number {
  const group = partOf(looked, { kind: 'group', id })?.content as GroupContent | undefined;
  return group?.stages.length ?? 0;
}

async function move(visit: Visit, page: PartPage, use: GroupPagesUse): Promise<void> {
  const id = visit.param('id');
  const looked = await use.editor.configuration();
  const draft = moved(await seenBy(visit, page, use, { id, looked }), visit.field('from'), visit.field('to'));
  if (draft === undefined || partOf(looked, { kind: 'group', id }) === undefined) {
    visit.refuse(404, pictureTexts[visit.lang].nothingMoved);
    return;
  }
  const sections = page.sections(looked.configuration, visit.lang);
  await saveDraft(visit, page, use, {
    id,
    looked,
    sections,
    draft,
    etag: visit.field('_etag'),
    answer: undefined,
  });
}

/** @param again an order to be away that was not carried out */
export async function showPicture(
  visit: Visit,
  use: GroupPagesUse,
  id: string,
  again?: AwayAgain,
): Promise<void> {
  const looked = await use.editor.configuration();
  const part = partOf(looked, { kind: 'group', id });
  const known = knownGroup(looked, part?.content as Draft | undefined, use, id);
  if (part === undefined) {
    visit.refuse(404);
    return;
  }
  // While this service knows no configuration yet, as just after its start, there is no way to draw.
  if (known === undefined) {
    visit.redirect(`/groups/${encodeURIComponent(id)}/form`);
    return;
  }
  const { lang, actor, now } = visit;
  const f = formTexts[lang];
  const name = nameOf(part.content as Draft, id);
  const mayWrite = actor.permissions.has('config.write');
  const note = mayWrite ? await use.removalNote?.({ kind: 'group', id }, lang) : undefined;
  const view = {
    title: name,
    f,
    etag: part.etag,
    mayWrite,
    part: `/groups/${encodeURIComponent(id)}`,
    ...pictureOf(known, visit, mayWrite),
    tried: tryView(known, askedOf(visit), now, lang),
    away: use.awayOf(visit, id, again) ?? null,
    lacks: missingNeedTexts(use.missingOf(id), lang),
    whatIf: `/what-would-happen?group=${encodeURIComponent(id)}`,
    removeSure: [fill(f.removeSure, { name }), note ?? ''].join(' ').trim(),
    styles: [...PICKER_STYLES, 'group.css'],
    scripts: [
      ...PICKER_SCRIPTS,
      'form.js',
      'numbers.js',
      'ringback.js',
      'switches.js',
      'group.js',
      'group-drag.js',
    ],
  };
  visit.show('group', pictureTexts, view, again === undefined ? 200 : 422);
}

/** What templates/admin/partials/group-way.hbs shows, and the parts that are not on the way. */
function pictureOf(
  { group, snapshot }: NonNullable<ReturnType<typeof knownGroup>>,
  { lang, now }: Visit,
  mayWrite: boolean,
) {
  const t = pictureTexts[lang];
  const way = wayView(group, snapshot, { lang, now });
  const titles = partTitles(lang);
  const { publicNumber: number } = way;
  return {
    way,
    titles,
    startText: fill(t.start, { number: way.number }),
    publicText: number === null ? null : fill(t.publicNumber, { number }),
    anonymousText: fill(t.anonymousText, { what: way.anonymous.text }),
    blockedText: way.blocked === 0 ? null : t.blockedText(way.blocked),
    addStage: mayWrite && way.mayAddStage,
    besides: Object.entries(BESIDES).map(([name, drawing]) => {
      const key = name as keyof typeof BESIDES;
      return { key, drawing, title: titles[key], ...way.parts[key] };
    }),
  };
}

const BESIDES = {
  ringing: 'bell-ringing',
  phones: 'phone',
  missed: 'phone-off',
  mail: 'mail',
  report: 'chart-bar',
} as const satisfies Readonly<Record<string, Icon>>;

/** Of the configuration that the page shows; numbers that are masked cannot be read as a configuration again. */
function knownGroup({ configuration }: Looked, content: Draft | undefined, use: GroupPagesUse, id: string) {
  const snapshot = use.snapshot();
  if (snapshot === undefined || content === undefined) return undefined;
  const group = snapshot.groups.get(id);
  return draftSnapshot(snapshot, configuration, content, id) ?? (group && { snapshot, group });
}
