/** Where a server listens. A socket is protected by its file mode, a port by a secret that is new at each start. */
export type Address = { readonly socketPath: string } | { readonly port: number; readonly secret: string };

/** The only interface on which a server listens. */
export const loopback = '127.0.0.1';

/** The only user; whoever knows the secret may do everything. */
const user = 'embedded';

/** The SASL PLAIN message (RFC 4616): empty authorization identity, user, password. */
export const plainPayload = (secret: string): Buffer => Buffer.from(`\0${user}\0${secret}`);

/** The connection string for the official driver; includes the secret, if there is one. */
export function uriOf(address: Address, database = ''): string {
  const name = encodeURIComponent(database);
  if ('socketPath' in address) return `mongodb://${encodeURIComponent(address.socketPath)}/${name}`;
  const { port, secret } = address;
  return `mongodb://${user}:${secret}@${loopback}:${port}/${name}?authMechanism=PLAIN&authSource=%24external`;
}
