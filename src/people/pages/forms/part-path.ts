/** The address of a part's form. Pure. */
import type { PartKind, PartRef } from '../../../base/configuration/part-names.js';

const BASES: Readonly<Record<PartKind, string>> = {
  group: '/groups',
  user: '/users',
  switch: '/switches',
  calendar: '/holidays',
  webhook: '/webhooks',
  settings: '/settings',
};

/** `/groups/700` */
export function partPath({ kind, id }: Pick<PartRef, 'kind' | 'id'>): string {
  return id === '' ? BASES[kind] : `${BASES[kind]}/${encodeURIComponent(id)}`;
}

/** A field in the form of a part, by its id; the form of a group or a webhook is below its page. */
export function fieldPath(part: Pick<PartRef, 'kind' | 'id'>, id: string): string {
  return `${partPath(part)}${part.kind === 'group' || part.kind === 'webhook' ? '/form' : ''}#${id}`;
}
