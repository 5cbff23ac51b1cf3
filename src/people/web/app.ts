/** The express application for pages and REST interface: the order of its middleware. Starts nothing. */
import type { RequestListener } from 'node:http';
import path from 'node:path';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import helmet from 'helmet';
import { endpoints } from '../api/resources.js';
import { needsUser } from '../../base/model/role.js';
import { Fresh } from '../operations/fresh.js';
import { hasLostUser } from '../access/users-of-accounts.js';
import { apiRouter, metricsRouter } from '../api/router.js';
import { myTurn } from '../../base/in-slices.js';
import type { Log } from '../../base/log.js';
import { cookiePath, setCookiePath } from '../http/cookies.js';
import { below } from '../http/prefix.js';
import { assets } from '../http/assets.js';
import { compressed } from './compressed.js';
import { projectFolder } from '../../base/project-folder.js';
import { interfacePages } from '../api/page/routes.js';
import { loadHelp } from '../pages/help/documents.js';
import { helpPages } from '../pages/help/routes.js';
import { healthRoutes, type HealthSources } from './health.js';
import { Pages } from '../pages/pages.js';
import type { RenderPage } from '../pages/render.js';
import { accountOfSession, sessions } from '../http/session.js';
import { maskedParts } from '../http/masked-parts.js';
import { withNamesNow } from '../http/names-now.js';
import type { SiteParts } from '../http/parts.js';
import { withTypedCallers } from '../operations/typed-callers.js';
import { sitePages } from '../pages/site.js';
import type { Actor } from '../access/permissions.js';
import { wallTokens } from '../pages/wall/routes.js';
import { framePages } from '../pages/frame-routes.js';
import { freshAfterChanges, waitingOf } from '../http/waiting.js';

export interface AppOptions {
  readonly parts: SiteParts;
  readonly health: HealthSources;
  readonly templatesFolder: string;
  readonly render: RenderPage;
  /** In express's form: the number of hops, or the proxies whose X-Forwarded-* headers are trusted. */
  readonly trustProxy: number | readonly string[];
  /** Before the path of every page, as `/rufgruppe`; empty: none. */
  readonly prefix: string;
  readonly log: Log;
}

export interface App {
  readonly express: Express;
  /** Express, and what removes the prefix before it. */
  readonly listener: RequestListener;
  readonly pages: Pages;
}

export function createApp(options: AppOptions): App {
  const { health, templatesFolder, render, trustProxy, prefix, log } = options;
  const parts = withNamesNow(searchable(options.parts));
  const app = express();
  const now = () => parts.now().toJSDate();
  app.disable('x-powered-by');
  app.set('trust proxy', typeof trustProxy === 'number' ? trustProxy : [...trustProxy]);
  app.set('query parser', 'simple');
  setCookiePath(app, prefix);
  app.use(securityHeaders());
  app.use(healthRoutes(health));
  app.use(compressed());
  app.use(assets(templatesFolder, prefix));
  app.use(
    sessions({
      sessions: parts.store.sessions,
      secret: () => parts.store.secrets.get('session'),
      now,
      cookiePath: cookiePath(app),
    }),
  );
  app.use(accountOfSession(parts.access, now));
  app.use(['/wall', '/live/wall'], wallTokens(parts.access));
  app.use(behindCalls);
  const waiting = waitingOf(parts);
  const logo = new Fresh(() => parts.store.logo.facts());
  app.use(freshAfterChanges([waiting, logo]));
  const all = endpoints(parts);
  const masking = maskedParts(parts);
  app.use('/api/v1', apiRouter(all, endpoints(masking), parts, prefix));
  app.use(metricsRouter(parts));
  const help = loadHelp(path.join(projectFolder(), 'docs'));
  const frame = {
    help,
    waiting,
    logo,
    snapshot: parts.snapshot,
    hasLostUser: (actor: Actor) => needsUser(actor.role) && hasLostUser(actor, parts.snapshot()?.users),
  };
  const pages = new Pages({ render, prefix, frame, now: parts.now });
  sitePages(pages, parts);
  interfacePages(pages, all, prefix);
  helpPages(pages, help);
  framePages(pages, frame);
  pages.forMasked((others) => {
    sitePages(others, masking);
    interfacePages(others, all, prefix);
    helpPages(others, help);
    framePages(others, frame);
  });
  app.use(pages.router);
  app.use((request: Request, response: Response) => pages.visit(request, response).refuse(404));
  app.use(failures(pages, log));
  return { express: app, listener: below(prefix, app), pages };
}

/** Calls are also found by what somebody types, on pages and over the interface. */
function searchable(parts: SiteParts): SiteParts {
  const { store, contacts, snapshot } = parts;
  const callSearch = withTypedCallers({ search: store.callSearch, contacts, snapshot });
  return { ...parts, store: { ...store, callSearch } };
}

/** The status (400 to 499) with which express and its parsers refuse an oversized or malformed request. */
function clientFault(error: unknown): number | undefined {
  const status: unknown = error instanceof Error && 'status' in error ? error.status : undefined;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : undefined;
}

/** What follows in these addresses opens something. */
function pathToTell(given: string): string {
  return given.replace(/^\/(password|callback)\/.*/s, '/$1/…');
}

/** Error handler. Details go to the log, not to the browser. */
function failures(pages: Pages, log: Log) {
  return (error: unknown, request: Request, response: Response, next: NextFunction): void => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const refused = clientFault(error);
    if (refused === undefined) log.error({ err: error, path: pathToTell(request.path) }, 'a page failed');
    try {
      // Without a session (the database is down) the page cannot have its frame.
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

/** Whatever is asked for waits while calls arrive: people see a page a little later, callers wait for it no longer. */
function behindCalls(_request: Request, _response: Response, next: NextFunction): void {
  void myTurn().then(() => next());
}

/** Nothing from other origins, nothing inline. */
function securityHeaders() {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        // The icons of the style kit are data URLs.
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        mediaSrc: ["'self'"],
        baseUri: ["'none'"],
        // Mails are shown in a sandboxed frame.
        frameSrc: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    // Only the proxy knows whether the pages are always behind TLS.
    strictTransportSecurity: false,
    // A sandboxed mail has no origin to isolate, and browsers would log a warning.
    originAgentCluster: false,
    referrerPolicy: { policy: 'same-origin' },
  });
}
