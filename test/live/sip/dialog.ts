/** What calls need of the phone that has them, and what all their messages share. */
import { randomBytes } from 'node:crypto';
import type { CodecName } from './codec.js';
import type { Credentials } from './digest.js';
import { header, headerValues, writeSip, type SipMessage } from './message.js';
import type { Protocol } from './transport.js';

export type Header = readonly [name: string, value: string];

export interface PhoneOptions {
  /** User part of the phone's address; the extension, for a phone of the house. */
  readonly user: string;
  /** Undefined for the phone company, which has no account. */
  readonly password?: string;
  /** What it writes behind the @ of its own address and of those that it calls; default: the address of the switch. */
  readonly domain?: string;
  /** Port of the switch's SIP profile, for the phone's protocol. */
  readonly switchPort: number;
  /** How this phone writes letters beyond ASCII; default utf8. */
  readonly encoding?: 'latin1';
  /** Port of its own; default: any free one. */
  readonly port?: number;
  /** Default: UDP. */
  readonly protocol?: Protocol;
  /** What it speaks; default: A-law. */
  readonly codecs?: readonly CodecName[];
  /** Whether its INVITE says which codecs it speaks; otherwise it answers the other side's offer in its ACK. Default: true. */
  readonly offers?: boolean;
  /** Whether its INVITE requires that provisional responses are acknowledged (100rel, RFC 3262). Default: false. */
  readonly reliable?: boolean;
}

/** The phone, as its calls see it. */
export interface CallPhone {
  readonly options: PhoneOptions;
  readonly codecs: readonly CodecName[];
  readonly contact: string;
  credentials(): Credentials;
  dialogHead(callId: string, from: string, to: string): Header[];
  send(text: string): void;
  waitFor(fits: (message: SipMessage) => boolean, deadlineMs?: number): Promise<SipMessage>;
}

/** Behind the @ of what a phone calls or watches: its domain, or the switch itself. */
export const hostOf = ({ domain, switchPort }: PhoneOptions) => domain ?? `127.0.0.1:${switchPort}`;

export const token = () => randomBytes(6).toString('hex');

export function reply(
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
export const tagOf = (request: SipMessage) =>
  `t${Buffer.from(header(request, 'Call-ID') ?? '')
    .toString('hex')
    .slice(0, 12)}`;

/** The URI in a Contact, To or From. */
export const uriIn = (value: string | undefined) => /<([^>]+)>/.exec(value ?? '')?.[1];

export const isChallenge = (m: SipMessage) => m.status === 401 || m.status === 407;

export const isAnswer = (m: SipMessage, id: string, seq: number) =>
  m.status > 0 && header(m, 'Call-ID') === id && header(m, 'CSeq')?.split(' ')[0] === String(seq);
