/**
 * What proves that a form was made by these pages: a random token of the session, and before the sign-in one of a
 * cookie. Beside it, sameOriginOnly asks the browser where the form comes from.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { Request, Response } from 'express';
import { cookieOf, cookieOptions } from './cookies.js';

export const FORM_FIELD = '_csrf';

const COOKIE = 'rufgruppe.form';

/** The token for the forms of this answer. */
export function formToken(request: Request, response: Response): string {
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
  const [one, other] = [Buffer.from(given), Buffer.from(wanted)];
  return one.length === other.length && timingSafeEqual(one, other);
}
