/** Accounts and tokens over the REST interface. */
import * as z from 'zod';
import { PERMISSIONS } from '../access/permissions.js';
import { LONGEST_MAIL_ADDRESS } from '../../base/model/mail-address.js';
import { ROLES } from '../../base/model/role.js';
import type { SiteParts } from '../http/parts.js';
import { hasLostUser, idsInShort, type KnownUsers } from '../access/users-of-accounts.js';
import { isOpen } from '../../base/model/account-link.js';
import { accountDesk } from '../http/account-desk.js';
import {
  inviteAccount,
  sendLink,
  withdrawLink,
  type LinkDesk,
  type LinkOutcome,
} from '../operations/account-links.js';
import { addAccount, changeAccount, removeAccount } from '../operations/accounts.js';
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
    mail: z.string().nullable().describe('Mail address for links that set the password.'),
    hasPassword: z.boolean().describe('False: it was invited, and nobody can sign in yet.'),
    link: z
      .object({ purpose: z.enum(['invitation', 'reset']), until: z.iso.datetime() })
      .nullable()
      .describe('The link that was mailed and is still valid.'),
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
const mail = z.string().max(LONGEST_MAIL_ADDRESS).describe('One plain address; kept in lower case.');
const named = z.strictObject({ name: z.string().min(1).max(60) });

function view(account: Account, users: KnownUsers | undefined, now: Date) {
  const { name, role, userId, mail, link, lockedUntil, createdAt, lastLoginAt } = account;
  const pending = link !== null && isOpen(link, now) ? { purpose: link.purpose, until: link.until } : null;
  return {
    name,
    role,
    userId,
    userGone: hasLostUser(account, users),
    mail,
    hasPassword: account.passwordHash !== undefined,
    link: pending,
    lockedUntil,
    createdAt,
    lastLoginAt,
  };
}

function faulty(path: string, message: string): ApiProblem {
  return new ApiProblem(422, undefined, { faults: [{ path, message }] });
}

/** Errors: ApiProblem for every result but success. */
function done(result: LinkOutcome, users: KnownUsers | undefined): Account {
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
    case 'noServer':
      throw new ApiProblem(409, 'There is no mail server: SMTP_URL is not set');
    case 'noAddress':
      throw new ApiProblem(409, 'Links would lead nowhere: PUBLIC_URL is not set');
    case 'noMail':
      throw faulty('body.mail', 'must be there: the link is mailed to it');
    case 'badMail':
      throw faulty('body.mail', 'must be one plain mail address, such as anna@example.com');
    case 'noUser':
      throw faulty(
        'body.userId',
        `must be a user of the configuration for the roles user and leader; ${there}`,
      );
    case 'unknownUser':
      throw faulty('body.userId', `is no user of the configuration; ${there}`);
    case 'badName':
      throw faulty('body.name', 'must be 2 to 60 letters a-z, digits and . _ - @');
    case 'badPassword':
      throw faulty('body.password', 'must have 12 to 200 characters and not be the name');
  }
}

export function accountEndpoints(parts: SiteParts): readonly Endpoint[] {
  const tag = 'Accounts';
  const desk = accountDesk(parts);
  const { accounts, users } = desk;
  const shown = (account: Account) => view(account, users(), desk.now());
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
      handle: async () => ok((await accounts.list()).map(shown)),
    }),
    endpoint({
      method: 'post',
      path: '/accounts',
      access: 'accounts.write',
      tag,
      summary: 'Adds an account, with a password or by an invitation',
      body: z.strictObject({
        name: z.string().max(60),
        role: z.enum(ROLES),
        userId: z.string().max(64).nullable().default(null),
        mail: mail.nullable().default(null),
        password: password
          .optional()
          .describe('At least 12 characters. Without one, a link that sets it is mailed, valid for 7 days.'),
      }),
      answers: {
        201: { description: 'The new account', schema: accountSchema },
        409: { description: 'There is one of this name, or no link can be mailed' },
      },
      handle: async ({ body, actor }) => {
        const { password: given, ...content } = body;
        const result =
          given === undefined
            ? await inviteAccount(desk, actor.name, content)
            : await addAccount(desk, actor.name, body);
        return { status: 201, body: shown(done(result, users())) };
      },
    }),
    endpoint({
      method: 'patch',
      path: '/accounts/{name}',
      access: 'accounts.write',
      tag,
      summary: 'Changes role, user, mail address or password',
      description:
        'All that is sent, or nothing. Another mail address or password makes a link invalid that was mailed.',
      params: named,
      body: z.strictObject({
        role: z.enum(ROLES).optional(),
        userId: z.string().max(64).nullable().optional(),
        mail: mail.nullable().optional(),
        password: password.optional(),
      }),
      answers: {
        200: { description: 'The account', schema: accountSchema },
        404: { description: 'There is none' },
        409: { description: 'The last administrator must stay one' },
      },
      handle: async ({ params, body, actor }) => {
        const account = done(await changeAccount(desk, actor.name, params.name, body), users());
        return ok(shown(account));
      },
    }),
    ...linkEndpoints(desk, shown),
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

/** Links by mail that set the password. */
function linkEndpoints(desk: LinkDesk, shown: (account: Account) => object): readonly Endpoint[] {
  const tag = 'Accounts';
  return [
    endpoint({
      method: 'post',
      path: '/accounts/{name}/link',
      access: 'accounts.write',
      tag,
      summary: 'Mails a link that sets the password',
      description:
        'An invitation (7 days) if the account has no password yet, else a reset (1 hour); the old password stays until then. A link that was mailed before opens nothing any more.',
      params: named,
      answers: {
        200: { description: 'The account', schema: accountSchema },
        404: { description: 'There is none' },
        409: { description: 'No link can be mailed' },
      },
      handle: async ({ params, actor }) => {
        const result = await sendLink(desk, actor.name, params.name);
        if (result.kind === 'noMail') throw new ApiProblem(409, 'The account has no mail address');
        return ok(shown(done(result, desk.users())));
      },
    }),
    endpoint({
      method: 'delete',
      path: '/accounts/{name}/link',
      access: 'accounts.write',
      tag,
      summary: 'Withdraws a link that was mailed',
      params: named,
      answers: {
        204: { description: 'It opens nothing any more' },
        404: { description: 'There is no such account' },
      },
      handle: async ({ params, actor }) => {
        done(await withdrawLink(desk, actor.name, params.name), desk.users());
        return NO_CONTENT;
      },
    }),
  ];
}
