/** `rufgruppe away list|set|back`. */
import { DateTime } from 'luxon';
import { atOnce } from '../src/base/in-slices.js';
import { callersGoText } from '../src/calls/words/words.js';
import {
  awaySteps,
  setAway,
  type AwayOfUser,
  type AwayOrder,
  type AwayResult,
} from '../src/people/operations/away.js';
import { zoneOf } from '../src/calls/routing/user-zone.js';
import { AWAY_ENDS, endOf } from '../src/people/operations/switch-end.js';
import { commandLineAudit, thisUser } from './command-audit.js';
import { CommandError } from './command-error.js';
import { machineLanguage, machineMoment } from './machine-times.js';
import { newestSnapshot } from './newest-snapshot.js';
import { printJson } from './print.js';
import { sayer } from './say.js';
import { withStore } from './script-database.js';

const say = sayer('away');

/** Everybody who is away now. Errors: CommandError without a configuration. */
export async function list(json?: true): Promise<void> {
  const now = DateTime.now();
  await withStore(async (store) => {
    const found = atOnce(awaySteps(await newestSnapshot(store, now), now, 'all'));
    if (json) printJson(found.flatMap(rows));
    else {
      for (const row of found.flatMap(rows)) console.log(lineOf(row));
      if (found.length === 0) console.log(say('nobody'));
    }
  });
}

/** One place from which a user is away; `group` null: all groups. */
interface AwayRow {
  readonly user: string;
  readonly name: string;
  readonly group: string | null;
  readonly until: string | null;
  readonly since: string;
  readonly by: string;
}

function rows({ user, all, groups }: AwayOfUser): readonly AwayRow[] {
  const spans = [
    { group: null, away: all },
    ...groups.map(({ number, away }) => ({ group: number, away: away?.fromAll === true ? undefined : away })),
  ];
  return spans.flatMap(({ group, away }) => {
    if (away === undefined) return [];
    const [until, since] = [away.until?.toUTC().toISO() ?? null, away.since.toUTC().toISO() ?? ''];
    return [{ user: user.id, name: user.name, group, until, since, by: away.by }];
  });
}

function lineOf({ user, name, group, until, by }: AwayRow): string {
  const from = group === null ? say('fromAll') : say('fromGroup', { group });
  return `${user.padEnd(20)}  ${[from, untilText(until), say('by', { who: by })].join(', ')}  (${name})`;
}

function untilText(until: string | null): string {
  return until === null ? say('open') : say('until', { at: machineMoment(new Date(until)) });
}

/** @param until one of AWAY_ENDS, or a time on the user's wall clock; empty: until coming back. Errors: CommandError. */
export async function set(userId: string, group: string | undefined, until = ''): Promise<void> {
  await ordered(userId, group, (zone, now) => {
    const isChoice = AWAY_ENDS.some((choice) => choice === until.trim());
    const given =
      until.trim() === '' ? { chosen: 'changed' } : isChoice ? { chosen: until.trim() } : { typed: until };
    const reading = endOf(given, { now, zone, lang: machineLanguage() });
    if (reading.kind === 'refused')
      throw new CommandError(`--until: ${reading.message} · ${AWAY_ENDS.join(' · ')}`);
    const { end, note } = reading;
    return { to: { kind: 'away', until: end.kind === 'until' ? end.at : undefined }, note };
  });
}

/** Errors: CommandError. */
export async function back(userId: string, group: string | undefined): Promise<void> {
  await ordered(userId, group, () => ({ to: { kind: 'back' }, note: undefined }));
}

type Meaning = (
  zone: string,
  now: DateTime,
) => { readonly to: AwayOrder['to']; readonly note: string | undefined };

async function ordered(userId: string, group: string | undefined, meaning: Meaning): Promise<void> {
  await withStore(async (store) => {
    const now = DateTime.now();
    let snapshot = await newestSnapshot(store, now);
    const user = snapshot.users.get(userId);
    const { to, note } = meaning(
      user === undefined ? snapshot.settings.timezone : zoneOf(user, snapshot),
      now,
    );
    const desk = {
      awayStates: store.awayStates,
      snapshot: () => snapshot,
      refresh: async () => {
        snapshot = await newestSnapshot(store, now);
      },
      audit: commandLineAudit(store),
    };
    const order = { userId, group, to };
    const result = await setAway(desk, order, { who: thisUser(), at: now.toJSDate(), scope: 'all' });
    for (const line of linesOf(result, order)) console.log(line);
    if (note !== undefined) console.log(note);
  });
}

function linesOf(result: AwayResult, { userId, group = '', to }: AwayOrder): readonly string[] {
  if (result.kind === 'notAllGroups') throw new Error('commands are for all groups');
  if (result.kind !== 'done') throw new CommandError(say(result.kind, { user: userId, group }));
  const { now, affected } = result;
  if (to.kind === 'back') return [say('isBack', { name: now.user.name })];
  const from = group === '' ? say('fromAll') : say('fromGroup', { group });
  const until = untilText(to.until?.toISOString() ?? null);
  const alone = affected.flatMap(({ name, nobodyLeft }) =>
    nobodyLeft === undefined
      ? []
      : [say('alone', { group: name, go: callersGoText(nobodyLeft, machineLanguage()) })],
  );
  return [say('isAway', { name: now.user.name, from, until }), ...alone];
}
