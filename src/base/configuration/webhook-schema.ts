/** Webhooks as the configuration file has them: who is told of which events. Their secrets are in none of it. */
import * as z from 'zod';
import { WEBHOOK_EVENTS, WEBHOOK_FORMATS, type WebhookFormat } from '../model/webhook.js';
import { isSendable } from '../web-address.js';
import type { Node } from './draft.js';
import { fault, type Fault } from './faults.js';
import * as v from './vocabulary.js';

const ADDRESS_RULE =
  'must be an http:// or https:// address without user and fragment, and no link-local address';
const ROOM_RULE = 'must be the id of a room such as "!abcdefgh:example.com"';
const SECRET_RULE = 'must be left out: Teams and Slack give an address that is a secret as a whole';

export const webhookSchema = v.object({
  id: v.id.describe('Short name of this webhook.'),
  name: v.name.describe('Name that people read.'),
  format: v
    .oneOf(WEBHOOK_FORMATS)
    .default('json')
    .describe('What the receiver understands: json (signed), teams, slack or matrix.'),
  url: z
    .string({ error: ADDRESS_RULE })
    .max(500, { error: ADDRESS_RULE })
    .refine(isSendable, { error: ADDRESS_RULE })
    .optional()
    .describe('json: the address that gets the events; matrix: the homeserver. Not for teams and slack.'),
  room: z
    .string({ error: ROOM_RULE })
    .regex(/^![A-Za-z0-9._~=/:+-]{1,254}$/, { error: ROOM_RULE })
    .optional()
    .describe('matrix: the id of the room.'),
  events: v
    .severalOf(WEBHOOK_EVENTS)
    .prefault(['call.missed'])
    .describe('Events that are sent: call.missed, callback.taken, callback.done, …'),
  groups: v
    .list(v.groupNumber, 2000)
    .default([])
    .describe('Only events of these groups, by number; without them of all. Others come in any case.'),
  numbers: v.yesNo.default(true).describe('false: neither numbers nor names of callers are sent.'),
  on: v.yesNo.default(true).describe('false: nothing is sent.'),
});

const NEEDS: Readonly<Record<WebhookFormat, readonly ('url' | 'room')[]>> = {
  json: ['url'],
  matrix: ['url', 'room'],
  teams: [],
  slack: [],
};

/** What the format needs, and what it must not have. */
export function webhookFaults(webhook: Node): Fault[] {
  const format = webhook.at('format').text ?? 'json';
  const needed = WEBHOOK_FORMATS.find((one) => one === format);
  if (needed === undefined) return [];
  const missing = NEEDS[needed]
    .map((key) => webhook.at(key))
    .filter(({ value }) => value === undefined)
    .map(({ path, value }) => fault(path, value, `the format ${format} needs ${String(path.at(-1))}`));
  const url = webhook.at('url');
  const isTooMuch = url.value !== undefined && NEEDS[needed].length === 0;
  return isTooMuch ? [...missing, fault(url.path, url.value, SECRET_RULE)] : missing;
}
