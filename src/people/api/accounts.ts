/** Accounts and tokens over the REST interface. */
import * as z from 'zod';
import { PERMISSIONS } from '../access/permissions.js';
import { ROLES } from '../../base/model/role.js';
import type { SiteParts } from '../http/parts.js';
import { hasLostUser, idsInShort, type KnownUsers } from '../access/users-of-accounts.js';
import {
  addAccount,
  changeAccount,
  removeAccount,
  type AccountDesk,
  type AccountOutcome,
} from '../operations/accounts.js';
import type { Account } from '../../base/store/accounts.js';
import { endpoint, NO_CONTENT, ok, type Endpoint } from './endpoint.js';
import { ApiProblem } from './problem.js';

const USER_GONE =
  'The configuration does not have the user any more, or an account of the role user has none: that role then sees nothing.';

const accountSchema = z
  .object({
    name: z.string(),
    role: z.enum(ROLES),
    userId: z.string().nullable().describe('Id of the user of the configuration who this is.'),
    userGone: z.boolean().describe(USER_GONE),
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
    userGone: z.boolean().describe(USER_GONE),
    permissions: z.array(z.enum(PERMISSIONS)),
  })
  .meta({ id: 'Me' });

const password = z.string().max(400).describe('At least 12 characters.');
const named = z.strictObject({ name: z.string().min(1).max(60) });

function view(account: Account, users: KnownUsers | undefined) {
  const { name, role, userId, lockedUntil, createdAt, lastLoginAt } = account;
  return { name, role, userId, userGone: hasLostUser(account, users), lockedUntil, createdAt, lastLoginAt };
}

/** Errors: ApiProblem for every result but success. */
function done(result: AccountOutcome, users: KnownUsers | undefined): Account {
  const ids = idsInShort(users?.keys() ?? []);
  const there = ids === '' ? 'there are none' : `there are: ${ids}`;
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
        faults: [
          { path: 'body.userId', message: `must be a user of the configuration for the role user; ${there}` },
        ],
      });
    case 'unknownUser':
      throw new ApiProblem(422, undefined, {
        faults: [{ path: 'body.userId', message: `is no user of the configuration; ${there}` }],
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
  const users = () => snapshot()?.users;
  const desk: AccountDesk = { access, accounts: store.accounts, audit, users };
  return [
    endpoint({
      method: 'get',
      path: '/me',
      access: 'signedIn',
      tag,
      summary: 'Who asks, and what is allowed',
      answers: { 200: { description: 'The account', schema: meSchema } },
      handle: ({ actor }) =>
        Promise.resolve(
          ok({
            name: actor.name,
            role: actor.role,
            userId: actor.userId ?? null,
            userGone: hasLostUser(actor, users()),
            permissions: [...actor.permissions],
          }),
        ),
    }),
    endpoint({
      method: 'get',
      path: '/accounts',
      access: 'accounts.write',
      tag,
      summary: 'All accounts',
      answers: { 200: { description: 'By name', schema: z.array(accountSchema) } },
      handle: async () => ok((await store.accounts.list()).map((account) => view(account, users()))),
    }),
    endpoint({
      method: 'post',
      path: '/accounts',
      access: 'accounts.write',
      tag,
      summary: 'Adds an account',
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
        const account = done(await addAccount(desk, actor.name, body), users());
        return { status: 201, body: view(account, users()) };
      },
    }),
    endpoint({
      method: 'patch',
      path: '/accounts/{name}',
      access: 'accounts.write',
      tag,
      summary: 'Changes role, user or password',
      description: 'All that is sent, or nothing.',
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
        const account = done(await changeAccount(desk, actor.name, params.name, body), users());
        return ok(view(account, users()));
      },
    }),
    endpoint({
      method: 'delete',
      path: '/accounts/{name}',
      access: 'accounts.write',
      tag,
      summary: 'Removes an account, its sessions and its tokens',
      params: named,
      answers: {
        204: { description: 'It is gone' },
        404: { description: 'There is none' },
        409: { description: 'The last administrator must stay' },
      },
      handle: async ({ params, actor }) => {
        done(await removeAccount(desk, actor.name, params.name), users());
        return NO_CONTENT;
      },
    }),
  ];
}
