/** The REST interface as an OpenAPI 3.1 document, built from the schemas that validate requests. */
import {
  createDocument,
  type ZodOpenApiComponentsObject,
  type ZodOpenApiMediaTypeObject,
  type ZodOpenApiObject,
  type ZodOpenApiOperationObject,
} from 'zod-openapi';
import type { ZodObject } from 'zod';
import { componentSchemas } from './components.js';
import type { Answer, Endpoint } from './endpoint.js';
import { problemSchema } from './problem.js';

type Schema = NonNullable<ZodOpenApiMediaTypeObject['schema']>;

const PROBLEM = { content: { 'application/problem+json': { schema: problemSchema } } };

function operationOf(one: Endpoint): ZodOpenApiOperationObject {
  const answers = Object.entries(one.answers).map(([status, answer]) => [
    status,
    { description: answer.description, ...contentOf(status, answer) },
  ]);
  const problems = problemsOf(one).map((status) => [String(status), PROBLEMS[status]]);
  return {
    operationId:
      `${one.method}${one.path.replaceAll(/[^A-Za-z0-9]+(\w)/g, (_all, letter: string) => letter.toUpperCase())}`.replaceAll(
        /[^A-Za-z0-9]/g,
        '',
      ),
    tags: [one.tag],
    summary: one.summary,
    description: [one.description, `Needs: ${one.access === 'signedIn' ? 'any account' : one.access}.`]
      .filter((part) => part !== undefined)
      .join('\n\n'),
    ...((one.params !== undefined || one.query !== undefined) && {
      requestParams: {
        ...(one.params !== undefined && { path: one.params as ZodObject }),
        ...(one.query !== undefined && { query: one.query as ZodObject }),
      },
    }),
    ...(one.body !== undefined && {
      requestBody: {
        required: true,
        content: { 'application/json': { schema: (one.bodyDocument as Schema | undefined) ?? one.body } },
      },
    }),
    ...(one.bytesLimit !== undefined && {
      requestBody: { required: true, content: { 'application/octet-stream': { schema: {} } } },
    }),
    responses: Object.fromEntries([...problems, ...answers]) as ZodOpenApiOperationObject['responses'],
  };
}

function contentOf(status: string, { schema, document, contentType }: Answer): object {
  if (status >= '400') return PROBLEM;
  const json = schema ?? (document as Schema | undefined);
  if (json !== undefined) return { content: { 'application/json': { schema: json } } };
  if (contentType === undefined) return {};
  const content = [contentType]
    .flat()
    .map((type) => [type, { schema: { type: 'string' as const } }] as const);
  return { content: Object.fromEntries(content) };
}

/** Parts shared by all endpoints of a kind, which no endpoint declares; each is defined once under components. */
const PROBLEMS = {
  400: { id: 'Unreadable', description: 'The address or the body cannot be read', ...PROBLEM },
  401: { id: 'SignedOut', description: 'Neither a session nor a valid token', ...PROBLEM },
  403: { id: 'Forbidden', description: 'The permission is missing', ...PROBLEM },
  413: { id: 'TooLarge', description: 'The body is too large', ...PROBLEM },
  415: { id: 'NotJson', description: 'The body is not application/json', ...PROBLEM },
  422: { id: 'NotValid', description: 'What was sent is not valid; each fault is named', ...PROBLEM },
  429: {
    id: 'TooMany',
    description: 'Too many requests without a valid sign-in from this address',
    ...PROBLEM,
  },
} as const;

function problemsOf({ params, query, body, bytesLimit }: Endpoint): readonly (keyof typeof PROBLEMS)[] {
  const hasAddress = params !== undefined;
  const hasBody = body !== undefined;
  const isOf: Readonly<Record<keyof typeof PROBLEMS, boolean>> = {
    400: hasAddress || hasBody,
    401: true,
    403: true,
    413: hasBody || bytesLimit !== undefined,
    415: hasBody,
    422: hasAddress || hasBody || query !== undefined,
    429: true,
  };
  return ([400, 401, 403, 413, 415, 422, 429] as const).filter((status) => isOf[status]);
}

/** @param prefix before the path of every page, as `/rufgruppe` */
export function openApiDocument(all: readonly Endpoint[], prefix = ''): ReturnType<typeof createDocument> {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const one of all) (paths[one.path] ??= {})[one.method] = operationOf(one);
  const document: ZodOpenApiObject = {
    openapi: '3.1.0',
    info: {
      title: 'Rufgruppe',
      version: '1',
      description: 'Hunt groups for FreeSWITCH: everything that the pages can do.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: `${prefix}/api/v1` }],
    security: [{ token: [] }, { session: [] }],
    components: {
      schemas: componentSchemas() as NonNullable<ZodOpenApiComponentsObject['schemas']>,
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'A token of the account page.' },
        session: { type: 'apiKey', in: 'cookie', name: 'rufgruppe.session' },
      },
    },
    paths,
  };
  return createDocument(document);
}
