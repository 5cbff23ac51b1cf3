import { createHash, timingSafeEqual } from 'node:crypto';
import { Binary } from 'bson';
import { fail } from './errors.js';
import { decode, encode, type Document } from './values.js';

/** The only user there is; who knows the secret may do everything. */
export const user = 'embedded';

/** The longest message before authentication, as MongoDB's preAuthMaximumMessageSizeBytes. */
export const maxStrangerBytes = 16 * 1024;

const hellos = ['hello', 'ismaster', 'isMaster'];
const openToAll = new Set([...hellos, 'ping', 'buildInfo', 'endSessions']);

/** The message of SASL's PLAIN (RFC 4616): no authorization identity, the user, the password. */
export const plainPayload = (secret: string): Buffer => Buffer.from(`\0${user}\0${secret}`);

export const saslStart = (payload: Buffer): Document => ({
  saslStart: 1,
  mechanism: 'PLAIN',
  payload: new Binary(payload),
  $db: '$external',
});

const digest = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

/** Stands before one connection and lets commands through once the client has shown the secret. */
export class Gate {
  readonly #expected: Buffer;
  #state: 'closed' | 'open' | 'shut' = 'closed';

  constructor(secret: string) {
    this.#expected = digest(plainPayload(secret));
  }

  get isOpen(): boolean {
    return this.#state === 'open';
  }

  /** A wrong secret was shown: the connection has to end. */
  get isShut(): boolean {
    return this.#state === 'shut';
  }

  /**
   * Gives the reply if the command is the gate's own, undefined if it may run; throws CommandError if not.
   */
  pass(name: string, body: Document): Document | undefined {
    if (name === 'saslStart') return this.#authenticate(body);
    if (!this.isOpen && !openToAll.has(name)) fail('Unauthorized', `Command ${name} requires authentication`);
    return undefined;
  }

  /** hello says how to authenticate if it is asked for that. */
  complete(name: string, body: Document, reply: Buffer): Buffer {
    if (!hellos.includes(name) || body['saslSupportedMechs'] !== `$external.${user}`) return reply;
    return encode({ ...decode(reply), saslSupportedMechs: ['PLAIN'] });
  }

  #authenticate({ mechanism, payload }: Document): Document {
    this.#state = 'shut';
    if (mechanism !== 'PLAIN')
      fail(
        'MechanismUnavailable',
        `Authentication mechanism ${String(mechanism)} is not available: use PLAIN`,
      );
    // Digests have one length whatever was sent, which timingSafeEqual needs.
    const isRight = payload instanceof Binary && timingSafeEqual(digest(payload.value()), this.#expected);
    if (!isRight) fail('AuthenticationFailed', 'Authentication failed.');
    this.#state = 'open';
    return { conversationId: 1, done: true, payload: new Binary(Buffer.alloc(0)) };
  }
}
