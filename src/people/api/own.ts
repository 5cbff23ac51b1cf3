/** What people can do with their own account over the REST interface: manage tokens and their mobile. */
import * as z from 'zod';
import { PERMISSIONS } from '../access/permissions.js';
import type { SiteParts } from '../http/parts.js';
import { CODE_KEYS, TALK_CODE_KEYS } from '../../base/configuration/code-schema.js';
import type { UserContent } from '../../base/configuration/schema.js';
import type { ApiToken } from '../../base/store/api-tokens.js';
import { componentRef } from './components.js';
import { replyOf } from './edit-replies.js';
import { endpoint, NO_CONTENT, ok, type Endpoint } from './endpoint.js';
import { ownCodes } from '../operations/own-codes.js';
import { noteToken } from '../operations/tokens.js';
import { ApiProblem } from './problem.js';

const tokenSchema = z
  .object({
    id: z.string(),
    label: z.string(),
    scopes: z.array(z.string()),
    createdAt: z.iso.datetime(),
    expiresAt: z.iso.datetime().nullable(),
    lastUsedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Token', description: 'A token without its secret.' });

const DAY_MS = 24 * 60 * 60_000;
const DEFAULT_DAYS = 365;

/** If somebody else changed the user at the same moment, the change is tried again on the new state. */
const ATTEMPTS = 5;

function tokenView({ id, label, scopes, createdAt, expiresAt, lastUsedAt }: ApiToken) {
  return { id, label, scopes, createdAt, expiresAt, lastUsedAt };
}

export function ownEndpoints(parts: SiteParts): readonly Endpoint[] {
  return [...tokenEndpoints(parts), ...mobileEndpoints(parts), codesEndpoint(parts)];
}

function tokenEndpoints({ store, access, audit }: SiteParts): readonly Endpoint[] {
  const tag = 'My account';
  return [
    endpoint({
      method: 'get',
      path: '/tokens',
      access: 'credentials.write',
      tag,
      summary: 'The own tokens',
      answers: { 200: { description: 'Newest first', schema: z.array(tokenSchema) } },
      handle: async ({ actor }) => ok((await store.apiTokens.list(actor.name)).map(tokenView)),
    }),
    endpoint({
      method: 'post',
      path: '/tokens',
      access: 'credentials.write',
      tag,
      summary: 'Makes a token; shown only in this answer',
      body: z.strictObject({
        label: z.string().trim().min(1).max(60),
        scopes: z.array(z.enum(PERMISSIONS)).min(1).describe('None that the sender has not.'),
        days: z
          .int()
          .min(1)
          .max(3650)
          .nullable()
          .optional()
          .describe('null: until it is deleted. Default: 365, or as long as the token that makes it.'),
      }),
      answers: {
        201: {
          description: 'The token',
          schema: tokenSchema.extend({ token: z.string() }).meta({ id: 'NewToken' }),
        },
      },
      handle: async ({ actor, body: { label, scopes, days }, now }) => {
        const missing = scopes.filter((scope) => !actor.permissions.has(scope));
        if (missing.length > 0) throw new ApiProblem(403, `You have not: ${missing.join(', ')}`);
        const expiresAt = endOf(days, now.toJSDate(), actor.endsAt);
        const { token, text } = await access.addToken(actor.name, label, scopes, expiresAt);
        await noteToken(audit, actor.name, 'tokenAdded', token);
        return { status: 201, body: { ...tokenView(token), token: text } };
      },
    }),
    endpoint({
      method: 'delete',
      path: '/tokens/{id}',
      access: 'credentials.write',
      tag,
      summary: 'Deletes one of the own tokens',
      params: z.strictObject({ id: z.string().min(1).max(40) }),
      answers: { 204: { description: 'It is gone' }, 404: { description: 'There is none' } },
      handle: async ({ actor, params }) => {
        const removed = await store.apiTokens.remove(params.id, actor.name);
        if (removed === undefined) throw new ApiProblem(404, 'There is no such token');
        await noteToken(audit, actor.name, 'tokenRemoved', removed);
        return NO_CONTENT;
      },
    }),
  ];
}

/** Null: it does not end. A token makes none that outlives it. */
function endOf(days: number | null | undefined, now: Date, latest: Date | undefined): Date | null {
  const after = (count: number) => new Date(now.getTime() + count * DAY_MS);
  if (latest === undefined) return days === null ? null : after(days ?? DEFAULT_DAYS);
  if (days === undefined) return after(DEFAULT_DAYS) < latest ? after(DEFAULT_DAYS) : latest;
  if (days === null || after(days) > latest)
    throw new ApiProblem(403, `A token makes none that outlives it: it ends at ${latest.toISOString()}`);
  return after(days);
}

function mobileEndpoints({ editor }: SiteParts): readonly Endpoint[] {
  const tag = 'My account';
  const own = async (userId: string | undefined) => {
    const part = userId === undefined ? undefined : await editor.part({ kind: 'user', id: userId });
    if (part === undefined) throw new ApiProblem(404, 'This account belongs to no user of the configuration');
    return { user: part.content as UserContent, part };
  };
  const document = componentRef('Mobile');
  return [
    endpoint({
      method: 'get',
      path: '/own/mobile',
      access: 'own.write',
      tag,
      summary: 'The settings of the own mobile',
      answers: {
        200: { description: 'null: none', document: { anyOf: [document, { type: 'null' }] } },
        404: { description: 'No user of the configuration' },
      },
      handle: async ({ actor }) => {
        const { user, part } = await own(actor.userId);
        return { status: 200, body: user.mobile ?? null, headers: { ETag: `"${part.etag}"` } };
      },
    }),
    endpoint({
      method: 'put',
      path: '/own/mobile',
      access: 'own.write',
      tag,
      summary: 'Replaces them',
      body: z.record(z.string(), z.unknown()),
      bodyDocument: document,
      answers: {
        200: { description: 'As it is now', document },
        404: { description: 'The account belongs to no user' },
        412: { description: 'Changed meanwhile' },
      },
      handle: async ({ actor, body, now, ifMatch }) => {
        for (let attempt = 1; ; attempt += 1) {
          const { user, part } = await own(actor.userId);
          // The rest of the user is written back as read, so this saves only if it has not changed meanwhile.
          const result = await editor.save({
            kind: 'user',
            id: user.id,
            etag: ifMatch ?? part.etag,
            content: { ...user, mobile: body },
            who: actor.name,
            origin: 'interface',
            at: now.toJSDate(),
          });
          const isOvertaken = result.kind === 'conflict' && ifMatch === undefined && attempt < ATTEMPTS;
          if (!isOvertaken) return replyOf(result, false, (saved) => (saved as UserContent).mobile ?? null);
        }
      },
    }),
  ];
}

const ownCodeSchema = z
  .object({
    what: z
      .enum([...CODE_KEYS, ...TALK_CODE_KEYS])
      .describe('What the code does: a key of settings.codes or settings.talkCodes.'),
    dial: z.string().describe('What is dialled.'),
    about: z.string().nullable().describe('Name of the switch or the group; null: all own groups.'),
  })
  .meta({ id: 'OwnCode', description: 'A code that the own phone may dial.' });

function codesEndpoint({ snapshot }: SiteParts): Endpoint {
  return endpoint({
    method: 'get',
    path: '/own/codes',
    access: 'own.write',
    tag: 'My account',
    summary: 'The codes that the own phone may dial',
    answers: {
      200: { description: 'Those about calls first', schema: z.array(ownCodeSchema) },
      404: { description: 'The account belongs to no user' },
    },
    handle: ({ actor }) => {
      const known = snapshot();
      const user = actor.userId === undefined ? undefined : known?.users.get(actor.userId);
      if (known === undefined || user === undefined)
        throw new ApiProblem(404, 'This account belongs to no user of the configuration');
      const codes = user.extension === undefined ? [] : ownCodes(user.extension, known);
      return Promise.resolve(ok(codes.map(({ what, dial, about = null }) => ({ what, dial, about }))));
    },
  });
}
