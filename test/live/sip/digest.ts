import { createHash } from 'node:crypto';

const md5 = (text: string) => createHash('md5').update(text).digest('hex');

const quoted = (challenge: string, name: string) =>
  new RegExp(`${name}="([^"]*)"`).exec(challenge)?.[1] ?? '';

export interface Credentials {
  readonly user: string;
  readonly password: string;
}

/** The Authorization value for a challenge (RFC 2617, MD5, qop=auth as FreeSWITCH asks for). */
export function answerChallenge(challenge: string, who: Credentials, method: string, uri: string): string {
  const realm = quoted(challenge, 'realm');
  const nonce = quoted(challenge, 'nonce');
  const [nc, cnonce] = ['00000001', 'c0ffee'];
  const secret = md5(`${who.user}:${realm}:${who.password}`);
  const response = md5(`${secret}:${nonce}:${nc}:${cnonce}:auth:${md5(`${method}:${uri}`)}`);
  const fields = `username="${who.user}", realm="${realm}", nonce="${nonce}", uri="${uri}", response="${response}"`;
  return `Digest ${fields}, algorithm=MD5, qop=auth, nc=${nc}, cnonce="${cnonce}"`;
}
