/**
 * CSRF protection of forms: a random token kept in the session, or in a cookie before the sign-in. In addition,
 * sameOriginOnly checks the origin of the request.
 *
 * The token is masked with fresh random bytes in each answer, so that the length of a compressed page reveals nothing
 * about it, however often the page is requested (BREACH).
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { Request, Response } from 'express';
import { cookieOf, cookieOptions } from '../http/cookies.js';

export const FORM_FIELD = '_csrf';

const COOKIE = 'rufgruppe.form';

/** The token for the forms of this answer. */
export function formToken(request: Request, response: Response): string {
  return masked(tokenOf(request, response));
}

function masked(token: string): string {
  const plain = Buffer.from(token);
  const mask = randomBytes(plain.length);
  return Buffer.concat([mask, combined(mask, plain)]).toString('base64url');
}

/** The token behind `masked`; for malformed input, bytes that match no token. */
function unmasked(given: string): Buffer {
  const bytes = Buffer.from(given, 'base64url');
  const middle = Math.floor(bytes.length / 2);
  return combined(bytes.subarray(0, middle), bytes.subarray(middle));
}

function combined(one: Buffer, other: Buffer): Buffer {
  return Buffer.from(other.map((byte, index) => byte ^ (one[index] ?? 0)));
}

function tokenOf(request: Request, response: Response): string {
  const { formToken: ofSession } = request.session;
  if (ofSession !== undefined) return ofSession;
  const known = cookieOf(request, COOKIE);
  if (known !== undefined && known.length >= 32) return known;
  const fresh = randomBytes(24).toString('base64url');
  response.cookie(COOKIE, fresh, { ...cookieOptions(request), sameSite: 'strict' });
  return fresh;
}

export function isFormToken(request: Request, given: string): boolean {
  const wanted = request.session.formToken ?? cookieOf(request, COOKIE);
  if (wanted === undefined || wanted.length < 32) return false;
  const [one, other] = [unmasked(given), Buffer.from(wanted)];
  return one.length === other.length && timingSafeEqual(one, other);
}
