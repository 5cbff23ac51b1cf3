/** Messages of MongoDB's wire protocol, as bytes, and a client that sends any of them. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { deserialize, serialize, type Document } from 'bson';

export const OP_QUERY = 2004;
export const OP_MSG = 2013;

export function message(opcode: number, body: Buffer): Buffer {
  const head = Buffer.alloc(16);
  head.writeInt32LE(body.length + 16, 0);
  head.writeInt32LE(77, 4);
  head.writeInt32LE(opcode, 12);
  return Buffer.concat([head, body]);
}

export function opMsg(command: Document, more: readonly Buffer[] = []): Buffer {
  return message(OP_MSG, Buffer.concat([Buffer.alloc(5), serialize(command), ...more]));
}

export function sequence(name: string, documents: readonly Document[]): Buffer {
  return rawSequence(name, ...documents.map((document) => serialize(document)));
}

export function rawSequence(name: string, ...documents: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat([Buffer.from(`${name}\0`), ...documents]);
  const length = Buffer.alloc(4);
  length.writeInt32LE(body.length + 4);
  return Buffer.concat([Buffer.from([1]), length, body]);
}

/** One question at a time over one connection. */
export class Client {
  readonly socket: Socket;
  #bytes = Buffer.alloc(0);
  #onReply: ((reply: Document) => void) | undefined;
  #onEnd: ((error: Error) => void) | undefined;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on('error', () => undefined);
    socket.on('close', () => this.#onEnd?.(new Error('the server has ended the connection')));
    socket.on('data', (piece) => {
      this.#bytes = Buffer.concat([this.#bytes, piece]);
      if (this.#bytes.length < 4 || this.#bytes.length < this.#bytes.readInt32LE()) return;
      const whole = this.#bytes.subarray(0, this.#bytes.readInt32LE());
      this.#bytes = this.#bytes.subarray(whole.length);
      this.#onReply?.(deserialize(whole.subarray(21), { bsonRegExp: true }));
    });
  }

  static async connect(socketPath: string): Promise<Client> {
    const socket = connect(socketPath);
    await once(socket, 'connect');
    return new Client(socket);
  }

  ask(question: Document): Promise<Document> {
    return this.send(opMsg(question));
  }

  send(question: Buffer): Promise<Document> {
    return new Promise((resolve, reject) => {
      [this.#onReply, this.#onEnd] = [resolve, reject];
      this.socket.write(question);
    });
  }
}
