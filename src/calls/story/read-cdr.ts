/** A CDR of mod_json_cdr: what became of one channel, written when it is over and whether or not anybody watched. Pure. */
import { parseOriginateCauses } from '../outcome/causes.js';
import { callOf, channelOf, ended, milliseconds, type Lookup } from './read-channel.js';
import type { ChannelFact, ChannelStory, Talk } from './story.js';

export type ReadCdr =
  /** `header` finds what an event of the channel would have said. */
  | { readonly kind: 'ours'; readonly fact: ChannelFact; readonly header: Lookup }
  /** A channel of no group's call. */
  | { readonly kind: 'other' }
  /** No CDR, or half of one. */
  | { readonly kind: 'unreadable'; readonly why: string };

type Json = Readonly<Record<string, unknown>>;

interface Profile {
  readonly index: number;
  readonly caller: Json;
  readonly times: Json;
}

/** `bridged_time` is written by another thread than `hangup_time`. */
const THREADS_MS = 2_000;

/** FreeSWITCH keeps a clock of its own, which may be ahead of that of the disk. */
const CLOCKS_MS = 3_600_000;

/** More transfers no caller has been through; each may cost a step of the record. */
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
  if (endedAtMs === undefined) return { kind: 'unreadable', why: 'it does not say when the channel ended' };
  if (!couldBe(channel, milliseconds(header('Caller-Channel-Created-Time')), endedAtMs, writtenMs))
    return { kind: 'unreadable', why: 'its times contradict each other' };
  return { kind: 'ours', header, fact: { call, channel } };
}

/** Nothing happens to a channel before it is made and after it has ended, and a file is written at the end. */
function couldBe(
  { rangAtMs, answeredAtMs, talks }: ChannelStory,
  createdAtMs: number | undefined,
  endedAtMs: number,
  writtenMs: number,
): boolean {
  const times = [rangAtMs, answeredAtMs, ...talks.map(({ fromMs }) => fromMs), endedAtMs];
  return (
    endedAtMs <= writtenMs + CLOCKS_MS &&
    times.every((at) => at === undefined || (at >= (createdAtMs ?? 0) && at <= endedAtMs + THREADS_MS))
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

/** Times and words of a CDR under the names that an event gives them. */
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

/** The channel's own time stands in the profile in which it happened. */
function firstTime(profiles: readonly Profile[], name: string): string | undefined {
  const times = profiles
    .map(({ times: of }) => textOf(of[name]))
    .filter((value) => milliseconds(value) !== undefined);
  return times.sort((one, other) => Number(one) - Number(other))[0];
}

/** Each profile has a connection at most; with whom is known of the last one, and of one that alone had a winner. */
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

/** What a channel carries is its phone's word; nothing longer than a call can need is taken. */
function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.length <= 4_096 ? value : undefined;
}
