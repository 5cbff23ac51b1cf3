/** Accounts and tokens through the interface. */
import * as z from 'zod';
import type { AccountResult } from '../access/accounts.js';
import { PERMISSIONS, ROLES } from '../access/permissions.js';
import type { SiteParts } from '../admin/parts.js';
import type { Account } from '../store/accounts.js';
import { endpoint, NO_CONTENT, ok, type Endpoint } from './endpoint.js';
import { ApiProblem } from './problem.js';

const accountSchema = z
  .object({
    name: z.string(),
    role: z.enum(ROLES),
    userId: z.string().nullable().describe('Id of the user of the configuration who this is.'),
    lockedUntil: z.iso.datetime().nullable(),
    createdAt: z.iso.datetime(),
    lastLoginAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Account' });

const meSchema = z
  .object({
    name: z.string(),
    role: z.enum(ROLES),
    userId: z.string().nullable(),
    permissions: z.array(z.enum(PERMISSIONS)),
  })
  .meta({ id: 'Me' });

const password = z.string().max(400).describe('At least 12 characters.');
const named = z.strictObject({ name: z.string().min(1).max(60) });

function view({ name, role, userId, lockedUntil, createdAt, lastLoginAt }: Account) {
  return { name, role, userId, lockedUntil, createdAt, lastLoginAt };
}

/** Errors: ApiProblem for everything that is no success. */
function done(result: AccountResult): Account {
  switch (result.kind) {
    case 'done':
      return result.account;
    case 'unknown':
      throw new ApiProblem(404, 'There is no such account');
    case 'taken':
      throw new ApiProblem(409, 'There is an account of this name');
    case 'lastAdmin':
      throw new ApiProblem(409, 'The last administrator must stay one');
    case 'noUser':
      throw new ApiProblem(422, undefined, {
        faults: [{ path: 'body.userId', message: 'must be a user of the configuration for the role user' }],
      });
    case 'badName':
      throw new ApiProblem(422, undefined, {
        faults: [{ path: 'body.name', message: 'must be 2 to 60 letters a-z, digits and . _ - @' }],
      });
    case 'badPassword':
      throw new ApiProblem(422, undefined, {
        faults: [{ path: 'body.password', message: 'must have 12 to 200 characters and not be the name' }],
      });
  }
}

export function accountEndpoints({ access, audit, store, snapshot }: SiteParts): readonly Endpoint[] {
  const tag = 'Accounts';
  const knownUser = (userId: string | null) => {
    if (userId === null || snapshot()?.users.has(userId) === true) return;
    throw new ApiProblem(422, undefined, { faults: [{ path: 'body.userId', message: 'is no user' }] });
  };
  return [
    endpoint({
      ...{ method: 'get', path: '/me', access: 'signedIn', tag, summary: 'Who asks, and what is allowed' },
      answers: { 200: { description: 'The account', schema: meSchema } },
      handle: ({ actor }) =>
        Promise.resolve(
          ok({
            name: actor.name,
            role: actor.role,
            userId: actor.userId ?? null,
            permissions: [...actor.permissions],
          }),
        ),
    }),
    endpoint({
      ...{ method: 'get', path: '/accounts', access: 'accounts.write', tag, summary: 'All accounts' },
      answers: { 200: { description: 'By name', schema: z.array(accountSchema) } },
      handle: async () => ok((await store.accounts.list()).map(view)),
    }),
    endpoint({
      ...{ method: 'post', path: '/accounts', access: 'accounts.write', tag, summary: 'Adds an account' },
      body: z.strictObject({
        name: z.string().max(60),
        role: z.enum(ROLES),
        userId: z.string().max(64).nullable().default(null),
        password,
      }),
      answers: {
        201: { description: 'The new account', schema: accountSchema },
        409: { description: 'There is one of this name' },
      },
      handle: async ({ body, actor }) => {
        knownUser(body.userId);
        const account = done(await access.add(body));
        await audit.note(actor.name, 'accountAdded', { account: account.name, role: account.role });
        return { status: 201, body: view(account) };
      },
    }),
    endpoint({
      ...{ method: 'patch', path: '/accounts/{name}', access: 'accounts.write', tag },
      summary: 'Changes role, user or password',
      params: named,
      body: z.strictObject({
        role: z.enum(ROLES).optional(),
        userId: z.string().max(64).nullable().optional(),
        password: password.optional(),
      }),
      answers: {
        200: { description: 'The account', schema: accountSchema },
        404: { description: 'There is none' },
        409: { description: 'The last administrator must stay one' },
      },
      handle: async ({ params, body, actor }) => {
        const known = await store.accounts.get(params.name);
        if (known === undefined) throw new ApiProblem(404, 'There is no such account');
        if (body.userId !== undefined) knownUser(body.userId);
        const { role = known.role, userId = known.userId } = body;
        let account = done(await access.setRole(known.name, role, userId));
        await audit.note(actor.name, 'accountChanged', { account: known.name, role });
        if (body.password !== undefined) {
          account = done(await access.setPassword(known.name, body.password));
          await audit.note(actor.name, 'passwordChanged', { account: known.name });
        }
        return ok(view(account));
      },
    }),
    endpoint({
      ...{ method: 'delete', path: '/accounts/{name}', access: 'accounts.write', tag },
      summary: 'Removes an account, its sessions and its tokens',
      params: named,
      answers: {
        204: { description: 'It is gone' },
        404: { description: 'There is none' },
        409: { description: 'The last administrator must stay' },
      },
      handle: async ({ params, actor }) => {
        done(await access.remove(params.name));
        await audit.note(actor.name, 'accountRemoved', { account: params.name });
        return NO_CONTENT;
      },
    }),
  ];
}
