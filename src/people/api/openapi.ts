/** The interface as an OpenAPI 3.1 document, from the schemas that check what is sent. */
import {
  createDocument,
  type ZodOpenApiComponentsObject,
  type ZodOpenApiMediaTypeObject,
  type ZodOpenApiObject,
  type ZodOpenApiOperationObject,
} from 'zod-openapi';
import type { ZodObject } from 'zod';
import { componentSchemas } from './components.js';
import type { Endpoint } from './endpoint.js';
import { problemSchema } from './problem.js';

type Schema = NonNullable<ZodOpenApiMediaTypeObject['schema']>;

const PROBLEM = { content: { 'application/problem+json': { schema: problemSchema } } };

function operationOf(one: Endpoint): ZodOpenApiOperationObject {
  const answers = Object.entries(one.answers).map(
    ([status, { description, schema, document, contentType }]) => {
      const content =
        schema !== undefined || document !== undefined
          ? { content: { 'application/json': { schema: schema ?? (document as Schema) } } }
          : contentType !== undefined
            ? { content: { [contentType]: { schema: { type: 'string' as const } } } }
            : {};
      return [status, { description, ...content }];
    },
  );
  const refused =
    one.params === undefined && one.query === undefined && one.body === undefined ? [] : ['422'];
  const problems = ['401', '403', ...refused].map((status) => [
    status,
    { description: problemText(status), ...PROBLEM },
  ]);
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
    responses: Object.fromEntries([...problems, ...answers]) as ZodOpenApiOperationObject['responses'],
  };
}

function problemText(status: string): string {
  if (status === '401') return 'Neither a session nor a valid token';
  return status === '403' ? 'The permission is missing' : 'What was sent is not valid; each fault is named';
}

export function openApiDocument(all: readonly Endpoint[]): ReturnType<typeof createDocument> {
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
    servers: [{ url: '/api/v1' }],
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
