/** Revisions of the configuration: what each changed, by whom and from where; comparing with now, and taking back. */
import { readable } from '../../../base/configuration/import.js';
import { PART_KINDS } from '../../../base/configuration/part-names.js';
import { partIn, type PartName } from '../../../base/configuration/parts.js';
import type { Configuration } from '../../../base/configuration/schema.js';
import { inSlices } from '../../../base/in-slices.js';
import {
  proposeTakeBack,
  takeBack,
  type TakeBack,
  type TakeBackOutcome,
} from '../../operations/take-back.js';
import type { WholeUse } from '../../operations/whole-configuration.js';
import type { RevisionInfo } from '../../../base/store/configurations.js';
import { finderOf, partsThatDiffer, partTitle, type NameSources } from '../configuration/difference.js';
import { faultText } from '../forms/fault-text.js';
import { fill } from '../language.js';
import type { Pages, Visit } from '../pages.js';
import { placeLink } from '../part-forms.js';
import { partsViewSteps, revisionView, takePath, titleOf } from './view.js';
import { revisionTexts } from '../../words/words.js';

export interface RevisionPagesUse extends WholeUse {
  readonly timezone: () => string;
}

export function revisionPages(pages: Pages, use: RevisionPagesUse): void {
  pages.get('/revisions', 'config.read', (visit) => list(visit, use));
  pages.get('/revisions/:revision', 'config.read', (visit) => one(visit, use));
  pages.get('/revisions/:revision/take-back', 'config.write', (visit) => ask(visit, use));
  pages.post('/revisions/:revision/take-back', 'config.write', (visit) => take(visit, use));
}

function readerOf({ lang }: Visit, { timezone }: RevisionPagesUse) {
  return { lang, timezone: timezone() };
}

/** Undefined: not a revision number. */
function numberOf(visit: Visit): number | undefined {
  const given = visit.param('revision');
  return /^[1-9]\d{0,8}$/.test(given) ? Number(given) : undefined;
}

async function list(visit: Visit, use: RevisionPagesUse): Promise<void> {
  const { configurations } = use;
  const [revisions, running] = [await configurations.list(), await readable(await configurations.latest())];
  const find = finderOf(running);
  visit.show('revisions', revisionTexts, {
    revisions: revisions.map((info, index) => ({
      ...revisionView(info, find, readerOf(visit, use)),
      runs: index === 0,
    })),
    zone: fill(revisionTexts[visit.lang].zone, { timezone: use.timezone() }),
  });
}

async function one(visit: Visit, use: RevisionPagesUse): Promise<void> {
  const { configurations } = use;
  const revision = numberOf(visit);
  const stored = revision === undefined ? undefined : await configurations.get(revision);
  const latest = await configurations.latest();
  if (stored === undefined || latest === undefined) {
    visit.refuse(404);
    return;
  }
  const [content, running] = [await readable(stored), await readable(latest)];
  const before = await configurations.get(stored.revision - 1);
  const previous = await readable(before);
  const mayWrite = visit.actor.permissions.has('config.write');
  const runs = stored.revision === latest.revision;
  const { title, ...info } = revisionView(stored, finderOf(running), readerOf(visit, use));
  visit.show('revision', revisionTexts, {
    title,
    info,
    mayWrite,
    runs,
    unreadable: content === undefined,
    unchangedText: revisionTexts[visit.lang][before === undefined ? 'changedFirst' : 'previousUnreadable'],
    changed:
      content === undefined || (previous === undefined && stored.revision > 1)
        ? null
        : await changed(visit, { previous, content, running, stored }),
    against: runs || content === undefined ? null : await against(visit, { content, running, stored }),
    takePath: mayWrite && !runs && content !== undefined ? takePath(stored.revision) : null,
    zone: fill(revisionTexts[visit.lang].zone, { timezone: use.timezone() }),
  });
}

interface Compared {
  readonly content: Configuration;
  /** Undefined: this version of the program cannot read it. */
  readonly running: Configuration | undefined;
  readonly stored: RevisionInfo;
}

/** What the revision changed; each change can be undone separately. */
async function changed(
  visit: Visit,
  { previous, content, running, stored }: Compared & { readonly previous: Configuration | undefined },
) {
  const { lang, actor } = visit;
  const before = previous ?? nothingOf(content);
  const sources: NameSources = [running ?? content, content, before];
  const mayTake = actor.permissions.has('config.write') && previous !== undefined;
  const from = {
    revision: mayTake ? stored.revision - 1 : undefined,
    label: revisionTexts[lang].undoPartLabel,
  };
  const parts = await inSlices(partsThatDiffer(before, content, lang));
  return inSlices(partsViewSteps(parts, sources, lang, from));
}

/** An empty configuration to compare with: the first revision added everything it contains. */
function nothingOf({ version, settings }: Configuration): Configuration {
  return { version, settings, users: [], groups: [], switches: [], holidays: [], webhooks: [] };
}

/** What taking it back would change now. */
async function against({ lang, actor }: Visit, { content, running, stored }: Compared) {
  if (running === undefined) return { unknown: true, parts: [], more: null };
  const mayTake = actor.permissions.has('config.write');
  const from = { revision: mayTake ? stored.revision : undefined, label: revisionTexts[lang].takePartLabel };
  const parts = await inSlices(partsThatDiffer(running, content, lang));
  return { unknown: false, ...(await inSlices(partsViewSteps(parts, [running, content], lang, from))) };
}

/** Undefined: not a revision, or not the name of a part. */
function askedOf(visit: Visit, given: (name: string) => string | undefined): TakeBack | undefined {
  const revision = numberOf(visit);
  if (revision === undefined) return undefined;
  const word = given('kind') ?? '';
  if (word === '') return { revision, part: undefined };
  const kind = PART_KINDS.find((known) => known === word);
  return kind === undefined ? undefined : { revision, part: { kind, id: (given('id') ?? '').slice(0, 64) } };
}

async function ask(visit: Visit, use: RevisionPagesUse): Promise<void> {
  const asked = askedOf(visit, visit.query);
  if (asked === undefined) visit.refuse(404);
  else await question(visit, use, asked);
}

/** Shows what would happen, with the button to confirm it. */
async function question(
  visit: Visit,
  use: RevisionPagesUse,
  asked: TakeBack,
  told?: { readonly status: number; readonly alert: string },
): Promise<void> {
  const { lang } = visit;
  const t = revisionTexts[lang];
  const { configurations } = use;
  // The preview and the check against later changes use the same revision.
  const { base, running, outcome: proposal } = await proposeTakeBack(configurations, asked);
  if (proposal.kind === 'unknown') {
    visit.refuse(404);
    return;
  }
  const { revision, part } = asked;
  const name = part === undefined ? '' : partName(part, running, proposal, visit);
  const view = {
    title:
      part === undefined ? fill(t.confirmWhole, { revision }) : fill(t.confirmPart, { revision, part: name }),
    action: `/revisions/${revision}/take-back`,
    back: `/revisions/${revision}`,
    kind: part?.kind ?? '',
    id: part?.id ?? '',
    base: String(base),
    alert: told?.alert ?? null,
    note: proposal.kind === 'unreadable' ? t.unreadable : proposal.kind === 'unchanged' ? t.unchanged : null,
    faults:
      proposal.kind === 'faulty'
        ? proposal.faults.slice(0, 20).map((one) => ({
            place: placeLink(one, proposal.configuration, lang)?.place ?? one.path,
            text: faultText(one, lang),
          }))
        : [],
    ready: null as object | null,
  };
  if (proposal.kind === 'ready') {
    const { configuration } = proposal;
    const find = finderOf(running);
    const sources: NameSources = running === undefined ? [configuration] : [running, configuration];
    const parts = running === undefined ? [] : await inSlices(partsThatDiffer(running, configuration, lang));
    const names = proposal.removed.slice(0, 20).map((one) => titleOf(one, find, lang));
    const more = proposal.removed.length - names.length;
    view.ready = {
      ...(await inSlices(partsViewSteps(parts, sources, lang))),
      unknown: running === undefined,
      rings: proposal.ringsOtherwise,
      removes:
        names.length === 0
          ? null
          : fill(t.removes, {
              names: [...names, ...(more > 0 ? [t.more(more)] : [])].join(', '),
            }),
    };
  }
  visit.show('take-back', revisionTexts, view, told?.status ?? 200);
}

function partName(
  part: PartName,
  running: Configuration | undefined,
  proposal: TakeBackOutcome,
  { lang }: Visit,
): string {
  const then = 'configuration' in proposal ? partIn(proposal.configuration, part) : undefined;
  return partTitle(part, then ?? (running === undefined ? undefined : partIn(running, part)), lang);
}

async function take(visit: Visit, use: RevisionPagesUse): Promise<void> {
  const asked = askedOf(visit, visit.field);
  if (asked === undefined) {
    visit.refuse(404);
    return;
  }
  const t = revisionTexts[visit.lang];
  const base = Number(visit.field('base'));
  const result = await takeBack(use, asked, {
    who: visit.actor.name,
    at: visit.now.toJSDate(),
    base: Number.isInteger(base) ? base : -1,
    removalsMeant: visit.field('removalsMeant') !== '',
  });
  switch (result.kind) {
    case 'saved':
      visit.redirect(`/revisions/${result.revision}`, fill(t.done, { revision: result.revision }));
      return;
    case 'unchanged':
      visit.redirect(`/revisions/${asked.revision}`, t.unchanged);
      return;
    case 'removes':
      await question(visit, use, asked, { status: 422, alert: t.needsTick });
      return;
    case 'conflict':
      await question(visit, use, asked, {
        status: 409,
        alert: fill(t.conflict, { who: result.newest?.author ?? '' }),
      });
      return;
    case 'faulty':
      await question(visit, use, asked, { status: 422, alert: t.faulty });
      return;
    case 'unreadable':
    case 'unknown':
      visit.refuse(404);
  }
}
