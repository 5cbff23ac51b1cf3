/** Reads one cookie; express-session reads its own. */
import type { Application, CookieOptions, Request } from 'express';

export function cookieOf(request: Request, name: string): string | undefined {
  for (const part of (request.get('cookie') ?? '').split(';')) {
    const [key, ...value] = part.split('=');
    if (key?.trim() === name) return value.join('=').trim();
  }
  return undefined;
}

/** A setting of the application, as `trust proxy` is one. */
const COOKIE_PATH = 'cookie path';

export function setCookiePath(app: Application, prefix: string): void {
  app.set(COOKIE_PATH, prefix === '' ? '/' : prefix);
}

export function cookiePath(app: Application): string {
  return app.get(COOKIE_PATH) as string;
}

/**
 * Options for all cookies of the pages: scripts cannot read them, and a form on another site cannot make the browser
 * send them. Behind a prefix (http/prefix.ts) no other pages of the host get them.
 */
export function cookieOptions(request: Request): CookieOptions {
  return { httpOnly: true, sameSite: 'lax', secure: request.secure, path: cookiePath(request.app) };
}
