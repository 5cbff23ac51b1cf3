/** New parts that a part needs and that come with it in the same revision: a switch of its rules, users who ring. */
import type { AuditLog } from '../../base/model/audit-event.js';
import { LISTS, type ListKind } from '../../base/configuration/part-names.js';
import { entriesOf, idOf, namedAs } from '../../base/configuration/parts.js';
import type { Configuration } from '../../base/configuration/schema.js';
import type { RevisionChanges } from '../../base/store/configurations.js';

export interface NewPart {
  readonly kind: ListKind;
  /** Unchecked, as everything that is edited. */
  readonly content: object;
}

/** Undefined: nothing comes along. */
export type Along = readonly NewPart[] | undefined;

export function withAlong(configuration: Configuration, along: Along = []): Configuration {
  const lists = [...new Set(along.map(({ kind }) => kind))].map((kind) => {
    const fresh = along.filter((part) => part.kind === kind).map(({ content }) => content);
    const entries: readonly unknown[] = [...entriesOf(configuration, kind), ...fresh];
    return [LISTS[kind].list, entries];
  });
  return { ...configuration, ...(Object.fromEntries(lists) as object) };
}

export function withAdded(changes: RevisionChanges, along: Along = []): RevisionChanges {
  return { ...changes, added: [...changes.added, ...along.map(nameOf)] };
}

export async function noteAlong(audit: AuditLog, who: string, along: Along = []): Promise<void> {
  for (const part of along) {
    const change = { before: undefined, after: part.content };
    await audit.note(who, 'partAdded', { subject: nameOf(part) }, change);
  }
}

const nameOf = ({ kind, content }: NewPart): string => namedAs({ kind, id: idOf(content, kind) });
