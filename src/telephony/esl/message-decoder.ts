/**
 * Decodes one complete frame into one message.
 *
 * modesl's Parser is not used: it creates an object, an array and an event for every line of a message, in time
 * that grows with the square of their number, and it throws on every percent escape that is not UTF-8.
 */
import { isAscii } from 'node:buffer';
import { EslProtocolError } from './errors.js';
import type { Frame } from './frame-reader.js';
import { headersOf, type Headers } from './headers.js';
import { decodeBytes } from './percent.js';

export interface EslMessage {
  readonly contentType: string;
  /** Event name of a serialized event (`CHANNEL_DATA`), else undefined. */
  readonly eventName: string | undefined;
  readonly headers: Headers;
  readonly body: string;
}

/** Throws EslProtocolError for a content type that was never asked for. */
export function decodeFrame(frame: Frame): EslMessage {
  const head = textOf(frame.head);
  // Only a serialized event is URL-encoded (mod_event_socket.c passes SWITCH_TRUE to switch_event_serialize there and
  // nowhere else).
  const outer = headersOf(head, head.startsWith('Event-Name: ') ? 'percent' : 'none');
  const contentType = outer.get('Content-Type')?.trim() ?? '';
  switch (contentType) {
    case 'text/event-plain':
      return eventOf(contentType, textOf(frame.body));
    case 'text/event-json':
    case 'text/event-xml':
      throw new EslProtocolError(`Events as ${contentType} were never asked for`);
    default:
      return { contentType, eventName: outer.get('Event-Name'), headers: outer, body: textOf(frame.body) };
  }
}

/** The headers of an event are the body of its frame; an event may have a body of its own. */
function eventOf(contentType: string, text: string): EslMessage {
  const end = text.indexOf('\n\n');
  const headers = headersOf(end === -1 ? text : text.slice(0, end), 'percent');
  const body = end === -1 ? '' : text.slice(end + 2);
  return { contentType, eventName: headers.get('Event-Name'), headers, body };
}

function textOf(bytes: Buffer): string {
  return isAscii(bytes) ? bytes.toString('latin1') : decodeBytes(bytes);
}
