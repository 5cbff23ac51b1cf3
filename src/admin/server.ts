/** The web server of the admin pages and of the links in mails: loopback by default, no login yet. */
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import express, { type NextFunction, type Request, type Response } from 'express';
import helmet from 'helmet';
import { AppError } from '../errors.js';
import type { LinkDependencies } from '../missed/link-actions.js';
import type { Log } from '../log.js';
import { outboxRoutes, type OutboxSources } from './outbox/routes.js';
import { loadTemplates } from './render.js';
import { callbackLinkRoutes } from './callback-link/routes.js';
import { statusRoutes, type StatusSources } from './status/routes.js';

export interface AdminOptions {
  readonly host: string;
  readonly port: number;
  /** The folder with the `.hbs` files. */
  readonly templatesFolder: string;
  readonly status: StatusSources;
  readonly links: LinkDependencies;
  readonly outbox: OutboxSources;
  readonly log: Log;
}

export interface AdminServer {
  readonly url: string;
  close(): Promise<void>;
}

/** What express and its parsers say of a request that is too large or malformed: a status from 400 to 499. */
function clientFault(error: unknown): number | undefined {
  const status: unknown = error instanceof Error && 'status' in error ? error.status : undefined;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : undefined;
}

/**
 * Starts the admin pages.
 * @throws the system's error when the port is taken.
 */
export async function startAdmin(options: AdminOptions): Promise<AdminServer> {
  const render = await loadTemplates(options.templatesFolder);
  const app = express();
  app.disable('x-powered-by');
  app.use(securityHeaders());
  app.get('/style.css', (_request, response) => {
    response.sendFile(path.join(options.templatesFolder, 'admin', 'style.css'));
  });
  // Browsers ask for it with every page.
  app.get('/favicon.ico', (_request, response) => {
    response.sendStatus(204);
  });
  app.use(statusRoutes(options.status, render));
  app.use(callbackLinkRoutes(options.links, render));
  app.use(outboxRoutes(options.outbox, render));
  app.use((_request, response) => {
    response.status(404).type('text').send('There is no such page.\n');
  });
  app.use((error: unknown, _request: Request, response: Response, next: NextFunction) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const refused = clientFault(error);
    if (refused !== undefined) {
      response.status(refused).type('text').send('This request cannot be read.\n');
      return;
    }
    options.log.error({ err: error }, 'an admin page failed');
    response.status(500).type('text').send('This page cannot be shown now; the log says why.\n');
  });
  const server = app.listen(options.port, options.host);
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve);
    server.once('error', (cause) =>
      reject(
        new AppError(
          'ADMIN_LISTEN',
          `The pages cannot be served (ADMIN_HOST, ADMIN_PORT): ${cause.message}`,
          { cause },
        ),
      ),
    );
  });
  const { port } = server.address() as AddressInfo;
  const host = options.host.includes(':') ? `[${options.host}]` : options.host;
  return {
    url: `http://${host}:${port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Nothing from elsewhere, no scripts. */
function securityHeaders() {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'"],
        baseUri: ["'none'"],
        // A mail in its sandbox; the button that sends one again.
        frameSrc: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: false,
  });
}
