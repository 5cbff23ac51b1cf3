/** The web server for pages and REST interface; listens on loopback by default. */
import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { AppError } from '../../base/errors.js';
import { reachableHost } from '../../base/reachable-host.js';
import { createApp, type AppOptions } from './app.js';
import { readCertificate, renewing, type CertificateFiles, type Renewal } from './certificate.js';
import type { PageRule } from '../pages/pages.js';
import { loadTemplates } from '../pages/render.js';

export interface AdminOptions extends Omit<AppOptions, 'render'> {
  readonly host: string;
  readonly port: number;
  /** Undefined: plain HTTP. */
  readonly tls?: CertificateFiles | undefined;
}

export interface AdminServer {
  /** An address that works: not `0.0.0.0`. */
  readonly url: string;
  /** Every page and who may request it. */
  readonly rules: readonly PageRule[];
  /** Looks for a renewed certificate now; without TLS it does nothing. */
  renew(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts the admin pages.
 * @throws AppError if the port is not available, or the certificate cannot be used
 */
export async function startAdmin(options: AdminOptions): Promise<AdminServer> {
  const render = await loadTemplates(options.templatesFolder, options.prefix);
  const { listener, pages } = createApp({ ...options, render });
  const { server, renewal } = await serverOf(listener, options);
  server.listen(options.port, options.host);
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
  return {
    url: `${renewal === undefined ? 'http' : 'https'}://${reachableHost(options.host)}:${port}${options.prefix}/`,
    renew: () => renewal?.look() ?? Promise.resolve(),
    rules: pages.rules,
    close: () =>
      new Promise((resolve) => {
        renewal?.stop();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function serverOf(
  app: RequestListener,
  { tls, log }: Pick<AdminOptions, 'tls' | 'log'>,
): Promise<{ readonly server: Server; readonly renewal: Renewal | undefined }> {
  if (tls === undefined) return { server: createHttpServer(app), renewal: undefined };
  const certificate = await readCertificate(tls);
  const server = createHttpsServer(certificate, app);
  return { server, renewal: renewing(server, tls, certificate, log) };
}
