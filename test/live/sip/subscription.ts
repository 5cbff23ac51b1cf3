/** A key with a lamp: a phone's subscription to somebody's dialogs (RFC 4235), and the NOTIFYs that it gets. */
import { once } from 'node:events';
import { answerChallenge } from './digest.js';
import { hostOf, isAnswer, isChallenge, token, uriIn, type Header } from './dialog.js';
import { header, writeSip, type SipMessage } from './message.js';
import type { SipPhone } from './phone.js';

/** As a desk phone shows it; `unknown`: it was told nothing yet. */
export type LampLight = 'on' | 'off' | 'unknown';

export class Subscription {
  readonly notifies: SipMessage[] = [];
  private readonly id = token();
  private readonly tag = token();
  private sequence = 0;
  private to: string;
  private target: string;

  private constructor(
    private readonly phone: SipPhone,
    readonly name: string,
    domain: string,
  ) {
    this.to = `<sip:${name}@${domain}>`;
    this.target = `sip:${name}@${hostOf(phone.options)}`;
    phone.on('message', (message: SipMessage) => {
      if (message.method === 'NOTIFY' && header(message, 'Call-ID') === this.id) this.notifies.push(message);
    });
  }

  /** @throws when the switch refuses it */
  static async begin(phone: SipPhone, name: string, domain?: string): Promise<Subscription> {
    const one = new Subscription(phone, name, domain ?? phone.options.domain ?? '127.0.0.1');
    const answer = await one.refresh();
    if (answer.status >= 300) throw new Error(`${name}: ${answer.status} ${answer.phrase}`);
    return one;
  }

  /** The SUBSCRIBE that a phone repeats before its time is over. */
  async refresh(expires = 600): Promise<SipMessage> {
    const first = await this.ask(expires);
    if (!isChallenge(first)) return this.keep(first);
    const proxy = first.status === 407;
    const asked = header(first, proxy ? 'Proxy-Authenticate' : 'WWW-Authenticate') ?? '';
    const value = answerChallenge(asked, this.phone.credentials(), 'SUBSCRIBE', this.target);
    return this.keep(await this.ask(expires, [[proxy ? 'Proxy-Authorization' : 'Authorization', value]]));
  }

  get light(): LampLight {
    const last = this.notifies.at(-1);
    if (last === undefined) return 'unknown';
    return /<state>(confirmed|early)<\/state>/.test(last.body) ? 'on' : 'off';
  }

  /** Resolves with the NOTIFY that makes the lamp so, past or to come. */
  async shows(light: LampLight, deadlineMs = 10_000): Promise<SipMessage | undefined> {
    const signal = AbortSignal.timeout(deadlineMs);
    while (this.light !== light) await once(this.phone, 'message', { signal });
    return this.notifies.at(-1);
  }

  /** Resolves when it has got more NOTIFYs than `known`. */
  async toldMore(known: number, deadlineMs = 10_000): Promise<void> {
    const signal = AbortSignal.timeout(deadlineMs);
    while (this.notifies.length <= known) await once(this.phone, 'message', { signal });
  }

  private keep(answer: SipMessage): SipMessage {
    if (answer.status < 300) {
      this.to = header(answer, 'To') ?? this.to;
      this.target = uriIn(header(answer, 'Contact')) ?? this.target;
    }
    return answer;
  }

  private async ask(expires: number, auth: readonly Header[] = []): Promise<SipMessage> {
    this.sequence += 1;
    const from = `${this.phone.address};tag=${this.tag}`;
    const rest: Header[] = [
      ['CSeq', `${this.sequence} SUBSCRIBE`],
      ['Contact', this.phone.contact],
      ['Event', 'dialog'],
      ['Accept', 'application/dialog-info+xml'],
      ['Expires', String(expires)],
      ...auth,
    ];
    const headers = [...this.phone.dialogHead(this.id, from, this.to), ...rest];
    const seq = this.sequence;
    this.phone.send(writeSip({ first: `SUBSCRIBE ${this.target} SIP/2.0`, headers }));
    return await this.phone.waitFor((m) => isAnswer(m, this.id, seq) && m.status >= 200);
  }
}
