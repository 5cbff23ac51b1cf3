import { Double } from 'bson';
import { checkOptions, type Call, type Command, type Reply } from './commands/command.js';
import { commands } from './commands/table.js';
import type { Engine } from './engine.js';
import { CommandError, codes, fail, unsupported } from './errors.js';
import { encode, type Document } from './values.js';

/** Takes the reply's bytes; called exactly once. */
type Answer = (reply: Buffer) => void;

interface Waiting {
  readonly command: Command;
  readonly call: Call;
  readonly answer: Answer;
}

type Outcome = { readonly reply: Reply } | { readonly error: unknown };

/** A failed command's reply. */
export function errorReply(error: unknown): Buffer {
  const known = error instanceof CommandError;
  const message = error instanceof Error ? error.message : String(error);
  const isBson = error instanceof Error && error.name.startsWith('BSON');
  const codeName = known ? error.codeName : isBson ? 'InvalidBSON' : 'InternalError';
  const details = known ? error.details : {};
  return encode({ ok: new Double(0), errmsg: message, code: codes[codeName], codeName, ...details });
}

export function succeed(reply: Reply): Buffer {
  return Buffer.isBuffer(reply) ? reply : encode({ ...reply, ok: new Double(1) });
}

/** The first field names the command. */
export const nameOf = (body: Document): string => Object.keys(body)[0] ?? '';

function lookUp(name: string, body: Document): Command {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) unsupported('CommandNotFound', `no such command: '${name}'. It`);
  checkOptions(name, command, body);
  return command;
}

/**
 * Runs commands. Reads run at once; all writes that have arrived by the end of a turn of the event loop
 * share one transaction and so one fsync, and are answered after it.
 */
export class Executor {
  readonly #engine: Engine;
  readonly #now: () => Date;
  #waiting: Waiting[] = [];
  #isScheduled = false;
  #alone: Promise<void> | undefined;

  constructor(engine: Engine, now: () => Date) {
    this.#engine = engine;
    this.#now = now;
  }

  execute(database: string, body: Document, answer: Answer): void {
    const name = nameOf(body);
    try {
      if (database === '') fail('InvalidNamespace', 'OP_MSG requests require a $db argument');
      const command = lookUp(name, body);
      const call = { engine: this.#engine, name, database, body, now: this.#now() };
      if (command.kind === 'read' && this.#alone === undefined) answer(succeed(command.run(call) as Reply));
      else {
        this.#waiting.push({ command, call, answer });
        this.#schedule();
      }
    } catch (error) {
      answer(errorReply(error));
    }
  }

  /** Removes expired documents as one more write; resolves to their number. */
  expireDocuments(): Promise<number> {
    return new Promise((resolve, reject) => {
      let removed = 0;
      const run = (): Reply => {
        removed = this.#engine.expireDocuments(this.#now());
        return {};
      };
      const call = { engine: this.#engine, name: 'expire', database: '', body: {}, now: this.#now() };
      const answer = (reply: Buffer): void => {
        if (reply.equals(succeed({}))) resolve(removed);
        else reject(new Error('Expired documents could not be removed'));
      };
      this.#waiting.push({ command: { kind: 'write', options: [], run }, call, answer });
      this.#schedule();
    });
  }

  /** Resolves when everything that has been accepted is answered. */
  async drain(): Promise<void> {
    await this.#alone;
    this.#flush();
    await this.#alone;
  }

  #schedule(): void {
    if (this.#isScheduled || this.#alone !== undefined) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      this.#flush();
    });
  }

  #flush(): void {
    const batch = this.#waiting;
    this.#waiting = [];
    const at = batch.findIndex(({ command }) => command.kind === 'alone');
    const [before, rest] = at < 0 ? [batch, []] : [batch.slice(0, at), batch.slice(at)];
    this.#commit(before);
    const [first, ...others] = rest;
    if (first === undefined) return;
    this.#waiting = [...others, ...this.#waiting];
    this.#alone = this.#runAlone(first).finally(() => {
      this.#alone = undefined;
      this.#schedule();
    });
  }

  async #runAlone({ command, call, answer }: Waiting): Promise<void> {
    try {
      answer(succeed(await command.run(call)));
    } catch (error) {
      answer(errorReply(error));
    }
  }

  /** One transaction for all; if it fails as a whole (the disk is full), each gets its own chance and its own error. */
  #commit(batch: readonly Waiting[]): void {
    if (batch.length === 0) return;
    let outcomes: Outcome[];
    try {
      outcomes = this.#engine.storage.transaction(() => batch.map(runOne));
    } catch (error) {
      if (batch.length > 1) {
        for (const one of batch) this.#commit([one]);
        return;
      }
      outcomes = [{ error }];
    }
    for (const [at, { answer }] of batch.entries()) {
      const outcome = outcomes[at] ?? { error: new Error('lost') };
      answer('reply' in outcome ? succeed(outcome.reply) : errorReply(outcome.error));
    }
  }
}

/** A command that the client got wrong writes nothing and leaves the transaction usable; anything else ends it. */
function runOne({ command, call }: Waiting): Outcome {
  try {
    return { reply: command.run(call) as Reply };
  } catch (error) {
    if (error instanceof CommandError && error.codeName !== 'OutOfDiskSpace') return { error };
    throw error;
  }
}
