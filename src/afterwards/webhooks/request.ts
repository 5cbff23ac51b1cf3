/**
 * One HTTP request to a receiver. It may be anybody's program: its name may lead to an address that nothing is sent to, it
 * may be silent, answer without an end, or send us elsewhere. Redirections are not followed.
 */
import { lookup as lookUp, type LookupAddress } from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';
import { isIP } from 'node:net';
import { reasonOf } from '../../base/errors.js';
import { hostOf, isForbidden } from '../../base/web-address.js';
import type { HttpRequest } from './formats.js';

export type HttpAnswer =
  | {
      readonly kind: 'answer';
      readonly status: number;
      /** The header Retry-After. */
      readonly retryAfter: string | undefined;
      /** The beginning of the body. */
      readonly said: string;
    }
  /** No answer came; `words` are for administrators, without the address, which may be a secret. */
  | { readonly kind: 'none'; readonly words: string };

const LIMIT_MS = 10_000;
/** More is not read of an answer. */
const MOST_BYTES = 4_000;

const FORBIDDEN = 'nothing is sent to this address';

/** Never rejects. @param limitMs from the beginning to the end of the answer. Default 10 s. */
export function send(request: HttpRequest, limitMs: number = LIMIT_MS): Promise<HttpAnswer> {
  const { url, method, headers, body } = request;
  const host = hostOf(url);
  if (isIP(host) !== 0 && isForbidden(host)) return Promise.resolve(none(FORBIDDEN));
  const client = url.startsWith('https:') ? https : http;
  return new Promise((resolve) => {
    let answer: HttpAnswer = none('no answer in time');
    const sending = client.request(url, {
      method,
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      lookup: checkedLookup,
    });
    const end = (): void => {
      clearTimeout(timer);
      resolve(answer);
      sending.destroy();
    };
    const timer = setTimeout(end, limitMs);
    sending.on('error', (error) => {
      if (answer.kind === 'none') answer = none(reasonOf(error));
      end();
    });
    sending.on('response', (response) => {
      const { statusCode: status = 0, headers: given } = response;
      answer = { kind: 'answer', status, retryAfter: given['retry-after'], said: '' };
      readBeginning(response, (said) => {
        answer = { kind: 'answer', status, retryAfter: given['retry-after'], said };
        if (response.complete) {
          clearTimeout(timer);
          resolve(answer);
        } else end();
      });
    });
    sending.end(body);
  });
}

function none(why: string): HttpAnswer {
  return { kind: 'none', words: `The webhook cannot be reached: ${why}` };
}

/** Calls `done` once, with the end of the body or with as much as is read of it. */
function readBeginning(response: http.IncomingMessage, done: (said: string) => void): void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  const finish = (): void => {
    response.removeAllListeners('data');
    done(Buffer.concat(chunks).subarray(0, MOST_BYTES).toString('utf8'));
  };
  response.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes >= MOST_BYTES) finish();
  });
  response.once('end', finish);
  response.once('aborted', finish);
}

/** A name that leads to a forbidden address is refused here, at the very lookup whose result is used. */
const checkedLookup: LookupFunction = (hostname, options, callback) => {
  lookUp(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
    const [first] = (addresses as LookupAddress[] | undefined) ?? [];
    if (error !== null || first === undefined) callback(error ?? new Error('no address'), '', 0);
    else if (addresses.some(({ address }) => isForbidden(address))) callback(new Error(FORBIDDEN), '', 0);
    else if (options.all === true) callback(null, addresses);
    else callback(null, first.address, first.family);
  });
};
