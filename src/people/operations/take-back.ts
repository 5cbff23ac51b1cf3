/**
 * An earlier revision of the configuration, or one part of it, becomes the running one again, as a new revision. Checked
 * as a whole: a group that comes back may name a user who is gone.
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

/** What would come of it, and of which revision that is said. */
export interface TakeBackProposal {
  /** The running one, before which it was made; 0: there is none. */
  readonly base: number;
  /** Its configuration; undefined: there is none, or this program cannot read it. */
  readonly running: Configuration | undefined;
  readonly outcome: TakeBackOutcome;
}

/** `configuration`: what would run then, also when it is faulty. */
export type TakeBackOutcome =
  | {
      readonly kind: 'ready';
      readonly next: NextConfiguration;
      readonly configuration: Configuration;
      /** Users, groups and switches that would go: `user anna`. */
      readonly removed: readonly string[];
      /** Other phones may ring, or ring at other times. */
      readonly ringsOtherwise: boolean;
    }
  | { readonly kind: 'faulty'; readonly configuration: Configuration; readonly faults: readonly Fault[] }
  /** It is what runs already. */
  | { readonly kind: 'unchanged' }
  /** It is not kept, or the part is neither there nor here. */
  | { readonly kind: 'unknown' }
  /** This program cannot read it, or for a part not the running one. */
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
  /** The running revision that was looked at; undefined: whatever runs. */
  readonly base: number | undefined;
  /** That users, groups or switches go is meant. */
  readonly removalsMeant: boolean;
}

export type TakeBackResult =
  | { readonly kind: 'saved'; readonly revision: number }
  /** Somebody saved meanwhile; nothing was done. */
  | { readonly kind: 'conflict'; readonly newest: RevisionInfo | undefined }
  /** These would go, and nobody said that it is meant. */
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
