/**
 * Makes a whole configuration the running one, from an import or an earlier revision: one revision, one audit
 * entry.
 */
import type { AuditChange, AuditEvent, AuditLog } from '../../base/model/audit-event.js';
import { hasChanges, type Changes } from '../../base/configuration/changes.js';
import { partsNamedSteps } from '../../base/configuration/parts.js';
import type { Configuration } from '../../base/configuration/schema.js';
import { inSlices } from '../../base/in-slices.js';
import type { Origin } from '../../base/model/origin.js';
import type { ConfigurationStore } from '../../base/store/configurations.js';

export interface WholeUse {
  readonly configurations: ConfigurationStore;
  readonly audit: AuditLog;
  /** Makes the change take effect at once for the calls of this instance. */
  readonly refresh: () => Promise<void>;
}

/** Checked, and ready to be saved. */
export interface NextConfiguration {
  /** The revision that was running when this was made; 0: none. */
  readonly base: number;
  /** Undefined: there was none, or this program cannot read it. */
  readonly before: Configuration | undefined;
  readonly configuration: Configuration;
  readonly changes: Changes;
}

export interface TakeUp {
  readonly event: Extract<AuditEvent, 'imported' | 'usersImported' | 'takenBack'>;
  /** `configuration`, or the part that is restored: `group 700`; empty: the event says it. */
  readonly subject: string;
  readonly who: string;
  readonly origin: Origin;
  readonly takenFrom?: number;
  readonly reason: string;
  readonly at: Date;
}

export type TakenUp = { readonly kind: 'unchanged' | 'saved'; readonly revision: number };

/** Errors: `CONFIGURATION_CHANGED` when somebody saved after `base`; nothing is saved then. */
export async function takeUp(use: WholeUse, next: NextConfiguration, act: TakeUp): Promise<TakenUp> {
  const { base, before, configuration, changes } = next;
  const { who, origin, takenFrom, reason, at } = act;
  if (before !== undefined && !hasChanges(changes)) return { kind: 'unchanged', revision: base };
  const { revision, forgotten } = await use.configurations.save({
    base,
    content: configuration,
    changes,
    author: who,
    origin,
    takenFrom,
    reason,
    at,
  });
  const { parts, change } = await inSlices(auditedSteps(next));
  const facts = {
    subject: act.subject,
    revision: String(revision),
    ...(takenFrom !== undefined && { takenFrom: String(takenFrom) }),
    ...namesOf(changes),
    ...(parts > AUDITED_PARTS && { parts: String(parts) }),
    ...(forgotten !== undefined && { forgotten: String(forgotten) }),
  };
  await use.audit.note(who, act.event, facts, change);
  await use.refresh();
  return { kind: 'saved', revision };
}

/** How many names one fact of an audit entry lists. */
const NAMED = 50;

function namesOf(changes: Changes): Readonly<Record<string, string>> {
  const text = (names: readonly string[]) =>
    names.slice(0, NAMED).join(', ') + (names.length > NAMED ? `, … (${names.length})` : '');
  const all = Object.entries(changes) as readonly (readonly [string, readonly string[]])[];
  return Object.fromEntries(
    all.filter(([, names]) => names.length > 0).map(([what, names]) => [what, text(names)]),
  );
}

/** The most parts in one audit entry; if thousands changed, the revisions have the rest. */
const AUDITED_PARTS = 200;

/** How many parts were changed, and the first of them before and after. */
function* auditedSteps({
  before,
  configuration,
  changes,
}: NextConfiguration): Generator<undefined, { readonly parts: number; readonly change: AuditChange }> {
  const names = [...changes.added, ...changes.changed, ...changes.removed];
  const first = names.slice(0, AUDITED_PARTS);
  const was = before === undefined ? {} : yield* partsNamedSteps(before, first);
  const is = yield* partsNamedSteps(configuration, first);
  return { parts: names.length, change: { before: was, after: is } };
}

/** Users, groups and switches that would be removed: one missing line could remove a phone or a whole group. */
export function largeRemovals({ removed }: Changes): readonly string[] {
  return removed.filter((name) => /^(user|group|switch) /.test(name));
}
