/** Style kit, scripts and icon: files of the project and of its packages, nothing from elsewhere. */
import { createRequire } from 'node:module';
import path from 'node:path';
import { Router, static as files } from 'express';

const MAX_AGE_MS = 60 * 60_000;

export function assets(templatesFolder: string): Router {
  const router = Router();
  const tabler = path.dirname(createRequire(import.meta.url).resolve('@tabler/core/package.json'));
  const options = { index: false, redirect: false, dotfiles: 'ignore', maxAge: MAX_AGE_MS } as const;
  router.use('/assets', files(path.join(templatesFolder, 'admin', 'assets'), options));
  router.get('/assets/tabler.min.css', (_request, response) => {
    response.sendFile('dist/css/tabler.min.css', { root: tabler, maxAge: MAX_AGE_MS });
  });
  // Browsers ask for it whatever the pages say.
  router.get('/favicon.ico', (_request, response) => response.redirect(301, '/assets/icon.svg'));
  return router;
}
