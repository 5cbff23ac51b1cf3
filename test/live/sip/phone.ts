/**
 * A SIP phone, or the phone company, at 127.0.0.1. It does what the test says and keeps every message, so that a test can
 * look at the CANCEL's Reason or search all bytes for a number.
 */
import { EventEmitter } from 'node:events';
import type { CodecName } from './codec.js';
import { hostOf, isAnswer, reply, token, type CallPhone, type Header, type PhoneOptions } from './dialog.js';
import { answerChallenge } from './digest.js';
import { IncomingCall } from './incoming-call.js';
import { header, parseSip, writeSip } from './message.js';
import type { SipMessage } from './message.js';
import { OutgoingCall } from './outgoing-call.js';
import { RtpEnd } from './rtp.js';
import { openTransport, type Transport } from './transport.js';

export type { IncomingCall, OutgoingCall, PhoneOptions };

export class SipPhone extends EventEmitter implements CallPhone {
  readonly received: SipMessage[] = [];
  /** Every call that came in, each INVITE counted once however often it was sent. */
  readonly calls: IncomingCall[] = [];
  private taken = 0;
  private readonly incoming = new Map<string, IncomingCall>();
  private readonly outgoing = new Map<string, OutgoingCall>();

  private constructor(
    readonly options: PhoneOptions,
    private readonly transport: Transport,
  ) {
    super();
    this.setMaxListeners(0);
  }

  static async open(options: PhoneOptions): Promise<SipPhone> {
    const { protocol = 'UDP', switchPort, port } = options;
    let take: (message: string) => void = () => undefined;
    const transport = await openTransport({
      protocol,
      switchPort,
      port,
      onMessage: (message) => take(message),
    });
    const phone = new SipPhone(options, transport);
    take = (message) => phone.take(message);
    return phone;
  }

  get port(): number {
    return this.transport.port;
  }

  get codecs(): readonly CodecName[] {
    return this.options.codecs ?? ['PCMA'];
  }

  /** As it stands in From. */
  get address(): string {
    return `<sip:${this.options.user}@${this.options.domain ?? '127.0.0.1'}>`;
  }

  get contact(): string {
    const { protocol } = this.transport;
    // A browser writes ws also where the WebSocket is a secure one (RFC 7118, 5.2).
    const transport = protocol === 'WSS' ? 'ws' : protocol.toLowerCase();
    const parameter = protocol === 'UDP' ? '' : `;transport=${transport}`;
    return `<sip:${this.options.user}@127.0.0.1:${this.port}${parameter}>`;
  }

  /** What happens to each call that comes in; the default is silence behind a 100. */
  onCall: (call: IncomingCall) => void = () => undefined;

  async register(contact = this.contact, expires = 600): Promise<SipMessage> {
    const uri = `sip:${hostOf(this.options)}`;
    const id = token();
    const headers = (seq: number): Header[] => [
      ...this.dialogHead(id, `${this.address};tag=${id}`, this.address),
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
    const call = new OutgoingCall(this, to, from ?? this.address, extra, rtp, parameters);
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

  /** The first message, past or to come, that fits. */
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
    await this.transport.close();
  }

  credentials() {
    return { user: this.options.user, password: this.options.password ?? '' };
  }

  dialogHead(callId: string, from: string, to: string): Header[] {
    return [
      ['Via', `SIP/2.0/${this.transport.protocol} 127.0.0.1:${this.port};branch=z9hG4bK${token()};rport`],
      ['Max-Forwards', '70'],
      ['From', from],
      ['To', to],
      ['Call-ID', callId],
    ];
  }

  send(text: string): void {
    this.transport.send(Buffer.from(text, this.options.encoding ?? 'utf8'));
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
