/**
 * What is known of the channels of one call, from all sources: the call's own event socket, the events of a whole
 * FreeSWITCH, a CDR. Facts are joined: their order, their repetition and what is missing do not matter. Pure.
 */

/** Two channels were connected. */
export interface Talk {
  /** The other channel; empty: not known which. */
  readonly with: string;
  readonly fromMs: number;
}

/** A call of a group that the caller's channel was in; a transfer to a group makes another one. */
export interface Arrival {
  /** `Caller-Profile-Index`: grows with each transfer of the channel. */
  readonly profileIndex: number;
  readonly startedAtMs: number;
  /** The same by FreeSWITCH's clock, as talks are; undefined: only a controller told of it. */
  readonly createdAtMs: number | undefined;
  /** How many controllers had it before the last one that reported. */
  readonly takeovers: number;
}

/** One channel. Times are FreeSWITCH's, in milliseconds since 1970; undefined: not known. */
export interface ChannelStory {
  readonly id: string;
  readonly rangAtMs: number | undefined;
  readonly answeredAtMs: number | undefined;
  readonly endedAtMs: number | undefined;
  /** Why it ended: FreeSWITCH's hangup cause. */
  readonly cause: string | undefined;
  /** The status with which the phone or the carrier ended it. */
  readonly sipStatus: number | undefined;
  /** Who ended it: `far` is the phone, the carrier or the caller. */
  readonly endedBy: 'far' | 'freeswitch' | undefined;
  /** The number that was dialled to reach it, or the phone's own number if the phone placed the call. */
  readonly number: string | undefined;
  /** On the caller's channel: what answered a caller who was not bridged to anybody. */
  readonly taker: 'voicemail' | 'announcement' | undefined;
  /** On a member's leg: name of the sound file into which its talk with the caller is recorded. */
  readonly recording: string | undefined;
  /** It follows the caller when the member hands the caller on. */
  readonly recordingFollows: true | undefined;
  /** Of that file, when it is finished: how long it is. 0: nothing was written. */
  readonly recordedMs: number | undefined;
  /** When the recording was paused and resumed, in order of time; see `readMarks`. */
  readonly recordingMarks: string | undefined;
  /** Extension of the phone on this channel, which took the caller from ringing phones by code. */
  readonly pickedUpBy: string | undefined;
  readonly talks: readonly Talk[];
  /** On the caller's channel. */
  readonly arrivals: readonly Arrival[];
}

/** What one source reports of one channel; `call` is the caller's channel of the call to which it belongs. */
export interface ChannelFact {
  readonly call: string;
  readonly channel: ChannelStory;
}

/** All that is known of a call, by channel. */
export type CallStory = ReadonlyMap<string, ChannelStory>;

export const NO_STORY: CallStory = new Map();

/** A channel about which nothing is known. */
export function unknownChannel(id: string): ChannelStory {
  return {
    id,
    rangAtMs: undefined,
    answeredAtMs: undefined,
    endedAtMs: undefined,
    cause: undefined,
    sipStatus: undefined,
    endedBy: undefined,
    number: undefined,
    taker: undefined,
    recording: undefined,
    recordingFollows: undefined,
    recordedMs: undefined,
    recordingMarks: undefined,
    pickedUpBy: undefined,
    talks: [],
    arrivals: [],
  };
}

/** A story with one more fact. */
export function withFact(story: CallStory, { channel }: ChannelFact): CallStory {
  return new Map(story).set(channel.id, joined(story.get(channel.id) ?? unknownChannel(channel.id), channel));
}

/**
 * Merges two stories of one channel. Where sources contradict each other, a rule that does not depend on their
 * order decides: the earlier time, the smaller word.
 */
export function joined(one: ChannelStory, other: ChannelStory): ChannelStory {
  return {
    id: one.id,
    rangAtMs: smaller(one.rangAtMs, other.rangAtMs),
    answeredAtMs: smaller(one.answeredAtMs, other.answeredAtMs),
    endedAtMs: smaller(one.endedAtMs, other.endedAtMs),
    cause: smaller(one.cause, other.cause),
    sipStatus: smaller(one.sipStatus, other.sipStatus),
    endedBy: smaller(one.endedBy, other.endedBy),
    number: smaller(one.number, other.number),
    taker: smaller(one.taker, other.taker),
    recording: smaller(one.recording, other.recording),
    recordingFollows: one.recordingFollows ?? other.recordingFollows,
    recordedMs: smaller(one.recordedMs, other.recordedMs),
    recordingMarks: longer(one.recordingMarks, other.recordingMarks),
    pickedUpBy: smaller(one.pickedUpBy, other.pickedUpBy),
    talks: talksOf([...one.talks, ...other.talks]),
    arrivals: joinedArrivals([...one.arrivals, ...other.arrivals]),
  };
}

/** The caller's talks in order, including those that only the other channel reported. */
export function talksWith(caller: string, story: CallStory): readonly Talk[] {
  const own = story.get(caller)?.talks ?? [];
  const told = [...story.values()].flatMap(({ id, talks }) =>
    talks.filter((talk) => talk.with === caller).map(({ fromMs }) => ({ with: id, fromMs })),
  );
  return talksOf([...own, ...told]).reduce(withTalk, []);
}

/**
 * The two channels of a talk write down its begin one after the other, by a clock that steps (20 ms in FreeSWITCH 1.11).
 * Nobody is handed on within this time.
 */
const SAME_TALK_MS = 100;

/** @param talk not earlier than the others. */
function withTalk(talks: readonly Talk[], talk: Talk): readonly Talk[] {
  const last = talks.at(-1);
  const isSame =
    last !== undefined &&
    talk.fromMs - last.fromMs <= SAME_TALK_MS &&
    (talk.with === last.with || talk.with === '' || last.with === '');
  if (!isSame) return [...talks, talk];
  return [...talks.slice(0, -1), { with: last.with === '' ? talk.with : last.with, fromMs: last.fromMs }];
}

/**
 * Each talk once, in order of time. A talk with an unknown partner is dropped if one with a known partner began at
 * the same moment.
 */
function talksOf(talks: readonly Talk[]): readonly Talk[] {
  if (talks.length < 2) return talks;
  const once = new Map(talks.map((talk) => [`${talk.fromMs} ${talk.with}`, talk]));
  const named = new Set(talks.filter((talk) => talk.with !== '').map(({ fromMs }) => fromMs));
  return [...once.values()]
    .filter((talk) => talk.with !== '' || !named.has(talk.fromMs))
    .sort((one, other) => one.fromMs - other.fromMs || (one.with < other.with ? -1 : 1));
}

/** Each arrival once, in order of the transfers. */
export function joinedArrivals(arrivals: readonly Arrival[]): readonly Arrival[] {
  if (arrivals.length < 2) return arrivals;
  const once = new Map<number, Arrival>();
  for (const arrival of arrivals) {
    const { profileIndex, startedAtMs, createdAtMs, takeovers } = once.get(arrival.profileIndex) ?? arrival;
    once.set(profileIndex, {
      profileIndex,
      startedAtMs: Math.min(startedAtMs, arrival.startedAtMs),
      createdAtMs: smaller(createdAtMs, arrival.createdAtMs),
      takeovers: Math.max(takeovers, arrival.takeovers),
    });
  }
  return [...once.values()].sort((one, other) => one.profileIndex - other.profileIndex);
}

function smaller<T extends number | string>(one: T | undefined, other: T | undefined): T | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return other < one ? other : one;
}

/** What only grows is newest where it is longest. */
function longer(one: string | undefined, other: string | undefined): string | undefined {
  if (one === undefined || other === undefined || one.length === other.length) return smaller(one, other);
  return one.length > other.length ? one : other;
}
