/** A call that a phone of the tests places. */
import { agreed, codecsIn, offerOf, sdpOf } from './codec.js';
import { hostOf, isChallenge, reply, token, uriIn, type CallPhone, type Header } from './dialog.js';
import { answerChallenge } from './digest.js';
import { header, mediaPortOf, methodOf, parseSip, writeSip, type SipMessage } from './message.js';
import type { RtpEnd } from './rtp.js';

export class OutgoingCall {
  readonly id = token();
  readonly responses: SipMessage[] = [];
  readonly requests: SipMessage[] = [];
  invitedAtMs = 0;
  private readonly tag = token();
  private readonly uri: string;
  private sequence = 1;
  /** Of the INVITE; its CANCEL and ACK have it too. */
  private invitedAs = 1;
  private sent = '';

  constructor(
    private readonly phone: CallPhone,
    to: string,
    private readonly from: string,
    private readonly extra: readonly Header[],
    readonly rtp: RtpEnd,
    /** Of the request's URI, such as `;gw=telco`. */
    parameters = '',
  ) {
    this.uri = `sip:${to}@${hostOf(phone.options)}${parameters}`;
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
    this.invitedAs = seq;
    this.invitedAtMs = performance.now();
    const head = this.phone.dialogHead(this.id, `${this.from};tag=${this.tag}`, `<${this.uri}>`);
    const rest: Header[] = [
      ['CSeq', `${seq} INVITE`],
      ['Contact', this.phone.contact],
      ...auth,
      ...(this.phone.options.reliable === true ? [['Require', '100rel'] as const] : []),
      ...this.extra,
    ];
    this.sent = writeSip({
      first: `INVITE ${this.uri} SIP/2.0`,
      headers: [...head, ...rest],
      body: this.phone.options.offers === false ? '' : sdpOf(this.rtp.port, offerOf(this.phone.codecs)),
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
    this.withMedia((port) => this.rtp.talk(port, byte));
  }

  sayTone(): void {
    this.withMedia((port) => this.rtp.sayTone(port));
  }

  echo(): void {
    this.withMedia((port) => this.rtp.echo(port));
  }

  pressKey(key: string): void {
    this.withMedia((port) => this.rtp.pressKey(port, key));
  }

  private withMedia(use: (port: number) => void): void {
    const media = this.responses.map(mediaPortOf).find((port) => port !== undefined);
    if (media !== undefined) use(media);
  }

  take(message: SipMessage): void {
    if (message.method !== undefined) this.takeRequest(message);
    else this.takeResponse(message);
  }

  private takeRequest(message: SipMessage): void {
    this.requests.push(message);
    if (message.method === 'ACK') return;
    const body = message.method === 'INVITE' ? this.answerTo(message) : '';
    this.phone.send(reply(message, 200, 'OK', [['Contact', this.phone.contact]], body));
  }

  private takeResponse(message: SipMessage): void {
    this.responses.push(message);
    if (methodOf(message) !== 'INVITE') return;
    this.rtp.codec = codecsIn(message).find(({ name }) => this.phone.codecs.includes(name)) ?? this.rtp.codec;
    if (message.status < 200) this.acknowledgeProvisional(message);
    else if (message.status < 300) this.phone.send(this.acknowledgement(message));
    else this.phone.send(this.sameTransaction('ACK', header(message, 'To')));
    if (isChallenge(message) && this.sequence === 1) this.authenticate(message);
  }

  /** PRACK (RFC 3262), for a response that asks for it. */
  private acknowledgeProvisional(message: SipMessage): void {
    const number = header(message, 'RSeq');
    if (number === undefined) return;
    this.sequence += 1;
    this.phone.send(this.inDialog('PRACK', [['RAck', `${number} ${this.invitedAs} INVITE`]], '', message));
  }

  /** A phone that offered nothing answers the switch's offer here. */
  private acknowledgement(message: SipMessage): string {
    const body = this.phone.options.offers === false ? this.answerTo(message) : '';
    return this.inDialog('ACK', [], body);
  }

  private answerTo(offer: SipMessage): string {
    this.rtp.codec = agreed(offer, this.phone.codecs) ?? this.rtp.codec;
    return sdpOf(this.rtp.port, [this.rtp.codec]);
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
      headers: [...headers, ['CSeq', `${this.invitedAs} ${method}`], ...extra],
    });
  }

  /** @param by the response that names the other side's end; default: the final one. */
  private inDialog(method: string, extra: readonly Header[] = [], body = '', by = this.final): string {
    const to = by === undefined ? `<${this.uri}>` : (header(by, 'To') ?? '');
    const target = by && uriIn(header(by, 'Contact'));
    const head = this.phone.dialogHead(this.id, `${this.from};tag=${this.tag}`, to);
    const number = method === 'ACK' ? this.invitedAs : this.sequence;
    return writeSip({
      first: `${method} ${target ?? this.uri} SIP/2.0`,
      headers: [...head, ['CSeq', `${number} ${method}`], ...extra],
      body,
    });
  }
}
