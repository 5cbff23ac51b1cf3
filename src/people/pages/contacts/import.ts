/** Importing contacts: the file, what would change, what has come of it. */
import { readContacts } from '../../imports/contacts/read-contacts.js';
import { MOST_CONTACT_BYTES } from '../../imports/contacts/contact-row.js';
import { UnreadableSource } from '../../imports/source.js';
import {
  CONTACT_STATES,
  importContacts,
  planContacts,
  TAKEN_STATES,
  type ContactPlan,
  type TakenState,
} from '../../operations/contact-import.js';
import { contactHouse, type ContactDesk } from '../../operations/contacts.js';
import { contactTexts } from '../../words/words.js';
import { fill } from '../language.js';
import { numberedPage } from '../numbered-pages.js';
import type { Pages, Visit } from '../pages.js';
import { unreadableText } from '../user-import/row-words.js';
import { packed, PACKED_LIMIT, unpacked, type PreviewedFile } from './state.js';
import { ON_A_PAGE, plannedView } from './view.js';

const BASE = '/contacts/_import';

/** What is ticked at first: what cannot be wrong. */
const TICKED: readonly TakenState[] = ['new', 'more'];

export function contactImportPages(pages: Pages, desk: ContactDesk): void {
  pages.get(BASE, 'contacts.write', (visit) => begin(visit));
  pages.upload(`${BASE}/file`, 'contacts.write', (visit) => fromFile(visit, desk), MOST_CONTACT_BYTES);
  pages.post(`${BASE}/preview`, 'contacts.write', (visit) => goOn(visit, desk), { limit: PACKED_LIMIT });
}

function begin({ lang, show }: Visit, alert?: string): void {
  const fileHint = fill(contactTexts[lang].fileHint, { most: MOST_CONTACT_BYTES / 1024 / 1024 });
  show('contact-import', contactTexts, { fileHint, alert: alert ?? null }, alert === undefined ? 200 : 422);
}

async function fromFile(visit: Visit, desk: ContactDesk): Promise<void> {
  const [file] = visit.files;
  if (file === undefined) {
    begin(visit, contactTexts[visit.lang].noFile);
    return;
  }
  try {
    const rows = await readContacts(file);
    await preview(visit, desk, { from: file.name.slice(0, 200), rows }, { take: TICKED });
  } catch (error) {
    if (!(error instanceof UnreadableSource)) throw error;
    begin(visit, unreadableText(error, visit.lang));
  }
}

interface Asked {
  readonly take: readonly TakenState[];
  readonly show?: string;
  readonly page?: string;
  readonly alert?: string;
}

async function preview(visit: Visit, desk: ContactDesk, file: PreviewedFile, asked: Asked): Promise<void> {
  const { lang } = visit;
  const plan = await planContacts(desk, contactHouse(desk.snapshot()), file.rows);
  const t = contactTexts[lang];
  const chosen = CONTACT_STATES.find((state) => state === asked.show);
  const fitting = chosen === undefined ? plan.rows : plan.rows.filter(({ state }) => state === chosen);
  const { shown, paging } = numberedPage(fitting, {
    size: ON_A_PAGE,
    asked: asked.page,
    text: t.page,
    path: String,
  });
  visit.show(
    'contact-import-preview',
    contactTexts,
    {
      alert: asked.alert ?? null,
      from: fill(t.from, { from: file.from, rows: t.found(plan.rows.length) }),
      state: await packed(file),
      chosen: chosen ?? '',
      sums: sumsView(plan, chosen, visit),
      takes: TAKEN_STATES.filter((state) => plan.counts[state] > 0).map((state) => ({
        state,
        text: `${t.takes[state]}: ${plan.counts[state]}`,
        ticked: asked.take.includes(state),
      })),
      rows: shown.map((row) => plannedView(row, lang)),
      paging,
    },
    asked.alert === undefined ? 200 : 422,
  );
}

function sumsView({ rows, counts }: ContactPlan, chosen: string | undefined, { lang }: Visit) {
  const t = contactTexts[lang];
  return [
    { value: 'all', text: `${t.all}: ${rows.length}`, current: chosen === undefined },
    ...CONTACT_STATES.filter((state) => counts[state] > 0).map((state) => ({
      value: state,
      text: `${t.states[state]}: ${counts[state]}`,
      current: state === chosen,
    })),
  ];
}

/** A button of the preview: other rows, another page, or the import itself. */
async function goOn(visit: Visit, desk: ContactDesk): Promise<void> {
  const file = await unpacked(visit.field('state'));
  const t = contactTexts[visit.lang];
  if (file === undefined) {
    begin(visit, t.tooOld);
    return;
  }
  const take = TAKEN_STATES.filter((state) => visit.field(`take-${state}`) !== '');
  const [act = '', value = ''] = visit.field('do').split(':');
  if (act === 'apply') await apply(visit, desk, file, take);
  else if (act === 'show') await preview(visit, desk, file, { take, show: value });
  else await preview(visit, desk, file, { take, show: visit.field('chosen'), page: value });
}

async function apply(
  visit: Visit,
  desk: ContactDesk,
  file: PreviewedFile,
  take: readonly TakenState[],
): Promise<void> {
  const t = contactTexts[visit.lang];
  const plan = await planContacts(desk, contactHouse(desk.snapshot()), file.rows);
  if (!take.some((state) => plan.counts[state] > 0)) {
    await preview(visit, desk, file, { take, alert: t.nothingTaken });
    return;
  }
  const by = { who: visit.actor.name, at: visit.now.toJSDate(), from: file.from };
  const { added, changed, left, missed } = await importContacts(desk, plan, new Set(take), by);
  const notes = [
    fill(t.done, { added, changed }),
    ...(left > 0 ? [fill(t.left, { count: left })] : []),
    ...(missed > 0 ? [fill(t.missed, { count: missed })] : []),
  ];
  visit.redirect('/contacts', notes.join(' '));
}
