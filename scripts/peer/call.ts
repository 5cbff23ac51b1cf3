/** One simulated call through FreeSWITCH: a caller, a dialplan with `socket` actions, and phones. */
import { randomUUID } from 'node:crypto';
import { runApplication } from './applications.js';
import {
  arrivalVariables,
  arrivingCaller,
  CallerProfiles,
  type CallerProfile,
  type DialplanAction,
} from './caller-profile.js';
import { callerCdr, legCdr, writeCdr } from './cdr.js';
import { Channel, type OtherChannel } from './channel.js';
import type { Clock } from './clock.js';
import { answer, reply } from './commands.js';
import { Subscription } from './subscription.js';
import { connectEventSocket, type Command, type EventSocket } from './event-socket.js';
import { PhoneBook, type Phone } from './phones.js';
import type { CallResult, PlacedCall } from './placed-call.js';
import type { TimelineEvent, TimelineFact } from './timeline.js';

export type { CallResult, PlacedCall };

export interface CallOptions {
  readonly clock: Clock;
  readonly to: string;
  readonly from: string;
  /** Bytes when it is not UTF-8. */
  readonly name?: string | Buffer;
  /** `From: anonymous`, `Privacy: id`; `from` is then the number in P-Asserted-Identity. */
  readonly anonymous?: boolean;
  readonly phones: readonly Phone[];
  /** `socket HOST:PORT full` actions and the actions after them. */
  readonly dialplan: readonly DialplanAction[];
  /** What the dialplan does with a caller whom a `transfer` action sends to one of these groups. */
  readonly transfers?: Readonly<Record<string, readonly DialplanAction[]>>;
  /** More variables on the caller's channel. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Sound files that this FreeSWITCH does not have. */
  readonly missingFiles?: readonly string[];
  /** Sound files that exist but cannot be played; also voicemail boxes that cannot take the call. */
  readonly brokenFiles?: readonly string[];
  /** Voicemail boxes that do not exist. */
  readonly missingBoxes?: readonly string[];
  /** Music on hold that does not exist. */
  readonly missingMusic?: readonly string[];
  /** One more than the number of transfers that led here; 1 by default. */
  readonly profileIndex?: number;
  /** Other callers on the same FreeSWITCH, whom `intercept` can take. */
  readonly others?: readonly OtherChannel[];
  /** FreeSWITCH cannot write recordings. */
  readonly recordingsFail?: boolean;
  /** When the caller gives up, counted from the beginning. */
  readonly hangupAfterSec?: number;
  readonly onEvent?: (event: TimelineEvent) => void;
  readonly uuid?: string;
  /** Where the CDRs of the call's channels are written; none without. */
  readonly cdrFolder?: string;
}

/** Actions for controllers at these addresses, one after the other, then a refusal. */
export function socketDialplan(...addresses: readonly string[]): DialplanAction[] {
  return [
    ...addresses.map((address) => ({ app: 'socket', arg: `${address} full` })),
    { app: 'hangup', arg: 'NORMAL_TEMPORARY_FAILURE' },
  ];
}

export function placeCall(options: CallOptions): PlacedCall {
  const call = new SimulatedCall(options);
  return {
    uuid: call.channel.uuid,
    isUp: () => !call.channel.down,
    set: (variable, value) => call.channel.set(variable, value),
    intercept: (by) => call.intercepted(by),
    timeline: call.timeline,
    variables: call.channel.variables,
    done: call.run(),
    transcript: () => call.sockets.flatMap((socket) => socket.transcript),
    hangUp: () => call.channel.callerHangsUp(),
    dropSocket: (how) => call.sockets.at(-1)?.drop(how),
  };
}

class SimulatedCall {
  readonly timeline: TimelineEvent[] = [];
  readonly sockets: EventSocket[] = [];
  readonly channel: Channel;
  readonly #options: CallOptions;
  readonly #caller: CallerProfiles;
  readonly #phones: PhoneBook;
  readonly #startMs: number;
  #subscription: Subscription | undefined;
  readonly #cdrs: Promise<void>[] = [];
  /** Time stands still except while an application is running. */
  #release: (() => void) | undefined;

  constructor(options: CallOptions) {
    this.#options = options;
    this.#phones = new PhoneBook(options.phones);
    this.#startMs = options.clock.now();
    const caller = arrivingCaller(options, this.#startMs);
    this.#caller = new CallerProfiles(caller);
    const channelName = `sofia/internal/${caller.fromUser}@127.0.0.1`;
    this.channel = new Channel(options.uuid ?? randomUUID(), channelName, (fact) => this.#report(fact));
    this.channel.missingFiles = options.missingFiles ?? [];
    this.channel.brokenFiles = options.brokenFiles ?? [];
    this.channel.missingBoxes = options.missingBoxes ?? [];
    this.channel.missingMusic = options.missingMusic ?? [];
    this.channel.recordingsFail = options.recordingsFail ?? false;
    this.channel.others = options.others ?? [];
    this.channel.onLegEnd = (end) => {
      this.#subscription?.legEnded(end);
      this.#writeCdr(legCdr(end, this.timeline, { caller: this.channel.uuid, startMs: this.#startMs }));
    };
    this.#setVariables(caller);
  }

  async run(): Promise<CallResult> {
    this.#stopTime();
    const { hangupAfterSec, clock } = this.#options;
    const forget =
      hangupAfterSec === undefined
        ? (): void => undefined
        : clock.after(hangupAfterSec * 1000, () => this.channel.callerHangsUp());
    const actions = [...this.#options.dialplan];
    for (let next = actions.shift(); next !== undefined && !this.#isOver(); next = actions.shift()) {
      const { app, arg } = next;
      this.#report({ kind: 'dialplan', app, arg });
      if (app === 'socket') await this.#socket(arg);
      else if (app === 'transfer') actions.splice(0, actions.length, ...this.#transfer(arg));
      else await this.#execute(app, arg);
    }
    // A dialplan that has reached its end hangs up.
    this.channel.hangUp('NORMAL_CLEARING');
    forget();
    this.#letTimePass();
    this.#writeCdr(callerCdr(this.channel, this.#caller.all, this.timeline, this.#startMs));
    await Promise.all(this.#cdrs);
    return this.#result();
  }

  /** Another channel takes this caller while phones ring. */
  intercepted(by: string): boolean {
    const { pickOff } = this.channel;
    if (pickOff === undefined || this.channel.isInterceptedBridge) return false;
    this.channel.isInterceptedBridge = true;
    this.channel.answer();
    this.channel.set('signal_bond', by);
    pickOff();
    return true;
  }

  #isOver(): boolean {
    return this.channel.down || this.channel.isInterceptedBridge;
  }

  #transfer(arg: string): readonly DialplanAction[] {
    const [to = ''] = arg.split(' ');
    const dialplan = this.#options.transfers?.[to] ?? [{ app: 'hangup', arg: 'NO_ROUTE_DESTINATION' }];
    const profile = this.#caller.transfer(to, this.#options.clock.now(), dialplan);
    for (const [name, value] of Object.entries(arrivalVariables(profile))) this.channel.set(name, value);
    return dialplan;
  }

  #writeCdr(cdr: Parameters<typeof writeCdr>[1]): void {
    const { cdrFolder } = this.#options;
    if (cdrFolder === undefined) return;
    this.#cdrs.push(
      writeCdr(cdrFolder, cdr).catch((error: unknown) =>
        this.#report({ kind: 'noCdr', reason: error instanceof Error ? error.message : String(error) }),
      ),
    );
  }

  #result(): CallResult {
    const final = this.timeline.find((event) => event.kind === 'callerGets');
    return {
      reached: this.sockets.length > 0,
      status: final?.kind === 'callerGets' ? final.status : 200,
      cause: this.channel.cause ?? 'NORMAL_CLEARING',
    };
  }

  #report(fact: TimelineFact): void {
    const event = { atMs: this.#options.clock.now() - this.#startMs, ...fact };
    this.timeline.push(event);
    this.#options.onEvent?.(event);
  }

  #setVariables(caller: CallerProfile): void {
    const { to, from, anonymous, variables } = this.#options;
    const known: Record<string, string> = {
      direction: 'inbound',
      uuid: this.channel.uuid,
      sip_from_user: caller.fromUser,
      sip_from_host: anonymous === true ? 'anonymous.invalid' : '127.0.0.1',
      sip_from_uri: anonymous === true ? 'anonymous@anonymous.invalid' : `${from}@127.0.0.1`,
      channel_name: this.channel.name,
      sip_call_id: this.channel.uuid,
      sip_network_ip: '127.0.0.1',
      sip_req_user: to,
      sip_to_user: to,
      ...(anonymous === true
        ? { sip_Privacy: 'id', 'sip_P-Asserted-Identity': `<sip:${from}@127.0.0.1>` }
        : {}),
      endpoint_disposition: 'RECEIVED',
      call_uuid: this.channel.uuid,
      ...arrivalVariables(caller),
      ...variables,
    };
    for (const [name, value] of Object.entries(known)) this.channel.set(name, value);
  }

  /** `socket HOST:PORT|HOST:PORT… full`: uses the first host that accepts the connection. */
  async #socket(arg: string): Promise<void> {
    const subscription = new Subscription();
    this.#subscription = subscription;
    this.channel.set('current_application', 'socket');
    for (const address of (arg.split(' ', 1)[0] ?? '').split('|')) {
      const [host = '', port = '8084'] = address.split(/:(?=\d+(?:\/|$))/);
      let socket: EventSocket;
      try {
        socket = await connectEventSocket(host.replace(/^\[|\]$/g, ''), Number.parseInt(port, 10), {
          handle: (command) => {
            subscription.command(command.line);
            return this.#handle(command);
          },
          disconnectNotice: () => this.#notice(),
          events: () => subscription.take(),
        });
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        this.#report({ kind: 'notConnected', socket: address, reason });
        continue;
      }
      this.sockets.push(socket);
      this.#report({ kind: 'connected', socket: address });
      const forget = this.channel.onDown(() => socket.wake());
      const how = await socket.ended;
      forget();
      this.#report({ kind: 'socketEnded', socket: address, how });
      return;
    }
  }

  async #handle(command: Command): Promise<string | undefined> {
    const { channel } = this;
    if (/^(?:exit|\.\.\.)/i.test(command.line)) return undefined;
    if (/^sendmsg\b/i.test(command.line)) {
      const app = command.headers.get('execute-app-name');
      if (command.headers.get('call-command')?.toLowerCase() === 'execute' && app !== undefined) {
        await this.#execute(app, command.headers.get('execute-app-arg') ?? command.body);
      } else if (command.headers.get('call-command')?.toLowerCase() === 'hangup') {
        channel.hangUp(command.headers.get('hangup-cause') ?? 'NORMAL_CLEARING');
      }
      return reply('+OK');
    }
    const context = {
      channel,
      caller: this.#caller.newest,
      clock: this.#options.clock,
      phones: this.#phones,
    };
    const known = answer(context, command.line);
    if (known !== undefined) return known;
    this.#report({ kind: 'unknownCommand', command: command.line });
    return reply('');
  }

  async #execute(app: string, arg: string): Promise<void> {
    const { clock } = this.#options;
    if (!this.channel.down) this.channel.set('current_application', app);
    this.#letTimePass();
    try {
      await runApplication({ clock, phones: this.#phones, channel: this.channel }, app, arg);
    } finally {
      this.#stopTime();
    }
  }

  #notice(): string | undefined {
    if (!this.channel.down) return undefined;
    return (
      'Content-Type: text/disconnect-notice\n' +
      `Controlled-Session-UUID: ${this.channel.uuid}\n` +
      'Content-Disposition: linger\n' +
      `Channel-Name: ${this.channel.name}\n` +
      'Linger-Time: -1\n' +
      'Content-Length: 0\n\n'
    );
  }

  #stopTime(): void {
    this.#release ??= this.#options.clock.hold();
  }

  #letTimePass(): void {
    this.#release?.();
    this.#release = undefined;
  }
}
