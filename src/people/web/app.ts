/** The express application of pages and interface: the order in which requests pass its layers. Starts nothing. */
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import helmet from 'helmet';
import { endpoints } from '../api/resources.js';
import { hasLostUser } from '../access/users-of-accounts.js';
import { apiRouter, metricsRouter } from '../api/router.js';
import type { Log } from '../../base/log.js';
import { assets } from '../http/assets.js';
import { compressed } from './compressed.js';
import { interfacePages } from '../api/page/routes.js';
import { healthRoutes, type HealthSources } from './health.js';
import { Pages } from '../pages/pages.js';
import type { RenderPage } from '../pages/render.js';
import { accountOfSession, sessions } from '../http/session.js';
import type { SiteParts } from '../http/parts.js';
import { sitePages } from '../pages/site.js';

export interface AppOptions {
  readonly parts: SiteParts;
  readonly health: HealthSources;
  readonly templatesFolder: string;
  readonly render: RenderPage;
  /** As express reads it: hops, or addresses of proxies whose X-Forwarded-* headers count. */
  readonly trustProxy: number | readonly string[];
  readonly log: Log;
}

export interface App {
  readonly express: Express;
  readonly pages: Pages;
}

export function createApp({ parts, health, templatesFolder, render, trustProxy, log }: AppOptions): App {
  const app = express();
  const now = () => parts.now().toJSDate();
  app.disable('x-powered-by');
  app.set('trust proxy', typeof trustProxy === 'number' ? trustProxy : [...trustProxy]);
  app.set('query parser', 'simple');
  app.use(securityHeaders());
  app.use(healthRoutes(health));
  app.use(compressed());
  app.use(assets(templatesFolder));
  app.use(
    sessions({ sessions: parts.store.sessions, secret: () => parts.store.secrets.get('session'), now }),
  );
  app.use(accountOfSession(parts.access, now));
  const all = endpoints(parts);
  app.use('/api/v1', apiRouter(all, parts));
  app.use(metricsRouter(parts));
  const pages = new Pages({
    render,
    now: parts.now,
    hasLostUser: (actor) => actor.role === 'user' && hasLostUser(actor, parts.snapshot()?.users),
  });
  sitePages(pages, parts);
  interfacePages(pages, all);
  app.use(pages.router);
  app.use((request: Request, response: Response) => pages.visit(request, response).refuse(404));
  app.use(failures(pages, log));
  return { express: app, pages };
}

/** The status (400 to 499) with which express and its parsers refuse a request that is too large or malformed. */
function clientFault(error: unknown): number | undefined {
  const status: unknown = error instanceof Error && 'status' in error ? error.status : undefined;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : undefined;
}

/** The browser learns nothing about what went wrong; the log does. */
function failures(pages: Pages, log: Log) {
  return (error: unknown, request: Request, response: Response, next: NextFunction): void => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const refused = clientFault(error);
    if (refused === undefined) log.error({ err: error, path: request.path }, 'a page failed');
    try {
      // Without a session (the database is away) there is no frame for the page.
      if ('session' in request) pages.visit(request, response).refuse(refused ?? 500);
      else plain(response, refused);
    } catch (again) {
      log.error({ err: again }, 'the page that tells of a failure failed');
      plain(response, refused);
    }
  };
}

function plain(response: Response, refused: number | undefined): void {
  const text =
    refused === undefined
      ? 'This page cannot be shown now; the log says why.'
      : 'This request cannot be read.';
  response
    .status(refused ?? 503)
    .type('text')
    .send(`${text}\n`);
}

/** Nothing from elsewhere, nothing inline. */
function securityHeaders() {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        // The style kit's own icons are data URLs.
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        mediaSrc: ["'self'"],
        baseUri: ["'none'"],
        // A mail in its sandbox.
        frameSrc: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    // Only the proxy knows whether these pages are always behind TLS.
    strictTransportSecurity: false,
    // A mail in its sandbox has no origin that could be isolated; browsers would complain.
    originAgentCluster: false,
    referrerPolicy: { policy: 'same-origin' },
  });
}
