/** A program that takes notices on a free port; a test decides what it answers. */
import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type OutgoingHttpHeaders,
  type ServerResponse,
} from 'node:http';
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

/**
 * What it answers to the n-th request, from 1; `hang` is silence, `endless` a body without an end, `halfway` a body that stops.
 * Default: 204.
 */
export type Answer =
  | number
  | 'hang'
  | 'endless'
  | 'halfway'
  | { readonly redirect: string }
  | { readonly status: number; readonly headers?: OutgoingHttpHeaders; readonly body?: string };

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
      answerWith(said, response);
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

function answerWith(said: Answer, response: ServerResponse): void {
  if (said === 'hang') return;
  if (said === 'endless') pour(response.writeHead(200));
  else if (said === 'halfway') response.writeHead(200, { 'content-length': 99 }).write('half');
  else if (typeof said === 'number') response.writeHead(said).end();
  else if ('redirect' in said) response.writeHead(302, { location: said.redirect }).end();
  else response.writeHead(said.status, said.headers).end(said.body);
}

/** Writes as long as somebody reads. */
function pour(response: ServerResponse): void {
  while (!response.destroyed && response.write('x'.repeat(10_000))) continue;
  if (!response.destroyed) response.once('drain', () => pour(response));
}
