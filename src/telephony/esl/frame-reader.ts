/**
 * Cuts a byte stream into event-socket messages: header lines, an empty line, and a body when
 * `Content-Length` says so. Takes a bounded amount from a peer and scans each byte once.
 *
 * modesl's own buffer is unbounded, searches from the first byte again with every chunk (a slow drip costs
 * quadratic time), waits forever for a body with a wrong length and accepts anything as a header.
 */
import { EslProtocolError } from './errors.js';
import { beginningsOfLines } from './headers.js';

export interface Frame {
  /** Header lines without the closing empty line. */
  readonly head: Buffer;
  readonly body: Buffer;
}

export interface FrameLimits {
  /** CHANNEL_DATA of a real call is 8-30 KiB. */
  readonly maxHeadBytes: number;
  readonly maxBodyBytes: number;
}

export const DEFAULT_LIMITS: FrameLimits = { maxHeadBytes: 256 * 1024, maxBodyBytes: 1024 * 1024 };

const LF = 0x0a;
const COLON = 0x3a;
const CONTENT_LENGTH = 'content-length';
/**
 * The first header of a serialized event is the first of these; any other message of mod_event_socket begins with
 * one of the others.
 */
const BEGINNINGS = ['Event-Name: ', 'Content-Type: ', 'Content-Length: '].map((text) => Buffer.from(text));
const LONGEST_BEGINNING = 16;
const NOTHING = Buffer.alloc(0);

export class FrameReader {
  readonly #limits: FrameLimits;
  #chunks: Buffer[] = [];
  #buffered = 0;
  #state: { readonly head: Buffer; readonly bodyBytes: number } | undefined;
  #lastByteWasLf = false;

  constructor(limits: FrameLimits = DEFAULT_LIMITS) {
    this.#limits = limits;
  }

  /** True while part of a message has arrived and the rest has not. */
  get partial(): boolean {
    return this.#buffered > 0 || this.#state !== undefined;
  }

  /** The messages that this chunk completes. Throws EslProtocolError; the reader cannot be used after that. */
  *push(chunk: Buffer): Generator<Frame> {
    let rest = chunk;
    while (rest.length > 0) {
      const taken = this.#state === undefined ? this.#takeHead(rest) : this.#takeBody(rest, this.#state);
      rest = rest.subarray(taken.bytes);
      if (taken.frame !== undefined) yield taken.frame;
    }
  }

  #takeHead(chunk: Buffer): { bytes: number; frame: Frame | undefined } {
    if (this.#buffered === 0) {
      // FreeSWITCH leaves stray empty lines between messages (a reply text that ends in LF).
      let skip = 0;
      while (chunk[skip] === LF) skip += 1;
      if (skip > 0) return { bytes: skip, frame: undefined };
      this.#lastByteWasLf = false;
    }
    const end = this.#endOfHead(chunk);
    this.#keep(end === undefined ? chunk : chunk.subarray(0, end));
    this.#checkBeginning();
    if (this.#buffered > this.#limits.maxHeadBytes) {
      throw new EslProtocolError(`Headers of more than ${this.#limits.maxHeadBytes} bytes`);
    }
    if (end === undefined) return { bytes: chunk.length, frame: undefined };
    const head = this.#release().subarray(0, -2);
    const bodyBytes = contentLength(head, this.#limits.maxBodyBytes);
    if (bodyBytes === 0) return { bytes: end, frame: { head, body: NOTHING } };
    this.#state = { head, bodyBytes };
    return { bytes: end, frame: undefined };
  }

  #takeBody(
    chunk: Buffer,
    state: { head: Buffer; bodyBytes: number },
  ): { bytes: number; frame: Frame | undefined } {
    const bytes = Math.min(chunk.length, state.bodyBytes - this.#buffered);
    this.#keep(chunk.subarray(0, bytes));
    if (this.#buffered < state.bodyBytes) return { bytes, frame: undefined };
    this.#state = undefined;
    return { bytes, frame: { head: state.head, body: this.#release() } };
  }

  /** Index just behind the empty line, which may have begun in an earlier chunk. */
  #endOfHead(chunk: Buffer): number | undefined {
    if (this.#lastByteWasLf && chunk[0] === LF) return 1;
    this.#lastByteWasLf = chunk.at(-1) === LF;
    const at = chunk.indexOf('\n\n');
    return at === -1 ? undefined : at + 2;
  }

  /** Recognises an HTTP request, a TLS hello or noise by the first bytes. */
  #checkBeginning(): void {
    const first = this.#chunks[0] ?? NOTHING;
    const start = first.length >= LONGEST_BEGINNING ? first : Buffer.concat(this.#chunks);
    const plausible = BEGINNINGS.some((beginning) => {
      const length = Math.min(beginning.length, start.length);
      return beginning.compare(start, 0, length, 0, length) === 0;
    });
    if (!plausible) throw new EslProtocolError('This is not the event socket of a FreeSWITCH');
  }

  #keep(bytes: Buffer): void {
    // Many tiny chunks would cost far more memory than their bytes.
    if (this.#chunks.length >= 64) this.#chunks = [Buffer.concat(this.#chunks)];
    this.#chunks.push(bytes);
    this.#buffered += bytes.length;
  }

  #release(): Buffer {
    const [first = NOTHING] = this.#chunks;
    const whole = this.#chunks.length > 1 ? Buffer.concat(this.#chunks) : first;
    this.#chunks = [];
    this.#buffered = 0;
    return whole;
  }
}

/** In any case of letters, so that nobody can hide a length from us which another program reads. */
function contentLength(head: Buffer, max: number): number {
  const named = beginningsOfLines(head).filter((from) => {
    const colon = from + CONTENT_LENGTH.length;
    return head[colon] === COLON && head.toString('latin1', from, colon).toLowerCase() === CONTENT_LENGTH;
  });
  const [first] = named;
  if (first === undefined) return 0;
  const end = head.indexOf(LF, first);
  const value = head
    .toString('latin1', first + CONTENT_LENGTH.length + 1, end === -1 ? head.length : end)
    .trim();
  if (named.length > 1 || !/^\d{1,9}$/.test(value)) throw new EslProtocolError('Unreadable Content-Length');
  const bytes = Number(value);
  if (bytes > max) throw new EslProtocolError(`A body of more than ${max} bytes`);
  return bytes;
}
