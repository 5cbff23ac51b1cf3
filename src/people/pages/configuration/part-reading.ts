/** What somebody has typed into the form of a part, as the whole part. */
import { partOf, type Looked } from '../../operations/configuration-editor.js';
import type { Section } from '../forms/fields.js';
import type { Draft } from '../forms/paths.js';
import { readOver, readSections } from '../forms/read.js';
import type { Visit } from '../pages.js';
import { NEW, type PartPage, type PartPagesUse } from './part-form-page.js';
import { userNames } from './user-names.js';

export interface Typed {
  readonly id: string;
  readonly looked: Looked;
  readonly sections: readonly Section[];
}

/** The form of one piece shows only that, so the rest is as it was when the form was opened. */
export async function typedDraft(
  visit: Visit,
  page: PartPage,
  use: PartPagesUse,
  typed: Typed,
): Promise<Draft> {
  const { looked, sections } = typed;
  const context = { userId: userNames(looked.configuration).idOf };
  if (page.piece === undefined) return readSections(sections, visit.form, context);
  return readOver(await seenBy(visit, page, use, typed), sections, visit.form, context);
}

/** The part as the page showed it; as it is now if that is no longer stored. */
export async function seenBy(
  visit: Visit,
  page: PartPage,
  { editor }: PartPagesUse,
  { id, looked }: Pick<Typed, 'id' | 'looked'>,
): Promise<Draft> {
  if (id === NEW) return page.blank;
  const name = { kind: page.kind, id };
  const now = partOf(looked, name);
  const etag = visit.field('_etag');
  const seen = now?.etag === etag ? undefined : await editor.stateOf(name, etag, looked);
  return (seen ?? now?.content ?? page.blank) as Draft;
}
