/**
 * Decodes one complete frame into one message.
 *
 * modesl's Parser is not used: it creates an object, an array and an event for every line of a message, in time
 * that grows with the square of their number, and it throws on every percent escape that is not UTF-8.
 */
import { EslProtocolError } from './errors.js';
import type { Frame } from './frame-reader.js';
import { headersOf, textOf, type Headers } from './headers.js';

export interface EslMessage {
  readonly contentType: string;
  /** Event name of a serialized event (`CHANNEL_DATA`), else undefined. */
  readonly eventName: string | undefined;
  readonly headers: Headers;
  readonly body: string;
}

/** Only a serialized event begins so. */
const EVENT = Buffer.from('Event-Name: ');

/** Throws EslProtocolError for a content type that was never asked for. */
export function decodeFrame({ head, body }: Frame): EslMessage {
  // Only a serialized event is URL-encoded (mod_event_socket.c passes SWITCH_TRUE to switch_event_serialize there and
  // nowhere else).
  const isEvent = head.subarray(0, EVENT.length).equals(EVENT);
  const outer = headersOf(head, isEvent ? 'percent' : 'none');
  const contentType = outer.get('Content-Type')?.trim() ?? '';
  switch (contentType) {
    case 'text/event-plain':
      return eventOf(contentType, body);
    case 'text/event-json':
    case 'text/event-xml':
      throw new EslProtocolError(`Events as ${contentType} were never asked for`);
    default:
      return { contentType, eventName: outer.get('Event-Name'), headers: outer, body: textOf(body) };
  }
}

/** The headers of an event are the body of its frame; an event may have a body of its own. */
function eventOf(contentType: string, bytes: Buffer): EslMessage {
  const end = bytes.indexOf('\n\n');
  const headers = headersOf(end === -1 ? bytes : bytes.subarray(0, end), 'percent');
  const body = end === -1 ? '' : textOf(bytes, end + 2);
  return { contentType, eventName: headers.get('Event-Name'), headers, body };
}
