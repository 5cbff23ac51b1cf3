/** Who reads a page of call-backs, and what that reader may do. */
import type { Snapshot } from '../../../base/model/snapshot.js';
import { isInCharge } from '../../access/permissions.js';
import { deskName } from '../../operations/callbacks.js';
import { ownExtension } from '../../operations/place-call.js';
import type { Visit } from '../pages.js';
import type { Reader } from './view.js';

export function readerOf({ actor, lang, now }: Visit, snapshot: Snapshot | undefined): Reader {
  return {
    who: deskName(actor, snapshot),
    isInCharge: isInCharge(actor),
    lang,
    now,
    snapshot,
    mayWrite: actor.permissions.has('callbacks.write'),
    extension: actor.permissions.has('calls.place') ? ownExtension(actor, snapshot) : undefined,
  };
}
