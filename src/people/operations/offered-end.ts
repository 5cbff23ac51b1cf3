/**
 * The ends that a form offers, each with the moment that it shows: a form that is sent late must not end at another
 * moment. "An hour" shows no moment; it begins when the button is pressed. Pure.
 */
import { DateTime } from 'luxon';
import type { Switch } from '../../base/model/snapshot.js';
import { nextChange } from '../../calls/routing/schedule-change.js';
import { readMoment } from './moment.js';
import { END_CHOICES, momentOfChoice, type EndChoice } from './switch-end.js';

export interface OfferedEnd {
  readonly choice: EndChoice;
  /** Undefined: an hour, until somebody changes it, or a schedule that never changes. */
  readonly at: DateTime | undefined;
}

/** The most usual one first: for a switch turned by hand, until somebody changes it. */
export function offeredEnds(one: Switch | undefined, now: DateTime, zone: string): readonly OfferedEnd[] {
  const usual = ['hour', 'evening', 'morning'] as const;
  const order: readonly EndChoice[] =
    one?.state.kind === 'schedule' ? ['schedule', ...usual, 'changed'] : ['changed', ...usual];
  return order.map((choice) => ({ choice, at: momentOffered(choice, one, now, zone) }));
}

function momentOffered(
  choice: EndChoice,
  one: Switch | undefined,
  now: DateTime,
  zone: string,
): DateTime | undefined {
  if (choice === 'changed' || choice === 'hour') return undefined;
  if (choice !== 'schedule') return momentOfChoice(choice, now, zone);
  return one?.state.kind === 'schedule' ? nextChange(one.state, now) : undefined;
}

/** As a form sends it back: `evening@2026-11-25T17:00:00.000Z`, `schedule@never`, `changed`, `hour`. */
export function offerText({ choice, at }: OfferedEnd): string {
  if (choice === 'changed' || choice === 'hour') return choice;
  return `${choice}@${at === undefined ? NEVER : at.toUTC().toISO()}`;
}

const NEVER = 'never';

export type TakenOffer =
  /** `shown`: the moment that was shown with it; undefined: none was. */
  | { readonly kind: 'taken'; readonly chosen: string; readonly shown: Date | undefined }
  /** It would mean another moment by now. */
  | { readonly kind: 'overtaken'; readonly chosen: string };

/** Reads the choice that a form sends back. A choice without a moment is accepted as it is: none was shown. */
export function takeOffer(sent: string, one: Switch | undefined, now: DateTime, zone: string): TakenOffer {
  const [chosen = '', shown] = sent.split('@', 2);
  const choice = END_CHOICES.find((known) => known === chosen);
  if (choice === undefined || shown === undefined) return { kind: 'taken', chosen, shown: undefined };
  const at = momentOffered(choice, one, now, zone);
  if (shown === NEVER)
    return at === undefined ? { kind: 'taken', chosen, shown: undefined } : overtaken(choice);
  const then = DateTime.fromISO(shown);
  const holds = at !== undefined && at.toMillis() === then.toMillis();
  return holds ? { kind: 'taken', chosen, shown: then.toJSDate() } : overtaken(choice);
}

const overtaken = (chosen: EndChoice): TakenOffer => ({ kind: 'overtaken', chosen });

const MINUTE_MS = 60_000;

/**
 * What a typed time meant when the form was shown, if the same text means another day by now: `18:00` in a form
 * from 17:59 that is sent at 18:01, `tomorrow 8:00` in one that is sent after midnight. A duration counts from now.
 *
 * @param shownAt when the form was shown, as the form sends it back; anything else: not known
 */
export function meantBefore(
  typed: string,
  shownAt: string,
  now: DateTime,
  zone: string,
): { readonly before: DateTime; readonly after: DateTime } | undefined {
  const shown = DateTime.fromISO(shownAt);
  if (!shown.isValid || shown > now) return undefined;
  const [before, after] = [readMoment(typed, shown, zone), readMoment(typed, now, zone)];
  if (before.kind === 'refused' || after.kind === 'refused') return undefined;
  const moved = after.at.toMillis() - before.at.toMillis();
  const isLength = Math.abs(moved - (now.toMillis() - shown.toMillis())) <= MINUTE_MS;
  return isLength || moved === 0 ? undefined : { before: before.at, after: after.at };
}
