/**
 * Reads a CDR of mod_json_cdr. FreeSWITCH writes one for each channel when it ends, whether or not a controller was
 * connected. Pure.
 */
import { parseOriginateCauses } from '../outcome/causes.js';
import { callOf, channelOf, ended, milliseconds, type Lookup } from './read-channel.js';
import type { ChannelFact, ChannelStory, Talk } from './story.js';

export type ReadCdr =
  /** `header` looks up a value under the name that it has in the channel's events. */
  | { readonly kind: 'ours'; readonly fact: ChannelFact; readonly header: Lookup }
  /** The channel belongs to no call of a group. */
  | { readonly kind: 'other' }
  /** The file is not a CDR, or is incomplete. */
  | { readonly kind: 'unreadable'; readonly why: string };

type Json = Readonly<Record<string, unknown>>;

interface Profile {
  readonly index: number;
  readonly caller: Json;
  readonly times: Json;
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
  const channel = { ...ended(channelOf(id, header), header), talks: talksOf(variables, profiles) };
  const { endedAtMs } = channel;
  const createdAtMs = milliseconds(header('Caller-Channel-Created-Time'));
  if (createdAtMs === undefined || endedAtMs === undefined)
    return { kind: 'unreadable', why: 'it does not say when the channel began and ended' };
  if (!couldBe(channel, createdAtMs, endedAtMs, writtenMs))
    return { kind: 'unreadable', why: 'its times contradict each other' };
  return { kind: 'ours', header, fact: { call, channel } };
}

/** Rejects times that cannot be true: before the channel was created, after it ended, or after the file was written. */
function couldBe(
  { rangAtMs, answeredAtMs, talks }: ChannelStory,
  createdAtMs: number,
  endedAtMs: number,
  writtenMs: number,
): boolean {
  const times = [rangAtMs, answeredAtMs, ...talks.map(({ fromMs }) => fromMs), createdAtMs, endedAtMs];
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
    }))
    .sort((one, other) => other.index - one.index);
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
