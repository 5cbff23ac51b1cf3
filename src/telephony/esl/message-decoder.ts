/**
 * One complete frame → one message, through modesl's Parser and Event.
 *
 * Only these two parts of modesl 1.2.1 are used. Its Connection sends commands of its own in the constructor,
 * keeps `execute` out of its reply queue, drops callbacks when the socket closes and dies of a TCP reset;
 * its Parser throws on every percent escape that is not UTF-8. So the parser gets whole frames, one at a
 * time, whose escapes were repaired before, and the queue is ours (reply-queue.ts).
 */
import { EventEmitter } from 'node:events';
import modesl from 'modesl';
import { EslProtocolError } from './errors.js';
import type { Frame } from './frame-reader.js';
import { decodeBytes, decodePercent, protectPercent } from './percent.js';

export interface EslMessage {
  readonly contentType: string;
  /** Event name of a serialized event (`CHANNEL_DATA`), else undefined. */
  readonly eventName: string | undefined;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

const EVENT_PLAIN = 'text/event-plain';
/** A real CHANNEL_DATA has about 150 lines; modesl's time grows with the square of this number. */
const MAX_HEADER_LINES = 2000;

export class MessageDecoder {
  readonly #source = new EventEmitter();
  #message: EslMessage | undefined;
  #contentType = '';

  constructor() {
    const parser = new modesl.Parser(this.#source);
    parser.on('error', (error) => {
      throw error;
    });
    parser.on('esl::event', (event, headers, body) => {
      this.#message = {
        contentType: this.#contentType,
        eventName: event.getType(),
        // modesl adds Modesl-Reply-* headers; replies are read from Reply-Text itself.
        headers: new Map(event.headers.map(({ name, value }) => [name, String(value)])),
        body: this.#contentType === EVENT_PLAIN ? event.getBody() : (body ?? ''),
      };
    });
  }

  /** Throws EslProtocolError when modesl cannot make a message of the frame. */
  decode(frame: Frame): EslMessage {
    const head = decodeBytes(frame.head);
    this.#contentType = /^Content-Type: *(.*)$/m.exec(head)?.[1]?.trim() ?? '';
    if (this.#contentType === 'text/event-xml')
      throw new EslProtocolError('Events in XML were never asked for');
    const text = decodeBytes(frame.body);
    const body = this.#contentType === EVENT_PLAIN ? repairEvent(text) : text;
    if (countLines(head) + (this.#contentType === EVENT_PLAIN ? countLines(body) : 0) > MAX_HEADER_LINES) {
      throw new EslProtocolError(`More than ${MAX_HEADER_LINES} header lines`);
    }
    return this.#parse(Buffer.from(join(repairHead(head), body)));
  }

  #parse(bytes: Buffer): EslMessage {
    const before = this.#message;
    try {
      this.#source.emit('data', bytes);
    } catch (error) {
      throw new EslProtocolError(`Unreadable message: ${error instanceof Error ? error.message : 'unknown'}`);
    }
    if (this.#message === before || this.#message === undefined)
      throw new EslProtocolError('Unfinished message');
    return this.#message;
  }
}

/**
 * Only a serialized event is URL-encoded (mod_event_socket.c passes SWITCH_TRUE to switch_event_serialize
 * there and nowhere else). A `getvar` reply is raw text, in which `%41` must stay `%41`.
 */
function repairHead(head: string): string {
  return head.startsWith('Event-Name: ') ? repairEscapes(head) : protectPercent(head);
}

function repairEvent(body: string): string {
  const end = body.indexOf('\n\n');
  return end === -1 ? repairEscapes(body) : repairEscapes(body.slice(0, end)) + body.slice(end);
}

function countLines(text: string): number {
  return text.split('\n').length;
}

/** Not ASCII as it is, or escaped: only then can modesl choke on it. Most events hold nothing of the kind. */
const NOT_PLAIN = /[\u0080-\uffff]|%(?![0-7][0-9A-Fa-f])/;

/** Decodes what modesl would choke on, then encodes it so that modesl decodes the same text again. */
function repairEscapes(lines: string): string {
  return NOT_PLAIN.test(lines) ? lines.split('\n').map(repairLine).join('\n') : lines;
}

function repairLine(line: string): string {
  if (!NOT_PLAIN.test(line)) return line;
  const colon = line.indexOf(': ');
  if (colon === -1) return protectPercent(line);
  return line.slice(0, colon + 2) + encodeURIComponent(decodePercent(line.slice(colon + 2)));
}

/** The length in the head counted the bytes before the repair. */
function join(head: string, body: string): string {
  if (body === '') return `${head.replace(/^Content-Length:.*\n?/gim, '').replace(/\n$/, '')}\n\n`;
  return `${head.replace(/^Content-Length:.*$/gim, `Content-Length: ${Buffer.byteLength(body)}`)}\n\n${body}`;
}
