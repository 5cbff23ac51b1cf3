/** Passwords: what is allowed, and how they are stored (scrypt, RFC 7914). */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { AppError } from '../../base/errors.js';

/** The parameters that OWASP's password storage cheat sheet names for scrypt: 128 MiB for each attempt. */
const COST = { N: 2 ** 17, r: 8, p: 1 } as const;
const MAX_MEMORY = 256 * 1024 * 1024;
const KEY_BYTES = 32;
const SALT_BYTES = 16;

export const SHORTEST_PASSWORD = 12;
const LONGEST_PASSWORD = 200;

/** How many attempts may wait. Each takes about half a second on one core, and call handling comes first. */
const MOST_WAITING = 20;

export type PasswordFault = 'tooShort' | 'tooLong' | 'isName';

/** What is wrong with a new password; undefined: nothing. */
export function passwordFault(password: string, accountName: string): PasswordFault | undefined {
  const characters = Array.from(password).length;
  if (characters < SHORTEST_PASSWORD) return 'tooShort';
  if (characters > LONGEST_PASSWORD) return 'tooLong';
  const isName =
    password.toLowerCase().replaceAll(accountName.toLowerCase(), '').length < SHORTEST_PASSWORD / 2;
  return isName ? 'isName' : undefined;
}

/** 120 random bits, as groups of letters and digits that are hard to confuse. */
export function randomPassword(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
  // Skips the bytes that would make the first letters more likely.
  const picked: string[] = [];
  while (picked.length < 24) {
    for (const byte of randomBytes(32)) {
      if (byte < 248 && picked.length < 24) picked.push(letters[byte % letters.length] ?? '');
    }
  }
  return (picked.join('').match(/.{6}/g) ?? []).join('-');
}

/**
 * Hashes and checks passwords, one at a time. Each takes a thread of Node's pool; a flood of sign-ins must not block
 * database and file access.
 */
export class PasswordKeeper {
  readonly #cost: { readonly N: number; readonly r: number; readonly p: number };
  #work: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  /** @param cost lower in tests */
  constructor(cost: { readonly N: number; readonly r: number; readonly p: number } = COST) {
    this.#cost = cost;
  }

  /** Returns `scrypt$N$r$p$salt$key`. Errors: `LOGIN_BUSY`. */
  async hash(password: string): Promise<string> {
    const salt = randomBytes(SALT_BYTES);
    const key = await this.#derive(password, salt, this.#cost);
    const { N, r, p } = this.#cost;
    return ['scrypt', N, r, p, salt.toString('base64'), key.toString('base64')].join('$');
  }

  /**
   * Takes as long when `kept` is undefined, so that the response time does not reveal which names exist. Errors:
   * `LOGIN_BUSY`.
   */
  async matches(password: string, kept: string | undefined): Promise<boolean> {
    const read = kept === undefined ? undefined : readHash(kept);
    const { salt, key, cost } = read ?? {
      salt: Buffer.alloc(SALT_BYTES),
      key: Buffer.alloc(KEY_BYTES),
      cost: this.#cost,
    };
    const given = await this.#derive(password.slice(0, LONGEST_PASSWORD * 2), salt, cost);
    return timingSafeEqual(given, key) && read !== undefined;
  }

  async #derive(password: string, salt: Buffer, cost: { N: number; r: number; p: number }): Promise<Buffer> {
    if (this.#waiting >= MOST_WAITING) throw new AppError('LOGIN_BUSY', 'Too many logins at once');
    this.#waiting += 1;
    const mine = this.#work.then(() => deriveKey(password.normalize('NFC'), salt, cost));
    this.#work = mine.catch(() => undefined);
    try {
      return await mine;
    } finally {
      this.#waiting -= 1;
    }
  }
}

function deriveKey(
  password: string,
  salt: Buffer,
  cost: { N: number; r: number; p: number },
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password, salt, KEY_BYTES, { ...cost, maxmem: MAX_MEMORY }, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}

function readHash(kept: string) {
  const [kind, N, r, p, salt, key] = kept.split('$');
  const bytes = Buffer.from(key ?? '', 'base64');
  if (kind !== 'scrypt' || bytes.length !== KEY_BYTES) {
    throw new AppError('PASSWORD_BROKEN', 'A stored password hash cannot be read by this program');
  }
  return {
    salt: Buffer.from(salt ?? '', 'base64'),
    key: bytes,
    cost: { N: Number(N), r: Number(r), p: Number(p) },
  };
}
