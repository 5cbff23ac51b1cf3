/** The REST interface: authenticates the request, validates it and calls the endpoint. */
import { json, Router, type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import type * as z from 'zod';
import { scopeOf, seesMasked, type Actor } from '../access/permissions.js';
import { limitedBody } from '../http/limited-body.js';
import { isSameOrigin } from '../http/same-origin.js';
import { actorOf } from '../http/session.js';
import type { SiteParts } from '../http/parts.js';
import { pathText, type Path } from '../../base/configuration/faults.js';
import { HANDLED, type Endpoint } from './endpoint.js';
import { openApiDocument } from './openapi.js';
import { ApiProblem, problemBody, type ProblemFault } from './problem.js';
import { refusedSignIns, type RefusedSignIns } from './refused-sign-ins.js';

const BODY_LIMIT = '256kb';

/** @param masked the same endpoints in the same order, for accounts that see masked numbers */
export function apiRouter(
  all: readonly Endpoint[],
  masked: readonly Endpoint[],
  parts: SiteParts,
  prefix = '',
): Router {
  const router = Router({ caseSensitive: true, strict: true });
  const refused = refusedSignIns(tooMany);
  let document: string | undefined;
  router.use(notKept, refused.before);
  router.get('/openapi.json', (_request, response) => {
    document ??= JSON.stringify(openApiDocument(all, prefix));
    response.type('json').send(document);
  });
  for (const [index, one] of all.entries()) {
    const path = one.path.replaceAll(/\{(\w+)\}/g, ':$1');
    const body = bodyReaders(one);
    router[one.method](path, allowed(one, parts), ...body, (request, response) =>
      answer([one, masked[index]], request, response, parts),
    );
  }
  router.use(() => {
    throw new ApiProblem(404);
  });
  router.use(problems(parts, refused));
  return router;
}

function bodyReaders({ body, bodyLimit, bytesLimit }: Endpoint): RequestHandler[] {
  if (bytesLimit !== undefined) return [limitedBody(bytesLimit)];
  return body === undefined ? [] : [jsonOnly, json({ limit: bodyLimit ?? BODY_LIMIT })];
}

/** Prometheus metrics; the scraper sends a token with the permission metrics.read. */
export function metricsRouter(parts: SiteParts): Router {
  const router = Router({ caseSensitive: true, strict: true });
  const refused = refusedSignIns(tooMany);
  router.use('/metrics', notKept, refused.before);
  router.get(
    '/metrics',
    allowed({ access: 'metrics.read', method: 'get' }, parts),
    async (_request, response) => {
      response.set('Content-Type', parts.metrics.contentType).send(await parts.metrics.text());
    },
  );
  router.use('/metrics', problems(parts, refused));
  return router;
}

/** Forbids caching on the way. */
function notKept(_request: Request, response: Response, next: NextFunction): void {
  response.set('Cache-Control', 'no-store');
  next();
}

function tooMany(response: Response): void {
  answerProblem(new ApiProblem(429), response);
}

function problems(parts: SiteParts, refused: RefusedSignIns) {
  return async (error: unknown, request: Request, response: Response, next: NextFunction): Promise<void> => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const problem = problemOf(error, request, parts);
    const answer = () => answerProblem(problem, response);
    if (problem.status === 401) await refused.count(request, response, answer);
    else answer();
  };
}

const actors = new WeakMap<Request, Actor>();

/** Accepts a token, or a session of the pages. With a session, changes are accepted only from the pages themselves. */
function allowed({ access, method }: Pick<Endpoint, 'access' | 'method'>, parts: SiteParts) {
  return async (request: Request, _response: Response, next: NextFunction): Promise<void> => {
    const header = request.get('authorization');
    const [scheme, token] = header?.split(' ') ?? [];
    const actor =
      header === undefined
        ? actorOf(request)
        : scheme?.toLowerCase() === 'bearer'
          ? await parts.access.ofToken(token ?? '')
          : undefined;
    if (actor === undefined) throw new ApiProblem(401);
    if (access !== 'signedIn' && !actor.permissions.has(access)) {
      throw new ApiProblem(403, `This needs the permission ${access}`);
    }
    if (header === undefined && method !== 'get' && !isSameOrigin(request)) {
      throw new ApiProblem(403, 'With a session this can only be done from the pages; use a token');
    }
    actors.set(request, actor);
    next();
  };
}

function jsonOnly(request: Request, _response: Response, next: NextFunction): void {
  if (request.is('application/json') === false) throw new ApiProblem(415);
  next();
}

async function answer(
  [plain, masked]: readonly [Endpoint, Endpoint | undefined],
  request: Request,
  response: Response,
  parts: SiteParts,
): Promise<void> {
  const actor = actors.get(request);
  if (actor === undefined) throw new ApiProblem(401);
  const one = seesMasked(actor) ? masked : plain;
  if (one === undefined) throw new ApiProblem(403);
  const faults: ProblemFault[] = [];
  const read = (schema: z.ZodType | undefined, value: unknown, where: string): unknown => {
    const result = schema?.safeParse(value);
    if (result?.success === false) faults.push(...faultsOf(result.error, where));
    return result?.data;
  };
  const given = {
    params: read(one.params, { ...request.params }, 'path'),
    query: read(one.query, { ...request.query }, 'query'),
    body: read(one.body, request.body, 'body'),
  };
  if (faults.length > 0) throw new ApiProblem(422, undefined, { faults });
  const reply = await one.handle({
    ...given,
    actor,
    scope: scopeOf(actor, parts.snapshot()),
    now: parts.now(),
    ifMatch: ifMatchOf(request),
    request,
    response,
  });
  if (reply === HANDLED) return;
  response.status(reply.status).set(reply.headers ?? {});
  if (reply.body === undefined) response.end();
  else response.json(reply.body);
}

/** `*` matches any state (RFC 9110). */
function ifMatchOf(request: Request): string | undefined {
  const given = request.get('if-match');
  return given === '*' ? undefined : given?.replace(/^W\//, '').replaceAll('"', '');
}

function faultsOf(error: z.ZodError, where: string): ProblemFault[] {
  return error.issues.map(({ path, message }) => {
    const inside = pathText(path as Path);
    return {
      path: [where, inside]
        .filter((part) => part !== '')
        .join('.')
        .replaceAll('.[', '['),
      message,
    };
  });
}

function problemOf(error: unknown, request: Request, { log }: SiteParts): ApiProblem {
  if (error instanceof ApiProblem) return error;
  const status: unknown = error instanceof Error && 'status' in error ? error.status : undefined;
  if (typeof status === 'number' && status >= 400 && status < 500) return new ApiProblem(status);
  log.error({ err: error, method: request.method, path: request.path }, 'a request of the interface failed');
  return new ApiProblem(500);
}

function answerProblem(problem: ApiProblem, response: Response): void {
  if (problem.status === 401) response.set('WWW-Authenticate', 'Bearer realm="rufgruppe"');
  response
    .status(problem.status)
    .type('application/problem+json')
    .send(JSON.stringify(problemBody(problem)));
}
