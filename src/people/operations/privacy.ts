/** What is kept about a number: looked for, exported, forgotten; the same from the page and the interface. */
import { countsOf, explained, exportPerson } from '../../afterwards/privacy/export.js';
import {
  forgetPerson,
  noteForgotten,
  searchPerson,
  type Forgotten,
  type PrivacyUse,
  type Search,
} from '../../afterwards/privacy/forget.js';
import { typedPerson, type TypedPerson } from '../../afterwards/privacy/person.js';
import type { AuditLog } from '../../base/model/audit-event.js';
import type { Language } from '../../base/model/language.js';
import type { Snapshot } from '../../base/model/snapshot.js';

export interface PrivacyDesk {
  readonly use: () => PrivacyUse;
  readonly snapshot: () => Snapshot | undefined;
  readonly audit: AuditLog;
}

/** Why nothing can be done for this number. */
export type NoPerson = Exclude<TypedPerson['kind'], 'person'>;

export type Refused = { readonly kind: NoPerson };

/** `configured`: the configuration names the number, so it is not forgotten; nothing was changed. */
export type ForgetResult =
  | Refused
  | { readonly kind: 'found' | 'configured'; readonly search: Search }
  | { readonly kind: 'forgotten'; readonly forgotten: Forgotten };

/** @param isMeant false: only looks. */
export async function forgetNumber(
  { use, snapshot, audit }: PrivacyDesk,
  who: string,
  given: string,
  isMeant: boolean,
): Promise<ForgetResult> {
  const person = typedPerson(given, snapshot());
  if (person.kind !== 'person') return person;
  const parts = use();
  const search = await searchPerson(parts, person.notations);
  if (search.configured.length > 0) return { kind: 'configured', search };
  if (!isMeant) return { kind: 'found', search };
  const forgotten = await forgetPerson(parts, search);
  await noteForgotten(audit, who, 'personForgotten', person.notations, forgotten.counts);
  return { kind: 'forgotten', forgotten };
}

export async function exportNumber(
  { use, snapshot, audit }: PrivacyDesk,
  who: string,
  given: string,
  { now, lang }: { readonly now: Date; readonly lang: Language },
): Promise<Refused | { readonly kind: 'exported'; readonly document: object }> {
  const person = typedPerson(given, snapshot());
  if (person.kind !== 'person') return person;
  const found = await exportPerson(use(), person.notations, now);
  await noteForgotten(audit, who, 'personExported', person.notations, countsOf(found));
  return { kind: 'exported', document: explained(found, lang) };
}
