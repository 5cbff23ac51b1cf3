/** Checks that need the whole file: ids that do not exist, numbers used twice, places without holidays. Pure. */
import { alertInfoValue, melodiesOf, PRESETS } from './alert-info.js';
import { dialledIn, Node } from './draft.js';
import { blockedFaults, ownNumbers } from './blocked-checks.js';
import { fault, hint, pathText, type Fault, type OtherPart } from './faults.js';
import { phoneOfUser, readPhoneAddress } from '../model/phone-address.js';
import { whyNoCalendar } from './holidays.js';
import { codeFaults } from './code-checks.js';
import { LIST_KINDS, LISTS, nameOf, partAt, type EntryList, type ListKind } from './part-names.js';
import { e164Of, isCountry, whyNoNumber } from './phone-number.js';
import { nodesAt, NUMBER_PLACES, RECIPIENTS, REFERENCE_PLACES, type Way } from './reference-places.js';
import { calendarSchema, settingsSchema } from './schema.js';
import { webhookFaults } from './webhook-schema.js';

/** Checks `value` as it was read, even if the schema refuses it. In steps, one for each entry. */
export function* referenceSteps(value: unknown): Generator<undefined, Fault[]> {
  const root = new Node(value);
  const ids = yield* idSteps(root);
  const home = homeOf(root);
  const faults = [...countryFaults(root), ...codeFaults(root), ...(yield* duplicateSteps(root, home))];
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
  yield* collect(root.items('users'), (user) => [
    ...referencesIn('users', user, ids),
    ...holidayFaults(user.at('mobile'), [false]),
  ]);
  yield* collect(root.items('switches'), (entry) => [
    ...referencesIn('switches', entry, ids),
    ...holidayFaults(entry.at('schedule'), ['on', 'off']),
  ]);
  yield* collect(root.items('groups'), (group) => groupFaults(group, ids, home));
  yield* collect(root.items('webhooks'), (webhook) => [
    ...referencesIn('webhooks', webhook, ids),
    ...webhookFaults(webhook),
  ]);
  const numbers = numberChecks(root);
  if (numbers === undefined) return faults;
  for (const list of ['users', 'groups'] as const) {
    yield* collect(root.items(list), (entry) => dialledIn(list, entry).flatMap(numbers.dialled));
  }
  yield* collect(root.items('groups'), numbers.shown);
  yield* collect([root.at('settings'), ...root.items('groups')], numbers.blocked);
  return faults;
}

function* idSteps(root: Node): Generator<undefined, Ids> {
  const known = {} as Record<EntryList, Map<string, OtherPart>>;
  const usersWithEmail = new Set<string>();
  for (const kind of LIST_KINDS) {
    const { list, key } = LISTS[kind];
    known[list] = new Map();
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

type Ids = Readonly<Record<EntryList, ReadonlyMap<string, OtherPart>>> & {
  readonly usersWithEmail: ReadonlySet<string>;
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

/** The domain of phones that name none. */
function homeOf(root: Node): string {
  return root.at('settings').at('domain').text ?? '';
}

function* duplicateSteps(root: Node, home: string): Generator<undefined, Fault[]> {
  const faults: Fault[] = [];
  const unique = function* (nodes: readonly Node[], meant = (node: Node) => node.text) {
    const seen = new Map<string, Node>();
    for (const node of nodes) {
      yield;
      const key = meant(node);
      if (key === undefined) continue;
      const before = seen.get(key);
      if (before === undefined) seen.set(key, node);
      else faults.push(takenBy(root, node, before));
    }
  };
  for (const list of ['users', 'switches', 'holidays', 'webhooks'] as const) {
    yield* unique(root.items(list).map((entry) => entry.at('id')));
  }
  yield* unique(root.items('switches').map((entry) => entry.at('code')));
  // Groups and extensions of the house share the numbers that its phones can dial; those of other domains have their own.
  const phones = new Map(
    root.items('users').map((user) => {
      const [extension, domain] = [user.at('extension'), user.at('domain').text];
      return [extension, phoneOfUser({ extension: extension.text, domain }, home)] as const;
    }),
  );
  const numbers = root.items('groups').map((group) => group.at('number'));
  yield* unique([...phones.keys(), ...numbers], (node) => phones.get(node) ?? node.text);
  return faults;
}

function takenBy(root: Node, node: Node, before: Node): Fault {
  const path = pathText(before.path);
  const part = partAt(root.value, path);
  const place = `${String(before.path[0])}[${String(before.path[1])}]`;
  const name = part === undefined || part.name === '' ? '' : ` (${part.name})`;
  const message = `is taken by ${place}${name} already; it must be unique`;
  const others = part === undefined ? [] : [{ ...part, path }];
  return fault(node.path, node.value, message, { code: 'taken', others });
}

/** How many of possibly thousands of ids a fault names. */
const SHOWN = 5;

function reference(ids: Ids, kind: ListKind, node: Node): Fault[] {
  const { one, key, list } = LISTS[kind];
  const known = ids[list];
  const { text } = node;
  if (text === undefined || known.has(text)) return [];
  const some = nearest(text, [...known.values()]).slice(0, SHOWN);
  const more = known.size > SHOWN ? `, … (${known.size} in all)` : '';
  const allowed =
    known.size === 0 ? `there are no ${list}` : `allowed: ${some.map(({ id }) => id).join(', ')}${more}`;
  // Numbers all look alike; only for a misspelt word can the intended one be guessed.
  const meant = kind === 'group' ? '' : hint(text, known.keys());
  const message = `no ${one} has this ${key}${meant}; ${allowed}`;
  return [fault(node.path, node.value, message, { code: 'noSuchPart', others: some })];
}

/** Those with similar names come first. */
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

/** Everything by which an entry names the configuration's own parts. */
function referencesIn(list: EntryList, entry: Node, ids: Ids): Fault[] {
  return REFERENCE_PLACES.filter((place) => place.list === list).flatMap(({ names, at }) =>
    nodesAt(entry, at).flatMap((node) =>
      RECIPIENTS.includes(at) ? recipientFaults(node, ids) : reference(ids, names, node),
    ),
  );
}

/** `onHolidays` of a mobile or a schedule; some of its values need a calendar. */
function holidayFaults(node: Node, needing: readonly unknown[]): Fault[] {
  const onHolidays = node.at('onHolidays');
  return node.at('holidays').value === undefined && needing.includes(onHolidays.value)
    ? [fault(onHolidays.path, onHolidays.value, 'needs `holidays`, the id of a holiday calendar')]
    : [];
}

function groupFaults(group: Node, ids: Ids, home: string): Fault[] {
  return [
    ...referencesIn('groups', group, ids),
    ...NUMBER_PLACES.flatMap((at) => nodesAt(group, at).flatMap((node) => notAGroup(node, at, ids, home))),
    ...melodyFaults(group.at('alertInfo')),
  ];
}

/** A word without @ names a user, who must then have an address. */
function recipientFaults(entry: Node, ids: Ids): Fault[] {
  if (entry.text === undefined || entry.text.includes('@')) return [];
  const unknown = reference(ids, 'user', entry);
  if (unknown.length > 0 || ids.usersWithEmail.has(entry.text)) return unknown;
  return [fault(entry.path, entry.value, 'this user has no email')];
}

/** No phone registers under a group's number, so ringing it would always fail. */
function notAGroup({ text, path, value }: Node, at: Way, ids: Ids, home: string): Fault[] {
  if (at.at(-1) !== 'extension' || text === undefined) return [];
  if (!ids.groups.has(readPhoneAddress(text, home))) return [];
  const message = 'is the number of a group; a destination can be {group: …}';
  return [fault(path, value, message, { code: 'isGroup' })];
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
  /** Of the settings, or of a group. */
  readonly blocked: (part: Node) => readonly Fault[];
}

/** Undefined: without valid settings it is not known in which country to read the numbers. */
function numberChecks(root: Node): NumberChecks | undefined {
  const read = settingsSchema.safeParse(root.at('settings').value);
  if (!read.success || !isCountry(read.data.country)) return undefined;
  const { country, externalNumbers } = read.data;
  const own = ownNumbers(root, country);
  return {
    blocked: (part) => blockedFaults(part, country, own),
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
