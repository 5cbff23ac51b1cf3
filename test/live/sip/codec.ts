/** The codecs that a phone of the tests can offer, and the session descriptions about them. */
import type { SipMessage } from './message.js';

export type CodecName = 'PCMA' | 'PCMU' | 'G722' | 'OPUS';

interface CodecFacts {
  /** The payload type in an own offer. */
  readonly type: number;
  readonly rtpmap: string;
  /** RTP clock ticks of 20 ms. */
  readonly ticks: number;
}

export const CODECS: Readonly<Record<CodecName, CodecFacts>> = {
  PCMU: { type: 0, rtpmap: 'PCMU/8000', ticks: 160 },
  PCMA: { type: 8, rtpmap: 'PCMA/8000', ticks: 160 },
  // RFC 3551 writes 8000, although G.722 samples 16,000 times a second.
  G722: { type: 9, rtpmap: 'G722/8000', ticks: 160 },
  OPUS: { type: 111, rtpmap: 'opus/48000/2', ticks: 960 },
};

/** The codec that is spoken, and its payload type there. */
export interface AgreedCodec {
  readonly name: CodecName;
  readonly type: number;
}

const KEYS = 101;

/** An offer, or an answer when `codecs` is one. Media at 127.0.0.1. */
export function sdpOf(mediaPort: number, codecs: readonly AgreedCodec[], withKeys = true): string {
  const types = [...codecs.map(({ type }) => type), ...(withKeys ? [KEYS] : [])];
  const keys = [`a=rtpmap:${KEYS} telephone-event/8000`, `a=fmtp:${KEYS} 0-15`];
  const lines = [
    'v=0',
    'o=- 1 1 IN IP4 127.0.0.1',
    's=-',
    'c=IN IP4 127.0.0.1',
    't=0 0',
    `m=audio ${mediaPort} RTP/AVP ${types.join(' ')}`,
    ...codecs.map(({ name, type }) => `a=rtpmap:${type} ${CODECS[name].rtpmap}`),
    ...(withKeys ? keys : []),
    'a=ptime:20',
    'a=sendrecv',
  ];
  return `${lines.join('\r\n')}\r\n`;
}

export function offerOf(names: readonly CodecName[]): readonly AgreedCodec[] {
  return names.map((name) => ({ name, type: CODECS[name].type }));
}

/** What a session description lists, in its order, of the codecs known here. */
export function codecsIn(message: SipMessage): readonly AgreedCodec[] {
  const types = /^m=audio \d+ \S+ ([\d ]+)/m.exec(message.body)?.[1]?.trim().split(' ') ?? [];
  return types.flatMap((text) => {
    const map = new RegExp(`^a=rtpmap:${text} (\\S+)`, 'm').exec(message.body)?.[1]?.toUpperCase();
    const names = Object.keys(CODECS) as CodecName[];
    const name = names.find((one) =>
      map === undefined ? CODECS[one].type === Number(text) : map.startsWith(`${one}/`),
    );
    return name === undefined ? [] : [{ name, type: Number(text) }];
  });
}

/** The first codec of the offer that the phone speaks too; undefined: none. */
export function agreed(offer: SipMessage, own: readonly CodecName[]): AgreedCodec | undefined {
  return codecsIn(offer).find(({ name }) => own.includes(name));
}
