/** Reads one cookie; express-session reads its own. */
import type { CookieOptions, Request } from 'express';

export function cookieOf(request: Request, name: string): string | undefined {
  for (const part of (request.get('cookie') ?? '').split(';')) {
    const [key, ...value] = part.split('=');
    if (key?.trim() === name) return value.join('=').trim();
  }
  return undefined;
}

/**
 * Options for all cookies of the pages: scripts cannot read them, and a form on another site cannot make the browser
 * send them.
 */
export function cookieOptions(request: Request): CookieOptions {
  return { httpOnly: true, sameSite: 'lax', secure: request.secure, path: '/' };
}
