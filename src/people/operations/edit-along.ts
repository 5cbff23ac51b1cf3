/** A new switch that a part needs and that comes with it in the same revision. */
import type { AuditLog } from '../../base/model/audit-event.js';
import { idOf } from '../../base/configuration/parts.js';
import type { Configuration, SwitchContent } from '../../base/configuration/schema.js';
import type { RevisionChanges } from '../../base/store/configurations.js';

/** Undefined: nothing comes along. */
export type Along = object | undefined;

/** Unchecked, as everything that is edited. */
export function withAlong(configuration: Configuration, along: Along): Configuration {
  return along === undefined
    ? configuration
    : { ...configuration, switches: [...configuration.switches, along as SwitchContent] };
}

export function withAdded(changes: RevisionChanges, along: Along): RevisionChanges {
  return along === undefined ? changes : { ...changes, added: [...changes.added, nameOf(along)] };
}

export async function noteAlong(audit: AuditLog, who: string, along: Along): Promise<void> {
  if (along === undefined) return;
  await audit.note(who, 'partAdded', { subject: nameOf(along) }, { before: undefined, after: along });
}

const nameOf = (along: object): string => `switch ${idOf(along, 'switch')}`;
