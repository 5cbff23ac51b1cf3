/** FreeSWITCH's side of one outbound event socket in synchronous mode: mod_event_socket.c, listener_run(). */
import { connect as connectTcp, type Socket } from 'node:net';
import { CommandReader, type SentCommand } from './command-reader.js';

export interface Command {
  /** First line. */
  readonly line: string;
  /** Header lines behind it, names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
  /** As it came. */
  readonly text: string;
}

export type SocketEnd = 'exit' | 'closed' | 'lost';

export interface Transcript {
  readonly by: 'controller' | 'freeswitch';
  readonly text: string;
}

export interface EventSocketHandlers {
  /** Text of a whole message, or undefined for the end of the connection (`exit`). */
  handle(command: Command): Promise<string | undefined>;
  /**
   * Sent before the next command, or at once when no command is being worked on; undefined while the caller is
   * there.
   */
  disconnectNotice(): string | undefined;
  /** Events to be written while no command is waiting. */
  events(): readonly string[];
}

/** Rejects when nothing is listening there. */
export async function connectEventSocket(
  host: string,
  port: number,
  handlers: EventSocketHandlers,
): Promise<EventSocket> {
  const socket = connectTcp({ host, port, noDelay: true });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });
  return new EventSocket(socket, handlers);
}

export class EventSocket {
  /** Resolves when FreeSWITCH would leave the `socket` application, but not while another application is running. */
  readonly ended: Promise<SocketEnd>;
  readonly transcript: Transcript[] = [];
  readonly #socket: Socket;
  readonly #handlers: EventSocketHandlers;
  readonly #commands: Command[] = [];
  readonly #reader = new CommandReader();
  #busy = false;
  #lingering = false;
  #noticeSent = false;
  #lost: SocketEnd | undefined;
  #settle!: (end: SocketEnd) => void;

  constructor(socket: Socket, handlers: EventSocketHandlers) {
    this.#socket = socket;
    this.#handlers = handlers;
    this.ended = new Promise((resolve) => (this.#settle = resolve));
    socket.on('data', (chunk: Buffer) => this.#read(chunk));
    socket.on('error', () => this.#reset());
    socket.on('end', () => (this.#lost ??= 'closed'));
    socket.on('close', () => {
      this.#lost ??= 'closed';
      void this.#work();
    });
  }

  /** Cuts the connection: with FIN, with a reset, or silently as when a cable is pulled. */
  drop(how: 'fin' | 'reset' | 'silence'): void {
    if (how === 'silence') this.#socket.removeAllListeners('data').pause();
    else if (how === 'fin') this.#socket.destroy();
    else {
      this.#reset();
      this.#socket.resetAndDestroy();
    }
  }

  /** The operating system discards data that it has received and nobody has read. */
  #reset(): void {
    this.#lost = 'lost';
    this.#commands.length = 0;
  }

  /** The caller has gone: an idle socket is told at once. */
  wake(): void {
    void this.#work();
  }

  #read(chunk: Buffer): void {
    this.#commands.push(...this.#reader.push(chunk).map(parseCommand));
    void this.#work();
  }

  /** Handles one command after the other; while an application is running, nothing else is read or written. */
  async #work(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    for (;;) {
      this.#notice();
      const command = this.#commands.shift();
      if (command === undefined) break;
      this.transcript.push({ by: 'controller', text: command.text });
      if (command.line.startsWith('linger')) this.#lingering = true;
      if (command.line.startsWith('nolinger')) this.#lingering = false;
      const reply = await this.#handlers.handle(command);
      if (reply === undefined) {
        this.#goodbye();
        return;
      }
      this.#write(reply);
    }
    for (const event of this.#handlers.events()) this.#write(event);
    this.#busy = false;
    if (this.#lost !== undefined) this.#finish(this.#lost);
  }

  #notice(): void {
    const notice = this.#noticeSent ? undefined : this.#handlers.disconnectNotice();
    if (notice === undefined) return;
    this.#noticeSent = true;
    if (this.#lingering) this.#write(notice);
    else this.#finish('closed');
  }

  #goodbye(): void {
    this.#write('Content-Type: command/reply\nReply-Text: +OK bye\n\n');
    this.#finish('exit');
  }

  #write(text: string): void {
    this.transcript.push({ by: 'freeswitch', text });
    if (!this.#socket.destroyed) this.#socket.write(text);
  }

  #finish(end: SocketEnd): void {
    this.#busy = true;
    if (!this.#socket.destroyed) this.#socket.end();
    this.#settle(end);
  }
}

/** The first line is the command, the others are headers; names are not case-sensitive. */
function parseCommand({ head, body }: SentCommand): Command {
  const [line = '', ...rest] = head.split(/[\r\n]+/);
  const headers = new Map<string, string>();
  for (const header of rest) {
    const colon = header.indexOf(':');
    if (colon === -1) continue;
    headers.set(header.slice(0, colon).toLowerCase(), header.slice(colon + 1).replace(/^ +/, ''));
  }
  return { line, headers, body, text: `${head}\n\n${body}` };
}
