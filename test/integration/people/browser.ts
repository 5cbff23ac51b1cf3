/** A visitor of the pages over HTTP: keeps cookies, says where forms come from, sends their tokens. */
import assert from 'node:assert/strict';

export interface Page {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
  /** Where a redirect leads; undefined: it is none. */
  readonly to: string | undefined;
}

type Fields = Readonly<Record<string, string | readonly string[]>>;

export class Browser {
  readonly #base: string;
  readonly #cookies = new Map<string, string>();
  readonly #headers: Readonly<Record<string, string>>;

  /**
   * @param base ends with a slash.
   * @param headers of every request
   */
  constructor(base: string, language = 'en', headers: Readonly<Record<string, string>> = {}) {
    this.#base = base;
    this.#headers = { 'accept-language': language, ...headers };
  }

  get cookies(): ReadonlyMap<string, string> {
    return this.#cookies;
  }

  setCookie(name: string, value: string): void {
    this.#cookies.set(name, value);
  }

  /** @param path with the leading slash. Does not follow redirects. */
  async get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Page> {
    return this.#send(path, { headers });
  }

  /** Opens the page of a form, takes its token, and sends the form as the browser would. */
  async post(path: string, fields: Fields = {}, from = '/account'): Promise<Page> {
    const form = await this.get(from);
    const token = /name="_csrf" value="([^"]+)"/.exec(form.text)?.[1];
    assert.ok(token !== undefined, `${from} has a form: ${form.status}`);
    return this.send(path, { ...fields, _csrf: token });
  }

  /** Sends a form with these fields and headers only. */
  async send(path: string, fields: Fields, headers: Readonly<Record<string, string>> = OWN): Promise<Page> {
    const body = new URLSearchParams();
    for (const [name, value] of Object.entries(fields)) {
      for (const one of typeof value === 'string' ? [value] : value) body.append(name, one);
    }
    return this.#send(path, { method: 'POST', headers, body });
  }

  /** Opens the page of a form with files, takes its token, and sends both. */
  async upload(
    path: string,
    files: readonly { readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> }[],
    from: string,
  ): Promise<Page> {
    const token = /name="_csrf" value="([^"]+)"/.exec((await this.get(from)).text)?.[1] ?? '';
    const body = new FormData();
    body.append('_csrf', token);
    for (const { name, bytes } of files) body.append('file', new Blob([bytes]), name);
    return this.#send(path, { method: 'POST', headers: OWN, body });
  }

  /** A request of a script of the pages, or of a program with a token. */
  async json(method: string, path: string, body?: unknown, headers: Readonly<Record<string, string>> = OWN) {
    const page = await this.#send(path, {
      method,
      headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { ...page, body: (page.text === '' ? undefined : JSON.parse(page.text)) as unknown };
  }

  async signIn(name: string, password: string): Promise<Page> {
    const page = await this.post('/login', { name, password }, '/login');
    assert.equal(page.status, 303, page.text);
    return page;
  }

  async #send(path: string, init: RequestInit): Promise<Page> {
    const response = await this.open(path, init);
    const to = response.headers.get('location') ?? undefined;
    return { status: response.status, headers: response.headers, to, text: await response.text() };
  }

  /** An answer whose body is not read yet. */
  async open(path: string, init: RequestInit = {}): Promise<Response> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(new URL(path, this.#base), {
      redirect: 'manual',
      ...init,
      headers: { ...this.#headers, cookie, ...(init.headers as Record<string, string>) },
    });
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split(/=(.*)/s);
      if (value === '') this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
    return response;
  }
}

const OWN = { 'sec-fetch-site': 'same-origin' };

/** A program with a token and without cookies. */
export function withToken(base: string, token: string) {
  const browser = new Browser(base);
  return (method: string, path: string, body?: unknown, more: Readonly<Record<string, string>> = {}) =>
    browser.json(method, `/api/v1${path}`, body, { authorization: `Bearer ${token}`, ...more });
}
