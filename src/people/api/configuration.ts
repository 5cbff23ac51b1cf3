/** Groups, users, switches, calendars and settings over the REST interface. Uses the same editor as the pages. */
import type { DateTime } from 'luxon';
import * as z from 'zod';
import { idsInShort } from '../access/users-of-accounts.js';
import type { SiteParts } from '../http/parts.js';
import { accountsOfUsers } from '../operations/accounts.js';
import type { SwitchContent } from '../../base/configuration/schema.js';
import { inSlices } from '../../base/in-slices.js';
import { usersFoundSteps } from '../operations/user-search.js';
import { LISTS, type Edit, type ListKind, type PartKind } from '../operations/configuration-editor.js';
import type { AccountStore } from '../../base/store/accounts.js';
import { componentRef, type ComponentName } from './components.js';
import { replyOf } from './edit-replies.js';
import { endpoint, ok, type Answer, type ApiRequest, type Endpoint, type Reply } from './endpoint.js';
import { ApiProblem } from './problem.js';
import { withoutSwitchState, withSwitchState } from './switch-reading.js';

interface Resource {
  readonly kind: ListKind;
  /** `groups` */
  readonly path: string;
  readonly tag: string;
  readonly one: string;
  readonly schema: ComponentName;
}

const RESOURCES: readonly Resource[] = [
  { kind: 'group', path: 'groups', tag: 'Groups', one: 'group', schema: 'Group' },
  { kind: 'user', path: 'users', tag: 'Users', one: 'user', schema: 'User' },
  { kind: 'switch', path: 'switches', tag: 'Switches', one: 'switch', schema: 'Switch' },
  { kind: 'calendar', path: 'holidays', tag: 'Holidays', one: 'holiday calendar', schema: 'HolidayCalendar' },
  { kind: 'webhook', path: 'webhooks', tag: 'Webhooks', one: 'webhook', schema: 'Webhook' },
];

const anything = z.record(z.string(), z.unknown());

type Given = ApiRequest<{ id: string } | undefined, unknown, Record<string, unknown> | undefined>;

export function configurationEndpoints({ editor, store, snapshot }: SiteParts): readonly Endpoint[] {
  const beside: Beside = (kind, content, now) =>
    kind === 'switch' ? withSwitchState(content as SwitchContent, snapshot(), now) : content;
  const read = async (kind: PartKind, id: string, now: DateTime): Promise<Reply> => {
    const part = await editor.part({ kind, id });
    if (part === undefined) throw new ApiProblem(404, 'There is none');
    return { status: 200, body: beside(kind, part.content, now), headers: { ETag: `"${part.etag}"` } };
  };
  const write = async (
    kind: PartKind,
    id: string,
    given: unknown,
    { actor, now, ifMatch }: Given,
    removal: Removal = {},
  ): Promise<Reply> => {
    const content = kind === 'switch' ? withoutSwitchState(given) : given;
    const by = { who: actor.name, origin: 'interface', at: now.toJSDate() } as const;
    const edit = { kind, id, content, etag: ifMatch, ...removal, ...by };
    const isNew = id === '' && kind !== 'settings';
    return replyOf(await editor.save(edit), isNew, (saved) => beside(kind, saved, now));
  };
  return [
    ...RESOURCES.flatMap((resource) =>
      listEndpoints(resource, { read, write, beside, editor, accounts: store.accounts }),
    ),
    endpoint({
      method: 'get',
      path: '/settings',
      access: 'config.read',
      tag: 'Settings',
      summary: 'The settings',
      answers: answersOf('Settings'),
      handle: ({ now }) => read('settings', '', now),
    }),
    endpoint({
      method: 'put',
      path: '/settings',
      access: 'config.write',
      tag: 'Settings',
      summary: 'Replaces the settings',
      body: anything,
      bodyDocument: componentRef('Settings'),
      answers: answersOf('Settings'),
      handle: (given) => write('settings', '', given.body, given as Given),
    }),
  ];
}

function answersOf(schema: ComponentName): Readonly<Record<number, Answer>> {
  return {
    200: { description: 'As it is now; the header ETag names this state', document: componentRef(schema) },
    404: { description: 'There is none' },
    409: { description: 'Others refer to it' },
    412: {
      description:
        'If-Match names a state that is past; the answer has the newest (`current`, `etag`), who changed it last (`last`), and in `changes` which fields others changed, by whom and when, and whether that collides with what was sent',
    },
  };
}

/** Adds to a part what the service knows about it beyond its configuration. */
type Beside = (kind: PartKind, content: unknown, now: DateTime) => unknown;

type Removal = Pick<Edit, 'references' | 'places'>;

interface Use {
  readonly read: (kind: PartKind, id: string, now: DateTime) => Promise<Reply>;
  readonly beside: Beside;
  readonly write: (
    kind: PartKind,
    id: string,
    content: unknown,
    given: Given,
    removal?: Removal,
  ) => Promise<Reply>;
  readonly editor: SiteParts['editor'];
  readonly accounts: AccountStore;
}

const userQuery = z.strictObject({
  q: z
    .string()
    .max(60)
    .optional()
    .describe('In the name or id; or digits of an extension or mobile, in any notation.'),
});

/** Answer to a deletion that leaves something behind. */
const leftBehind = z.object({ warnings: z.array(z.string()) }).meta({ id: 'LeftBehind' });

function listEndpoints(
  { kind, path, tag, one, schema }: Resource,
  { read, write, beside, editor, accounts }: Use,
): Endpoint[] {
  const params = z.strictObject({ id: z.string().min(1).max(64).describe(`The ${LISTS[kind].key}.`) });
  const answers = answersOf(schema);
  const body = { body: anything, bodyDocument: componentRef(schema) };
  return [
    endpoint({
      method: 'get',
      path: `/${path}`,
      access: 'config.read',
      tag,
      summary: `All: each ${one}`,
      ...(kind === 'user' && { query: userQuery }),
      answers: {
        200: { description: 'In their order', document: { type: 'array', items: componentRef(schema) } },
      },
      handle: async ({ query, now }) => {
        const { configuration } = await editor.configuration();
        const { users, settings } = configuration;
        if (kind === 'user')
          return ok(await inSlices(usersFoundSteps(users, query.q ?? '', settings.country)));
        const parts: readonly unknown[] = configuration[LISTS[kind].list];
        return ok(parts.map((content) => beside(kind, content, now)));
      },
    }),
    endpoint({
      method: 'post',
      path: `/${path}`,
      access: 'config.write',
      tag,
      summary: `Adds a ${one}`,
      ...body,
      answers: {
        201: { description: 'It is added', document: componentRef(schema) },
        409: { description: 'Others refer to it as something else, such as an extension' },
        412: { description: 'What is added has no state that If-Match could name' },
      },
      handle: (given) => write(kind, '', given.body, given as Given),
    }),
    endpoint({
      method: 'get',
      path: `/${path}/{id}`,
      access: 'config.read',
      tag,
      summary: `One ${one}`,
      params,
      answers,
      handle: ({ params: { id }, now }) => read(kind, id, now),
    }),
    endpoint({
      method: 'put',
      path: `/${path}/{id}`,
      access: 'config.write',
      tag,
      summary: `Replaces a ${one}`,
      description: 'With If-Match only when nobody has changed it since.',
      params,
      answers,
      ...body,
      handle: (given) => write(kind, given.params.id, given.body, given as unknown as Given),
    }),
    endpoint({
      method: 'delete',
      path: `/${path}/{id}`,
      access: 'config.write',
      tag,
      summary: `Deletes a ${one}`,
      description:
        'One that others refer to is deleted only with `references`: `remove` takes it out everywhere, `replace` puts the one of `by` in its stead. The answer 409 has every place in `places`, their name in `placesEtag`, and in `faults` what has to be decided first. With `places`, that name, it is refused when it is used in other places by now. Places that name the extension of a user by its number hold without the user; `numbers=too` treats them alike.',
      params,
      query: deletion,
      answers: {
        ...answers,
        200: { description: 'It is gone, and leaves something behind', schema: leftBehind },
        204: { description: 'It is gone' },
      },
      handle: async (given) => {
        const { id } = given.params;
        const names = kind === 'user' ? accountsOfUsers(await accounts.list(), new Set([id])) : [];
        const { references, by, numbers, places } = given.query;
        if ((references === 'replace') !== (by !== undefined)) {
          throw new ApiProblem(422, 'references=replace needs by, and nothing else has it');
        }
        if (by === id) throw new ApiProblem(422, 'by must be another one');
        const removal =
          references === undefined ? {} : { references: { by, numbers: numbers === 'too' }, places };
        const reply = await write(kind, id, undefined, given, removal);
        if (names.length === 0) return reply;
        const warnings = reply.status === 204 ? [] : leftBehind.parse(reply.body).warnings;
        const lost = `accounts of this user have lost their user: ${idsInShort(names)}`;
        return { status: 200, body: { warnings: [lost, ...warnings] } };
      },
    }),
  ];
}

/** What to do with references to the deleted part. */
const deletion = z.strictObject({
  references: z
    .enum(['remove', 'replace'])
    .optional()
    .describe('What becomes of the references; without it a part that is referred to is not deleted.'),
  by: z.string().min(1).max(64).optional().describe('With references=replace: which one, by id or number.'),
  numbers: z
    .enum(['too', 'leave'])
    .default('leave')
    .describe('With references, of a user: also places that name the extension by its number, or not.'),
  places: z
    .string()
    .max(64)
    .optional()
    .describe('With references: `placesEtag` of the places that were seen.'),
});
