/** Names of scheduled backups, when the next one is due, and which are kept. Pure. */
import { DateTime } from 'luxon';

const NAME = /^rufgruppe-(\d{8}T\d{6}Z)\.gz$/;
const TIME = "yyyyMMdd'T'HHmmss'Z'";

/** `rufgruppe-20261130T013000Z.gz`: the time is UTC, so that names sort by time also when clocks change. */
export const backupName = (at: DateTime): string => `rufgruppe-${at.toUTC().toFormat(TIME)}.gz`;

/** When a backup of this name began; undefined: the schedule did not write it. */
export function backupTime(name: string): DateTime | undefined {
  const [, text] = NAME.exec(name) ?? [];
  const at = text === undefined ? undefined : DateTime.fromFormat(text, TIME, { zone: 'utc' });
  return at?.isValid === true ? at : undefined;
}

/** Before the data was brought to version `to`. */
export const beforeName = (to: number, at: DateTime): string =>
  `rufgruppe-before-version-${to}-${at.toUTC().toFormat(TIME)}.gz`;

export interface Kept {
  /** Of how many days the newest backup is kept. */
  readonly daily: number;
  /** And of how many calendar weeks. */
  readonly weekly: number;
}

/**
 * The scheduled backups that are not needed any more. Other names are never among them, nor is the newest backup. One of a
 * time to come was written while a clock was wrong: it stays for a person, and takes no other one's place.
 * @param now in the zone in which days and weeks begin
 */
export function outdated(
  names: readonly string[],
  { daily, weekly }: Kept,
  now: DateTime,
): readonly string[] {
  const latest = latestMs(now);
  const dated = names.flatMap((name) => {
    const at = backupTime(name)?.setZone(now.zone);
    return at === undefined || at.toMillis() > latest ? [] : [{ name, at }];
  });
  dated.sort((one, other) => other.at.toMillis() - one.at.toMillis());
  const newestOf = (period: (at: DateTime) => string, count: number): readonly string[] => {
    const newest = new Map<string, string>();
    for (const { name, at } of dated) if (!newest.has(period(at))) newest.set(period(at), name);
    return [...newest.values()].slice(0, count);
  };
  const kept = new Set([
    ...newestOf((at) => at.toFormat('yyyy-MM-dd'), Math.max(1, daily)),
    ...newestOf((at) => at.toFormat("kkkk-'W'WW"), weekly),
  ]);
  return dated.map(({ name }) => name).filter((name) => !kept.has(name));
}

/** What is known of earlier runs. */
export interface EarlierRuns {
  /** Since when backups are made. */
  readonly since: Date;
  readonly goodAt: Date | undefined;
  /** The last attempt, if it failed after the last good backup. */
  readonly failedAt: Date | undefined;
}

/** After a failure the next attempt waits for so long. */
const RETRY_MINUTES = 60;

/**
 * Another controller's clock may be ahead by less than that. A run that seems to come later was made while a clock was wrong, and
 * tells nothing: otherwise there would be no backup until that day.
 */
const AHEAD_MINUTES = 24 * 60;

const latestMs = (now: DateTime): number => now.toMillis() + AHEAD_MINUTES * 60_000;

/**
 * Whether a backup should begin now: the minute of the day has passed since the last good one. One that was missed, because the
 * machine was off, is made up for. Clocks that change bring none twice and leave none out.
 *
 * @param atMinute minutes after midnight in the zone of `now`
 */
export function isDue(now: DateTime, atMinute: number, { since, goodAt, failedAt }: EarlierRuns): boolean {
  const latest = latestMs(now);
  const times = [since, goodAt].flatMap((at) => (at === undefined ? [] : [at.getTime()]));
  const knownMs = Math.max(0, ...times.filter((ms) => ms <= latest));
  const known = DateTime.fromMillis(knownMs, { zone: now.zone });
  if (lastDay(now, atMinute) <= lastDay(known, atMinute)) return false;
  if (failedAt === undefined || failedAt.getTime() > latest) return true;
  return now.toMillis() - failedAt.getTime() >= RETRY_MINUTES * 60_000;
}

/** The newest day whose minute has passed, as `2026-11-30`. */
function lastDay(at: DateTime, atMinute: number): string {
  const day = at.hour * 60 + at.minute >= atMinute ? at : at.minus({ days: 1 });
  return day.toFormat('yyyy-MM-dd');
}
