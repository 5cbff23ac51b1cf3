/** The address of a part's form. Pure. */
import type { PartKind, PartRef } from '../../../base/configuration/part-names.js';

const BASES: Readonly<Record<PartKind, string>> = {
  group: '/groups',
  user: '/users',
  switch: '/switches',
  calendar: '/holidays',
  settings: '/settings',
};

/** `/groups/700` */
export function partPath({ kind, id }: Pick<PartRef, 'kind' | 'id'>): string {
  return id === '' ? BASES[kind] : `${BASES[kind]}/${encodeURIComponent(id)}`;
}
