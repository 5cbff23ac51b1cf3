/** A program that takes notices on a free port; a test decides what it answers. */
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedPost {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface WebhookServer {
  readonly url: string;
  readonly posts: readonly ReceivedPost[];
  close(): Promise<void>;
}

/** What it answers to the n-th request, from 1; `hang` is silence. Default: 204. */
type Answer = number | 'hang' | { readonly redirect: string };

export async function startWebhookServer(
  answer: (attempt: number) => Answer = () => 204,
): Promise<WebhookServer> {
  const posts: ReceivedPost[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (piece: string) => (body += piece));
    request.on('end', () => {
      const { method, url: path, headers } = request;
      posts.push({ method, path, headers, body });
      const said = answer(posts.length);
      if (said === 'hang') return;
      if (typeof said === 'number') response.writeHead(said).end();
      else response.writeHead(302, { location: said.redirect }).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?key=s3cret`,
    posts,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
