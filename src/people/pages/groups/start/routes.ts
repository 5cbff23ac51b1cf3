/**
 * The guide to a first group: who rings, which number, done. Extensions that FreeSWITCH knows become users with it; without a
 * FreeSWITCH they are typed.
 */
import type { Configuration } from '../../../../base/configuration/schema.js';
import type { Directories } from '../../../imports/ask-freeswitch.js';
import type { SourceRow } from '../../../imports/source.js';
import { eachLanguage } from '../../../../base/model/language.js';
import { inSlices } from '../../../../base/in-slices.js';
import type { Looked } from '../../../operations/configuration-editor.js';
import type { NewPart } from '../../../operations/edit-along.js';
import { plannedSteps } from '../../../operations/user-import-plan.js';
import { newUser } from '../../../operations/user-import.js';
import { faultText } from '../../forms/fault-text.js';
import { fill, type Language } from '../../language.js';
import type { Pages, Visit } from '../../pages.js';
import { placeLink } from '../../part-forms.js';
import { pictureTexts } from '../../../words/words.js';
import { BLANK_GROUP } from '../form.js';
import type { GroupParts } from '../use.js';
import { askAll, phoneChoices, typedPhone } from './phones.js';

/** No number of a group begins with `_`. */
const PATH = '/groups/_start';

export type StartUse = GroupParts & { readonly directories: Directories };

export function startPages(pages: Pages, use: StartUse): void {
  pages.get(PATH, 'config.write', (visit) => show(visit, use));
  pages.post(PATH, 'config.write', (visit) => make(visit, use));
}

async function show(visit: Visit, use: StartUse, faults: readonly string[] = []): Promise<void> {
  const { lang, form } = visit;
  const t = pictureTexts[lang];
  const { configuration } = await use.editor.configuration();
  const asked = await askAll(use.directories, lang);
  const ticked = new Set(listOf(form['phone']));
  // What was ticked stays, also where the FreeSWITCH that knows it does not answer any more.
  const rows = [...rowsOf([...ticked]), ...asked.flatMap((one) => one.rows)];
  const { choices, left } = await phoneChoices(configuration, rows);
  const view = {
    faults,
    asked: asked.map(({ ok, text }) => ({ ok, text })),
    none: use.directories.names.length === 0 ? t.firstNone : null,
    choices: choices.map((choice, index) => ({
      ...choice,
      id: `phone-${index}`,
      ticked: ticked.has(choice.value),
    })),
    left: left === 0 ? null : fill(t.firstLeft, { count: left }),
    typed: visit.field('typed'),
    number: visit.field('number') || freeNumber(configuration),
    name: visit.field('name'),
    styles: ['group.css'],
  };
  visit.show('group-start', eachLanguage(titled), view, faults.length === 0 ? 200 : 422);
}

const titled = (lang: Language) => ({ ...pictureTexts[lang], title: pictureTexts[lang].firstTitle });

function listOf(value: string | readonly string[] | undefined): readonly string[] {
  return typeof value === 'string' ? [value] : (value ?? []);
}

const FIRST_NUMBER = 700;

function freeNumber({ groups, users }: Configuration): string {
  const taken = new Set([...groups.map(({ number }) => number), ...users.map(({ extension }) => extension)]);
  for (let number = FIRST_NUMBER; ; number += 1) if (!taken.has(String(number))) return String(number);
}

async function make(visit: Visit, use: StartUse): Promise<void> {
  const { lang } = visit;
  const t = pictureTexts[lang];
  const looked = await use.editor.configuration();
  const { configuration } = looked;
  const lines = visit
    .field('typed')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const ticked = listOf(visit.form['phone']);
  const known = new Set(configuration.users.map(({ id }) => id));
  const fresh = [...ticked.filter((value) => !known.has(value)), ...lines];
  const bad = fresh.filter((line) => typedPhone(line) === undefined);
  const number = visit.field('number').trim();
  const faults = [
    ...bad.map((given) => fill(t.firstBadPhone, { given: given.slice(0, 60) })),
    ...(ticked.length + lines.length === 0 ? [t.firstNobody] : []),
    ...(visit.field('name').trim() === '' ? [t.firstNoName] : []),
    ...(/^\d{1,15}$/.test(number) ? [] : [t.firstNoNumber]),
    ...(configuration.groups.some((one) => one.number === number) ? [fill(t.firstTaken, { number })] : []),
  ];
  if (faults.length > 0) {
    await show(visit, use, faults);
    return;
  }
  const users = await usersOf(visit, looked, rowsOf(fresh));
  if ('faults' in users) await show(visit, use, users.faults);
  else {
    const members = [...new Set([...ticked.filter((value) => known.has(value)), ...users.ids])];
    await makeGroup(visit, use, looked, { number, members, along: users.along });
  }
}

function rowsOf(lines: readonly string[]): readonly SourceRow[] {
  return lines.flatMap((line) => typedPhone(line) ?? []);
}

/** The users of these extensions; those who are not there yet come along with the group. */
async function usersOf(
  { lang }: Visit,
  { configuration }: Looked,
  rows: readonly SourceRow[],
): Promise<
  (Pick<FirstGroup, 'along'> & { readonly ids: readonly string[] }) | { readonly faults: readonly string[] }
> {
  const t = pictureTexts[lang];
  const planned = await inSlices(plannedSteps(configuration, rows));
  const unusable = planned.filter(({ id, state }) => id === '' && state !== 'duplicate');
  if (unusable.length > 0) {
    return { faults: unusable.map(({ source }) => fill(t.firstBadPhone, { given: source.extension })) };
  }
  // Whoever types a domain of its own has chosen it.
  const fresh = planned.filter(({ state }) => state === 'new' || state === 'otherDomain');
  return {
    ids: planned.flatMap(({ id }) => (id === '' ? [] : [id])),
    along: fresh.map((row) => ({ kind: 'user', content: newUser(row) })),
  };
}

interface FirstGroup {
  readonly number: string;
  /** Ids of users. */
  readonly members: readonly string[];
  /** Those of them who are new. */
  readonly along: readonly NewPart[];
}

/** Group and users are one revision: whatever stops it, neither is there without the other. */
async function makeGroup(
  visit: Visit,
  use: StartUse,
  looked: Looked,
  { number, members, along }: FirstGroup,
): Promise<void> {
  const { lang } = visit;
  const content = {
    ...BLANK_GROUP,
    number,
    name: visit.field('name').trim(),
    stages: [{ ringSec: FIRST_RING_SEC, members }],
    final: { hangup: 'NO_ANSWER' },
  };
  const by = { who: visit.actor.name, origin: 'page', at: visit.now.toJSDate() } as const;
  const edit = { kind: 'group', id: '', etag: undefined, content, along, ...by } as const;
  const result = await use.editor.save(edit, looked);
  if (result.kind === 'saved') {
    const done = fill(pictureTexts[lang].firstDone, { number });
    visit.redirect(`/groups/${encodeURIComponent(number)}`, done);
    return;
  }
  const { configuration } = await use.editor.configuration();
  const faults = result.kind === 'faulty' || result.kind === 'inUse' ? result.faults : [];
  const texts = faults.map((fault) => {
    const place = placeLink(fault, configuration, lang)?.place;
    return [...(place === undefined ? [] : [place]), faultText(fault, lang)].join(': ');
  });
  await show(visit, use, texts.length === 0 ? [pictureTexts[lang].firstAgain] : texts);
}

/** As long as a phone rings before most people would give up. */
const FIRST_RING_SEC = 30;
