/** Cuts what a controller sends into commands, as FreeSWITCH does: read_packet() of mod_event_socket.c. */

export interface SentCommand {
  /** Its lines, without the empty one that closes them. */
  readonly head: string;
  /** As long as `content-length` says. */
  readonly body: string;
}

export class CommandReader {
  #input: Buffer = Buffer.alloc(0);

  /** The commands that are whole now. */
  push(chunk: Buffer): SentCommand[] {
    this.#input = this.#input.length === 0 ? chunk : Buffer.concat([this.#input, chunk]);
    const commands: SentCommand[] = [];
    for (let command = this.#next(); command !== undefined; command = this.#next()) commands.push(command);
    return commands;
  }

  /** What has come of the next command. */
  get rest(): string {
    return this.#input.toString();
  }

  #next(): SentCommand | undefined {
    let begin = 0;
    while (this.#input[begin] === 10 || this.#input[begin] === 13) begin += 1;
    this.#input = this.#input.subarray(begin);
    const end = this.#input.indexOf('\n\n');
    if (end === -1) return undefined;
    const head = this.#input.toString('utf8', 0, end);
    const bodyEnd = end + 2 + Number(/\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0);
    if (this.#input.length < bodyEnd) return undefined;
    const body = this.#input.toString('utf8', end + 2, bodyEnd);
    this.#input = this.#input.subarray(bodyEnd);
    return { head, body };
  }
}
