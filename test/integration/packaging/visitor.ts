/** Asks a proxy on this machine as browsers and programs do: own address, cookies, HTTP/1.1 or HTTP/2. */
import { request as httpsRequest, type RequestOptions } from 'node:https';
import type { IncomingMessage } from 'node:http';
import { once } from 'node:events';

export const HOST = 'pbx.example.com';

export interface Answer {
  readonly status: number;
  /** Name and value in turn, as they came. */
  readonly rawHeaders: readonly string[];
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
}

export interface Sent {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export class Visitor {
  readonly #port: number;
  /** Of the network of loopback: how the proxy sees this visitor. */
  readonly #address: string;
  readonly #cookies = new Map<string, string>();
  /** As the proxy sent them. */
  readonly setCookies: string[] = [];

  constructor(port: number, address = '127.0.0.9') {
    this.#port = port;
    this.#address = address;
  }

  /** The head of the answer; its body is not read yet. */
  async open(path: string, { method = 'GET', headers = {}, body }: Sent = {}): Promise<IncomingMessage> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const options: RequestOptions = {
      host: '127.0.0.1',
      port: this.#port,
      localAddress: this.#address,
      servername: HOST,
      // The certificate is one of the tests.
      rejectUnauthorized: false,
      agent: false,
      method,
      path,
      headers: { host: HOST, ...(cookie !== '' && { cookie }), ...headers },
    };
    const request = httpsRequest(options);
    request.end(body);
    const [answer] = (await once(request, 'response')) as [IncomingMessage];
    for (const line of answer.headers['set-cookie'] ?? []) {
      this.setCookies.push(line);
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split(/=(.*)/s);
      this.#cookies.set(name, value);
    }
    return answer;
  }

  async ask(path: string, sent: Sent = {}): Promise<Answer> {
    const answer = await this.open(path, sent);
    let text = '';
    for await (const piece of answer.setEncoding('utf8')) text += piece as string;
    return { status: answer.statusCode ?? 0, rawHeaders: answer.rawHeaders, headers: answer.headers, text };
  }

  /** Opens the page of a form, and sends the form with its token and these fields. */
  async send(
    page: string,
    path: string,
    fields: Readonly<Record<string, string>>,
    headers: Readonly<Record<string, string>> = { 'sec-fetch-site': 'same-origin' },
  ): Promise<Answer> {
    const { text } = await this.ask(page);
    const token = /name="_csrf" value="([^"]+)"/.exec(text)?.[1] ?? '';
    return this.ask(path, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ ...fields, _csrf: token }).toString(),
    });
  }
}

/** Reads a stream of events; `next` resolves with the data of the next one. */
export function eventsOf(answer: IncomingMessage) {
  const pieces = answer.setEncoding('utf8')[Symbol.asyncIterator]();
  let waiting = '';
  return {
    next: async (): Promise<string> => {
      for (;;) {
        const [event, ...rest] = waiting.split('\n\n');
        if (rest.length > 0) {
          waiting = rest.join('\n\n');
          if (event?.startsWith('event:') === true) return event;
          continue;
        }
        const piece = await pieces.next();
        if (piece.done === true) throw new Error('the stream has ended');
        waiting += piece.value as string;
      }
    },
    close: () => answer.destroy(),
  };
}
