/** The mail server as a single setting. Pure. */

export interface SmtpServer {
  readonly host: string;
  /** Undefined: 465 with TLS from the beginning, 587 otherwise. */
  readonly port: number | undefined;
  /**
   * `implicit`: TLS from the first byte (smtps). `required`: STARTTLS or nothing. `offered`: STARTTLS where the server
   * offers it. `off`: never. Certificates are checked in each case.
   */
  readonly tls: 'implicit' | 'required' | 'offered' | 'off';
  readonly login: { readonly user: string; readonly password: string } | undefined;
}

const STARTTLS = ['required', 'offered', 'off'] as const;

/**
 * Reads `smtp://user:password@host:587?tls=required` or `smtps://user:password@host`.
 *
 * Without `tls`, STARTTLS is required if there is a password, so that it never crosses the network in clear text,
 * and used where offered if there is none.
 * @returns a text that says what is wrong, without any part of the value, because the value may contain a password.
 */
export function parseSmtpUrl(text: string): SmtpServer | string {
  if (!/^smtps?:\/\//i.test(text)) return 'must begin with smtp:// or smtps://';
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return 'is not a URL; user and password must be percent-encoded';
  }
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  if (!/^[A-Za-z0-9.:_-]+$/.test(host)) return 'must name a host';
  if (!['', '/'].includes(url.pathname) || url.hash !== '')
    return 'must end after the host and port, apart from ?tls=…; user and password must be percent-encoded';
  const login = loginOf(url);
  if (typeof login === 'string') return login;
  const tls = tlsOf(url, login !== undefined);
  if (tls === undefined) {
    return url.protocol === 'smtps:'
      ? 'smtps:// takes no options'
      : `may have one option: ?tls=${STARTTLS.join(', ?tls=')}`;
  }
  return { host, port: url.port === '' ? undefined : Number(url.port), tls, login };
}

function loginOf(url: URL): SmtpServer['login'] | string {
  if (url.username === '' && url.password === '') return undefined;
  if (url.username === '' || url.password === '') return 'must have both user and password, or neither';
  try {
    return { user: decodeURIComponent(url.username), password: decodeURIComponent(url.password) };
  } catch {
    return 'must have user and password percent-encoded';
  }
}

function tlsOf(url: URL, login: boolean): SmtpServer['tls'] | undefined {
  const options = [...url.searchParams];
  if (url.protocol === 'smtps:') return options.length === 0 ? 'implicit' : undefined;
  if (options.length === 0) return login ? 'required' : 'offered';
  const [name, value] = options[0] ?? [];
  if (options.length > 1 || name !== 'tls') return undefined;
  return STARTTLS.find((one) => one === value);
}
