/** What FreeSWITCH reports about a channel, in an event or a CDR, as facts of a call. Pure. */
import { CALL_VARIABLE, FOLLOW_VARIABLE, RECORDING_VARIABLE } from '../../telephony/dialstring/originate.js';
import { MARK_EVENT, MARKS_VARIABLE } from '../../telephony/dialstring/talk-codes.js';
import { decodeProgress, STATE_VARIABLE } from './progress.js';
import {
  joinedArrivals,
  unknownChannel,
  type Arrival,
  type ChannelFact,
  type ChannelStory,
  type Talk,
} from './story.js';

/** Looks up a header of an event, or its counterpart in a CDR; undefined: it is missing. */
export type Lookup = (header: string) => string | undefined;

/** The events that are read. */
export const CHANNEL_EVENTS: readonly string[] = [
  'CHANNEL_PROGRESS',
  'CHANNEL_PROGRESS_MEDIA',
  'CHANNEL_ANSWER',
  'CHANNEL_BRIDGE',
  'CHANNEL_HANGUP_COMPLETE',
  MARK_EVENT,
];

/** Set on every channel of a call that a controller had. */
export const CALL_HEADER = `variable_${CALL_VARIABLE}`;

/** Set by the dialplan on the caller's channel, even when no controller ever had the call. */
export const GROUP_HEADER = 'variable_hunt_group';

/**
 * Set by the dialplan when it brings a caller to a group: `2.1796006741558026`, the index of the channel's profile and
 * when that profile was made, in microseconds.
 */
const ARRIVAL_HEADER = 'variable_rufgruppe_arrival';

/** On the channel of a phone that takes a caller from ringing phones by code: its extension. */
export const PICKED_UP_VARIABLE = 'rufgruppe_picked_up_by';

/** A call to a group that the caller's channel reports whether or not a controller had it. */
export interface ToldArrival {
  readonly profileIndex: number;
  readonly startedAtMs: number;
  /** The channel's values as they were in this call. */
  readonly header: Lookup;
}

/** What the caller's channel reports of itself. */
export interface ToldCaller {
  readonly header: Lookup;
  /** Empty when the dialplan does not mark them and no CDR lists them. */
  readonly arrivals: readonly ToldArrival[];
}

/** Of a channel; FreeSWITCH takes others than UUIDs too. */
export const UUID = /^[\w.-]{1,128}$/;

/** FreeSWITCH writes microseconds since 1970, and 0 for "never". Times after 2286 are rejected. */
export function milliseconds(text: string | undefined): number | undefined {
  if (text === undefined || !/^[1-9]\d{0,15}$/.test(text)) return undefined;
  return Math.floor(Number(text) / 1000);
}

/**
 * The facts that an event reports about its own channel and about the one that it is bridged to. Empty for an event
 * of a channel that belongs to no call of a group, and for one that cannot be read.
 */
export function readEvent(header: Lookup): readonly ChannelFact[] {
  const id = header('Unique-ID') ?? '';
  const call = callOf(header, id);
  if (call === undefined || !UUID.test(id)) return [];
  const isEnd = header('Event-Name')?.startsWith('CHANNEL_HANGUP') === true;
  const bridged = milliseconds(header('Caller-Channel-Bridged-Time'));
  const channel = channelOf(id, header);
  if (bridged === undefined) return [{ call, channel: isEnd ? ended(channel, header) : channel }];
  // A phone of the call is bridged to the caller unless the event names another channel.
  const other = otherOf(header) ?? (id === call ? '' : call);
  const talking = { ...channel, talks: [{ with: other, fromMs: bridged }] };
  const fact = { call, channel: isEnd ? ended(talking, header) : talking };
  return other === ''
    ? [fact]
    : [fact, { call, channel: partnerOf(other, { with: id, fromMs: bridged }, header) }];
}

/** What every event and CDR of a channel reports. */
export function channelOf(id: string, header: Lookup): ChannelStory {
  return {
    ...unknownChannel(id),
    rangAtMs:
      milliseconds(header('Caller-Channel-Progress-Time')) ??
      milliseconds(header('Caller-Channel-Progress-Media-Time')),
    answeredAtMs: milliseconds(header('Caller-Channel-Answered-Time')),
    number: numberOf(header('Call-Direction') ?? header('variable_direction'), {
      dialled: header('Caller-Destination-Number'),
      calling: header('Caller-Caller-ID-Number'),
    }),
    recording: fileNameOf(header(`variable_${RECORDING_VARIABLE}`)),
    recordingFollows: header(`variable_${FOLLOW_VARIABLE}`) === 'true' ? true : undefined,
    recordingMarks: marksOf(header(`variable_${MARKS_VARIABLE}`)),
    pickedUpBy: extensionOf(header(`variable_${PICKED_UP_VARIABLE}`)),
    arrivals: arrivalsOf(header),
  };
}

/** Adds what a channel reports only when it ends. */
export function ended(channel: ChannelStory, header: Lookup): ChannelStory {
  const status = Number(header('variable_sip_invite_failure_status') ?? header('variable_sip_term_status'));
  const disposition = header('variable_sip_hangup_disposition');
  return {
    ...channel,
    endedAtMs:
      milliseconds(header('Caller-Channel-Hangup-Time')) ?? milliseconds(header('Event-Date-Timestamp')),
    cause: header('Hangup-Cause') ?? header('variable_hangup_cause'),
    sipStatus: Number.isInteger(status) && status >= 100 && status < 700 ? status : undefined,
    endedBy: disposition === undefined ? undefined : disposition.startsWith('recv_') ? 'far' : 'freeswitch',
    taker: takerOf(header),
    recordedMs: recordedMs(header('variable_record_ms')),
  };
}

/**
 * The caller's channel of the call that a channel belongs to. The dialplan marks the caller's own channel if
 * nothing else did.
 */
export function callOf(header: Lookup, id: string): string | undefined {
  const marked = header(CALL_HEADER);
  if (marked !== undefined) return UUID.test(marked) ? marked : undefined;
  return header(GROUP_HEADER) === undefined ? undefined : id;
}

function otherOf(header: Lookup): string | undefined {
  const id = header('Other-Leg-Unique-ID') ?? header('variable_bridge_uuid');
  return id !== undefined && UUID.test(id) ? id : undefined;
}

function partnerOf(id: string, talk: Talk, header: Lookup): ChannelStory {
  return {
    ...unknownChannel(id),
    answeredAtMs: milliseconds(header('Other-Leg-Channel-Answered-Time')),
    number: numberOf(header('Other-Leg-Direction'), {
      dialled: header('Other-Leg-Destination-Number'),
      calling: header('Other-Leg-Caller-ID-Number'),
    }),
    talks: [talk],
  };
}

/**
 * For a phone that was rung, the number that was dialled; for one that called (to pick the caller up), its own
 * number.
 */
function numberOf(
  direction: string | undefined,
  { dialled, calling }: { readonly dialled: string | undefined; readonly calling: string | undefined },
): string | undefined {
  const number = direction === 'outbound' ? dialled : direction === 'inbound' ? calling : undefined;
  return number !== undefined && /^[\w+*#.-]{1,64}$/.test(number) ? number : undefined;
}

function extensionOf(text: string | undefined): string | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? text : undefined;
}

/** The last part of a path, if it is a name that a controller writes. */
function fileNameOf(file: string | undefined): string | undefined {
  const name = file?.slice(file.lastIndexOf('/') + 1) ?? '';
  return /^[\w-]{1,64}\.wav$/.test(name) ? name : undefined;
}

/** FreeSWITCH's length of the last recording of a channel. */
function recordedMs(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

/** So many marks are read; somebody who presses on and on changes nothing after that. */
const MOST_MARKS = 500;

/** Only what FreeSWITCH has done: `p1796076257true.r1796076259true.` */
function marksOf(text: string | undefined): string | undefined {
  const marks = text?.match(/[pr][1-9]\d{0,10}true\./g)?.slice(0, MOST_MARKS) ?? [];
  return marks.length === 0 ? undefined : marks.join('');
}

function arrivalsOf(header: Lookup): readonly Arrival[] {
  const marked = toldCaller(header).arrivals.map(arrivalOf);
  const progress = decodeProgress(header(`variable_${STATE_VARIABLE}`));
  const profileIndex = Number(progress?.profileIndex);
  if (progress === undefined || !Number.isSafeInteger(profileIndex)) return marked;
  const { startedAtMs, takeovers } = progress;
  return joinedArrivals([...marked, { profileIndex, startedAtMs, createdAtMs: undefined, takeovers }]);
}

/** The caller's channel as an event or a dump reports it: only its newest arrival is marked. */
export function toldCaller(header: Lookup): ToldCaller {
  const [, index, createdAt] = /^([1-9]\d{0,8})\.(\d+)$/.exec(header(ARRIVAL_HEADER) ?? '') ?? [];
  const startedAtMs = milliseconds(createdAt);
  const isMarked = index !== undefined && startedAtMs !== undefined;
  return { header, arrivals: isMarked ? [{ profileIndex: Number(index), startedAtMs, header }] : [] };
}

/** As part of the call's story. */
export function arrivalOf({ profileIndex, startedAtMs }: ToldArrival): Arrival {
  return { profileIndex, startedAtMs, createdAtMs: startedAtMs, takeovers: 0 };
}

/** Whether a controller had begun with this call. The channel's variables tell it of one call only, the newest that rang. */
export function hadController({ profileIndex, header }: ToldArrival): boolean {
  const index = decodeProgress(header(`variable_${STATE_VARIABLE}`))?.profileIndex ?? '1';
  return header(CALL_HEADER) !== undefined && index === String(profileIndex);
}

function takerOf(header: Lookup): ChannelStory['taker'] {
  // A greeting is played too, but takes no call.
  const state = decodeProgress(header(`variable_${STATE_VARIABLE}`));
  if (state?.attempts.at(-1)?.place.part === 'greeting') return undefined;
  const application = header('variable_current_application') ?? header('variable_last_app');
  if (application === 'voicemail') return 'voicemail';
  return application === 'playback' ? 'announcement' : undefined;
}
