/** Revisions of the configuration over the REST interface: what they changed, and taking them back. */
import * as z from 'zod';
import { partsThatDiffer } from '../pages/configuration/difference.js';
import type { SiteParts } from '../http/parts.js';
import { readable } from '../../base/configuration/import.js';
import { PART_KINDS, type PartKind } from '../../base/configuration/part-names.js';
import type { PartName } from '../../base/configuration/parts.js';
import type { Configuration } from '../../base/configuration/schema.js';
import { inSlices } from '../../base/in-slices.js';
import { ORIGINS } from '../../base/model/origin.js';
import { takeBack, type TakeBackResult } from '../operations/take-back.js';
import type { RevisionInfo, StoredConfiguration } from '../../base/store/configurations.js';
import { endpoint, ok, type Endpoint, type Reply } from './endpoint.js';
import { ApiProblem } from './problem.js';

const number = z.coerce.number().int().min(1).max(999_999_999);
const params = z.strictObject({ revision: number.describe('The number of the revision.') });

const kinds = [...PART_KINDS] as [PartKind, ...PartKind[]];
const part = z
  .strictObject({
    kind: z.enum(kinds),
    id: z.string().max(64).describe("The group's number, or the id; empty for the settings."),
  })
  .describe('One part of the configuration.');

const names = z.array(z.string());
const revisionSchema = z.object({
  revision: z.int(),
  createdAt: z.string().describe('As ISO 8601.'),
  author: z.string(),
  origin: z.enum(ORIGINS).describe('From where it came.'),
  takenFrom: z.int().nullable().describe('The revision that was taken back, whole or in part.'),
  reason: z.string(),
  changes: z
    .object({ added: names, changed: names, removed: names, count: z.int() })
    .nullable()
    .describe(
      'Names of the first 20 of each kind, and how many there are; null: it was saved before revisions said it.',
    ),
});

const anyJson = z.unknown().describe('The part; missing: there is none.');
const differenceSchema = z.object({
  kind: z.enum(kinds),
  id: z.string(),
  change: z.enum(['added', 'changed', 'removed', 'moved']),
  before: anyJson.optional(),
  after: anyJson.optional(),
});

const tag = 'Revisions';

export function revisionEndpoints({ store, audit, refresh }: SiteParts): readonly Endpoint[] {
  const { configurations } = store;
  const kept = async (revision: number): Promise<StoredConfiguration> => {
    const stored = await configurations.get(revision);
    if (stored === undefined) throw new ApiProblem(404, 'It is not kept');
    return stored;
  };
  return [
    endpoint({
      method: 'get',
      path: '/revisions',
      access: 'config.read',
      tag,
      summary: 'The revisions of the configuration that are kept, newest first',
      answers: { 200: { description: 'The first one runs', schema: z.array(revisionSchema) } },
      handle: async () => ok((await configurations.list()).map(revisionBody)),
    }),
    endpoint({
      method: 'get',
      path: '/revisions/{revision}/differences',
      access: 'config.read',
      tag,
      summary: 'What another revision has otherwise',
      description: 'From `from` to this revision: what taking it back would change, when `from` is left out.',
      params,
      query: z.strictObject({ from: number.optional().describe('Default: the one that runs.') }),
      answers: {
        200: { description: 'Part by part', schema: z.array(differenceSchema) },
        404: { description: 'One of them is not kept' },
        409: { description: 'This program cannot read one of them' },
      },
      handle: async ({ params: { revision }, query: { from } }) => {
        const other = from === undefined ? await configurations.latest() : await kept(from);
        const [before, after] = [await content(other), await content(await kept(revision))];
        const parts = await inSlices(partsThatDiffer(before, after, 'en'));
        return ok(
          parts.map(({ kind, id, change, before: was, after: is }) => ({
            kind,
            id,
            change,
            before: was,
            after: is,
          })),
        );
      },
    }),
    endpoint({
      method: 'post',
      path: '/revisions/{revision}/take-back',
      access: 'config.write',
      tag,
      summary: 'Makes a revision, or one part of it, the configuration again',
      description:
        'As a new revision. With If-Match (the number of the running revision) only when that still runs.',
      params,
      body: z.strictObject({
        part: part.optional().describe('Only this part; left out: all of it.'),
        removalsMeant: z.boolean().default(false).describe('Users, groups or switches may be deleted by it.'),
      }),
      answers: {
        200: {
          description: 'What runs now; `revision` is the new one, or the running one when nothing changed',
          schema: z.object({ revision: z.int(), changed: z.boolean() }),
        },
        404: { description: 'It is not kept, or nothing has this part' },
        409: {
          description:
            'It would delete users, groups or switches and removalsMeant is not set, or it cannot be read',
        },
        412: { description: 'Another revision runs than If-Match says' },
      },
      handle: async ({ params: { revision }, body, actor, now, ifMatch }) => {
        const asked = { revision, part: body.part as PartName | undefined };
        const base = ifMatch === undefined ? undefined : Number(ifMatch);
        const by = { who: actor.name, at: now.toJSDate(), base, removalsMeant: body.removalsMeant };
        const result = await takeBack({ configurations, audit, refresh }, asked, by);
        return replyOf(result, (await configurations.head())?.revision ?? 0);
      },
    }),
  ];
}

function revisionBody({ createdAt, takenFrom, changes, ...rest }: RevisionInfo) {
  return {
    ...rest,
    createdAt: createdAt.toISOString(),
    takenFrom: takenFrom ?? null,
    changes: changes ?? null,
  };
}

async function content(stored: StoredConfiguration | undefined): Promise<Configuration> {
  const configuration = await readable(stored);
  if (configuration === undefined) throw new ApiProblem(409, 'This program cannot read it');
  return configuration;
}

/** Errors: ApiProblem for every result but success. */
function replyOf(result: TakeBackResult, running: number): Reply {
  switch (result.kind) {
    case 'saved':
      return ok({ revision: result.revision, changed: true });
    case 'unchanged':
      return ok({ revision: running, changed: false });
    case 'unknown':
      throw new ApiProblem(404, 'It is not kept, or nothing has this part');
    case 'unreadable':
      throw new ApiProblem(409, 'This program cannot read it');
    case 'removes':
      throw new ApiProblem(409, 'It would delete users, groups or switches; nothing was saved', {
        faults: result.removed.slice(0, 50).map((name) => ({ path: name, message: 'would be deleted' })),
      });
    case 'conflict':
      throw new ApiProblem(412, 'Somebody has changed the configuration meanwhile; nothing was saved', {
        more: { revision: result.newest?.revision ?? null },
      });
    case 'faulty':
      throw new ApiProblem(422, 'Together with what runs now it would be faulty; nothing was saved', {
        faults: result.faults.map(({ path, message }) => ({ path, message })),
      });
  }
}
