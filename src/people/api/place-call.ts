/** Calling back by a click, over the REST interface. */
import * as z from 'zod';
import type { SiteParts } from '../http/parts.js';
import { callBack, callCaller, type PlaceResult } from '../operations/place-call.js';
import { endpoint, type Answer, type Endpoint, type Reply } from './endpoint.js';
import { ApiProblem } from './problem.js';

const placedSchema = z
  .object({
    extension: z.string().describe('The own phone, which rings first.'),
    number: z.string().describe('Called when it is lifted, as people of the house dial it.'),
  })
  .meta({ id: 'PlacedCall' });

const answers: Record<number, Answer> = {
  202: { description: 'The own phone rings', schema: placedSchema },
  404: { description: 'There is none, or not for this account' },
  409: { description: 'Somebody else has it or is calling, it has ended, or the own phone rings already' },
  422: { description: 'There is no phone of the account, or the number is not called; the answer tells' },
  429: { description: 'The account has placed too many calls' },
  503: { description: 'No FreeSWITCH is connected, or the own phone is not registered' },
};

const DETAILS: Readonly<Record<Exclude<PlaceResult['kind'], 'ringing'>, readonly [number, string]>> = {
  unknown: [404, 'There is none'],
  ended: [409, 'It has ended'],
  othersHaveIt: [409, 'Somebody else has it'],
  otherCalls: [409, 'Somebody else is calling this caller'],
  alreadyRings: [409, 'The own phone rings already for a call that was placed'],
  noExtension: [422, 'The account has no user with a desk phone'],
  noNumber: [422, 'There is no number that can be called'],
  notAllowed: [422, 'The number is not called'],
  tooMany: [429, 'Too many calls were placed'],
  noFreeswitch: [503, 'No FreeSWITCH is connected'],
  notRegistered: [503, 'The own phone is not registered'],
  refused: [503, 'FreeSWITCH does not place the call'],
};

function reply(result: PlaceResult): Reply {
  const { kind, ...facts } = result;
  if (result.kind === 'ringing') return { status: 202, body: facts };
  const [status, detail] = DETAILS[result.kind];
  const more = Object.entries(facts).map(([name, value]) => `${name}: ${value}`);
  throw new ApiProblem(status, [detail, ...more].join('; '), { more: { because: kind } });
}

const params = z.strictObject({ id: z.string().min(1).max(128) });

export function placeCallEndpoints({
  store,
  snapshot,
  audit,
  placed,
  editor,
}: SiteParts): readonly Endpoint[] {
  const settings = async () => (await editor.configuration()).configuration.settings;
  const desk = { callbacks: store.callbacks, snapshot, audit, placed, settings };
  return [
    endpoint({
      method: 'post',
      path: '/callbacks/{id}/call',
      access: 'calls.place',
      tag: 'Call-backs',
      summary: 'You call back: your own phone rings first',
      params,
      answers,
      handle: async ({ actor, params: { id }, now }) => reply(await callBack(desk, actor, id, now)),
    }),
    endpoint({
      method: 'post',
      path: '/calls/{id}/call',
      access: 'calls.place',
      tag: 'Calls',
      summary: 'Calls the caller of this call: your own phone rings first',
      params,
      answers,
      handle: async ({ actor, scope, params: { id } }) => {
        const record = actor.permissions.has('calls.read') ? await store.calls.seen(id, scope) : undefined;
        if (record === undefined) throw new ApiProblem(404, 'There is none');
        return reply(await callCaller(desk, actor, record));
      },
    }),
  ];
}
