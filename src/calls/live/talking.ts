/**
 * Which phones are in use, over all FreeSWITCHes, for groups that do not ring members who talk. Events tell of
 * every channel, not only of those of hunt groups; a list is asked for at each connection, and now and then, because an
 * event can be lost. Whether somebody talks is then looked up in memory. What is not known counts as not talking.
 *
 * It costs nothing while no group wants it: the events are subscribed to when one does.
 */
import { extensionOf, phoneSeen, type Domains, type PhoneAddress } from '../../base/model/phone-address.js';
import type { EventSource, SwitchApi } from '../../telephony/esl/event-source.js';
import type { EslMessage } from '../../telephony/esl/message-decoder.js';
import { talkingUser, type ChannelSeen, type TalkingUser } from './channel-talks.js';

/** Small: of the events about channels the only one that has no variables. */
const EVENT = 'CHANNEL_CALLSTATE';

/** FreeSWITCH's list runs half a second behind: a channel that has just ended is still in the first one. */
const SECOND_LOOK_MS = 2_000;
const LOOK_AGAIN_MS = 5 * 60_000;

export interface TalkingOptions {
  readonly sources: readonly EventSource[];
  /** Whether any group wants to know. */
  readonly isWanted: () => boolean;
  /** The domains of the phones that register with a profile of a FreeSWITCH; undefined: none does. */
  readonly domainsOf: (profile: string) => ReadonlySet<string> | undefined;
  readonly onChange: () => void;
  readonly log: { warn(facts: object, message: string): void };
  /** Calls `work` after `ms`; the result cancels it. */
  readonly schedule?: (work: () => void, ms: number) => () => void;
}

export interface Talking {
  /** False also where it is not known. */
  isTalking(phone: PhoneAddress, domains: Domains): boolean;
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
    isTalking: (phone, domains) => isOn && watches.some((watch) => watch.isTalking(phone, domains)),
    check,
    stop: () => watches.forEach((watch) => watch.end()),
  };
}

/** The channels of one FreeSWITCH. */
class SourceWatch {
  readonly #source: EventSource;
  readonly #options: TalkingOptions;
  /** Phones in use, by channel; undefined: not known. */
  #channels: Map<string, TalkingUser> | undefined;
  /** How many channels are in use, by user and host: which phone that is, depends on the configuration of the moment. */
  readonly #talks = new Map<string, Map<string, number>>();
  /** Channels that events told of while a list was on its way: the list may be older. */
  #told: Map<string, TalkingUser | undefined> | undefined;
  #ends: (() => void)[] = [];
  #cancelLook: () => void = () => undefined;

  constructor(source: EventSource, options: TalkingOptions) {
    this.#source = source;
    this.#options = options;
  }

  isTalking(phone: PhoneAddress, domains: Domains): boolean {
    const user = extensionOf(phone);
    const hosts = [...(this.#talks.get(user)?.keys() ?? [])];
    return hosts.some((host) => phoneSeen(user, host, domains) === phone);
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
    const seen = talkingUser(channel, this.#options.domainsOf);
    this.#told?.set(channel.uuid, seen);
    if (this.#channels !== undefined) this.#note(channel.uuid, seen);
  }

  #note(uuid: string, seen: TalkingUser | undefined): void {
    const before = this.#channels?.get(uuid);
    if (before?.user === seen?.user && before?.host === seen?.host) return;
    if (before !== undefined) this.#count(before, -1);
    if (seen === undefined) this.#channels?.delete(uuid);
    else {
      this.#channels?.set(uuid, seen);
      this.#count(seen, 1);
    }
    this.#options.onChange();
  }

  #count({ user, host }: TalkingUser, change: number): void {
    const hosts = this.#talks.get(user) ?? new Map<string, number>();
    const left = (hosts.get(host) ?? 0) + change;
    if (left > 0) hosts.set(host, left);
    else hosts.delete(host);
    if (hosts.size === 0) this.#talks.delete(user);
    else this.#talks.set(user, hosts);
  }

  async #look(api: SwitchApi): Promise<void> {
    const told = new Map<string, TalkingUser | undefined>();
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
    for (const [uuid, seen] of listed) if (!told.has(uuid)) this.#note(uuid, seen);
    for (const [uuid, seen] of told) this.#note(uuid, seen);
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
  #read(answer: string): ReadonlyMap<string, TalkingUser> | undefined {
    try {
      const { rows = [] } = JSON.parse(answer) as { rows?: readonly Readonly<Record<string, unknown>>[] };
      const found = new Map<string, TalkingUser>();
      for (const row of rows) {
        const channel = channelOf(row);
        const seen = talkingUser(channel, this.#options.domainsOf);
        if (seen !== undefined) found.set(channel.uuid, seen);
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
