/** CHANNEL_DATA as FreeSWITCH serializes it: same headers, same order, URL-encoded values. */
import type { CallerProfile } from './caller-profile.js';
import type { Channel } from './channel.js';

const PERCENT = 0x25;
/** switch_url_encode(): escapes these bytes and everything outside printable ASCII. */
const UNSAFE = new Set(Buffer.from('\r\n #%&+:;<=>?@[\\]^`{|}"'));

/**
 * Never encodes twice: a percent sign with two upper-case hex digits behind it stays as it is. A caller whose
 * name contains the three characters `%0A` therefore arrives with a line break.
 */
export function urlEncode(bytes: Buffer): string {
  let out = '';
  for (const [at, byte] of bytes.entries()) {
    const encoded = byte === PERCENT && /^[0-9A-F]{2}$/.test(bytes.toString('latin1', at + 1, at + 3));
    out +=
      !encoded && (byte < 32 || byte > 126 || UNSAFE.has(byte))
        ? `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
        : String.fromCharCode(byte);
  }
  return out;
}

export function channelDataText(channel: Channel, caller: CallerProfile, nowMs: number): string {
  const number = Buffer.from(caller.number);
  const shared = (prefix: string): [string, string | Buffer][] => [
    [`${prefix}-Direction`, 'inbound'],
    [`${prefix}-Logical-Direction`, 'inbound'],
    [`${prefix}-Username`, caller.fromUser],
    [`${prefix}-Dialplan`, 'XML'],
    [`${prefix}-Caller-ID-Name`, caller.name],
    [`${prefix}-Caller-ID-Number`, number],
    [`${prefix}-Network-Addr`, '127.0.0.1'],
    [`${prefix}-ANI`, number],
    [`${prefix}-Destination-Number`, caller.destination],
    [`${prefix}-Unique-ID`, channel.uuid],
    [`${prefix}-Source`, 'mod_sofia'],
    [`${prefix}-Context`, 'public'],
    [`${prefix}-Channel-Name`, channel.name],
    [`${prefix}-Screen-Bit`, 'true'],
    [`${prefix}-Privacy-Hide-Name`, String(caller.anonymous)],
    [`${prefix}-Privacy-Hide-Number`, String(caller.anonymous)],
  ];
  const headers: [string, string | Buffer][] = [
    ['Event-Name', 'CHANNEL_DATA'],
    ['Caller-Profile-Index', String(caller.profileIndex)],
    ['FreeSWITCH-Hostname', 'pbx'],
    ['FreeSWITCH-Switchname', 'pbx'],
    ['Event-Date-Timestamp', `${nowMs}000`],
    ['Event-Calling-File', 'mod_event_socket.c'],
    ['Event-Calling-Function', 'parse_command'],
    ...shared('Channel'),
    ['Channel-State', 'CS_EXECUTE'],
    ['Channel-Call-State', 'RINGING'],
    ['Channel-Name', channel.name],
    ['Unique-ID', channel.uuid],
    ['Call-Direction', 'inbound'],
    ['Channel-Call-UUID', channel.uuid],
    ['Answer-State', channel.answered ? 'answered' : 'ringing'],
    ...shared('Caller'),
    ...[...channel.variables].map(([name, value]): [string, string] => [`variable_${name}`, value]),
    ['variable_sip_from_display', caller.name],
    ['Content-Type', 'command/reply'],
    ['Reply-Text', '+OK\n'],
    ['Socket-Mode', 'static'],
    ['Control', 'full'],
  ];
  const line = ([name, value]: [string, string | Buffer]): string =>
    `${name}: ${urlEncode(Buffer.from(value))}\n`;
  return `${headers.map(line).join('')}\n`;
}
