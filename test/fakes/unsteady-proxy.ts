/** Stands between a client and a database and does what networks do: cuts, stalls, half-closes, refuses. */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

export type Trouble = 'cut' | 'stall' | 'halfClose' | 'refuse';

export const TROUBLES: readonly Trouble[] = ['cut', 'stall', 'halfClose', 'refuse'];

interface Pair {
  readonly client: Socket;
  readonly server: Socket;
}

export class UnsteadyProxy {
  readonly #pairs = new Set<Pair>();
  readonly #listener: Server;
  #trouble: Trouble | undefined;

  private constructor(target: { readonly host: string; readonly port: number }) {
    this.#listener = createServer((client) => {
      if (this.#trouble === 'refuse') client.destroy();
      else this.#join(client, connect(target.port, target.host));
    });
  }

  /** @param uri of the database; its host and port are the target. */
  static async before(uri: string): Promise<{ proxy: UnsteadyProxy; uri: string }> {
    const url = new URL(uri);
    const proxy = new UnsteadyProxy({ host: url.hostname, port: Number(url.port || '27017') });
    proxy.#listener.listen(0, '127.0.0.1');
    await once(proxy.#listener, 'listening');
    url.host = `127.0.0.1:${(proxy.#listener.address() as AddressInfo).port}`;
    // Without it a driver would look for the other members of a replica set by their own names.
    url.searchParams.set('directConnection', 'true');
    return { proxy, uri: url.href };
  }

  /** What happens to all connections from now on, also to new ones. */
  begin(trouble: Trouble): void {
    this.#trouble = trouble;
    for (const pair of this.#pairs) this.#troubled(pair);
  }

  /** New connections are as good as the target's; those that stalled end. */
  end(): void {
    this.#trouble = undefined;
    for (const pair of this.#pairs) destroyed(pair);
  }

  async close(): Promise<void> {
    const closed = once(this.#listener, 'close');
    this.#listener.close();
    this.end();
    await closed;
  }

  #join(client: Socket, server: Socket): void {
    const pair = { client, server };
    this.#pairs.add(pair);
    for (const socket of [client, server]) {
      socket.on('error', () => undefined);
      socket.on('close', () => {
        if (this.#trouble !== 'stall' && this.#trouble !== 'halfClose') destroyed(pair);
        // One whose other end is still open is ended with the trouble.
        if (client.destroyed && server.destroyed) this.#pairs.delete(pair);
      });
    }
    client.pipe(server);
    server.pipe(client);
    this.#troubled(pair);
  }

  #troubled(pair: Pair): void {
    const { client, server } = pair;
    switch (this.#trouble) {
      case undefined:
        return;
      case 'cut':
      case 'refuse':
        destroyed(pair);
        return;
      case 'stall':
        client.unpipe(server);
        server.unpipe(client);
        client.pause();
        server.pause();
        return;
      case 'halfClose':
        // The client may go on writing; nobody passes it on, and nothing comes any more.
        server.unpipe(client);
        client.unpipe(server);
        client.end();
        client.resume();
        server.resume();
    }
  }
}

function destroyed({ client, server }: Pair): void {
  client.destroy();
  server.destroy();
}
