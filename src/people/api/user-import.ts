/** Importing users over the REST interface: what a list would change, and taking it over. The same as the pages do. */
import * as z from 'zod';
import type { SiteParts } from '../http/parts.js';
import { inSlices } from '../../base/in-slices.js';
import { ROLES, type SaidColumns } from '../imports/columns.js';
import { readSource, type Reading } from '../imports/read.js';
import { UnreadableSource } from '../imports/source.js';
import { plannedSteps, ROW_STATES, type PlannedRow, type RowState } from '../operations/user-import-plan.js';
import { choiceOf, importUsers, type Chosen, type UserImportResult } from '../operations/user-import.js';
import { unreadableText, whyText } from '../pages/user-import/row-words.js';
import { endpoint, ok, type Endpoint, type Reply } from './endpoint.js';
import { ApiProblem } from './problem.js';

/** A list of ten thousand people has half a megabyte. */
const BODY_LIMIT = '4mb';

const states = [...ROW_STATES] as [RowState, ...RowState[]];

const source = {
  content: z
    .string()
    .max(4 * 1024 * 1024)
    .optional()
    .describe(
      'The list: CSV, XML of a FreeSWITCH directory, `list_users`, or pg_dump of v_extensions of FusionPBX.',
    ),
  freeswitch: z
    .string()
    .max(100)
    .optional()
    .describe('Instead of content: a FreeSWITCH of FREESWITCH_EVENTS, `host:port`, that is asked.'),
  columns: z
    .partialRecord(z.enum([...ROLES]), z.string().max(100))
    .optional()
    .describe(
      'Columns of a CSV file by their heading or their number from 1; empty: none. Default: guessed.',
    ),
  heading: z
    .boolean()
    .optional()
    .describe('Whether the first line of a CSV file has headings. Default: guessed.'),
};

const rowSchema = z
  .object({
    line: z.int().describe('Of the list.'),
    extension: z
      .string()
      .describe('`1001`; `1001@branch.example` if the list says another domain than the settings.'),
    name: z.string(),
    state: z.enum(states),
    why: z.string().describe('The state in a sentence.'),
    userId: z.string().nullable().describe('Who would be added, or is there.'),
    email: z.string(),
    mobile: z.string(),
  })
  .meta({ id: 'ImportRow' });

const previewSchema = z.object({
  revision: z.int().describe('What it was compared with; for If-Match.'),
  kind: z.enum(['directory', 'listUsers', 'fusionpbx', 'table']),
  columns: z
    .partialRecord(z.enum([...ROLES]), z.int())
    .nullable()
    .describe('Of a CSV file: which column, from 1, was taken for what.'),
  missing: z.array(z.string()).describe('Files that an XML file includes; they cannot be given here.'),
  rows: z.array(rowSchema),
});

const tag = 'Users';

export function userImportEndpoints({
  store,
  audit,
  refresh,
  editor,
  directories,
}: SiteParts): readonly Endpoint[] {
  const read = (given: Given) => reading(given, directories);
  return [
    endpoint({
      method: 'post',
      path: '/users/import/preview',
      access: 'config.write',
      tag,
      summary: 'What the import of a list of extensions would change; saves nothing',
      description:
        'Passwords in the list are passed over. Give either `content` or `freeswitch`. FusionPBX makes its directory for each question, so its FreeSWITCH lists nobody.',
      bodyLimit: BODY_LIMIT,
      body: z.strictObject(source),
      answers: { 200: { description: 'Row by row', schema: previewSchema } },
      handle: async ({ body }) => {
        const { kind, rows, table, missing } = await read(body);
        const { configuration, revision } = await editor.configuration();
        const planned = await inSlices(plannedSteps(configuration, rows));
        return ok({
          revision: revision.revision,
          kind,
          columns: table === undefined ? null : columnNumbers(table.columns.of),
          missing: missing.map(({ pattern }) => pattern),
          rows: planned.map(rowBody),
        });
      },
    }),
    endpoint({
      method: 'post',
      path: '/users/import',
      access: 'config.write',
      tag,
      summary: 'Adds the users of a list, and takes its names for others',
      description:
        'As one revision. Users who are there keep everything but the name. With If-Match (the revision of the preview) only when that still runs.',
      bodyLimit: BODY_LIMIT,
      body: z.strictObject({
        ...source,
        add: z
          .array(z.string().max(270))
          .max(20_000)
          .optional()
          .describe('Extensions that are added, as in the rows. Default: all of state `new`.'),
        rename: z
          .array(z.string().max(270))
          .max(20_000)
          .default([])
          .describe('Extensions whose users get the name of the list.'),
      }),
      answers: {
        200: {
          description: 'What was done; `revision` is null when nothing was to be done',
          schema: z.object({
            revision: z.int().nullable(),
            added: z.array(z.string()).describe('Ids.'),
            renamed: z.array(z.string()).describe('Ids.'),
          }),
        },
        412: { description: 'Another revision runs than If-Match says' },
      },
      handle: async ({ body, actor, now, ifMatch }) => {
        const { rows } = await read(body);
        const looked = await editor.configuration();
        const planned = await inSlices(plannedSteps(looked.configuration, rows));
        const chosen = chosenOf(planned, body.add, body.rename);
        const by = {
          who: actor.name,
          origin: 'interface',
          from: body.freeswitch ?? '',
          at: now.toJSDate(),
          base: ifMatch === undefined ? undefined : Number(ifMatch),
        } as const;
        const use = { configurations: store.configurations, audit, refresh };
        return replyOf(await importUsers(use, looked, rows, chosen, by));
      },
    }),
  ];
}

interface Given {
  readonly content?: string | undefined;
  readonly freeswitch?: string | undefined;
  readonly columns?: SaidColumns['of'] | undefined;
  readonly heading?: boolean | undefined;
}

/** Errors: ApiProblem when it cannot be read. */
async function reading(
  { content, freeswitch, columns, heading }: Given,
  directories: SiteParts['directories'],
): Promise<Reading> {
  if ((content === undefined) === (freeswitch === undefined))
    throw new ApiProblem(422, 'Either content or freeswitch is needed');
  try {
    const file =
      freeswitch === undefined
        ? { name: 'content', bytes: Buffer.from(content ?? '') }
        : await directories.ask(freeswitch);
    return await readSource([file], { columns: { of: columns, heading } });
  } catch (error) {
    if (!(error instanceof UnreadableSource)) throw error;
    const status = error.why === 'away' ? 503 : 422;
    const path = freeswitch === undefined ? 'body.content' : 'body.freeswitch';
    throw new ApiProblem(status, undefined, { faults: [{ path, message: unreadableText(error, 'en') }] });
  }
}

function columnNumbers(of: Readonly<Partial<Record<string, number>>>): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(of).map(([role, at = 0]) => [role, at + 1]));
}

function rowBody(row: PlannedRow) {
  const {
    source: { line },
    phone,
    name,
    state,
    id,
    email,
    mobile,
  } = row;
  return {
    line,
    extension: phone,
    name,
    state,
    why: whyText(row, 'en'),
    userId: id === '' ? null : id,
    email,
    mobile,
  };
}

function chosenOf(
  planned: readonly PlannedRow[],
  add: readonly string[] | undefined,
  rename: readonly string[],
): Chosen {
  const [added, renamed] = [new Set(add), new Set(rename)];
  const isChosen = ({ state, phone }: PlannedRow) => {
    if (state === 'renamed') return renamed.has(phone);
    return add === undefined ? state === 'new' : added.has(phone);
  };
  return new Set(planned.flatMap((row, index) => (isChosen(row) ? (choiceOf(row, index) ?? []) : [])));
}

/** Errors: ApiProblem for a conflict and for faults. */
function replyOf(result: UserImportResult): Reply {
  switch (result.kind) {
    case 'saved': {
      const { revision, added, renamed } = result;
      return ok({ revision, added, renamed });
    }
    case 'nothing':
      return ok({ revision: null, added: [], renamed: [] });
    case 'conflict':
      throw new ApiProblem(412, 'Somebody has changed the configuration meanwhile; nothing was saved', {
        more: { revision: result.newest?.revision ?? null },
      });
    case 'faulty':
      throw new ApiProblem(422, 'The configuration would have faults; nothing was saved', {
        faults: result.faults.slice(0, 50).map(({ path, message }) => ({ path, message })),
      });
  }
}
