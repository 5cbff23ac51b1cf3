/**
 * Words for administrators. These sentences reach logs, so external numbers are shortened to their last
 * digits; whoever may see them in full finds them in the target or in the configuration.
 */
import { assertNever } from '../errors.js';
import type { Skipped, Target } from '../model/call.js';
import type { Destination, ExternalNumber } from '../model/snapshot.js';

const DIGITS_SHOWN = 3;

/** `…010` */
export function shortNumber(number: string): string {
  return `…${number.slice(-DIGITS_SHOWN)}`;
}

/** The number as it is configured: normalised when it is allowed, as written when it is not. */
export function numberText(number: ExternalNumber): string {
  return number.kind === 'allowed' ? number.e164 : number.given;
}

/** Completes "send to …". */
export function describeDestination(to: Destination): string {
  switch (to.kind) {
    case 'extension':
      return `extension ${to.extension}`;
    case 'external':
      return `external number ${shortNumber(numberText(to.number))}`;
    case 'group':
      return `group ${to.group}`;
    case 'voicemail':
      return `voicemail ${to.box}`;
    case 'announcement':
      return `announcement ${to.file}`;
    case 'hangup':
      return `hang up with ${to.cause}`;
    default:
      return assertNever(to);
  }
}

/** Completes "already rung as …". */
export function describeTarget(target: Target): string {
  return target.kind === 'external' && target.who === target.e164 ? shortNumber(target.who) : target.who;
}

/** `mobile of Anna Schmidt: outside 08:00-18:00` */
export function describeSkipped(skipped: Skipped): string {
  return `${whoWasSkipped(skipped)}: ${skipped.reason}`;
}

function whoWasSkipped({ what, who, userId }: Skipped): string {
  switch (what) {
    case 'desk':
      return userId === undefined ? `extension ${who}` : `desk phone of ${who}`;
    case 'mobile':
      return `mobile of ${who}`;
    case 'external':
      // Without a label the number itself stands for the member; a label has letters.
      return /\p{L}/u.test(who) ? who : `external number ${shortNumber(who)}`;
    default:
      return assertNever(what);
  }
}
