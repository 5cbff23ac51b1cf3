/** FreeSWITCH's replies to commands other than `execute`. */
import type { Channel } from './channel.js';
import type { CallerProfile } from './caller-profile.js';
import { channelDataText } from './channel-headers.js';
import type { Clock } from './clock.js';
import { expandVariables } from './expand.js';
import type { PhoneBook } from './phones.js';

export interface CommandContext {
  readonly channel: Channel;
  readonly caller: CallerProfile;
  readonly clock: Clock;
  readonly phones: PhoneBook;
}

/** `char reply[512]` in listener_run(): longer values are cut. */
const REPLY_BYTES = 511;

export function reply(text: string): string {
  // An empty reply text means "no such command" to parse_command(), even for a variable that is not set.
  const shown =
    text === '' ? '-ERR command not found' : Buffer.from(text).subarray(0, REPLY_BYTES).toString();
  // A leading tilde means that the reply brings its own headers.
  if (shown.startsWith('~')) return `Content-Type: command/reply\n${shown.slice(1)}`;
  return `Content-Type: command/reply\nReply-Text: ${shown}\n\n`;
}

/** Undefined: unknown command. */
export function answer(context: CommandContext, line: string): string | undefined {
  const { channel } = context;
  const [word = '', ...words] = line.split(' ');
  const rest = words.join(' ');
  switch (word.toLowerCase()) {
    case 'connect':
      return channelDataText(channel, context.caller, context.clock.now());
    case 'linger':
      return reply(rest === '' ? '+OK will linger' : `+OK will linger ${rest} seconds`);
    case 'nolinger':
      return reply('+OK will not linger');
    case 'getvar':
      return reply(channel.variables.get(rest) ?? profileVariable(context, rest) ?? '');
    case 'myevents':
      return reply('+OK Events Enabled');
    case 'event':
      return reply(`+OK event listener enabled ${words[0] ?? 'plain'}`);
    case 'filter':
      return reply(
        words.length < 2
          ? '-ERR invalid syntax'
          : `+OK filter added. [${words[0] ?? ''}]=[${words[1] ?? ''}]`,
      );
    case 'divert_events':
      return reply(rest === 'on' ? '+OK events diverted' : '+OK events not diverted');
    case 'resume':
      return reply('+OK');
    case 'api':
      return apiResponse(context, rest);
    default:
      return undefined;
  }
}

function apiResponse(context: CommandContext, command: string): string {
  const body = api(context, command);
  context.channel.report({ kind: 'api', command, reply: body });
  const shown = body === '' ? '-ERR no reply\n' : body;
  return `Content-Type: api/response\nContent-Length: ${Buffer.byteLength(shown)}\n\n${shown}`;
}

function api(context: CommandContext, command: string): string {
  const { channel } = context;
  const [name = '', ...args] = command.split(' ');
  const [uuid = '', variable = '', ...value] = args;
  const mine = uuid === channel.uuid && !channel.down;
  switch (name) {
    case 'sofia_contact':
      return sofiaContact(context.phones, args.join(' '));
    case 'uuid_exists':
      return String(mine || channel.others.some((other) => other.uuid === uuid && other.isUp()));
    case 'uuid_getvar':
      return mine ? (channel.variables.get(variable) ?? '_undef_') : '-ERR No such channel!\n';
    case 'uuid_setvar':
      if (!mine) return setOnOther(channel, uuid, variable, value.join(' '));
      channel.set(variable, value.join(' '));
      return '+OK\n';
    case 'uuid_kill':
      if (!mine) return '-ERR No such channel!\n';
      channel.hangUp(variable === '' ? 'NORMAL_CLEARING' : variable);
      return '+OK\n';
    case 'sched_api':
      return schedule(context, args);
    case 'user_exists':
      return String(!channel.missingBoxes.includes(args[1] ?? ''));
    case 'vm_boxcount':
      return '0';
    case 'local_stream':
      return channel.missingMusic.includes(args[1] ?? '')
        ? `-ERR Cannot locate local_stream ${args[1] ?? ''}!\n`
        : `${args[1] ?? ''}\n  ready:    true\n`;
    case 'file_exists':
      return String(channel.recordings.has(args.join(' ')));
    case 'expand':
      return expandApi(channel, args.join(' '));
    default:
      channel.report({ kind: 'unknownCommand', command: `api ${command}` });
      return `-ERR ${name} Command not found!\n`;
  }
}

/** `uuid_setvar` on another caller's channel. */
function setOnOther(channel: Channel, uuid: string, name: string, value: string): string {
  const other = channel.others.find((one) => one.uuid === uuid && one.isUp());
  other?.set(name, value);
  return other === undefined ? '-ERR No such channel!\n' : '+OK\n';
}

/**
 * `sched_api +SECONDS GROUP COMMAND`: measured to run between half a second early and just in time. Only
 * `uuid_setvar` on a leg has an effect here; it is no error if the leg is gone by then.
 */
function schedule({ channel, clock }: CommandContext, args: readonly string[]): string {
  const [delay = '', , command, uuid = '', variable = '', ...value] = args;
  const seconds = /^\+(\d+)$/.exec(delay)?.[1];
  if (seconds === undefined || command === undefined) return '-ERR Invalid syntax\n';
  if (command === 'uuid_setvar') {
    clock.after(Number(seconds) * 1000 - 250, () => channel.setOnLeg(uuid, variable, value.join(' ')));
  }
  return '+OK Added: 1\n';
}

/** `expand [uuid:UUID ]echo TEXT` */
function expandApi(channel: Channel, command: string): string {
  const [, uuid, rest = ''] = /^(?:uuid:(\S+) )?(.*)$/s.exec(command) ?? [];
  const known = uuid === channel.uuid ? channel.variables : new Map<string, string>();
  const { text, expressions } = expandVariables(rest, (name) => known.get(name));
  for (const expression of expressions) channel.report({ kind: 'expanded', expression });
  if (text.startsWith('file_exists '))
    return String(!channel.missingFiles.some((file) => text.endsWith(`/${file}`)));
  return text.startsWith('echo ') ? text.slice(5) : '-ERR no reply\n';
}

/** `[profile/]user@domain`; every registered contact, or an endpoint that fails. */
function sofiaContact(phones: PhoneBook, address: string): string {
  const user = /^(?:[^/]*\/)?([^@]+)@/.exec(address)?.[1];
  const contacts = user === undefined ? [] : phones.contactsOf(user);
  return contacts.length === 0 ? 'error/user_not_registered' : contacts.map(({ dial }) => dial).join(',');
}

function profileVariable({ caller, channel }: CommandContext, name: string): string | undefined {
  switch (name) {
    case 'caller_id_number':
      return caller.number;
    case 'caller_id_name':
      return caller.name.toString();
    case 'destination_number':
      return caller.destination;
    case 'uuid':
      return channel.uuid;
    default:
      return undefined;
  }
}
