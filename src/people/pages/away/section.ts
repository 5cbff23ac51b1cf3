/** The part of a page that says who is away from which group, with its buttons. Pure. */
import type { Group, Snapshot } from '../../../base/model/snapshot.js';
import { timesOf } from '../../../base/model/times.js';
import { awayFrom, usersOf, type AwayReading } from '../../../calls/routing/away.js';
import { nobodyLeft } from '../../../calls/routing/nobody-left.js';
import { awayOfUser } from '../../operations/away.js';
import { zoneOf } from '../../../calls/routing/user-zone.js';
import { fill } from '../language.js';
import { awayName, awayText, endOptions, nobodyText, wallClock, type AwayReader } from './texts.js';
import { awayTexts, switchTexts } from '../../words/words.js';

/** An order that was not carried out, to be shown again. */
export interface AwayAgain {
  /** The user or the group that was chosen. */
  readonly who: string;
  readonly chosen: string;
  readonly typed: string;
  readonly picked: string;
  readonly field: 'chosen' | 'typed' | 'picked';
  readonly message: string;
}

interface Row {
  readonly name: string;
  readonly path: string | null;
  readonly isAway: boolean;
  readonly state: string;
  /** Since when and by whom; null: not told here. */
  readonly since: string | null;
  /** Who of the group is there and who is not. */
  readonly others: string | null;
  readonly nobody: string | null;
  /** What a button sends that ends it. */
  readonly back: string;
}

/** Where a page's section stands and what it may show. */
export interface AwayPlace {
  /** Where its forms are sent. */
  readonly action: string;
  readonly mayWrite: boolean;
  readonly isOwn: boolean;
  readonly again: AwayAgain | undefined;
  /** False: the reader may not open the pages of users. */
  readonly linksUsers?: boolean;
}

/** Of one user, on the user's page or the own one; undefined: the user is not known yet. */
export function userSection(
  snapshot: Snapshot | undefined,
  userId: string,
  place: AwayPlace,
  reader: Omit<AwayReader, 'zone'>,
) {
  const known = snapshot && awayOfUser(snapshot, userId, reader.now, 'all');
  if (snapshot === undefined || known === undefined) return undefined;
  const t = awayTexts[reader.lang];
  const here = { ...reader, zone: zoneOf(known.user, snapshot) };
  const rows = known.groups.map(({ number, name, away, nobodyLeft: to }): Row => {
    const group = snapshot.groups.get(number);
    return {
      ...stateOf(away, here),
      name,
      path: place.isOwn ? null : `/groups/${encodeURIComponent(number)}`,
      others: place.isOwn && group !== undefined ? othersIn(group, userId, snapshot, here) : null,
      nobody: nobodyText(name, to, reader.lang),
      back: number,
    };
  });
  const choices = [
    { value: '', text: t.allGroups },
    ...known.groups.map(({ number, name }) => ({ value: number, text: name })),
  ];
  // In no group there is nothing to be away from, but what is left of another time can be ended.
  const isAnywhere = rows.length > 0 || known.all !== undefined;
  return {
    ...frameOf(rows, choices, 'group', { ...place, mayWrite: place.mayWrite && isAnywhere }, here),
    title: place.isOwn ? t.ownTitle : t.userTitle,
    hint: place.isOwn ? t.ownHint : t.userHint,
    backFromAll:
      rows.length === 0 ? known.all !== undefined : rows.length > 1 && rows.some(({ isAway }) => isAway),
    empty: t.inNoGroup,
  };
}

/** Of one group: all of its users. */
export function groupSection(
  snapshot: Snapshot | undefined,
  number: string,
  place: AwayPlace,
  reader: Omit<AwayReader, 'zone'>,
) {
  const group = snapshot?.groups.get(number);
  if (snapshot === undefined || group === undefined) return undefined;
  const t = awayTexts[reader.lang];
  const here = { ...reader, zone: group.timezone };
  const users = usersOf(group, snapshot);
  const there: string[] = [];
  const rows: Row[] = [];
  for (const { id, name } of users) {
    const away = awayFrom(snapshot, id, number, reader.now);
    if (away === undefined) there.push(name);
    else {
      const path = place.linksUsers === false ? null : `/users/${encodeURIComponent(id)}`;
      rows.push({ ...stateOf(away, here), name, path, others: null, nobody: null, back: id });
    }
  }
  const choices = users.map(({ id, name }) => ({ value: id, text: name }));
  return {
    ...frameOf(rows, choices, 'user', place, here),
    title: t.groupTitle,
    hint: t.groupHint,
    nobody: nobodyText(group.name, nobodyLeft(group, snapshot, reader.now), reader.lang),
    there: there.length === 0 ? null : fill(t.othersThere, { names: there.join(', ') }),
    backFromAll: false,
    empty: users.length === 0 ? t.noMembers : t.nobodyAway,
  };
}

function frameOf(
  rows: readonly Row[],
  choices: readonly { readonly value: string; readonly text: string }[],
  field: 'group' | 'user',
  { action, mayWrite, isOwn, again }: AwayPlace,
  reader: AwayReader,
) {
  const { lang, now, zone } = reader;
  const t = awayTexts[lang];
  const s = switchTexts[lang];
  const told = rows.map((row) => ({
    ...row,
    since: isOwn ? null : row.since,
    backText: isOwn ? t.ownBack : t.bringBack,
  }));
  return {
    action,
    field,
    rows: told,
    isOwn,
    nobody: null as string | null,
    there: null as string | null,
    mayWrite: mayWrite && choices.length > 0,
    choices: choices.map((choice) => ({ ...choice, selected: choice.value === again?.who })),
    ends: endOptions(reader, again?.chosen),
    zone,
    zoneHint: fill(s.zoneHint, { zone }),
    shownAt: now.toUTC().toISO(),
    earliest: wallClock(now.setZone(zone)),
    picked: again?.picked ?? '',
    typed: again?.typed ?? '',
    fault: again?.message ?? null,
    chosenIsFaulty: again?.field === 'chosen',
    pickedIsFaulty: again?.field === 'picked',
    typedIsFaulty: again?.field === 'typed',
    words: {
      from: field === 'group' ? t.from : t.who,
      end: s.end,
      endOwn: s.endOwn,
      at: s.at,
      until: s.until,
      untilExample: s.untilExample,
      untilHint: s.untilHint,
      leave: isOwn ? t.ownLeave : t.leave,
      backAll: isOwn ? t.ownBackAll : t.bringBackAll,
    },
  };
}

function stateOf(away: AwayReading | undefined, reader: AwayReader): Pick<Row, 'isAway' | 'state' | 'since'> {
  const t = awayTexts[reader.lang];
  if (away === undefined) return { isAway: false, state: t.there, since: null };
  const { since, by, fromAll } = away;
  const { moment } = timesOf(reader.lang, reader.zone);
  return {
    isAway: true,
    state: [awayText(away, reader), ...(fromAll ? [t.fromAll] : [])].join(', '),
    since: fill(t.since, { at: moment(since.toJSDate()), who: by }),
  };
}

/** The others of the group, by name: who is there, and who is away until when. */
function othersIn(group: Group, userId: string, snapshot: Snapshot, reader: AwayReader): string {
  const t = awayTexts[reader.lang];
  const others = usersOf(group, snapshot).filter(({ id }) => id !== userId);
  const there: string[] = [];
  const gone: string[] = [];
  for (const { id, name } of others) {
    const away = awayFrom(snapshot, id, group.number, reader.now);
    if (away === undefined) there.push(name);
    else gone.push(awayName(name, away.until, reader));
  }
  if (others.length === 0) return t.noOthers;
  const said = [
    ...(there.length > 0 ? [fill(t.othersThere, { names: there.join(', ') })] : []),
    ...(gone.length > 0 ? [fill(t.othersAway, { names: gone.join(', ') })] : []),
  ];
  return said.join(' · ');
}
