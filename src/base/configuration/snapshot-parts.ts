/** Resolves the parts of users, switches and groups for a snapshot: ids, times, numbers, destinations. Pure. */
import { AppError } from '../errors.js';
import { readPhoneAddress } from '../model/phone-address.js';
import type { CodeAccess, Destination, ExternalNumber, Switch, User } from '../model/snapshot.js';
import type { HolidayCalendar, TimeWindow } from '../model/calendar.js';
import type { CodeAccessContent } from './code-schema.js';
import { normalise } from './phone-number.js';
import type { DestinationContent, SettingsContent, WindowContent } from './schema.js';
import { isoWeekday, minuteOfDay } from './vocabulary.js';

export interface Context {
  readonly settings: SettingsContent;
  readonly calendars: ReadonlyMap<string, HolidayCalendar>;
  readonly users: ReadonlyMap<string, User>;
  readonly switches: ReadonlyMap<string, Switch>;
}

export function found<T>(map: ReadonlyMap<string, T>, id: string, what: string): T {
  const value = map.get(id);
  if (value === undefined) throw new AppError('CONFIGURATION_BROKEN', `No ${what} has the id ${id}`);
  return value;
}

export function windowsOf(windows: readonly WindowContent[]): TimeWindow[] {
  return windows.map(({ days, from, to }) => ({
    days: days.map(isoWeekday),
    fromMinute: minuteOfDay(from),
    toMinute: minuteOfDay(to),
  }));
}

/**
 * Numbers that have already been normalised, by the settings they were read with. Turning a switch makes a new
 * snapshot of the same content, and normalising a thousand numbers again would hold up calls.
 */
const normalised = new WeakMap<SettingsContent, Map<string, ExternalNumber>>();

export function numberOf(given: string, { settings }: Context): ExternalNumber {
  const known = normalised.get(settings) ?? new Map<string, ExternalNumber>();
  normalised.set(settings, known);
  const number = known.get(given) ?? normalise(given, settings.country, settings.externalNumbers);
  known.set(given, number);
  return number;
}

export function destinationOf(to: DestinationContent, context: Context): Destination {
  const phone = (text: string) => readPhoneAddress(text, context.settings.domain);
  if ('extension' in to) return { kind: 'extension', extension: phone(to.extension), ringSec: to.ringSec };
  if ('external' in to) {
    return { kind: 'external', number: numberOf(to.external, context), ringSec: to.ringSec };
  }
  if ('group' in to) return { kind: 'group', group: to.group };
  if ('voicemail' in to) return { kind: 'voicemail', box: phone(to.voicemail) };
  if ('announcement' in to) return { kind: 'announcement', file: to.announcement };
  return { kind: 'hangup', cause: to.hangup };
}

/** Users without an extension have no phone to dial a code on. */
export function codeAccessOf(allowed: CodeAccessContent, { users, settings }: Context): CodeAccess {
  if (allowed === undefined) return { kind: 'members' };
  const listed = allowed === 'nobody' ? [] : allowed;
  const extensions = listed.flatMap((one) =>
    typeof one === 'object'
      ? [readPhoneAddress(one.extension, settings.domain)]
      : (found(users, one, 'user').extension ?? []),
  );
  return { kind: 'listed', extensions: new Set(extensions) };
}
