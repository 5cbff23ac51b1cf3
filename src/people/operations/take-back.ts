/**
 * Restores an earlier revision of the configuration, or one part of it, as a new revision. The whole is checked: a
 * restored group may name a user who no longer exists.
 */
import { changeSteps, hasChanges } from '../../base/configuration/changes.js';
import { checkSteps } from '../../base/configuration/check.js';
import type { Fault } from '../../base/configuration/faults.js';
import { readable } from '../../base/configuration/import.js';
import { withPartOf, type PartName } from '../../base/configuration/parts.js';
import type { Configuration } from '../../base/configuration/schema.js';
import { AppError } from '../../base/errors.js';
import { inSlices } from '../../base/in-slices.js';
import type { ConfigurationStore, RevisionInfo } from '../../base/store/configurations.js';
import { ringsOtherwiseSteps } from './rings-otherwise.js';
import { largeRemovals, takeUp, type NextConfiguration, type WholeUse } from './whole-configuration.js';

export interface TakeBack {
  readonly revision: number;
  /** Undefined: all of it. */
  readonly part: PartName | undefined;
}

/** What restoring would do, based on which running revision. */
export interface TakeBackProposal {
  /** The running revision; 0: there is none. */
  readonly base: number;
  /** Its configuration; undefined: there is none, or this program cannot read it. */
  readonly running: Configuration | undefined;
  readonly outcome: TakeBackOutcome;
}

/** `configuration`: the one that would become the running one, even if it has faults. */
export type TakeBackOutcome =
  | {
      readonly kind: 'ready';
      readonly next: NextConfiguration;
      readonly configuration: Configuration;
      /** Users, groups and switches that would be removed: `user anna`. */
      readonly removed: readonly string[];
      /** Other phones may ring, or phones may ring at other times. */
      readonly ringsOtherwise: boolean;
    }
  | { readonly kind: 'faulty'; readonly configuration: Configuration; readonly faults: readonly Fault[] }
  /** It is the same as the running one. */
  | { readonly kind: 'unchanged' }
  /** The revision is not stored, or the part exists neither in it nor in the running one. */
  | { readonly kind: 'unknown' }
  /** This program cannot read it, or, when a part is restored, cannot read the running one. */
  | { readonly kind: 'unreadable' };

export async function proposeTakeBack(
  configurations: ConfigurationStore,
  asked: TakeBack,
): Promise<TakeBackProposal> {
  const [stored, latest] = [await configurations.get(asked.revision), await configurations.latest()];
  const running = await readable(latest);
  const base = latest?.revision ?? 0;
  const then = { is: stored !== undefined && latest !== undefined, content: await readable(stored) };
  return { base, running, outcome: await outcomeOf(then, running, asked, base) };
}

async function outcomeOf(
  then: { readonly is: boolean; readonly content: Configuration | undefined },
  now: Configuration | undefined,
  { part }: TakeBack,
  base: number,
): Promise<TakeBackOutcome> {
  if (!then.is) return { kind: 'unknown' };
  const { content } = then;
  if (content === undefined || (part !== undefined && now === undefined)) return { kind: 'unreadable' };
  const wanted = part === undefined || now === undefined ? content : withPartOf(now, content, part);
  if (wanted === undefined) return { kind: 'unknown' };
  const checked = await inSlices(checkSteps(wanted));
  if (checked.kind === 'faulty') return { kind: 'faulty', configuration: wanted, faults: checked.faults };
  const { configuration } = checked;
  const changes = await inSlices(changeSteps(now, configuration));
  if (now !== undefined && !hasChanges(changes)) return { kind: 'unchanged' };
  return {
    kind: 'ready',
    configuration,
    next: { base, before: now, configuration, changes },
    removed: largeRemovals(changes),
    ringsOtherwise: now === undefined || (await inSlices(ringsOtherwiseSteps(now, configuration))),
  };
}

export interface TakeBackBy {
  readonly who: string;
  readonly at: Date;
  /** The running revision that was looked at; undefined: any. */
  readonly base: number | undefined;
  /** Confirms that users, groups or switches are to be removed. */
  readonly removalsMeant: boolean;
}

export type TakeBackResult =
  | { readonly kind: 'saved'; readonly revision: number }
  /** Somebody else has saved; nothing was done. */
  | { readonly kind: 'conflict'; readonly newest: RevisionInfo | undefined }
  /** These would be removed, and that was not confirmed. */
  | { readonly kind: 'removes'; readonly removed: readonly string[] }
  | Exclude<TakeBackOutcome, { readonly kind: 'ready' }>;

/** One revision, one audit entry. Errors: the database's. */
export async function takeBack(use: WholeUse, asked: TakeBack, by: TakeBackBy): Promise<TakeBackResult> {
  const { configurations } = use;
  const { base, outcome } = await proposeTakeBack(configurations, asked);
  const isOther = by.base !== undefined && by.base !== base;
  if (isOther && outcome.kind !== 'unknown' && outcome.kind !== 'unreadable')
    return { kind: 'conflict', newest: await configurations.head() };
  if (outcome.kind !== 'ready') return outcome;
  const { next, removed } = outcome;
  if (removed.length > 0 && !by.removalsMeant) return { kind: 'removes', removed };
  const subject = asked.part === undefined ? 'configuration' : partText(asked.part);
  try {
    const { revision } = await takeUp(use, next, {
      event: 'takenBack',
      subject,
      who: by.who,
      at: by.at,
      origin: 'takenBack',
      takenFrom: asked.revision,
      reason: asked.part === undefined ? '' : subject,
    });
    return { kind: 'saved', revision };
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'CONFIGURATION_CHANGED') throw error;
    return { kind: 'conflict', newest: await configurations.head() };
  }
}

function partText({ kind, id }: PartName): string {
  return id === '' ? kind : `${kind} ${id}`;
}
