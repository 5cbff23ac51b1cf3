/**
 * Which extensions are talking, over all FreeSWITCHes, for groups that do not ring members who talk. Events tell of
 * every channel, not only of those of hunt groups; a list is asked for at each connection, and now and then, because an
 * event can be lost. Whether somebody talks is then looked up in memory. What is not known counts as not talking.
 *
 * It costs nothing while no group wants it: the events are subscribed to when one does.
 */
import type { EventSource, SwitchApi } from '../../telephony/esl/event-source.js';
import type { EslMessage } from '../../telephony/esl/message-decoder.js';
import { talkingExtension, type ChannelSeen } from './channel-talks.js';

/** Small: of the events about channels the only one that has no variables. */
const EVENT = 'CHANNEL_CALLSTATE';

/** FreeSWITCH's list runs half a second behind: a channel that has just ended is still in the first one. */
const SECOND_LOOK_MS = 2_000;
const LOOK_AGAIN_MS = 5 * 60_000;

export interface TalkingOptions {
  readonly sources: readonly EventSource[];
  /** Whether any group wants to know. */
  readonly isWanted: () => boolean;
  /** Whether phones register with this profile of a FreeSWITCH. */
  readonly isPhones: (profile: string) => boolean;
  readonly onChange: () => void;
  readonly log: { warn(facts: object, message: string): void };
  /** Calls `work` after `ms`; the result cancels it. */
  readonly schedule?: (work: () => void, ms: number) => () => void;
}

export interface Talking {
  /** False also where it is not known. */
  isTalking(extension: string): boolean;
  /** To be called when `isWanted` may have changed. */
  check(): void;
  stop(): void;
}

export function watchTalking(options: TalkingOptions): Talking {
  const watches = options.sources.map((source) => new SourceWatch(source, options));
  let isOn = false;
  const check = (): void => {
    const isWanted = options.isWanted();
    if (isWanted === isOn) return;
    isOn = isWanted;
    for (const watch of watches)
      if (isWanted) watch.begin();
      else watch.end();
  };
  check();
  return {
    isTalking: (extension) => isOn && watches.some((watch) => watch.isTalking(extension)),
    check,
    stop: () => watches.forEach((watch) => watch.end()),
  };
}

/** The channels of one FreeSWITCH. */
class SourceWatch {
  readonly #source: EventSource;
  readonly #options: TalkingOptions;
  /** Extensions of phones in use, by channel; undefined: not known. */
  #channels: Map<string, string> | undefined;
  /** How many channels each extension has in use. */
  readonly #talks = new Map<string, number>();
  /** Channels that events told of while a list was on its way: the list may be older. */
  #told: Map<string, string | undefined> | undefined;
  #ends: (() => void)[] = [];
  #cancelLook: () => void = () => undefined;

  constructor(source: EventSource, options: TalkingOptions) {
    this.#source = source;
    this.#options = options;
  }

  isTalking(extension: string): boolean {
    return this.#talks.has(extension);
  }

  begin(): void {
    this.#ends = [
      this.#source.onState(({ kind }) => {
        // Events are lost while the connection is down.
        if (kind !== 'connected') this.#forget();
      }),
      this.#source.watch({ events: [EVENT] }, (event) => this.#hear(event)),
      this.#source.onConnected(async (api) => {
        await this.#look(api);
        this.#lookLater(api, SECOND_LOOK_MS);
      }),
    ];
  }

  end(): void {
    for (const end of this.#ends) end();
    this.#ends = [];
    this.#forget();
  }

  #forget(): void {
    this.#cancelLook();
    this.#told = undefined;
    this.#channels = undefined;
    if (this.#talks.size === 0) return;
    this.#talks.clear();
    this.#options.onChange();
  }

  #hear({ headers }: EslMessage): void {
    const text = (name: string) => headers.get(name) ?? '';
    const channel: ChannelSeen = {
      uuid: text('Unique-ID'),
      direction: text('Call-Direction'),
      name: text('Channel-Name'),
      state: text('Channel-Call-State'),
      presenceId: text('Channel-Presence-ID'),
      presenceData: text('Channel-Presence-Data'),
      destination: text('Caller-Destination-Number'),
    };
    const extension = talkingExtension(channel, this.#options.isPhones);
    this.#told?.set(channel.uuid, extension);
    if (this.#channels !== undefined) this.#note(channel.uuid, extension);
  }

  #note(uuid: string, extension: string | undefined): void {
    const before = this.#channels?.get(uuid);
    if (before === extension) return;
    if (before !== undefined) {
      const left = (this.#talks.get(before) ?? 1) - 1;
      if (left > 0) this.#talks.set(before, left);
      else this.#talks.delete(before);
    }
    if (extension === undefined) this.#channels?.delete(uuid);
    else {
      this.#channels?.set(uuid, extension);
      this.#talks.set(extension, (this.#talks.get(extension) ?? 0) + 1);
    }
    this.#options.onChange();
  }

  async #look(api: SwitchApi): Promise<void> {
    const told = new Map<string, string | undefined>();
    this.#told = told;
    const answer = await api('show channels as json');
    // The connection ended meanwhile, or another look has begun.
    if (this.#told !== told) return;
    this.#told = undefined;
    const listed = this.#read(answer);
    if (listed === undefined) return;
    this.#channels ??= new Map();
    for (const uuid of this.#channels.keys())
      if (!listed.has(uuid) && !told.has(uuid)) this.#note(uuid, undefined);
    for (const [uuid, extension] of listed) if (!told.has(uuid)) this.#note(uuid, extension);
    for (const [uuid, extension] of told) this.#note(uuid, extension);
  }

  #lookLater(api: SwitchApi, afterMs: number): void {
    this.#cancelLook();
    this.#cancelLook = this.#schedule(() => {
      // An end of the connection is told by its state.
      this.#look(api).then(
        () => this.#lookLater(api, LOOK_AGAIN_MS),
        () => undefined,
      );
    }, afterMs);
  }

  /** Undefined: it cannot be read. */
  #read(answer: string): ReadonlyMap<string, string> | undefined {
    try {
      const { rows = [] } = JSON.parse(answer) as { rows?: readonly Readonly<Record<string, unknown>>[] };
      const found = new Map<string, string>();
      for (const row of rows) {
        const channel = channelOf(row);
        const extension = talkingExtension(channel, this.#options.isPhones);
        if (extension !== undefined) found.set(channel.uuid, extension);
      }
      return found;
    } catch (error) {
      this.#options.log.warn({ err: error }, 'the channels of FreeSWITCH cannot be read');
      return undefined;
    }
  }

  #schedule(work: () => void, ms: number): () => void {
    if (this.#options.schedule !== undefined) return this.#options.schedule(work, ms);
    const timer = setTimeout(work, ms).unref();
    return () => clearTimeout(timer);
  }
}

function channelOf(row: Readonly<Record<string, unknown>>): ChannelSeen {
  const text = (name: string) => {
    const value = row[name];
    return typeof value === 'string' ? value : '';
  };
  return {
    uuid: text('uuid'),
    direction: text('direction'),
    name: text('name'),
    state: text('callstate'),
    presenceId: text('presence_id'),
    presenceData: text('presence_data'),
    destination: text('dest'),
  };
}
