/** What only the whole file can tell: ids that do not exist, numbers used twice, places without holidays. Pure. */
import { alertInfoValue, melodiesOf, PRESETS } from './alert-info.js';
import { destinationsOf, dialledIn, membersOf, Node } from './draft.js';
import { fault, hint, pathText, type Fault, type OtherPart } from './faults.js';
import { whyNoCalendar } from './holidays.js';
import { LISTS, nameOf, partAt, type ListKind } from './part-names.js';
import { e164Of, isCountry, whyNoNumber } from './phone-number.js';
import { calendarSchema, settingsSchema } from './schema.js';

/** `value` as it was read, faults of the schema and all. A step for each entry. */
export function* referenceSteps(value: unknown): Generator<undefined, Fault[]> {
  const root = new Node(value);
  const ids = yield* idSteps(root);
  const faults = [...countryFaults(root), ...(yield* duplicateSteps(root))];
  const collect = function* (
    nodes: readonly Node[],
    faultsOf: (node: Node) => readonly Fault[],
  ): Generator<undefined, void> {
    for (const node of nodes) {
      faults.push(...faultsOf(node));
      yield;
    }
  };
  yield* collect(root.items('holidays'), calendarFaults);
  yield* collect(root.items('users'), (user) => holidayFaults(user.at('mobile'), [false], ids));
  yield* collect(root.items('switches'), (entry) => holidayFaults(entry.at('schedule'), ['on', 'off'], ids));
  yield* collect(root.items('groups'), (group) => groupFaults(group, ids));
  const numbers = numberChecks(root);
  if (numbers === undefined) return faults;
  for (const list of ['users', 'groups'] as const) {
    yield* collect(root.items(list), (entry) => dialledIn(list, entry).flatMap(numbers.dialled));
  }
  yield* collect(root.items('groups'), numbers.shown);
  return faults;
}

function* idSteps(root: Node): Generator<undefined, Ids> {
  const known = { users: new Map(), groups: new Map(), switches: new Map(), holidays: new Map() } as Record<
    Kind,
    Map<string, OtherPart>
  >;
  const usersWithEmail = new Set<string>();
  for (const list of Object.keys(known) as Kind[]) {
    const { key, kind } = KINDS[list];
    for (const entry of root.items(list)) {
      yield;
      const id = entry.at(key).text;
      if (id === undefined) continue;
      known[list].set(id, { kind, id, name: entry.at('name').text ?? '', path: pathText(entry.path) });
      if (list === 'users' && entry.at('email').text !== undefined) usersWithEmail.add(id);
    }
  }
  return { ...known, usersWithEmail };
}

type Kind = 'users' | 'groups' | 'switches' | 'holidays';
type Ids = Readonly<Record<Kind, ReadonlyMap<string, OtherPart>>> & {
  readonly usersWithEmail: ReadonlySet<string>;
};

const KINDS: Readonly<Record<Kind, { readonly kind: ListKind; readonly one: string; readonly key: string }>> =
  {
    users: { kind: 'user', ...LISTS.user },
    groups: { kind: 'group', ...LISTS.group },
    switches: { kind: 'switch', ...LISTS.switch },
    holidays: { kind: 'calendar', ...LISTS.calendar },
  };

function countryFaults(root: Node): Fault[] {
  const settings = root.at('settings');
  const country = settings.at('country');
  const given = [
    ...(country.value === undefined ? [] : [country]),
    ...settings.at('externalNumbers').items('countries'),
  ];
  return given
    .filter(
      ({ text, path }) => !isCountry(text ?? '') && !(path.length > 2 && /^(home|EU)$/.test(text ?? '')),
    )
    .map(({ path, value }) => fault(path, value, 'is no country with phone numbers (ISO 3166, such as DE)'));
}

function* duplicateSteps(root: Node): Generator<undefined, Fault[]> {
  const faults: Fault[] = [];
  const unique = function* (nodes: readonly Node[]): Generator<undefined, void> {
    const seen = new Map<string, Node>();
    for (const node of nodes) {
      yield;
      if (node.text === undefined) continue;
      const before = seen.get(node.text);
      if (before === undefined) seen.set(node.text, node);
      else faults.push(takenBy(root, node, before));
    }
  };
  for (const list of ['users', 'switches', 'holidays'] as const) {
    yield* unique(root.items(list).map((entry) => entry.at('id')));
  }
  // Groups and extensions share the numbers that a phone can dial.
  yield* unique([
    ...root.items('users').map((user) => user.at('extension')),
    ...root.items('groups').map((group) => group.at('number')),
  ]);
  return faults;
}

function takenBy(root: Node, node: Node, before: Node): Fault {
  const path = pathText(before.path);
  const part = partAt(root.value, path);
  const place = `${String(before.path[0])}[${String(before.path[1])}]`;
  const name = part === undefined || part.name === '' ? '' : ` (${part.name})`;
  const message = `is taken by ${place}${name} already; it must be unique`;
  return fault(node.path, node.value, message, part === undefined ? [] : [{ ...part, path }]);
}

/** Of thousands of ids a fault names a few. */
const SHOWN = 5;

function reference(ids: Ids, kind: Kind, node: Node): Fault[] {
  const known = ids[kind];
  const { text } = node;
  if (text === undefined || known.has(text)) return [];
  const { one, key } = KINDS[kind];
  const some = nearest(text, [...known.values()]).slice(0, SHOWN);
  const more = known.size > SHOWN ? `, … (${known.size} in all)` : '';
  const allowed =
    known.size === 0 ? `there are no ${kind}` : `allowed: ${some.map(({ id }) => id).join(', ')}${more}`;
  // One number is much like another; only a misspelt word shows what was meant.
  const meant = kind === 'groups' ? '' : hint(text, known.keys());
  return [fault(node.path, node.value, `no ${one} has this ${key}${meant}; ${allowed}`, some)];
}

/** Those that are called nearly so come first. */
function nearest(text: string, all: readonly OtherPart[]): readonly OtherPart[] {
  const wanted = text.toLowerCase();
  const near = new Set(all.filter((part) => nameOf(part).toLowerCase().includes(wanted)));
  return near.size === 0 ? all : [...near, ...all.filter((part) => !near.has(part))];
}

function calendarFaults(node: Node): Fault[] {
  const calendar = calendarSchema.safeParse(node.value);
  const wrong = calendar.success ? whyNoCalendar(calendar.data) : undefined;
  if (wrong === undefined) return [];
  const at = node.at(wrong.key);
  return [fault(at.path, at.value, wrong.message)];
}

/** `onHolidays` of a mobile or a schedule; some of its values need a calendar. */
function holidayFaults(node: Node, needing: readonly unknown[], ids: Ids): Fault[] {
  const onHolidays = node.at('onHolidays');
  const holidays = node.at('holidays');
  return [
    ...reference(ids, 'holidays', holidays),
    ...(holidays.value === undefined && needing.includes(onHolidays.value)
      ? [fault(onHolidays.path, onHolidays.value, 'needs `holidays`, the id of a holiday calendar')]
      : []),
  ];
}

function groupFaults(group: Node, ids: Ids): Fault[] {
  return [
    ...group.items('rules').flatMap((rule) => reference(ids, 'switches', rule.at('switch'))),
    ...membersOf(group).flatMap((member) => [
      ...(member.text === undefined ? [] : reference(ids, 'users', member)),
      ...notAGroup(member.at('extension'), ids),
    ]),
    ...destinationsOf(group).flatMap((to) => [
      ...reference(ids, 'groups', to.at('group')),
      ...notAGroup(to.at('extension'), ids),
    ]),
    ...melodyFaults(group.at('alertInfo')),
    ...recipientsOf(group).flatMap((entry) => recipientFaults(entry, ids)),
  ];
}

function recipientsOf(group: Node): Node[] {
  return [...group.at('missed').at('mail').items('to'), ...group.at('report').items('to')];
}

/** A word without @ names a user, who needs an address then. */
function recipientFaults(entry: Node, ids: Ids): Fault[] {
  if (entry.text === undefined || entry.text.includes('@')) return [];
  const unknown = reference(ids, 'users', entry);
  if (unknown.length > 0 || ids.usersWithEmail.has(entry.text)) return unknown;
  return [fault(entry.path, entry.value, 'this user has no email')];
}

/** No phone registers as a group; ringing its number would always fail. */
function notAGroup(extension: Node, ids: Ids): Fault[] {
  return extension.text !== undefined && ids.groups.has(extension.text)
    ? [fault(extension.path, extension.value, 'is the number of a group; a destination can be {group: …}')]
    : [];
}

function melodyFaults(alertInfo: Node): Fault[] {
  const preset = PRESETS.find((known) => known === alertInfo.at('preset').value);
  const melody = alertInfo.at('melody');
  const given = melody.value;
  if (preset === undefined || (typeof given !== 'string' && typeof given !== 'number')) return [];
  if (alertInfoValue(preset, given) !== undefined) return [];
  return [fault(melody.path, given, `${preset} has the melodies ${melodiesOf(preset)}`)];
}

interface NumberChecks {
  readonly dialled: (node: Node) => readonly Fault[];
  readonly shown: (group: Node) => readonly Fault[];
}

/** Undefined: without good settings nobody knows in which country the numbers are read. */
function numberChecks(root: Node): NumberChecks | undefined {
  const read = settingsSchema.safeParse(root.at('settings').value);
  if (!read.success || !isCountry(read.data.country)) return undefined;
  const { country, externalNumbers } = read.data;
  return {
    dialled: (node) => {
      const why = whyNoNumber(node.text ?? '', country, externalNumbers);
      return why === undefined ? [] : [fault(node.path, node.value, why)];
    },
    shown: (group) => {
      const { text, path, value } = group.at('publicNumber');
      return text === undefined || e164Of(text, country) !== undefined
        ? []
        : [fault(path, value, `is no valid phone number (read in ${country})`)];
    },
  };
}
