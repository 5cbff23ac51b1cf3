/** SIP messages as text: just enough to play a phone or a phone company, and to look at every header. */

export interface SipMessage {
  /** As it came, unchanged: the place to search for bytes that must not be there. */
  readonly raw: string;
  /** Milliseconds on the process's monotonic clock when it came or went. */
  readonly atMs: number;
  /** `INVITE` of a request; undefined for a response. */
  readonly method: string | undefined;
  readonly requestUri: string;
  /** 0 for a request. */
  readonly status: number;
  readonly phrase: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

const COMPACT: Readonly<Record<string, string>> = {
  i: 'call-id',
  m: 'contact',
  l: 'content-length',
  c: 'content-type',
  f: 'from',
  s: 'subject',
  k: 'supported',
  t: 'to',
  v: 'via',
};

/** Undefined for what is no SIP message (a keep-alive of two line ends, for instance). */
export function parseSip(raw: string, atMs: number): SipMessage | undefined {
  const end = raw.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const [first = '', ...lines] = raw.slice(0, end).split('\r\n');
  const headers = lines.map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()] as const;
  });
  const body = raw.slice(end + 4);
  const response = /^SIP\/2\.0 (\d{3}) ?(.*)$/.exec(first);
  if (response) {
    const [, status = '0', phrase = ''] = response;
    return { raw, atMs, method: undefined, requestUri: '', status: Number(status), phrase, headers, body };
  }
  const [method = '', requestUri = ''] = first.split(' ');
  return { raw, atMs, method, requestUri, status: 0, phrase: '', headers, body };
}

/** Every value of a header, in order; names are compared without case and in their long form. */
export function headerValues(message: SipMessage, name: string): string[] {
  const wanted = name.toLowerCase();
  return message.headers
    .filter(([given]) => (COMPACT[given.toLowerCase()] ?? given.toLowerCase()) === wanted)
    .map(([, value]) => value);
}

export function header(message: SipMessage, name: string): string | undefined {
  return headerValues(message, name)[0];
}

/** The method that a response answers, or a request is. */
export function methodOf(message: SipMessage): string {
  return message.method ?? (header(message, 'CSeq') ?? '').split(' ')[1] ?? '';
}

/** Display name of a From, To or P-Asserted-Identity value, without quotes and escapes. */
export function displayName(value: string | undefined): string | undefined {
  const match = /^"((?:[^"\\]|\\.)*)"\s*</.exec(value ?? '') ?? /^([^<"]+?)\s*</.exec(value ?? '');
  return match?.[1]?.replace(/\\(.)/g, '$1');
}

export function uriUser(value: string | undefined): string | undefined {
  return /sips?:([^@;>]+)@/.exec(value ?? '')?.[1];
}

export interface Outgoing {
  /** `SIP/2.0 180 Ringing` or `INVITE sip:… SIP/2.0`. */
  readonly first: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body?: string;
  /** Of the body; default: application/sdp. */
  readonly type?: string;
}

export function writeSip({ first, headers, body = '', type = 'application/sdp' }: Outgoing): string {
  const content = body === '' ? [] : [`Content-Type: ${type}`];
  const lines = [first, ...headers.map(([name, value]) => `${name}: ${value}`), ...content];
  return [...lines, `Content-Length: ${Buffer.byteLength(body)}`, '', body].join('\r\n');
}

/** Where the other side wants its media; undefined without an SDP. */
export function mediaPortOf(message: SipMessage): number | undefined {
  const port = /^m=audio (\d+)/m.exec(message.body)?.[1];
  return port === undefined ? undefined : Number(port);
}
