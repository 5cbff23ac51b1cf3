/** What users change of themselves: when and how the own mobile rings. Whose it is follows from the account alone. */
import { shownNumber } from '../../../base/configuration/number-shown.js';
import type { UserContent } from '../../../base/configuration/schema.js';
import { conflictView } from '../configuration/conflict.js';
import { type PartPagesUse } from '../configuration/part-form-page.js';
import { dayNames } from '../configuration/words.js';
import { faultLine } from '../forms/fault-view.js';
import { ACTION, afterAction } from '../forms/list-actions.js';
import type { Draft } from '../forms/paths.js';
import { PICKER_SCRIPTS, PICKER_STYLES } from '../forms/pickers.js';
import { readSections } from '../forms/read.js';
import { formView } from '../forms/view.js';
import { weekPicture } from '../forms/week-picture.js';
import type { Pages, Visit } from '../pages.js';
import { BLANK_MOBILE, ownSections } from '../users/form.js';
import { formTexts, ownTexts } from '../../words/words.js';

export function ownPages(pages: Pages, use: PartPagesUse): void {
  pages.get('/own', 'own.write', async (visit) => {
    const user = await ownUser(visit, use);
    if (user === undefined) visit.refuse(404, ownTexts[visit.lang].nobody);
    else {
      const { mobile } = user.content;
      const draft = mobile === undefined ? {} : { mobile };
      await show(visit, use, { draft, etag: user.etag, unsaved: false });
    }
  });
  pages.post('/own', 'own.write', (visit) => save(visit, use));
}

async function ownUser({ actor }: Visit, { editor }: PartPagesUse) {
  if (actor.userId === undefined) return undefined;
  const part = await editor.part({ kind: 'user', id: actor.userId });
  return part === undefined ? undefined : { content: part.content as UserContent, etag: part.etag };
}

interface Shown {
  readonly draft: Draft;
  readonly etag: string;
  readonly faults?: Parameters<typeof formView>[0]['faults'];
  readonly conflict?: object | null;
  /** What is shown was typed and is not saved: leaving the page asks first. */
  readonly unsaved?: boolean;
  readonly status?: number;
}

async function show(
  visit: Visit,
  { editor }: PartPagesUse,
  { draft, etag, faults = [], conflict = null, unsaved = true, status = 200 }: Shown,
): Promise<void> {
  const { lang } = visit;
  const { configuration } = await editor.configuration();
  visit.show(
    'part-form',
    ownTexts,
    {
      etag,
      conflict,
      unsaved,
      inUse: [],
      mayWrite: true,
      mayRemove: false,
      removeSure: '',
      base: '/own',
      action: '/own',
      links: [],
      listen: null,
      days: null,
      f: formTexts[lang],
      scripts: [...PICKER_SCRIPTS, 'form.js'],
      styles: PICKER_STYLES,
      form: formView({
        draft,
        faults,
        lang,
        fresh: { mobile: BLANK_MOBILE },
        dayNames: dayNames(lang),
        sections: ownSections(configuration, lang),
        userText: (id) => id,
        shownNumber: (given) => shownNumber(given, configuration.settings.country),
      }),
      lists: [],
      picture: weekPicture(draft, 'mobile.windows', lang) ?? null,
    },
    status,
  );
}

async function save(visit: Visit, use: PartPagesUse): Promise<void> {
  const { lang } = visit;
  const user = await ownUser(visit, use);
  if (user === undefined) {
    visit.refuse(404, ownTexts[lang].nobody);
    return;
  }
  const { configuration } = await use.editor.configuration();
  const sections = ownSections(configuration, lang);
  const draft = readSections(sections, visit.form, { userId: (text) => text });
  const etag = visit.field('_etag');
  const moved = afterAction(draft, visit.field(ACTION));
  if (moved !== undefined) {
    await show(visit, use, { draft: moved, etag });
    return;
  }
  // Everything but the mobile stays as it is, whatever was sent.
  const others = Object.fromEntries(Object.entries(user.content).filter(([key]) => key !== 'mobile'));
  const content = { ...others, ...draft };
  const result = await use.editor.save({
    kind: 'user',
    id: user.content.id,
    etag,
    content,
    origin: 'page',
    who: visit.actor.name,
    at: visit.now.toJSDate(),
  });
  switch (result.kind) {
    case 'saved': {
      const warnings = result.warnings.map((fault) => faultLine(fault, sections, lang));
      visit.redirect('/own', [ownTexts[lang].saved, ...warnings].join(' · '));
      return;
    }
    case 'unchanged':
      visit.redirect('/own', formTexts[lang].unchanged);
      return;
    case 'conflict': {
      const conflict = conflictView(
        { current: result.current, draft: content, sections },
        lang,
        use.timezone(),
      );
      await show(visit, use, { draft, etag: result.current?.etag ?? etag, conflict, status: 409 });
      return;
    }
    case 'faulty':
    case 'inUse':
      await show(visit, use, { draft, etag, faults: result.faults, status: 422 });
      return;
    case 'unknown':
      visit.refuse(404);
  }
}
