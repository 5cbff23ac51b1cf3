/**
 * Every operation of the interface's own OpenAPI document, with values that are valid, nearly valid and wild: no request makes
 * an error of the service, each is answered, with a status and a body that the document names; what is refused changes nothing
 * in the database, and what is done changes nothing of other parts.
 */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { PERMISSIONS } from '../../../src/people/access/permissions.js';
import { aRecord, aRecordedLeg } from '../../factories.js';
import { connectStore } from '../../../src/base/store/connection.js';
import { startTestServer } from '../../fakes/database.js';
import { mail } from '../../integration/afterwards/mail/harness.js';
import { startConfiguredSite } from '../../integration/people/configured-site.js';
import { fuzzTarget, type OpenTarget } from '../harness.js';
import { httpClient, pathPart, type HttpAnswer, type HttpClient } from '../http-client.js';
import { judgeOf, type Api, type Operation } from '../openapi-judge.js';
import { HOUSE, POOLS, VOCABULARY } from '../rest-house.js';
import { changedParts, stateOf, type State } from '../rest-state.js';
import { SchemaValues, wild, wildText } from '../schema-values.js';

interface Asked {
  readonly path: string;
  readonly method: string;
  /** For each parameter of the path: the one of those that there are, or another text. */
  readonly places: readonly (number | string)[];
  readonly query: readonly (readonly [string, string])[];
  readonly body:
    | { readonly kind: 'json'; readonly value: unknown }
    | { readonly kind: 'raw'; readonly text: string }
    | undefined;
  readonly contentType: string;
  readonly who: 'all' | 'user' | 'nothing' | 'nobody';
  readonly ifMatch: string | undefined;
}

const NOW = DateTime.utc(2026, 11, 25, 8);
export const rest = fuzzTarget<Asked>({ name: 'rest', few: 250, open });

async function open(): Promise<OpenTarget<Asked>> {
  const server = await startTestServer();
  let houses = 0;
  const next = (): Promise<House> => build(server.uriFor(`house${(houses += 1)}`));
  let house = await next();
  const api = JSON.parse((await house.ask({ method: 'get', path: '/openapi.json' })).text) as Api;
  const judge = judgeOf(api);
  return {
    inputs: requestsOf(api),
    reset: async () => {
      await house.close();
      house = await next();
    },
    check: async (asked) => {
      const answer = await house.send(asked);
      judge(asked, answer);
      if (asked.method === 'get') return;
      const changed = await house.changes();
      if (answer.status >= 400)
        assert.deepEqual(changed, [], `refused with ${answer.status}, and yet changed`);
      const own = ownParts(asked.path);
      assert.deepEqual(
        changed.filter((part) => !own.includes(part)),
        [],
        'other parts are changed',
      );
    },
    close: async () => {
      await house.close();
      await server.close();
    },
  };
}

/** What a request to this path may change. */
function ownParts(path: string): readonly string[] {
  const [, first = '', , third = ''] = path.split('/');
  if (third === 'state') return ['switchstates'];
  if (third === 'away') return ['awaystates'];
  if (first === 'calls' && third === 'note') return ['callnotes'];
  const parts: Readonly<Record<string, readonly string[]>> = {
    callbacks: ['callbacks'],
    mails: ['mails'],
    reports: ['mails'],
    tokens: ['apitokens'],
    accounts: ['accounts', 'apitokens', 'mails'],
    recordings: ['calls'],
    'call-views': ['callviews'],
    contacts: ['contacts', 'contactChanges'],
    logo: ['logo'],
    sounds: ['sounds', 'soundPieces'],
    webhooks: ['configurations', 'webhooks', 'deliveries'],
  };
  return parts[first] ?? ['configurations', 'switchstates', 'awaystates'];
}

interface House {
  ask(given: { method: string; path: string }): Promise<HttpAnswer>;
  send(asked: Asked): Promise<HttpAnswer>;
  /** What differs from the state when it was asked last. */
  changes(): Promise<readonly string[]>;
  close(): Promise<void>;
}

async function build(uri: string): Promise<House> {
  const store = await connectStore(uri);
  // What the tests keep of the audit log would grow without end.
  const audit = { note: () => Promise.resolve() };
  const site = await startConfiguredSite(store, HOUSE, { now: () => NOW, audit });
  await site.signedIn('admin', { name: 'root' });
  await site.signedIn('viewer', { name: 'boss' });
  await site.signedIn('user', { name: 'own' });
  const { text: all } = await site.access.addToken('root', 'all', [...PERMISSIONS], null);
  const { text: user } = await site.access.addToken('own', 'own', [...PERMISSIONS], null);
  const { token } = await site.access.addToken('root', 'spare', [], null);
  await store.calls.save(aRecord({ _id: 'call-1', legs: [aRecordedLeg({ who: 'Anna' })] }));
  await store.mails.enqueue(mail({ id: 'mail-1' }));
  const missed = await store.callbacks.addMissed({
    group: '700',
    caller: { key: '+493023125001', number: '+493023125001', name: null },
    call: {
      record: 'call-1',
      channel: 'c1',
      at: NOW.toJSDate(),
      why: { kind: 'gaveUp', afterSec: 14, stage: 1 },
    },
    mergeHours: 24,
    noticeAt: undefined,
  });
  const pools = { ...POOLS, callbacks: [missed?.id ?? ''], mails: ['mail-1'], tokens: [token.id] };
  const client: HttpClient = httpClient(site.url);
  let state: State = await stateOf(store);
  return {
    ask: ({ method, path }) =>
      client.send({
        method: method.toUpperCase(),
        path: `/api/v1${path}`,
        headers: { authorization: `Bearer ${all}` },
      }),
    send: (asked) => {
      const tokens = { all: `Bearer ${all}`, user: `Bearer ${user}`, nobody: 'Bearer rufgruppe_x_y' };
      const { body, contentType, ifMatch, who } = asked;
      return client.send({
        method: asked.method.toUpperCase(),
        path: `/api/v1${pathOf(asked, pools)}`,
        headers: {
          ...(who !== 'nothing' && { authorization: tokens[who] }),
          ...(body !== undefined && { 'content-type': contentType }),
          ...(ifMatch !== undefined && { 'if-match': ifMatch }),
        },
        body: body?.kind === 'json' ? JSON.stringify(body.value) : body?.text,
        isStream: asked.path === '/live/events',
      });
    },
    changes: async () => {
      const before = state;
      state = await stateOf(store);
      return changedParts(before, state);
    },
    close: async () => {
      client.close();
      await site.close();
      // What houses before left would seem to be growth.
      await store.connection.dropDatabase();
      await store.close();
      // mongoose keeps closed connections for the next time.
      await store.connection.destroy();
    },
  };
}

function pathOf({ path, places, query }: Asked, pools: Readonly<Record<string, readonly string[]>>): string {
  const pool = pools[path.split('/')[1] ?? ''] ?? [];
  let at = 0;
  const whole = path.replaceAll(/\{\w+\}/g, () => {
    const place = places[at] ?? '';
    at += 1;
    return pathPart(
      typeof place === 'string' ? place : (pool[(place + at - 1) % Math.max(1, pool.length)] ?? 'x'),
    );
  });
  const asked = query.map(([name, value]) => `${pathPart(name)}=${pathPart(value)}`).join('&');
  return asked === '' ? whole : `${whole}?${asked}`;
}

/** Requests to all operations, each as often. */
function requestsOf(api: Api): fc.Arbitrary<Asked> {
  const values = new SchemaValues(api, VOCABULARY);
  const operations = Object.entries(api.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => requestsTo(path, method, operation, values)),
  );
  return fc.oneof(...operations);
}

function requestsTo(
  path: string,
  method: string,
  operation: Operation,
  values: SchemaValues,
): fc.Arbitrary<Asked> {
  const { parameters = [], requestBody } = operation;
  const places = parameters
    .filter((one) => one.in === 'path')
    .map(() =>
      fc.oneof(
        { weight: 6, arbitrary: fc.nat(5) },
        { weight: 1, arbitrary: wildText.filter((text) => !/^\.{0,2}$/.test(text)) },
      ),
    );
  const query = parameters
    .filter((one) => one.in === 'query')
    .map(({ name, schema }) =>
      fc.oneof(
        { weight: 4, arbitrary: fc.constant([]) },
        { weight: 3, arbitrary: values.good(schema).map((value) => [[name, String(value)] as const]) },
        { weight: 1, arbitrary: wildText.map((text) => [[name, text] as const]) },
        {
          weight: 1,
          arbitrary: fc
            .constantFrom('more', '__proto__', name)
            .map((other) => [[name, '1'] as const, [other, '2'] as const]),
        },
      ),
    );
  const schema = requestBody?.content?.['application/json']?.schema;
  const json = (arbitrary: fc.Arbitrary<unknown>) =>
    arbitrary.map((value): Asked['body'] => ({ kind: 'json', value }));
  const raw = fc.constantFrom(
    '',
    '{',
    '[]',
    '"',
    'null',
    '{"a":1}{',
    `{"a":${'['.repeat(20_000)}`,
    `"${'x'.repeat(300_000)}"`,
    '{"__proto__":{"a":1}}',
    '\ufeff{}',
  );
  const body =
    schema === undefined
      ? fc.oneof({ weight: 9, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: json(wild) })
      : fc.oneof(
          { weight: 12, arbitrary: json(values.near(schema)) },
          { weight: 1, arbitrary: raw.map((text): Asked['body'] => ({ kind: 'raw', text })) },
          { weight: 1, arbitrary: fc.constant(undefined) },
        );
  return fc.record({
    path: fc.constant(path),
    method: fc.constant(method),
    places: fc.tuple(...places),
    query: fc.tuple(...query).map((parts) => parts.flat()),
    body,
    contentType: fc.oneof(
      { weight: 15, arbitrary: fc.constant('application/json') },
      {
        weight: 1,
        arbitrary: fc.constantFrom(
          'text/plain',
          'application/json; charset=utf-16',
          'x',
          'application/x-www-form-urlencoded',
        ),
      },
    ),
    // Sixty without a sign-in are let through in a minute, and a batch may take less.
    who: fc.oneof(
      { weight: 50, arbitrary: fc.constant('all' as const) },
      { weight: 6, arbitrary: fc.constant('user' as const) },
      { weight: 1, arbitrary: fc.constantFrom('nothing' as const, 'nobody' as const) },
    ),
    ifMatch: fc.oneof(
      { weight: 8, arbitrary: fc.constant(undefined) },
      { weight: 1, arbitrary: fc.constantFrom('"1"', 'W/"x"', '*', '') },
    ),
  });
}
