/** Codes that are dialled on a phone, in the configuration file: the codes themselves, and who may use them. */
import * as z from 'zod';
import type { CodeKey, TalkCodeKey } from '../model/settings.js';
import * as v from './vocabulary.js';

/** What a code can be for. In the order in which people read them. */
export const CODE_KEYS = [
  'switchToggle',
  'switchOn',
  'switchOff',
  'switchAsk',
  'pickup',
  'pickupAny',
  'callbacks',
  'away',
  'back',
] as const satisfies readonly CodeKey[];

/** The same for a code that is pressed during a talk. */
export const TALK_CODE_KEYS = ['pauseRecording', 'resumeRecording'] as const satisfies readonly TalkCodeKey[];

const CODE_RULE = 'must be * or # and 1 to 5 digits, such as "*50", or off';

function code(preset: string) {
  return z
    .union([z.literal('off'), z.string().regex(/^[*#]\d{1,5}$/, { error: CODE_RULE })], { error: CODE_RULE })
    .default(preset);
}

/** The defaults collide with nothing in FreeSWITCH's vanilla dialplan, nor in FusionPBX's (freeswitch/README.md). */
export const codesSchema = v
  .object({
    switchToggle: code('*50').describe("Turns a switch the other way; the switch's own digits follow."),
    switchOn: code('*51').describe("Turns a switch on; the switch's own digits follow."),
    switchOff: code('*52').describe("Turns a switch off; the switch's own digits follow."),
    switchAsk: code('*53').describe("Says whether a switch is on; the switch's own digits follow."),
    pickup: code('*54').describe('Takes a call that rings; the number of a group or an extension follows.'),
    pickupAny: code('*55').describe("Takes a call that rings in any of the caller's groups."),
    callbacks: code('*56').describe("Says how many call-backs are open in the caller's groups."),
    away: code('*57').describe(
      'Away from all groups until back; with the number of a group behind it, from that one; with a star and a time, until then: *57*1400.',
    ),
    back: code('*58').describe('Back in all groups; with the number of a group behind it, in that one.'),
  })
  .prefault({})
  .describe('Codes that are dialled on a phone, in quotes ("*50"), or off.');

/** The defaults meet none that vanilla FreeSWITCH (*1 to *4) and FusionPBX (*1 to *5) listen for in a talk. */
export const talkCodesSchema = v
  .object({
    pauseRecording: code('*7').describe('Pauses the recording of the talk; the file is silent from then on.'),
    resumeRecording: code('*8').describe('Goes on with the recording of the talk.'),
  })
  .prefault({})
  .describe('Codes that members press during a talk, in quotes ("*7"), or off.');

/** The digits behind a code that mean one switch. */
export const switchCode = v.digits(/^\d{1,6}$/, 'must be the digits that are dialled behind a code: 1 to 6');

/** Who may use a code. `members` is stored as no value, an empty list as `nobody`. */
export const codeAccess = z
  .union(
    [
      z.enum(['nobody', 'members']),
      v.list(
        z.union(
          [
            v.id.describe('Id of a user.'),
            v.object({ extension: v.extension.describe('Extension that belongs to no user.') }),
          ],
          { error: 'must be the id of a user or {extension: …}' },
        ),
        100,
      ),
    ],
    { error: 'must be nobody, members, or a list of users and {extension: …}' },
  )
  .transform((given) => (given === 'members' ? undefined : given.length === 0 ? ('nobody' as const) : given))
  .optional();

export type CodesContent = z.output<typeof codesSchema>;
export type CodeAccessContent = z.output<typeof codeAccess>;
