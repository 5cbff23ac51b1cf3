/** Entries of the audit log in the reader's language: field labels as in the forms, names instead of ids. Pure. */
import { partIn } from '../../../base/configuration/parts.js';
import type { Configuration } from '../../../base/configuration/schema.js';
import { timesOf } from '../../../base/model/times.js';
import type { PartKind } from '../../operations/configuration-editor.js';
import type { AuditEntry } from '../../../base/store/audit.js';
import {
  finderOf,
  partDifference,
  partPath,
  partTitle,
  type WordedDifference,
} from '../configuration/difference.js';
import { differences } from '../forms/diff.js';
import { fill, type Language } from '../language.js';
import { titleOf } from '../revisions/view.js';
import { jobText } from '../status/texts.js';
import { auditTexts, eventTexts, factTexts, valueTexts } from '../../words/words.js';

export interface AuditReader {
  readonly lang: Language;
  readonly timezone: string;
  /** Source of names; undefined: it cannot be read, and ids are shown. */
  readonly configuration: Configuration | undefined;
}

/** Characters shown of a call-back's id; the command line accepts this short form. */
const SHORT_ID = 8;

/** Up to this many changes of an entry are shown at once; a longer list is collapsed. */
const SHOWN_AT_ONCE = 8;

/**
 * How many changes a page shows of one entry, and of all. With thousands, rendering would hold up calls for too long.
 * The REST interface and the revisions show all of them.
 */
const SHOWN_OF_ONE = 100;
const SHOWN_IN_ALL = 200;

/** Yields after each changed part, since an import may have changed hundreds. */
export function* entrySteps(entry: AuditEntry, reader: AuditReader) {
  const { lang, timezone } = reader;
  const { subject = '', account, token, ...facts } = entry.facts;
  const found = yield* differencesOf(entry, reader);
  yield;
  const about = subjectView(subject, reader, parsed(entry.after ?? entry.before));
  return {
    at: timesOf(lang, timezone).exact(entry.at),
    who: whoText(entry.who, lang),
    event: eventTexts[lang][entry.event],
    subject: account ?? (token === undefined ? about.text : ''),
    path: account === undefined ? about.path : '/accounts',
    facts: Object.entries(facts)
      // Leaves out what the list of differences shows better.
      .filter(
        ([name]) => !(found.length > 0 && ['added', 'changed', 'removed', 'state', 'until'].includes(name)),
      )
      .filter(([, value]) => value !== '')
      .map(([name, value]) => `${factText(name, lang)}: ${factValue(name, value, reader)}`),
    differences: found,
    isLong: found.length > SHOWN_AT_ONCE,
    count: auditTexts[lang].places(found.length),
  };
}

/** The entries of one page in turn, each with the changes that the page shows. */
export function* pageSteps(entries: readonly AuditEntry[], reader: AuditReader) {
  const views = [];
  let left = SHOWN_IN_ALL;
  for (const entry of entries) {
    const view = yield* entrySteps(entry, reader);
    const { differences: all, isLong } = view;
    const shown = isLong ? all.slice(0, Math.min(SHOWN_OF_ONE, left)) : all;
    if (isLong) left -= shown.length;
    const rest = all.length - shown.length;
    views.push({
      ...view,
      shown,
      more: rest > 0 ? auditTexts[reader.lang].more(rest) : null,
    });
  }
  return views;
}

function parsed(text: string | null): unknown {
  return text === null ? undefined : JSON.parse(text);
}

/** `carla (command line)`, `system (delete old calls)`, with the words in brackets in the reader's language. */
export function whoText(who: string, lang: Language): string {
  const [, name = '', way = ''] = /^(.*) \(([^()]*)\)$/.exec(who) ?? [];
  const t = auditTexts[lang];
  if (name === 'system')
    return fill(t.whoSystem, { work: way === 'first start' ? t.firstStart : jobText(way, lang) });
  if (way === 'command line') return fill(t.whoCommandLine, { name });
  const [, phone] = /^phone(?: (\d+(?:@[a-z0-9.-]+)?))?$/.exec(way) ?? [];
  if (phone !== undefined) return fill(t.whoPhone, { name, phone });
  if (way === 'phone') return name === 'withheld' ? t.whoWithheld : fill(t.whoExtension, { phone: name });
  return way === 'link of a mail' ? fill(t.whoLink, { name }) : who;
}

const PARTS: Readonly<Record<string, PartKind>> = {
  group: 'group',
  user: 'user',
  switch: 'switch',
  calendar: 'calendar',
  webhook: 'webhook',
  settings: 'settings',
};

/** The part named by a subject such as `group 700`; undefined: the subject is something else. */
function partOf(subject: string): { readonly kind: PartKind; readonly id: string } | undefined {
  const [word = '', id = ''] = subject.split(/ (.*)/s);
  const kind = Object.hasOwn(PARTS, word) ? PARTS[word] : undefined;
  return kind === undefined || (id === '') !== (kind === 'settings') ? undefined : { kind, id };
}

/** What an entry is about, with a link to it, or null if there is no page for it. */
function subjectView(subject: string, { lang, timezone, configuration }: AuditReader, content: unknown) {
  const t = auditTexts[lang];
  const part = partOf(subject);
  if (part !== undefined) {
    const now = configuration === undefined ? undefined : partIn(configuration, part);
    return { text: partTitle(part, now ?? content, lang), path: now === undefined ? null : partPath(part) };
  }
  const [word = '', ...rest] = subject.split(' ');
  const id = rest.join(' ');
  if (subject === 'configuration') return { text: '', path: null };
  if (word === 'call') return { text: t.call, path: `/calls/${encodeURIComponent(id)}` };
  if (word === 'callback') return { text: id.slice(0, SHORT_ID), path: null };
  if (word === 'mail') return { text: id, path: `/outbox/${encodeURIComponent(id)}` };
  const [, group = '', day = ''] = /^report (\S+) (\d{4}-\d{2}-\d{2})$/.exec(subject) ?? [];
  if (group === '') return { text: subject, path: null };
  const about = { kind: 'group', id: group } as const;
  const title = partTitle(about, configuration && partIn(configuration, about), lang);
  const date = timesOf(lang, timezone).date(new Date(`${day}T12:00:00Z`));
  return { text: `${title}, ${date}`, path: `/reports/${encodeURIComponent(group)}/${day}` };
}

function factText(name: string, lang: Language): string {
  return Object.hasOwn(factTexts[lang], name) ? factTexts[lang][name as keyof typeof factTexts.en] : name;
}

/** A value in words: times in the reader's time zone, groups by name, known words in the reader's language. */
function factValue(name: string, value: string, { lang, timezone, configuration }: AuditReader): string {
  if (['added', 'changed', 'removed', 'in'].includes(name))
    return value
      .split(', ')
      .map((one) => titleOf(one, finderOf(configuration), lang))
      .filter((one, index, all) => all.indexOf(one) === index)
      .join(', ');
  const [, what] = /^replaced by (.+)$/.exec(name === 'references' ? value : '') ?? [];
  if (what !== undefined) return fill(auditTexts[lang].replacedBy, { what });
  if (name === 'group') {
    const about = { kind: 'group', id: value } as const;
    const { name: called } = ((configuration && partIn(configuration, about)) ?? {}) as { name?: string };
    return called === undefined ? value : `${called} (${value})`;
  }
  if (/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(value)) return timesOf(lang, timezone).moment(new Date(value));
  return Object.hasOwn(valueTexts[lang], value)
    ? valueTexts[lang][value as keyof typeof valueTexts.en]
    : value;
}

/** Their entries have several parts. */
const OF_PARTS: ReadonlySet<string> = new Set(['imported', 'usersImported', 'takenBack']);

function* differencesOf(entry: AuditEntry, reader: AuditReader): Generator<undefined, WordedDifference[]> {
  const before = parsed(entry.before);
  yield;
  const after = parsed(entry.after);
  yield;
  if (before === undefined && after === undefined) return [];
  const part = partOf(entry.facts['subject'] ?? '');
  if (part !== undefined && entry.event.startsWith('part')) return ofPart(part.kind, before, after, reader);
  if (OF_PARTS.has(entry.event)) return yield* ofParts(before, after, reader);
  return plain(before, after, reader);
}

/** @param others further sources of names */
function ofPart(
  kind: PartKind,
  before: unknown,
  after: unknown,
  reader: AuditReader,
  others: readonly Configuration[] = [],
): WordedDifference[] {
  const { configuration, lang } = reader;
  if (configuration === undefined) return plain(before, after, reader);
  try {
    return partDifference(kind, before, after, { sources: [configuration, ...others], lang });
  } catch {
    // An entry from another version, whose parts have another structure.
    return plain(before, after, reader);
  }
}

type Parts = Readonly<Record<string, unknown>>;

/** Changes to several parts, keyed by part name: `{"group 700": …, "setting domain": …}`. */
function* ofParts(
  before: unknown,
  after: unknown,
  reader: AuditReader,
): Generator<undefined, WordedDifference[]> {
  const [was, is] = [(before ?? {}) as Parts, (after ?? {}) as Parts];
  const { configuration, lang } = reader;
  const others = configuration === undefined ? [] : [is, was].map((parts) => inParts(parts, configuration));
  yield;
  const all: WordedDifference[] = [];
  for (const name of new Set([...Object.keys(was), ...Object.keys(is)])) {
    const [word = '', key = ''] = name.split(/ (.*)/s);
    const one = (from: Parts) => (Object.hasOwn(from, name) ? from[name] : undefined);
    const inSettings = (from: Parts) => (one(from) === undefined ? undefined : { [key]: one(from) });
    const kind = word === 'holidays' ? 'calendar' : Object.hasOwn(PARTS, word) ? PARTS[word] : undefined;
    const found =
      word === 'setting'
        ? ofPart('settings', inSettings(was), inSettings(is), reader)
        : kind === undefined
          ? plain(one(was), one(is), reader)
          : ofPart(kind, one(was), one(is), reader, others);
    const isKept =
      configuration !== undefined && kind !== undefined && partIn(configuration, { kind, id: key });
    const title =
      kind === undefined || isKept
        ? titleOf(name, finderOf(configuration), lang)
        : partTitle({ kind, id: key }, one(is) ?? one(was), lang);
    all.push(...found.map((difference) => ({ ...difference, label: `${title}: ${difference.label}` })));
    yield;
  }
  return all;
}

/** Adds the parts of an entry to the configuration, so that a part deleted since still has a name. */
function inParts(parts: Parts, configuration: Configuration): Configuration {
  const of = (word: string) =>
    Object.keys(parts).flatMap((name) => (name.startsWith(`${word} `) ? [parts[name]] : []));
  return {
    ...configuration,
    ...({ users: of('user'), groups: of('group'), switches: of('switch') } as Partial<Configuration>),
  };
}

/** For entries about something outside the configuration: accounts, switch states, call-backs, mails. */
function plain(before: unknown, after: unknown, reader: AuditReader): WordedDifference[] {
  const block = (value: unknown, other: unknown) =>
    value ?? (typeof other === 'object' && other !== null ? {} : value);
  return differences(block(before, after), block(after, before)).map(({ path, before: was, after: is }) => ({
    label: placeText(path, reader),
    before: was === null ? null : jsonText(was, reader, path),
    after: is === null ? null : jsonText(is, reader, path),
  }));
}

/** A group's number is a place of who is away. */
function placeText(path: string, reader: AuditReader): string {
  return /^\d+$/.test(path)
    ? factValue('group', path, reader)
    : factText(path.replaceAll('.', '_'), reader.lang);
}

/** @param key the key of the value: a boolean is shown as on or off for a switch state, otherwise as yes or no */
function jsonText(json: string, reader: AuditReader, key: string): string {
  const value: unknown = JSON.parse(json);
  if (typeof value === 'boolean') {
    const isSwitch = /(^|\.)(on|byHand)$/.test(key);
    return valueTexts[reader.lang][isSwitch ? (value ? 'on' : 'off') : value ? 'true' : 'false'];
  }
  if (typeof value === 'string') return factValue('', value, reader);
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .filter(([, inner]) => inner !== null)
    .map(([name, inner]) => {
      const words = jsonText(JSON.stringify(inner), reader, name);
      return name === 'on' ? words : `${factText(name, reader.lang)} ${words}`;
    })
    .join(', ');
}
