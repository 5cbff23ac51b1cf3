/** For monitoring, without a sign-in: whether this process runs, and whether it can take calls. */
import { Router } from 'express';

export interface HealthSources {
  /** Names of what is missing; empty: ready for calls. */
  readonly missing: () => Promise<readonly string[]>;
}

export function healthRoutes({ missing }: HealthSources): Router {
  const router = Router();
  router.get('/healthz', (_request, response) => {
    response.type('text').send('ok\n');
  });
  router.get('/readyz', async (_request, response) => {
    const lacks = await missing();
    response.status(lacks.length === 0 ? 200 : 503).type('text');
    response.send(lacks.length === 0 ? 'ok\n' : `missing: ${lacks.join(', ')}\n`);
  });
  return router;
}
