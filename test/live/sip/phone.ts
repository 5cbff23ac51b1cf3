/**
 * A SIP phone, or the phone company, on one UDP socket at 127.0.0.1. It does what the test says and keeps every
 * datagram, so that a test can look at the CANCEL's Reason or search all bytes for a number.
 */
import dgram from 'node:dgram';
import { randomBytes } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { answerChallenge } from './digest.js';
import { header, headerValues, mediaPortOf, methodOf, parseSip, sdp, writeSip } from './message.js';
import type { SipMessage } from './message.js';
import { RtpEnd } from './rtp.js';

export interface PhoneOptions {
  /** User part of the phone's address; the extension, for a phone of the house. */
  readonly user: string;
  /** Undefined for the phone company, which has no account. */
  readonly password?: string;
  /** UDP port of the switch's SIP profile. */
  readonly switchPort: number;
  /** How this phone writes letters beyond ASCII; default utf8. */
  readonly encoding?: 'latin1';
  /** Port of its own; default: any free one. */
  readonly port?: number;
}

type Header = readonly [name: string, value: string];

const token = () => randomBytes(6).toString('hex');

export class SipPhone extends EventEmitter {
  readonly received: SipMessage[] = [];
  /** Every call that came in, each INVITE counted once however often it was sent. */
  readonly calls: IncomingCall[] = [];
  private taken = 0;
  private readonly incoming = new Map<string, IncomingCall>();
  private readonly outgoing = new Map<string, OutgoingCall>();

  private constructor(
    readonly options: PhoneOptions,
    private readonly socket: dgram.Socket,
    readonly port: number,
  ) {
    super();
    socket.on('message', (data) => this.take(data.toString('utf8')));
  }

  static async open(options: PhoneOptions): Promise<SipPhone> {
    const socket = dgram.createSocket('udp4');
    socket.bind(options.port ?? 0, '127.0.0.1');
    await once(socket, 'listening');
    return new SipPhone(options, socket, socket.address().port);
  }

  get contact(): string {
    return `<sip:${this.options.user}@127.0.0.1:${this.port}>`;
  }

  /** What happens to each call that comes in; the default is silence behind a 100. */
  onCall: (call: IncomingCall) => void = () => undefined;

  async register(contact = this.contact, expires = 600): Promise<SipMessage> {
    const uri = `sip:127.0.0.1:${this.options.switchPort}`;
    const id = token();
    const headers = (seq: number): Header[] => [
      ...this.dialogHead(
        id,
        `<sip:${this.options.user}@127.0.0.1>;tag=${id}`,
        `<sip:${this.options.user}@127.0.0.1>`,
      ),
      ['CSeq', `${seq} REGISTER`],
      ['Contact', contact],
      ['Expires', String(expires)],
    ];
    const answer = (seq: number) => (m: SipMessage) => isAnswer(m, id, seq) && m.status >= 200;
    this.send(writeSip({ first: `REGISTER ${uri} SIP/2.0`, headers: headers(1) }));
    const first = await this.waitFor(answer(1));
    if (first.status !== 401) return first;
    const auth = answerChallenge(
      header(first, 'WWW-Authenticate') ?? '',
      this.credentials(),
      'REGISTER',
      uri,
    );
    this.send(
      writeSip({ first: `REGISTER ${uri} SIP/2.0`, headers: [...headers(2), ['Authorization', auth]] }),
    );
    return await this.waitFor(answer(2));
  }

  /** Places a call; returns at once. `from` is the whole From value without tag. */
  async call(
    to: string,
    from?: string,
    extra: readonly Header[] = [],
    parameters = '',
  ): Promise<OutgoingCall> {
    const rtp = await RtpEnd.open();
    const call = new OutgoingCall(
      this,
      to,
      from ?? `<sip:${this.options.user}@127.0.0.1>`,
      extra,
      rtp,
      parameters,
    );
    this.outgoing.set(call.id, call);
    call.invite(1);
    return call;
  }

  /** Forgets what came in; calls to come are handled by `onCall`. */
  forget(onCall: (call: IncomingCall) => void): void {
    this.received.length = 0;
    this.calls.length = 0;
    this.taken = 0;
    this.onCall = onCall;
  }

  /** The next call that nobody has waited for yet, past or to come. */
  async nextCall(deadlineMs = 10_000): Promise<IncomingCall> {
    const known = this.calls[this.taken];
    if (known) {
      this.taken += 1;
      return known;
    }
    const invite = await this.waitFor(
      (m) => m.method === 'INVITE' && this.calls.length > this.taken,
      deadlineMs,
    );
    const call = this.calls[this.taken];
    if (!call) throw new Error(`no call behind ${invite.requestUri}`);
    this.taken += 1;
    return call;
  }

  /** The first datagram, past or to come, that fits. */
  async waitFor(fits: (message: SipMessage) => boolean, deadlineMs = 10_000): Promise<SipMessage> {
    const known = this.received.find(fits);
    if (known) return known;
    return await new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => done(new Error(`${this.options.user}: nothing such in ${deadlineMs} ms`)),
        deadlineMs,
      );
      const look = (message: SipMessage) => {
        if (fits(message)) done(message);
      };
      const done = (result: SipMessage | Error) => {
        clearTimeout(timer);
        this.off('message', look);
        if (result instanceof Error) reject(result);
        else resolve(result);
      };
      this.on('message', look);
    });
  }

  async close(): Promise<void> {
    for (const call of [...this.calls, ...this.outgoing.values()]) call.rtp?.close();
    this.socket.close();
    await once(this.socket, 'close');
  }

  credentials() {
    return { user: this.options.user, password: this.options.password ?? '' };
  }

  dialogHead(callId: string, from: string, to: string): Header[] {
    return [
      ['Via', `SIP/2.0/UDP 127.0.0.1:${this.port};branch=z9hG4bK${token()};rport`],
      ['Max-Forwards', '70'],
      ['From', from],
      ['To', to],
      ['Call-ID', callId],
    ];
  }

  send(text: string): void {
    this.socket.send(
      Buffer.from(text, this.options.encoding ?? 'utf8'),
      this.options.switchPort,
      '127.0.0.1',
    );
  }

  private take(raw: string): void {
    const message = parseSip(raw, performance.now());
    if (!message) return;
    this.received.push(message);
    const id = header(message, 'Call-ID') ?? '';
    this.outgoing.get(id)?.take(message);
    if (message.method === 'INVITE' && !this.incoming.has(id) && !this.outgoing.has(id))
      this.begin(id, message);
    else this.incoming.get(id)?.take(message);
    if (message.method === 'OPTIONS' || message.method === 'NOTIFY') this.send(reply(message, 200, 'OK', []));
    this.emit('message', message);
  }

  private begin(id: string, invite: SipMessage): void {
    const call = new IncomingCall(this, invite);
    this.incoming.set(id, call);
    this.calls.push(call);
    this.send(reply(invite, 100, 'Trying', []));
    this.onCall(call);
    this.emit('call', call);
  }
}

const isAnswer = (m: SipMessage, id: string, seq: number) =>
  m.status > 0 && header(m, 'Call-ID') === id && header(m, 'CSeq')?.split(' ')[0] === String(seq);

function reply(
  request: SipMessage,
  status: number,
  phrase: string,
  extra: readonly Header[],
  body = '',
): string {
  const copy = (name: string): Header[] => headerValues(request, name).map((value) => [name, value]);
  const toTag = status === 100 || /;tag=/.test(header(request, 'To') ?? '') ? '' : `;tag=${tagOf(request)}`;
  const to: Header = ['To', `${header(request, 'To') ?? ''}${toTag}`];
  const headers = [
    ...copy('Via'),
    ...copy('Record-Route'),
    ...copy('From'),
    to,
    ...copy('Call-ID'),
    ...copy('CSeq'),
  ];
  return writeSip({ first: `SIP/2.0 ${status} ${phrase}`, headers: [...headers, ...extra], body });
}

/** The same tag in every response of one call. */
const tagOf = (request: SipMessage) =>
  `t${Buffer.from(header(request, 'Call-ID') ?? '')
    .toString('hex')
    .slice(0, 12)}`;

export class IncomingCall {
  rtp: RtpEnd | undefined;
  readonly requests: SipMessage[] = [];
  private answered = false;
  private sequence = 1;

  constructor(
    private readonly phone: SipPhone,
    readonly invite: SipMessage,
  ) {}

  get cancel(): SipMessage | undefined {
    return this.requests.find((m) => m.method === 'CANCEL');
  }

  get bye(): SipMessage | undefined {
    return this.requests.find((m) => m.method === 'BYE');
  }

  /** The CANCEL or BYE that ended it, past or to come. */
  async over(deadlineMs = 15_000): Promise<SipMessage> {
    const id = header(this.invite, 'Call-ID');
    const ends = (m: SipMessage) =>
      (m.method === 'CANCEL' || m.method === 'BYE') && header(m, 'Call-ID') === id;
    return await this.phone.waitFor(ends, deadlineMs);
  }

  ring(extra: readonly Header[] = []): void {
    this.respond(180, 'Ringing', [['Contact', this.phone.contact], ...extra]);
  }

  /** 183 with SDP: what a mobile network sends for "the number that you have dialled…". */
  async earlyMedia(): Promise<void> {
    this.rtp ??= await RtpEnd.open();
    this.respond(183, 'Session Progress', [['Contact', this.phone.contact]], sdp(this.rtp.port));
  }

  async answer(extra: readonly Header[] = []): Promise<void> {
    this.rtp ??= await RtpEnd.open();
    this.answered = true;
    this.respond(200, 'OK', [['Contact', this.phone.contact], ...extra], sdp(this.rtp.port));
  }

  refuse(status: number, phrase: string, extra: readonly Header[] = []): void {
    this.respond(status, phrase, extra);
  }

  /** Some of the sound that asks for a key came in. */
  async hearsPrompt(): Promise<void> {
    await this.rtp?.hears(25);
  }

  pressKey(key: string): void {
    this.rtp?.pressKey(this.mediaPort(), key);
  }

  talk(byte: number): void {
    this.rtp?.talk(this.mediaPort(), byte);
  }

  hangUp(): void {
    const target = /<([^>]+)>/.exec(header(this.invite, 'Contact') ?? '')?.[1] ?? '';
    const from = `${header(this.invite, 'To') ?? ''};tag=${tagOf(this.invite)}`;
    const head = this.phone.dialogHead(
      header(this.invite, 'Call-ID') ?? '',
      from,
      header(this.invite, 'From') ?? '',
    );
    this.phone.send(
      writeSip({ first: `BYE ${target} SIP/2.0`, headers: [...head, ['CSeq', `${this.sequence++} BYE`]] }),
    );
  }

  /** Asks FreeSWITCH to connect the other side with that of `call`, in place of this phone (RFC 3891). */
  transferTo(call: OutgoingCall): void {
    this.refer(call.replacing);
  }

  /** Asks FreeSWITCH to send the other side to this address. */
  blindTransfer(uri: string): void {
    this.refer(`<${uri}>`);
  }

  private refer(to: string): void {
    const target = /<([^>]+)>/.exec(header(this.invite, 'Contact') ?? '')?.[1] ?? '';
    const head = this.phone.dialogHead(
      header(this.invite, 'Call-ID') ?? '',
      `${header(this.invite, 'To') ?? ''};tag=${tagOf(this.invite)}`,
      header(this.invite, 'From') ?? '',
    );
    const contact: Header = ['Contact', this.phone.contact];
    const refer: Header[] = [['CSeq', `${this.sequence++} REFER`], contact, ['Refer-To', to]];
    this.phone.send(writeSip({ first: `REFER ${target} SIP/2.0`, headers: [...head, ...refer] }));
  }

  take(message: SipMessage): void {
    if (message.method === undefined) return;
    this.requests.push(message);
    if (message.method === 'CANCEL') {
      this.phone.send(reply(message, 200, 'OK', []));
      if (!this.answered) this.respond(487, 'Request Terminated', []);
    } else if (message.method === 'INVITE' && /;tag=/.test(header(message, 'To') ?? '')) {
      this.phone.send(reply(message, 200, 'OK', [['Contact', this.phone.contact]], sdp(this.rtp?.port ?? 9)));
    } else if (message.method !== 'ACK' && message.method !== 'INVITE') {
      this.phone.send(reply(message, 200, 'OK', []));
    }
  }

  private mediaPort(): number {
    const offers = [this.invite, ...this.requests].map(mediaPortOf).filter((port) => port !== undefined);
    return offers.at(-1) ?? 9;
  }

  private respond(status: number, phrase: string, extra: readonly Header[], body = ''): void {
    this.phone.send(reply(this.invite, status, phrase, extra, body));
  }
}

export class OutgoingCall {
  readonly id = token();
  readonly responses: SipMessage[] = [];
  readonly requests: SipMessage[] = [];
  invitedAtMs = 0;
  private readonly tag = token();
  private readonly uri: string;
  private sequence = 1;
  private sent = '';

  constructor(
    private readonly phone: SipPhone,
    to: string,
    private readonly from: string,
    private readonly extra: readonly Header[],
    readonly rtp: RtpEnd,
    /** Of the request's URI, such as `;gw=telco`. */
    parameters = '',
  ) {
    this.uri = `sip:${to}@127.0.0.1:${phone.options.switchPort}${parameters}`;
  }

  /** The status that ended ringing: 200, or a refusal. */
  get final(): SipMessage | undefined {
    return this.responses.find((m) => methodOf(m) === 'INVITE' && m.status >= 200 && !isChallenge(m));
  }

  async ended(deadlineMs = 30_000): Promise<SipMessage> {
    return await this.phone.waitFor((m) => m === this.final, deadlineMs);
  }

  get bye(): SipMessage | undefined {
    return this.requests.find((m) => m.method === 'BYE');
  }

  /** The Refer-To of whoever hands this call on. */
  get replacing(): string {
    const remoteTag =
      /;tag=([^;]+)/.exec(this.final === undefined ? '' : (header(this.final, 'To') ?? ''))?.[1] ?? '';
    const dialog = `${this.id};to-tag=${remoteTag};from-tag=${this.tag}`;
    return `<${this.uri}?Replaces=${encodeURIComponent(dialog)}>`;
  }

  /** The same for the caller's side of an attended transfer. */
  transferTo(call: OutgoingCall): void {
    this.sequence += 1;
    const extra: Header[] = [
      ['Contact', this.phone.contact],
      ['Refer-To', call.replacing],
    ];
    this.phone.send(this.inDialog('REFER', extra));
  }

  /** Speech of the other side came in. */
  async hears(): Promise<void> {
    await this.rtp.hears(25);
  }

  invite(seq: number, auth: readonly Header[] = []): void {
    this.sequence = seq;
    this.invitedAtMs = performance.now();
    const head = this.phone.dialogHead(this.id, `${this.from};tag=${this.tag}`, `<${this.uri}>`);
    const rest: Header[] = [
      ['CSeq', `${seq} INVITE`],
      ['Contact', this.phone.contact],
      ...auth,
      ...this.extra,
    ];
    this.sent = writeSip({
      first: `INVITE ${this.uri} SIP/2.0`,
      headers: [...head, ...rest],
      body: sdp(this.rtp.port),
    });
    this.phone.send(this.sent);
  }

  cancel(reason?: string): void {
    const why: Header[] = reason === undefined ? [] : [['Reason', reason]];
    this.phone.send(this.sameTransaction('CANCEL', undefined, why));
  }

  hangUp(): void {
    this.sequence += 1;
    this.phone.send(this.inDialog('BYE'));
  }

  talk(byte: number): void {
    const media = this.responses.map(mediaPortOf).find((port) => port !== undefined);
    if (media !== undefined) this.rtp.talk(media, byte);
  }

  pressKey(key: string): void {
    const media = this.responses.map(mediaPortOf).find((port) => port !== undefined);
    if (media !== undefined) this.rtp.pressKey(media, key);
  }

  take(message: SipMessage): void {
    if (message.method !== undefined) {
      this.requests.push(message);
      const body = message.method === 'INVITE' ? sdp(this.rtp.port) : '';
      if (message.method !== 'ACK')
        this.phone.send(reply(message, 200, 'OK', [['Contact', this.phone.contact]], body));
      return;
    }
    this.responses.push(message);
    if (methodOf(message) !== 'INVITE' || message.status < 200) return;
    if (message.status < 300) this.phone.send(this.inDialog('ACK'));
    else this.phone.send(this.sameTransaction('ACK', header(message, 'To')));
    if (isChallenge(message) && this.sequence === 1) this.authenticate(message);
  }

  private authenticate(challenge: SipMessage): void {
    const proxy = challenge.status === 407;
    const asked = header(challenge, proxy ? 'Proxy-Authenticate' : 'WWW-Authenticate') ?? '';
    const value = answerChallenge(asked, this.phone.credentials(), 'INVITE', this.uri);
    this.invite(2, [[proxy ? 'Proxy-Authorization' : 'Authorization', value]]);
  }

  /** CANCEL and the ACK of a refusal repeat the INVITE's Via, From and number (RFC 3261, 9.1 and 17.1.1.3). */
  private sameTransaction(method: string, to?: string, extra: readonly Header[] = []): string {
    const invite = parseSip(this.sent, 0);
    if (!invite) throw new Error('no INVITE was sent');
    const copy = (name: string): Header => [name, header(invite, name) ?? ''];
    const headers: Header[] = [
      copy('Via'),
      copy('Max-Forwards'),
      copy('From'),
      ['To', to ?? `<${this.uri}>`],
      copy('Call-ID'),
    ];
    return writeSip({
      first: `${method} ${this.uri} SIP/2.0`,
      headers: [...headers, ['CSeq', `${this.sequence} ${method}`], ...extra],
    });
  }

  private inDialog(method: string, extra: readonly Header[] = []): string {
    const to = this.final === undefined ? `<${this.uri}>` : (header(this.final, 'To') ?? '');
    const target = this.final && /<([^>]+)>/.exec(header(this.final, 'Contact') ?? '')?.[1];
    const head = this.phone.dialogHead(this.id, `${this.from};tag=${this.tag}`, to);
    return writeSip({
      first: `${method} ${target ?? this.uri} SIP/2.0`,
      headers: [...head, ['CSeq', `${this.sequence} ${method}`], ...extra],
    });
  }
}

const isChallenge = (m: SipMessage) => m.status === 401 || m.status === 407;
