/** Stands between a client and a database and notes each command that passes: its name and its collection. */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { deserialize } from 'bson';

const HEADER_BYTES = 16;
const OP_MSG = 2013;
/** Behind the header: four bytes of flags, one that says that a document follows. */
const DOCUMENT_AT = HEADER_BYTES + 5;

export class CountingProxy {
  /** In the order in which they came, as `update calls`. */
  readonly commands: string[] = [];
  readonly #sockets = new Set<Socket>();
  readonly #listener: Server;

  private constructor(target: { readonly host: string; readonly port: number }) {
    this.#listener = createServer((client) => {
      const server = connect(target.port, target.host);
      for (const socket of [client, server]) {
        this.#sockets.add(socket);
        socket.on('error', () => undefined).on('close', () => this.#sockets.delete(socket));
      }
      client.pipe(server).pipe(client);
      this.#listen(client);
    });
  }

  /** @param uri of the database; its host and port are the target. */
  static async before(uri: string): Promise<{ proxy: CountingProxy; uri: string }> {
    const url = new URL(uri);
    const proxy = new CountingProxy({ host: url.hostname, port: Number(url.port) });
    proxy.#listener.listen(0, '127.0.0.1');
    await once(proxy.#listener, 'listening');
    url.host = `127.0.0.1:${(proxy.#listener.address() as AddressInfo).port}`;
    url.searchParams.set('directConnection', 'true');
    return { proxy, uri: url.href };
  }

  async close(): Promise<void> {
    const closed = once(this.#listener, 'close');
    this.#listener.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #listen(client: Socket): void {
    let unread = Buffer.alloc(0);
    client.on('data', (piece: Buffer) => {
      unread = Buffer.concat([unread, piece]);
      while (unread.length >= HEADER_BYTES && unread.length >= unread.readInt32LE(0)) {
        const message = unread.subarray(0, unread.readInt32LE(0));
        unread = unread.subarray(message.length);
        if (message.readInt32LE(12) === OP_MSG) this.#note(message);
      }
    });
  }

  #note(message: Buffer): void {
    const length = message.readInt32LE(DOCUMENT_AT);
    const command = deserialize(message.subarray(DOCUMENT_AT, DOCUMENT_AT + length));
    const [name = '', collection] = Object.entries(command)[0] ?? [];
    this.commands.push(typeof collection === 'string' ? `${name} ${collection}` : name);
  }
}
