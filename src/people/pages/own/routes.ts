/** What users can change about themselves: when and how their mobile rings. The user is always that of the account. */
import { shownNumber } from '../../../base/configuration/number-shown.js';
import type { UserContent } from '../../../base/configuration/schema.js';
import type { AwayDesk } from '../../operations/away.js';
import { partOf, type Looked } from '../../operations/configuration-editor.js';
import { orderAway } from '../away/order.js';
import { userSection, type AwayAgain } from '../away/section.js';
import { answerOf, conflictView, isUndecided, othersText, withChoices } from '../configuration/conflict.js';
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

type OwnUse = PartPagesUse & { readonly awayDesk: AwayDesk };

export function ownPages(pages: Pages, use: OwnUse): void {
  pages.get('/own', 'own.write', async (visit) => {
    const looked = await use.editor.configuration();
    const user = ownUser(visit, looked);
    if (user === undefined) visit.refuse(404, ownTexts[visit.lang].nobody);
    else show(visit, use, looked, { draft: mobileOf(user.content), etag: user.etag, unsaved: false });
  });
  pages.post('/own/away', 'own.write', (visit) => leave(visit, use));
  pages.post('/own', 'own.write', (visit) => save(visit, use));
}

function ownUser({ actor }: Visit, looked: Looked) {
  if (actor.userId === undefined) return undefined;
  const part = partOf(looked, { kind: 'user', id: actor.userId });
  return part === undefined ? undefined : { content: part.content as UserContent, etag: part.etag };
}

/** The part of a user that is in the form. */
function mobileOf(content: unknown): Draft {
  const { mobile } = content as UserContent;
  return mobile === undefined ? {} : { mobile };
}

interface Shown {
  readonly draft: Draft;
  readonly etag: string;
  readonly faults?: Parameters<typeof formView>[0]['faults'];
  readonly conflict?: object | null;
  /** The values shown are not saved: the page asks before it is left. */
  readonly unsaved?: boolean;
  /** An order to be away that was not carried out. */
  readonly again?: AwayAgain;
  readonly status?: number;
}

function show(
  visit: Visit,
  { awayDesk }: OwnUse,
  { configuration }: Looked,
  { draft, etag, faults = [], conflict = null, unsaved = true, again, status = 200 }: Shown,
): void {
  const { lang } = visit;
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
      lacks: [],
      away: awayOf(visit, awayDesk, again),
      links: [{ path: '/own/codes', text: ownTexts[lang].codes }],
      listen: null,
      days: null,
      f: formTexts[lang],
      scripts: [...PICKER_SCRIPTS, 'form.js', 'numbers.js', 'switches.js'],
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

function awayOf({ actor, lang, now }: Visit, desk: AwayDesk, again: AwayAgain | undefined) {
  const place = { action: '/own/away', mayWrite: true, isOwn: true, again };
  return userSection(desk.snapshot(), actor.userId ?? '', place, { lang, now }) ?? null;
}

async function leave(visit: Visit, use: OwnUse): Promise<void> {
  const { userId } = visit.actor;
  if (userId === undefined) {
    visit.refuse(404, ownTexts[visit.lang].nobody);
    return;
  }
  const group = visit.field('group');
  await orderAway(visit, use.awayDesk, {
    back: '/own',
    userId,
    group: group === '' ? undefined : group,
    chosen: 'group',
    isOwn: true,
    zone: undefined,
    showAgain: async (again) => {
      const looked = await use.editor.configuration();
      const user = ownUser(visit, looked);
      if (user === undefined) visit.refuse(404, ownTexts[visit.lang].nobody);
      else {
        const { content, etag } = user;
        show(visit, use, looked, { draft: mobileOf(content), etag, unsaved: false, again, status: 422 });
      }
    },
  });
}

async function save(visit: Visit, use: OwnUse): Promise<void> {
  const { lang } = visit;
  const { editor } = use;
  const looked = await editor.configuration();
  const user = ownUser(visit, looked);
  if (user === undefined) {
    visit.refuse(404, ownTexts[lang].nobody);
    return;
  }
  const { configuration } = looked;
  const sections = ownSections(configuration, lang);
  const draft = readSections(sections, visit.form, { userId: (text) => text });
  const etag = visit.field('_etag');
  const name = { kind: 'user', id: user.content.id } as const;
  const answer = answerOf(visit);
  // Everything but the mobile stays unchanged, whatever was submitted.
  const others = Object.fromEntries(Object.entries(user.content).filter(([key]) => key !== 'mobile'));
  const whole = (form: Draft) => ({ ...others, ...form });
  const asked = { name, sections, configuration, answer, theirs: user.content };
  const moved = afterAction(draft, visit.field(ACTION));
  if (moved !== undefined || isUndecided(answer)) {
    const form = moved ?? draft;
    const from = answer?.from ?? '';
    const details = answer && (await editor.compared(name, whole(form), from, looked));
    const conflict =
      details && conflictView({ ...asked, details, ours: whole(form), from }, lang, use.timezone());
    show(visit, use, looked, {
      draft: form,
      etag,
      conflict: conflict ?? null,
      status: moved === undefined ? 409 : 200,
    });
    return;
  }
  const seen = answer && (await editor.stateOf(name, etag, looked));
  const content = whole(
    answer === undefined || seen === undefined ? draft : withChoices(draft, answer, seen),
  );
  const by = { origin: 'page', who: visit.actor.name, at: visit.now.toJSDate() } as const;
  const result = await editor.save({ ...name, etag, content, merge: true, ...by }, looked);
  switch (result.kind) {
    case 'saved': {
      const warnings = result.warnings.map((fault) => faultLine(fault, sections, lang));
      const kept = othersText(result.others, name, configuration, lang);
      visit.redirect('/own', [ownTexts[lang].saved, ...kept, ...warnings].join(' · '));
      return;
    }
    case 'unchanged':
      visit.redirect('/own', formTexts[lang].unchanged);
      return;
    case 'conflict': {
      const { current, details } = result;
      const ours = details.merged ?? content;
      const conflict = { ...asked, details, theirs: current?.content, ours, from: etag, answer: undefined };
      show(visit, use, looked, {
        draft: mobileOf(ours),
        etag: current?.etag ?? etag,
        conflict: conflictView(conflict, lang, use.timezone()),
        status: 409,
      });
      return;
    }
    case 'faulty': {
      const { faults, merged } = result;
      const form =
        merged === undefined ? { draft, etag } : { draft: mobileOf(merged.content), etag: merged.etag };
      show(visit, use, looked, { ...form, faults, status: 422 });
      return;
    }
    case 'inUse':
      show(visit, use, looked, { draft, etag, faults: result.faults, status: 422 });
      return;
    case 'unknown':
      visit.refuse(404);
  }
}
