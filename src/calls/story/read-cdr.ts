/**
 * Reads a CDR of mod_json_cdr. FreeSWITCH writes one for each channel when it ends, whether or not a controller was
 * connected. Pure.
 */
import { parseOriginateCauses } from '../outcome/causes.js';
import {
  arrivalOf,
  callOf,
  channelOf,
  ended,
  GROUP_HEADER,
  milliseconds,
  type Lookup,
  type ToldArrival,
  type ToldCaller,
} from './read-channel.js';
import { joinedArrivals, type ChannelFact, type ChannelStory, type Talk } from './story.js';

/** A channel of a call to a group. */
export interface OwnCdr {
  readonly fact: ChannelFact;
  /** Undefined: another channel of the call. */
  readonly caller: ToldCaller | undefined;
}

export type ReadCdr =
  | ({ readonly kind: 'ours' } & OwnCdr)
  /** The channel belongs to no call of a group. */
  | { readonly kind: 'other' }
  /** The file is not a CDR, or is incomplete. */
  | { readonly kind: 'unreadable'; readonly why: string };

type Json = Readonly<Record<string, unknown>>;

interface Profile {
  readonly index: number;
  readonly caller: Json;
  readonly times: Json;
  /** What the dialplan did in it: the names of the applications and their arguments. */
  readonly actions: readonly { readonly app: string; readonly arg: string }[];
}

/**
 * Different threads write `bridged_time` and `hangup_time`, so the bridge may seem to come this much after the
 * hangup.
 */
const THREADS_MS = 2_000;

/** FreeSWITCH's clock may be this far ahead of the file system's. */
const CLOCKS_MS = 3_600_000;

/** The longest life of a channel that is believed. */
const LONGEST_MS = 30 * 86_400_000;

/** The most transfers that are read; each may add a step to the record. */
const MOST_PROFILES = 200;

/**
 * @param text the file's content.
 * @param writtenMs when the file was written, milliseconds since 1970.
 */
export function readCdr(text: string, writtenMs = Infinity): ReadCdr {
  const cdr = parsed(text);
  if (cdr === undefined) return { kind: 'unreadable', why: 'it is no JSON' };
  const { variables } = cdr;
  if (!isObject(variables)) return { kind: 'unreadable', why: 'it has no variables' };
  const profiles = profilesOf(cdr['callflow']);
  if (profiles.length > MOST_PROFILES) return { kind: 'unreadable', why: 'no call has so many transfers' };
  const [newest] = profiles;
  const id = textOf(variables['uuid']) ?? textOf(newest?.caller['uuid']);
  if (id === undefined || newest === undefined) {
    return { kind: 'unreadable', why: 'it does not say whose it is' };
  }
  const header = headersOf(variables, profiles);
  const call = callOf(header, id);
  if (call === undefined) return { kind: 'other' };
  const own = { ...ended(channelOf(id, header), header), talks: talksOf(variables, profiles) };
  const arrivals = id === call ? toldArrivals(profiles, header) : [];
  const channel = { ...own, arrivals: joinedArrivals([...own.arrivals, ...arrivals.map(arrivalOf)]) };
  const { endedAtMs } = channel;
  const createdAtMs = milliseconds(header('Caller-Channel-Created-Time'));
  if (createdAtMs === undefined || endedAtMs === undefined)
    return { kind: 'unreadable', why: 'it does not say when the channel began and ended' };
  const startsMs = arrivals.map(({ startedAtMs }) => startedAtMs);
  if (!couldBe(channel, [createdAtMs, ...startsMs], endedAtMs, writtenMs))
    return { kind: 'unreadable', why: 'its times contradict each other' };
  return { kind: 'ours', fact: { call, channel }, caller: id === call ? { header, arrivals } : undefined };
}

/** Rejects times that cannot be true: before the channel was created, after it ended, or after the file was written. */
function couldBe(
  { rangAtMs, answeredAtMs, talks }: ChannelStory,
  [createdAtMs = 0, ...startsMs]: readonly number[],
  endedAtMs: number,
  writtenMs: number,
): boolean {
  const times = [
    rangAtMs,
    answeredAtMs,
    ...talks.map(({ fromMs }) => fromMs),
    ...startsMs,
    createdAtMs,
    endedAtMs,
  ];
  const firstMs = Math.max(createdAtMs, endedAtMs - LONGEST_MS);
  return (
    endedAtMs <= writtenMs + CLOCKS_MS &&
    times.every((at) => at === undefined || (at >= firstMs && at <= endedAtMs + THREADS_MS))
  );
}

function parsed(text: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The newest first. */
function profilesOf(callflow: unknown): readonly Profile[] {
  const entries = (Array.isArray(callflow) ? callflow : [callflow]) as readonly unknown[];
  return entries
    .filter(isObject)
    .map((entry) => ({
      index: Number(entry['profile_index'] ?? 1),
      caller: isObject(entry['caller_profile']) ? entry['caller_profile'] : {},
      times: isObject(entry['times']) ? entry['times'] : {},
      actions: actionsOf(entry['extension']),
    }))
    .sort((one, other) => other.index - one.index);
}

function actionsOf(extension: unknown): Profile['actions'] {
  const applications = isObject(extension) ? extension['applications'] : undefined;
  if (!Array.isArray(applications)) return [];
  return (applications as readonly unknown[])
    .filter(isObject)
    .map((one) => ({ app: textOf(one['app_name']) ?? '', arg: textOf(one['app_data']) ?? '' }));
}

/**
 * The profiles in which the dialplan named the group and asked the controllers. After an attended transfer the new
 * profile has only what was left of the old one's actions, so it is no arrival.
 */
function toldArrivals(profiles: readonly Profile[], header: Lookup): readonly ToldArrival[] {
  return profiles.flatMap((profile) => {
    const { index, times, actions } = profile;
    const startedAtMs = milliseconds(textOf(times['profile_created_time']));
    const naming = actions.find(({ app, arg }) => NAMES.has(app) && arg.includes('hunt_group='));
    if (naming === undefined || !actions.some(({ app }) => app === 'socket')) return [];
    if (startedAtMs === undefined || !Number.isSafeInteger(index) || index < 1) return [];
    return [{ profileIndex: index, startedAtMs, header: arrivedBy(profile, naming.arg, header) }];
  });
}

/** Applications that set variables. */
const NAMES = new Set(['multiset', 'set', 'export']);

/** The channel's values when it came to the group that `naming` sets. */
function arrivedBy({ index, caller }: Profile, naming: string, header: Lookup): Lookup {
  const dialled = textOf(caller['destination_number']);
  const words: Readonly<Record<string, string | undefined>> = {
    [GROUP_HEADER]: /hunt_group=([\w*#+.-]{1,64})(?![\w${])/.exec(naming)?.[1] ?? dialled,
    'Caller-Caller-ID-Number': textOf(caller['caller_id_number']),
    'Caller-Caller-ID-Name': textOf(caller['caller_id_name']),
    'Caller-Destination-Number': dialled,
    'Caller-Profile-Index': String(index),
  };
  return (name) => (name in words ? words[name] : header(name));
}

/** The values of a CDR under the header names that events use. */
function headersOf(variables: Json, profiles: readonly Profile[]): Lookup {
  const [newest] = profiles;
  const time = (name: string) => firstTime(profiles, name);
  const words: Readonly<Record<string, string | undefined>> = {
    'Unique-ID': textOf(variables['uuid']),
    'Caller-Caller-ID-Number': textOf(newest?.caller['caller_id_number']),
    'Caller-Caller-ID-Name': textOf(newest?.caller['caller_id_name']),
    'Caller-Destination-Number': textOf(newest?.caller['destination_number']),
    'Caller-Profile-Index': newest === undefined ? undefined : String(newest.index),
    'Caller-Channel-Created-Time': time('created_time'),
    'Caller-Channel-Progress-Time': time('progress_time'),
    'Caller-Channel-Progress-Media-Time': time('progress_media_time'),
    'Caller-Channel-Answered-Time': time('answered_time'),
    'Caller-Channel-Hangup-Time': time('hangup_time') ?? textOf(variables['end_uepoch']),
    'Hangup-Cause': textOf(variables['hangup_cause']),
  };
  return (name) => (name.startsWith('variable_') ? textOf(variables[name.slice(9)]) : words[name]);
}

/** A channel's times are in the caller profile that it had at that moment. */
function firstTime(profiles: readonly Profile[], name: string): string | undefined {
  const times = profiles
    .map(({ times: of }) => textOf(of[name]))
    .filter((value) => milliseconds(value) !== undefined);
  return times.sort((one, other) => Number(one) - Number(other))[0];
}

/**
 * Each caller profile holds at most one bridge. The partner is known only for the last bridge, and for the first
 * one if exactly one leg won.
 */
function talksOf(variables: Json, profiles: readonly Profile[]): readonly Talk[] {
  const winners = [...parseOriginateCauses(textOf(variables['originate_causes']))].filter(
    ([, cause]) => cause === 'NONE' || cause === 'SUCCESS',
  );
  const winner = winners.length === 1 ? winners[0]?.[0] : undefined;
  const bridged = profiles.flatMap(({ times }) => milliseconds(textOf(times['bridged_time'])) ?? []);
  return [...new Set(bridged)]
    .sort((one, other) => one - other)
    .map((fromMs, index, all) => {
      const last = textOf(variables['bridge_uuid']);
      const partner = index === all.length - 1 ? last : index === 0 ? winner : undefined;
      return { with: partner ?? '', fromMs };
    });
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Phones choose what is in some of a channel's values, so a value longer than a call can need is ignored. */
function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.length <= 4_096 ? value : undefined;
}
