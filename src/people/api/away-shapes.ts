/** Who is away, as the REST interface shows it, and how it takes an order. */
import type { DateTime } from 'luxon';
import * as z from 'zod';
import type { Scope } from '../../base/model/scope.js';
import type { Snapshot } from '../../base/model/snapshot.js';
import type { AwayReading } from '../../calls/routing/away.js';
import { callersGoText } from '../../calls/words/words.js';
import {
  setAway,
  type AwayDesk,
  type AwayInGroup,
  type AwayOfUser,
  type AwayOrder,
} from '../operations/away.js';
import { notationsText } from '../operations/moment-texts.js';
import { AWAY_ENDS, endOf } from '../operations/switch-end.js';
import { ApiProblem } from './problem.js';

const moment = z.iso.datetime();

export const awaySchema = z
  .object({
    until: moment.nullable().describe('null: until coming back.'),
    since: moment,
    by: z.string().describe('Who said so: an account, or who else did it.'),
    fromAll: z.boolean().describe('Away from all groups, not only from this one.'),
  })
  .meta({ id: 'Away' });

const inGroupSchema = z
  .object({
    number: z.string(),
    name: z.string(),
    away: awaySchema.nullable().describe('null: in.'),
    nobodyLeft: z
      .string()
      .nullable()
      .describe('What callers get because all who would ring are away; null: somebody is left.'),
  })
  .meta({ id: 'AwayInGroup' });

export const awayOfUserSchema = z
  .object({
    user: z.string(),
    name: z.string(),
    all: awaySchema.nullable(),
    groups: z.array(inGroupSchema).describe('Every group that rings the user.'),
  })
  .meta({ id: 'AwayOfUser' });

export const awayDoneSchema = awayOfUserSchema
  .extend({
    told: z.array(z.string()).describe('For whoever was the last one: where callers of the group go now.'),
    note: z.string().nullable().describe('The clock changes at the end.'),
  })
  .meta({ id: 'AwayDone' });

export const awayBody = z
  .strictObject({
    until: z
      .string()
      .max(80)
      .nullable()
      .default(null)
      .describe(
        `A time to come: with a zone, or on the user's wall clock, such as ${notationsText('en')}. null: as \`end\` says.`,
      ),
    end: z
      .enum(AWAY_ENDS)
      .default('changed')
      .describe('For an hour, until 18:00, until tomorrow 08:00, or until coming back.'),
  })
  .meta({ id: 'AwayOrder' });

export function awayView(away: AwayReading | undefined) {
  if (away === undefined) return null;
  const { until, since, by, fromAll } = away;
  return { until: until?.toJSDate() ?? null, since: since.toJSDate(), by, fromAll };
}

export function inGroupView({ number, name, away, nobodyLeft }: AwayInGroup) {
  return { number, name, away: awayView(away), nobodyLeft: nobodyLeft ? callersGoText(nobodyLeft) : null };
}

export function ofUserView({ user, all, groups }: AwayOfUser) {
  return { user: user.id, name: user.name, all: awayView(all), groups: groups.map(inGroupView) };
}

/** The moment that a body means. Errors: 422 with what is wrong with it. */
export function untilOf(
  { until, end }: z.infer<typeof awayBody>,
  { now, zone }: { readonly now: DateTime; readonly zone: string },
): { readonly until: Date | undefined; readonly note: string | undefined } {
  const reading = endOf({ chosen: end, typed: until ?? '' }, { now, zone, lang: 'en' });
  if (reading.kind === 'refused') {
    throw new ApiProblem(422, undefined, { faults: [{ path: 'body.until', message: reading.message }] });
  }
  return { until: reading.end.kind === 'until' ? reading.end.at : undefined, note: reading.note };
}

/** Carries it out and answers. Errors: 404 for who or what is not there, 503 when the database cannot be written. */
export async function awayReply(
  desk: AwayDesk,
  order: AwayOrder,
  {
    who,
    scope,
    now,
    note,
  }: {
    readonly who: string;
    readonly scope: Scope;
    readonly now: DateTime;
    readonly note?: string | undefined;
  },
) {
  const result = await setAway(desk, order, { who, at: now.toJSDate(), scope }).catch(() => {
    throw new ApiProblem(503, 'It could not be saved: the database does not answer');
  });
  switch (result.kind) {
    case 'unknownUser':
      throw new ApiProblem(404, 'There is no such user');
    case 'unknownGroup':
      throw new ApiProblem(404, 'There is no such group');
    case 'notMember':
      throw new ApiProblem(404, 'The user is no member of this group');
    case 'notAllGroups':
      throw new ApiProblem(
        403,
        'For all groups you are not in charge; send the user away from one that you lead',
      );
    case 'past':
      throw new ApiProblem(422, undefined, { faults: [{ path: 'body.until', message: 'is past' }] });
    case 'done': {
      const alone = order.to.kind === 'away' ? result.affected : [];
      const told = alone.flatMap(({ name, nobodyLeft }) =>
        nobodyLeft === undefined ? [] : [`Nobody is left in ${name}: callers ${callersGoText(nobodyLeft)}.`],
      );
      return { status: 200, body: { ...ofUserView(result.now), told, note: note ?? null } };
    }
  }
}

/** Errors: 503 while no configuration is known. */
export function knownSnapshot(snapshot: () => Snapshot | undefined): Snapshot {
  const known = snapshot();
  if (known === undefined) throw new ApiProblem(503, 'There is no configuration');
  return known;
}
