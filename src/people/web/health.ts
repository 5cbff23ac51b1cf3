/** For monitoring, without a sign-in: whether this process runs, and whether it can take calls and show pages. */
import { Router } from 'express';

/** What `/readyz` looks at, each part for itself. No names: whoever can reach the port may read it. */
export interface ReadyParts {
  readonly database: 'ok' | 'away';
  readonly configuration: 'ok' | 'missing';
  /** Where FreeSWITCH connects. `closed`: the service is stopping, calls in progress may finish. */
  readonly socket: 'ok' | 'closed';
  /** Shown, but this instance is ready without it: docs/watching.md says why. */
  readonly freeswitch: 'ok' | 'some away' | 'away' | 'not watched';
}

export interface HealthSources {
  /** Never rejects; ends within `limitMs` also when the database does not answer. */
  readonly ready: (limitMs: number) => Promise<ReadyParts>;
}

/** Load balancers wait two seconds and more for an answer. */
const LIMIT_MS = 1_500;

/** What a call or a page needs of this instance. */
export function isReady({ database, configuration, socket }: ReadyParts): boolean {
  return database === 'ok' && configuration === 'ok' && socket === 'ok';
}

/** @param connected one entry for each FreeSWITCH whose events are read */
export function freeswitchPart(connected: readonly boolean[]): ReadyParts['freeswitch'] {
  if (connected.length === 0) return 'not watched';
  if (connected.every((one) => one)) return 'ok';
  return connected.some((one) => one) ? 'some away' : 'away';
}

export function healthRoutes({ ready }: HealthSources): Router {
  const router = Router();
  router.get('/healthz', (_request, response) => {
    response.type('text').send('ok\n');
  });
  router.get('/readyz', async (_request, response) => {
    const parts = await ready(LIMIT_MS);
    const all = isReady(parts);
    // What a cache answers would not be true.
    response.set('Cache-Control', 'no-store');
    response.status(all ? 200 : 503).json({ ready: all, parts });
  });
  return router;
}
