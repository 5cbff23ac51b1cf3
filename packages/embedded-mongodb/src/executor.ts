import { Double } from 'bson';
import { admin } from './commands/admin.js';
import type { Command, Reply } from './commands/command.js';
import { reads } from './commands/read.js';
import { writes } from './commands/write.js';
import type { Engine } from './engine.js';
import { CommandError, codes, fail, unsupported, type CodeName } from './errors.js';
import { encode, type Document } from './values.js';

/** Every command that the server answers, by name. */
const commands: Readonly<Record<string, Command>> = { ...reads, ...writes, ...admin };

/** Receives the reply's bytes; called exactly once. */
type Answer = (reply: Buffer) => void;

/** The reply of a failed command. */
export function errorReply(error: unknown): Buffer {
  const { name, message: errmsg } = error instanceof Error ? error : new Error(String(error));
  const isOwn = error instanceof CommandError;
  const codeName = isOwn ? error.codeName : codeNameOf(name, errmsg);
  return encode({ ok: new Double(0), errmsg, code: codes[codeName], codeName, ...(isOwn && error.details) });
}

/** The error code for what libraries and the runtime throw. */
function codeNameOf(name: string, message: string): CodeName {
  if (name.startsWith('BSON')) return 'InvalidBSON';
  // A path or an expression with thousands of parts.
  return name === 'RangeError' && message.includes('call stack') ? 'Overflow' : 'InternalError';
}

export const succeed = (reply: Reply): Buffer =>
  Buffer.isBuffer(reply) ? reply : encode({ ...reply, ok: new Double(1) });

/** A change to the database and its waiting caller. One of the callbacks is called after the transaction. */
interface Write {
  readonly action: () => unknown;
  readonly resolve: (result: never) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Runs commands. Reads run at once. All writes that arrive in one turn of the event loop share one transaction, and so
 * one fsync, and are answered after it.
 */
export class Executor {
  #waiting: Write[] = [];
  /** What has arrived while a command runs alone; undefined: none does. */
  #held: (() => void)[] | undefined;
  /** Whether what is there may be read meanwhile. */
  #isReadable = true;

  constructor(
    private readonly engine: Engine,
    private readonly now: () => Date,
  ) {}

  /** `isBehind`: earlier commands of this client are not answered yet; a read must see their writes. */
  execute(database: string, body: Document, answer: Answer, isBehind = false): void {
    const [name = ''] = Object.keys(body);
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (this.#held !== undefined && !this.#passes(command, isBehind)) {
      this.#held.push(() => this.execute(database, body, answer, isBehind));
      return;
    }
    const resolve = (reply: Reply): void => answer(succeed(reply));
    const reject = (error: unknown): void => answer(errorReply(error));
    try {
      if (database === '') fail('InvalidNamespace', 'OP_MSG requests require a $db argument');
      if ('txnNumber' in body) unsupported('IllegalOperation', 'A transaction (they need a replica set)');
      if (command === undefined) return unsupported('CommandNotFound', `no such command: '${name}'. It`);
      const shut = (): void => void (this.#isReadable = false);
      const call = { engine: this.engine, name, database, target: body[name], now: this.now(), shut };
      const action = command.prepare(call, body);
      if (command.isWrite) {
        this.#add({ action, resolve, reject });
        return;
      }
      if (command.isAlone === true) {
        this.#runAlone(action).then(resolve, reject);
        return;
      }
      if (isBehind) this.flush();
      resolve(action() as Reply);
    } catch (error) {
      reject(error);
    }
  }

  /** Removes expired documents as one more write; resolves with how many. */
  expireDocuments(): Promise<number> {
    // The next round comes soon.
    if (this.#held !== undefined) return Promise.resolve(0);
    return new Promise<number>((resolve, reject) => {
      this.#add({ action: () => this.engine.expireDocuments(this.now()), resolve, reject });
    });
  }

  /** Beside a command that runs alone. A read behind a write of its client that waits, waits too. */
  #passes(command: Command | undefined, isBehind: boolean): boolean {
    if (command?.isPlain === true) return true;
    const isRead = command?.isWrite === false && command.isAlone !== true;
    return isRead && !isBehind && this.#isReadable;
  }

  /** What is written meanwhile waits. */
  async #runAlone(action: () => Reply | Promise<Reply>): Promise<Reply> {
    this.flush();
    const held: (() => void)[] = [];
    this.#held = held;
    try {
      return await action();
    } finally {
      this.#held = undefined;
      this.#isReadable = true;
      for (const run of held) run();
    }
  }

  #add(write: Write): void {
    this.#waiting.push(write);
    if (this.#waiting.length === 1) setImmediate(() => this.flush());
  }

  /** Runs the writes that have arrived and answers them. */
  flush(): void {
    const batch = this.#waiting;
    this.#waiting = [];
    if (batch.length > 0) this.#commit(batch);
  }

  /**
   * One transaction for all. If it fails as a whole (the disk is full), each write is tried alone and gets its
   * own error.
   */
  #commit(batch: readonly Write[]): void {
    let endings: (() => void)[];
    try {
      endings = this.engine.transaction(() => batch.map(runOne));
    } catch (error) {
      if (batch.length > 1) for (const one of batch) this.#commit([one]);
      else batch[0]?.reject(error);
      return;
    }
    for (const end of endings) end();
  }
}

/** A CommandError means that nothing was written and the transaction can go on; any other error aborts it. */
function runOne({ action, resolve, reject }: Write): () => void {
  try {
    const result = action() as never;
    return () => resolve(result);
  } catch (error) {
    if (error instanceof CommandError && error.codeName !== 'OutOfDiskSpace') return () => reject(error);
    throw error;
  }
}
