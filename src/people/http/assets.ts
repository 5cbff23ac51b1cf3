/** Style kit, scripts and icon. Serves files of the project and its packages only. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { Router, static as files, type Response } from 'express';

const MAX_AGE_MS = 60 * 60_000;

/** A versioned address is never requested again. */
const FOREVER = 'public, max-age=31536000, immutable';

/** Files from packages, by the name that pages use. */
const OF_PACKAGES: readonly { readonly name: string; readonly of: string; readonly file: string }[] = [
  { name: 'tabler.min.css', of: '@tabler/core', file: 'dist/css/tabler.min.css' },
  // The picker library and its theme for this style kit.
  { name: 'tom-select.bootstrap5.min.css', of: 'tom-select', file: 'dist/css/tom-select.bootstrap5.min.css' },
  { name: 'tabler-vendors.min.css', of: '@tabler/core', file: 'dist/css/tabler-vendors.min.css' },
  { name: 'tom-select.popular.min.js', of: 'tom-select', file: 'dist/js/tom-select.popular.min.js' },
];

function folderOf(packageName: string): string {
  return path.dirname(createRequire(import.meta.url).resolve(`${packageName}/package.json`));
}

function ownFolder(templatesFolder: string): string {
  return path.join(templatesFolder, 'admin', 'assets');
}

/** Changes whenever a file changes; pages request `assets/frame.js?v=…`. */
export function assetVersion(templatesFolder: string): string {
  const own = ownFolder(templatesFolder);
  const all = [
    ...readdirSync(own).map((name) => path.join(own, name)),
    ...OF_PACKAGES.map(({ of, file }) => path.join(folderOf(of), file)),
  ];
  const hash = createHash('sha256');
  for (const file of all.toSorted()) hash.update(path.basename(file)).update(readFileSync(file));
  return hash.digest('base64url').slice(0, 12);
}

export function assets(templatesFolder: string, prefix: string): Router {
  const router = Router();
  const version = assetVersion(templatesFolder);
  router.use('/assets', (request, response, next) => {
    response.locals['isThisVersion'] = request.query['v'] === version;
    next();
  });
  const setHeaders = (response: Response): void => {
    if (response.locals['isThisVersion'] === true) response.set('Cache-Control', FOREVER);
  };
  const options = { index: false, redirect: false, dotfiles: 'ignore', maxAge: MAX_AGE_MS } as const;
  router.use('/assets', files(ownFolder(templatesFolder), { ...options, setHeaders }));
  for (const { name, of, file } of OF_PACKAGES) {
    router.get(`/assets/${name}`, (_request, response) => {
      const headers = response.locals['isThisVersion'] === true ? { 'Cache-Control': FOREVER } : {};
      response.sendFile(file, { root: folderOf(of), maxAge: MAX_AGE_MS, headers });
    });
  }
  // Browsers request it even if the page names another icon.
  router.get('/favicon.ico', (_request, response) => response.redirect(301, `${prefix}/assets/icon.svg`));
  return router;
}
