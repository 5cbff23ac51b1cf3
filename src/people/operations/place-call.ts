/**
 * Calls back by a click: the own desk phone rings first. Nobody chooses the number: it is that of a call-back or of a call
 * that the account may see, and the rules for numbers outside must allow it. So a stolen session cannot call what it likes.
 */
import type { DateTime } from 'luxon';
import { normalise } from '../../base/configuration/phone-number.js';
import type { SettingsContent } from '../../base/configuration/schema.js';
import { shownNumberOf, type CallRecord } from '../../base/model/call-record.js';
import type { CallbackItem } from '../../base/model/callback-item.js';
import { dialledFrom, extensionOf, type PhoneAddress } from '../../base/model/phone-address.js';
import type { Snapshot } from '../../base/model/snapshot.js';
import type { PlacedCalls, Placing } from '../../calls/placed/placed-calls.js';
import { dialledNumber } from '../../telephony/dialstring/place-call.js';
import type { Actor } from '../access/permissions.js';
import { seenCallback, shownName, takeCallback, type CallbackDesk } from './callbacks.js';

export interface PlaceDesk extends CallbackDesk {
  readonly placed: PlacedCalls;
  /** As they are stored: which numbers outside may be called. */
  readonly settings: () => Promise<SettingsContent>;
}

export type PlaceResult =
  | { readonly kind: 'ringing'; readonly extension: string; readonly number: string }
  | { readonly kind: 'notRegistered' | 'alreadyRings'; readonly extension: string }
  /** `unknown`: there is no such call-back, or the actor may not see it. */
  | { readonly kind: 'noExtension' | 'noNumber' | 'noFreeswitch' | 'unknown' | 'ended' }
  /** `refused`: by FreeSWITCH. */
  | { readonly kind: 'notAllowed' | 'refused'; readonly reason: string }
  /** Somebody else has the call-back, or is calling this caller just now. */
  | { readonly kind: 'othersHaveIt' | 'otherCalls'; readonly who: string }
  | { readonly kind: 'tooMany'; readonly most: number; readonly minutes: number };

/** The own phone has been lifted by then, and whoever answers at all has answered. An answer closes the item anyway. */
const LONGEST_MS = 120_000;

/** The desk phone of the account's user; undefined: there is none. */
export function ownExtension(actor: Actor, snapshot: Snapshot | undefined): string | undefined {
  return actor.userId === undefined ? undefined : snapshot?.users.get(actor.userId)?.extension;
}

/** Takes the item, if the actor may, and calls back. While the own phone rings, everybody sees who is calling. */
export async function callBack(
  desk: PlaceDesk,
  actor: Actor,
  id: string,
  now: DateTime,
): Promise<PlaceResult> {
  const item = actor.permissions.has('callbacks.write') ? await seenCallback(desk, actor, id) : undefined;
  if (item === undefined) return { kind: 'unknown' };
  return noted(desk, actor, `callback ${id}`, async () => {
    const ready = await readyFor(desk, actor, item.caller);
    if (!('extension' in ready)) return ready;
    const taken = await takeCallback(desk, actor, id, now);
    if (taken.kind === 'othersHaveIt') return { kind: 'othersHaveIt', who: taken.item.taken?.who ?? '' };
    if (taken.kind !== 'done') return { kind: taken.kind === 'ended' ? 'ended' : 'unknown' };
    const at = now.toJSDate();
    const mark = { id, who: shownName(desk, actor), at };
    const calling = await desk.callbacks.calling({ ...mark, until: new Date(at.getTime() + LONGEST_MS) });
    if (calling === undefined) return { kind: 'otherCalls', who: taken.item.calling?.who ?? '' };
    // Until its end is stored the mark says when it ends at the latest.
    const callOff = () => void desk.callbacks.calledOff(mark).catch(() => undefined);
    const result = await place(desk, actor, ready, callOff);
    if (result.kind !== 'ringing') await desk.callbacks.calledOff(mark);
    return result;
  });
}

/** Calls the caller of a call that the actor may see. */
export function callCaller(desk: PlaceDesk, actor: Actor, record: CallRecord): Promise<PlaceResult> {
  const { caller } = record;
  const number = shownNumberOf(caller) ?? '';
  return noted(desk, actor, `call ${record._id}`, async () => {
    const ready = await readyFor(desk, actor, { number, name: caller.name });
    return 'extension' in ready ? place(desk, actor, ready, () => undefined) : ready;
  });
}

/** The number itself is not noted: the audit log is kept for longer than calls. */
async function noted(
  { audit }: PlaceDesk,
  actor: Actor,
  subject: string,
  attempt: () => Promise<PlaceResult>,
): Promise<PlaceResult> {
  const result = await attempt();
  if (result.kind === 'ringing')
    await audit.note(actor.name, 'callPlaced', { subject, extension: result.extension });
  else await audit.note(actor.name, 'callNotPlaced', { subject, because: result.kind });
  return result;
}

/** What rings first, and what is called then. */
type Ready = Pick<Placing, 'extension' | 'number' | 'shown' | 'settings'>;

type NotReady =
  { readonly kind: 'noExtension' | 'noNumber' } | { readonly kind: 'notAllowed'; readonly reason: string };

async function readyFor(
  desk: PlaceDesk,
  actor: Actor,
  caller: Pick<CallbackItem['caller'], 'number' | 'name'>,
): Promise<Ready | NotReady> {
  const snapshot = desk.snapshot();
  const extension = ownExtension(actor, snapshot);
  if (snapshot === undefined || extension === undefined) return { kind: 'noExtension' };
  const number = await numberOf(desk, snapshot, caller.number, extension);
  if (typeof number !== 'string') return number;
  return {
    extension,
    number,
    shown: { name: `→ ${caller.name ?? number}`, number },
    settings: snapshot.settings,
  };
}

/** As people of the house dial it; otherwise why it is not called. */
async function numberOf(
  { settings }: PlaceDesk,
  snapshot: Snapshot,
  given: string,
  own: PhoneAddress,
): Promise<string | NotReady> {
  if (given === '' || given === own) return { kind: 'noNumber' };
  if (snapshot.extensions.has(given)) {
    const extension = extensionOf(given);
    // A colleague of another domain has no number that the own phone could dial.
    return dialledFrom(own, extension) === given ? extension : { kind: 'noNumber' };
  }
  const { country, externalNumbers } = await settings();
  const read = normalise(given, country, externalNumbers);
  if (read.kind === 'refused') return { kind: 'notAllowed', reason: read.reason };
  return dialledNumber(read.e164, { country });
}

async function place(
  { placed }: PlaceDesk,
  { name }: Actor,
  ready: Ready,
  onOver: () => void,
): Promise<PlaceResult> {
  const { extension, number } = ready;
  const result = await placed.place({ ...ready, account: name, onOver });
  switch (result.kind) {
    case 'ringing':
      return { kind: 'ringing', extension, number };
    case 'notRegistered':
    case 'alreadyRings':
      return { kind: result.kind, extension };
    case 'noFreeswitch':
    case 'refused':
    case 'tooMany':
      return result;
  }
}
