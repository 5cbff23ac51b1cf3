/**
 * The only place that writes event-socket commands.
 *
 * The protocol separates header lines by LF and commands by an empty line. A line break in an argument would let a
 * caller's display name add headers to a command, or commands of its own. Such a value is refused and not repaired,
 * because only the code that passes it can know what it means. FreeSWITCH cuts a command at 10 MiB and reads the
 * rest as the next one, hence the limit on the length.
 */
import modesl from 'modesl';
import { EslUnsafeCommandError } from './errors.js';

/** One whole command, with its closing empty line or its body. */
export type WireCommand = string & { readonly __wire: unique symbol };

/** Far above any dial string, far below the 10 MiB at which FreeSWITCH splits a command in two. */
const MAX_COMMAND_BYTES = 256 * 1024;

// NUL ends a C string; CR and LF end a line.
const LINE_BREAK = /[\r\n\0]/;

export const CONNECT = wire('connect');
/** Without it FreeSWITCH closes the socket as soon as the caller has hung up, and replies are lost. */
export const LINGER = wire('linger');
export const EXIT = wire('exit');

/** The first command of an inbound connection. Errors never contain the password. */
export function authCommand(password: string): WireCommand {
  checkText('the password', password);
  return wire(`auth ${password}`);
}

/**
 * Longer arguments go as the body of the message. FreeSWITCH reads a line byte by byte, with two calls to its system for
 * each (read_packet() of mod_event_socket.c): a dial string of 600 bytes took 0.8 ms. It reads a body at once.
 */
const LONGEST_LINE = 40;

/** `sendmsg` without a uuid means the session of this socket. */
export function executeCommand(app: string, arg = ''): WireCommand {
  if (!/^[A-Za-z0-9_]+$/.test(app)) throw new EslUnsafeCommandError('the application', 'is not a plain name');
  checkText('the argument', arg);
  const headers: Record<string, string> = { 'call-command': 'execute', 'execute-app-name': app };
  if (arg.length > LONGEST_LINE) {
    headers['content-type'] = 'text/plain';
    return `sendmsg\n${new modesl.Event(headers, arg).serialize('plain')}` as WireCommand;
  }
  if (arg !== '') headers['execute-app-arg'] = arg;
  // A message without a body needs no length.
  const lines = new modesl.Event(headers).serialize('plain').replace(/\nContent-Length: 0\n$/, '');
  return wire(`sendmsg\n${lines}`);
}

export function apiCommand(command: string): WireCommand {
  checkText('the api command', command);
  if (command.trim() === '') throw new EslUnsafeCommandError('the api command', 'is empty');
  return wire(`api ${command}`);
}

export function getVariableCommand(name: string): WireCommand {
  checkVariableName(name);
  return wire(`getvar ${name}`);
}

export function uuidGetVariableCommand(uuid: string, name: string): WireCommand {
  checkVariableName(name);
  return apiCommand(`uuid_getvar ${uuid} ${name}`);
}

/** `event plain|json NAMES`; in synchronous mode events wait until the running application returns. */
export function eventCommand(names: readonly string[]): WireCommand {
  for (const name of names) {
    if (!/^[A-Za-z0-9_:.-]+$/.test(name)) throw new EslUnsafeCommandError('the event', 'is not a plain name');
  }
  return wire(`event plain ${names.join(' ')}`);
}

/**
 * `filter HEADER VALUE`: only events whose header has this value (in any case) reach us. With several filters, an
 * event passes if it matches any of them. A value that begins with `-` would mean "all but these".
 */
export function filterCommand(header: string, value: string): WireCommand {
  checkVariableName(header);
  if (!/^[A-Za-z0-9_.][A-Za-z0-9_.-]*$/.test(value))
    throw new EslUnsafeCommandError('the filter', 'is not a plain value');
  return wire(`filter ${header} ${value}`);
}

/** A filter for events that have the header at all; FreeSWITCH reads a value between slashes as a pattern. */
export function presenceFilterCommand(header: string): WireCommand {
  checkVariableName(header);
  return wire(`filter ${header} /./`);
}

/**
 * `sendevent NAME`: FreeSWITCH fires this event, as if a module of its own had.
 * @throws EslUnsafeCommandError when a name is not plain or a value has a line break.
 */
export function sendEventCommand(name: string, headers: Readonly<Record<string, string>>): WireCommand {
  if (!/^[A-Z_]+$/.test(name)) throw new EslUnsafeCommandError('the event', 'is not a plain name');
  const lines = Object.entries(headers).map(([header, value]) => {
    checkVariableName(header);
    checkText('the header', value);
    return `${header}: ${value}`;
  });
  return wire([`sendevent ${name}`, ...lines].join('\n'));
}

function checkVariableName(name: string): void {
  if (!/^[A-Za-z0-9_.-]+$/.test(name)) throw new EslUnsafeCommandError('the variable', 'is not a plain name');
}

function checkText(what: string, value: string): void {
  if (LINE_BREAK.test(value)) throw new EslUnsafeCommandError(what, 'contains a line break or NUL');
  if (Buffer.byteLength(value) > MAX_COMMAND_BYTES) {
    throw new EslUnsafeCommandError(what, `is longer than ${MAX_COMMAND_BYTES} bytes`);
  }
}

function wire(command: string): WireCommand {
  return `${command}\n\n` as WireCommand;
}
