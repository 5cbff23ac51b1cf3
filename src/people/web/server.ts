/** The web server for pages and REST interface; listens on loopback by default. */
import type { AddressInfo } from 'node:net';
import { AppError } from '../../base/errors.js';
import { createApp, type AppOptions } from './app.js';
import type { PageRule } from '../pages/pages.js';
import { loadTemplates } from '../pages/render.js';

export interface AdminOptions extends Omit<AppOptions, 'render'> {
  readonly host: string;
  readonly port: number;
}

export interface AdminServer {
  readonly url: string;
  /** Every page and who may request it. */
  readonly rules: readonly PageRule[];
  close(): Promise<void>;
}

/**
 * Starts the admin pages.
 * @throws AppError if the port is not available
 */
export async function startAdmin(options: AdminOptions): Promise<AdminServer> {
  const render = await loadTemplates(options.templatesFolder);
  const { express: app, pages } = createApp({ ...options, render });
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
    rules: pages.rules,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
