/**
 * The reasons for decisions, as text for administrators. The text is logged, so external numbers are cut to their last
 * digits; the full number is in the target or in the configuration.
 */
import { assertNever } from '../../base/errors.js';
import type { Reason, Skipped, Target } from '../../base/model/call.js';
import type { DestinationFact, Fact, NotRungWho } from '../../base/model/reason.js';
import type { Destination, ExternalNumber } from '../../base/model/snapshot.js';
import { factText } from '../words/words.js';

const DIGITS_SHOWN = 3;

/** `…010` */
export function shortNumber(number: string): string {
  return `…${number.slice(-DIGITS_SHOWN)}`;
}

/** The number as it is configured: normalised when it is allowed, as written when it is not. */
export function numberText(number: ExternalNumber): string {
  return number.kind === 'allowed' ? number.e164 : number.given;
}

/** A fact about the group, with its sentence. */
export function reasonOf(group: string, fact: Fact): Reason {
  return { group, text: factText(fact), fact };
}

export function destinationFact(to: Destination): DestinationFact {
  switch (to.kind) {
    case 'extension':
      return { kind: 'extension', extension: to.extension };
    case 'external':
      return { kind: 'external', digits: shortNumber(numberText(to.number)) };
    case 'group':
      return { kind: 'group', group: to.group };
    case 'voicemail':
      return { kind: 'voicemail', box: to.box };
    case 'announcement':
      return { kind: 'announcement', file: to.file };
    case 'hangup':
      return { kind: 'hangup', cause: to.cause };
    default:
      return assertNever(to);
  }
}

/** Completes "already rung as …". */
export function describeTarget(target: Target): string {
  return target.kind === 'external' && target.who === target.e164 ? shortNumber(target.who) : target.who;
}

/** `mobile of Anna Schmidt: outside 08:00-18:00` */
export function skippedFact(skipped: Skipped): Extract<Fact, { kind: 'notRung' }> {
  return { kind: 'notRung', who: whoWasSkipped(skipped), why: skipped.why };
}

function whoWasSkipped({ what, who, userId }: Skipped): NotRungWho {
  switch (what) {
    case 'desk':
      return userId === undefined ? { kind: 'extension', extension: who } : { kind: 'desk', name: who };
    case 'mobile':
      return { kind: 'mobile', name: who };
    case 'external':
      // A member without a label is shown as the number; a label always has letters.
      return /\p{L}/u.test(who)
        ? { kind: 'labelled', name: who }
        : { kind: 'number', digits: shortNumber(who) };
    default:
      return assertNever(what);
  }
}
