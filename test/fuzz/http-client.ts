/** Requests over one kept connection, with the bytes of the path as they are given: `fetch` would mend them. */
import { Agent, request } from 'node:http';

export interface HttpRequest {
  readonly method: string;
  /** From the slash on. No blanks and no characters beyond ASCII: node sends none. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer | undefined;
  /** The answer has no end: its head is enough. */
  readonly isStream?: boolean;
}

export interface HttpAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
}

export interface HttpClient {
  /** Rejects when the connection ends before the answer. */
  send(given: HttpRequest): Promise<HttpAnswer>;
  close(): void;
}

export function httpClient(base: string): HttpClient {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const { hostname, port } = new URL(base);
  return {
    close: () => agent.destroy(),
    send: ({ method, path, headers = {}, body, isStream = false }) =>
      new Promise((resolve, reject) => {
        const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
        const asked = request(
          { agent, hostname, port, method, path, headers: { ...headers, ...length } },
          (response) => {
            const pieces: Buffer[] = [];
            const status = response.statusCode ?? 0;
            const contentType = response.headers['content-type'] ?? '';
            if (isStream && status === 200) {
              resolve({ status, contentType, text: '' });
              response.destroy();
              return;
            }
            response.on('data', (piece: Buffer) => pieces.push(piece));
            response.on('error', reject);
            response.on('end', () =>
              resolve({ status, contentType, text: Buffer.concat(pieces).toString() }),
            );
          },
        );
        asked.on('error', reject);
        asked.end(body);
      }),
  };
}

/** Any text as a part of a path: percent-encoded, lone surrogates too. */
export function pathPart(text: string): string {
  return [...Buffer.from(text)]
    .map((byte) => {
      const letter = String.fromCharCode(byte);
      return /[A-Za-z0-9_.~-]/.test(letter) ? letter : `%${byte.toString(16).padStart(2, '0')}`;
    })
    .join('');
}
