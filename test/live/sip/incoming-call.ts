/** A call that rings at a phone of the tests. */
import { agreed, offerOf, sdpOf } from './codec.js';
import { reply, tagOf, uriIn, type CallPhone, type Header } from './dialog.js';
import { header, mediaPortOf, writeSip, type SipMessage } from './message.js';
import type { OutgoingCall } from './outgoing-call.js';
import { RtpEnd } from './rtp.js';

export class IncomingCall {
  rtp: RtpEnd | undefined;
  readonly requests: SipMessage[] = [];
  private answered = false;
  private sequence = 1;

  constructor(
    private readonly phone: CallPhone,
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
    const rtp = await this.opened();
    const contact: Header = ['Contact', this.phone.contact];
    this.respond(183, 'Session Progress', [contact], sdpOf(rtp.port, [rtp.codec]));
  }

  /** With the first codec of the offer that the phone speaks; 488 if there is none. */
  async answer(extra: readonly Header[] = []): Promise<void> {
    if (agreed(this.invite, this.phone.codecs) === undefined) {
      this.refuse(488, 'Not Acceptable Here');
      return;
    }
    const rtp = await this.opened();
    this.answered = true;
    const contact: Header = ['Contact', this.phone.contact];
    this.respond(200, 'OK', [contact, ...extra], sdpOf(rtp.port, [rtp.codec]));
  }

  private async opened(): Promise<RtpEnd> {
    this.rtp ??= await RtpEnd.open();
    this.rtp.codec = agreed(this.invite, this.phone.codecs) ?? this.rtp.codec;
    return this.rtp;
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

  /** The key as SIP INFO (application/dtmf-relay), and no packet of speech. */
  pressKeyByInfo(key: string): void {
    const body = `Signal=${key}\r\nDuration=160\r\n`;
    const headers: Header[] = [['CSeq', `${this.sequence++} INFO`]];
    this.phone.send(
      writeSip({
        first: `INFO ${this.target} SIP/2.0`,
        headers: [...this.head(), ...headers],
        body,
        type: 'application/dtmf-relay',
      }),
    );
  }

  talk(byte: number): void {
    this.rtp?.talk(this.mediaPort(), byte);
  }

  sayTone(): void {
    this.rtp?.sayTone(this.mediaPort());
  }

  echo(): void {
    this.rtp?.echo(this.mediaPort());
  }

  hangUp(): void {
    const headers: Header[] = [...this.head(), ['CSeq', `${this.sequence++} BYE`]];
    this.phone.send(writeSip({ first: `BYE ${this.target} SIP/2.0`, headers }));
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
    const contact: Header = ['Contact', this.phone.contact];
    const refer: Header[] = [['CSeq', `${this.sequence++} REFER`], contact, ['Refer-To', to]];
    this.phone.send(writeSip({ first: `REFER ${this.target} SIP/2.0`, headers: [...this.head(), ...refer] }));
  }

  /** Where requests of this dialog go. */
  private get target(): string {
    return uriIn(header(this.invite, 'Contact')) ?? '';
  }

  private head(): Header[] {
    const own = `${header(this.invite, 'To') ?? ''};tag=${tagOf(this.invite)}`;
    return this.phone.dialogHead(
      header(this.invite, 'Call-ID') ?? '',
      own,
      header(this.invite, 'From') ?? '',
    );
  }

  take(message: SipMessage): void {
    if (message.method === undefined) return;
    this.requests.push(message);
    if (message.method === 'CANCEL') {
      this.phone.send(reply(message, 200, 'OK', []));
      if (!this.answered) this.respond(487, 'Request Terminated', []);
    } else if (message.method === 'INVITE' && /;tag=/.test(header(message, 'To') ?? '')) {
      const contact: Header = ['Contact', this.phone.contact];
      this.phone.send(reply(message, 200, 'OK', [contact], this.answerTo(message)));
    } else if (message.method !== 'ACK' && message.method !== 'INVITE') {
      this.phone.send(reply(message, 200, 'OK', []));
    }
  }

  /** Of a re-INVITE: the codec stays, under the payload type that it has there. */
  private answerTo(offer: SipMessage): string {
    const codec = agreed(offer, this.phone.codecs) ?? offerOf(this.phone.codecs)[0];
    if (this.rtp && codec) this.rtp.codec = codec;
    return sdpOf(this.rtp?.port ?? 9, codec ? [codec] : []);
  }

  private mediaPort(): number {
    const offers = [this.invite, ...this.requests].map(mediaPortOf).filter((port) => port !== undefined);
    return offers.at(-1) ?? 9;
  }

  private respond(status: number, phrase: string, extra: readonly Header[], body = ''): void {
    this.phone.send(reply(this.invite, status, phrase, extra, body));
  }
}
