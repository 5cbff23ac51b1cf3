/** The form of each kind of part, so that a page can name and link a field in another form. */
import type { Fault } from '../../base/configuration/faults.js';
import { nameOf, withinPart, type PartKind, type PartRef } from '../../base/configuration/part-names.js';
import type { Configuration } from '../../base/configuration/schema.js';
import { fieldPlace } from './forms/field-places.js';
import type { Section } from './forms/fields.js';
import { fieldPath, partPath } from './forms/part-path.js';
import { groupSections } from './groups/form.js';
import { calendarSections } from './holidays/form.js';
import type { Language } from './language.js';
import { settingsSections } from './settings/form.js';
import { switchSections } from './switches/form.js';
import { userSections } from './users/form.js';
import { webhookSections } from './webhooks/form.js';
import { partKindTexts } from '../words/words.js';

export const PART_SECTIONS: Readonly<
  Record<PartKind, (configuration: Configuration, lang: Language) => readonly Section[]>
> = {
  group: groupSections,
  user: userSections,
  switch: switchSections,
  calendar: calendarSections,
  webhook: webhookSections,
  settings: settingsSections,
};

export interface LinkedPlace {
  /** `Group Sales (700): Stage 1, member 2` */
  readonly place: string;
  /** `/groups/700/form#f-stages-0-members-1-value` */
  readonly href: string;
}

/** A place in the whole configuration; undefined: it is not in a part. */
export type PlaceLink = (
  place: Pick<Fault, 'part' | 'path'>,
  configuration: Configuration,
  lang: Language,
) => LinkedPlace | undefined;

export const placeLink: PlaceLink = ({ part, path }, configuration, lang) => {
  if (part === undefined) return undefined;
  const field = fieldPlace(withinPart(path), PART_SECTIONS[part.kind](configuration, lang), lang);
  const name = partName(part, lang);
  return {
    place: field === undefined ? name : `${name}: ${field.label}`,
    href: field === undefined ? partPath(part) : fieldPath(part, field.id),
  };
};

/** `Group Sales (700)` */
export function partName(part: PartRef, lang: Language): string {
  return [partKindTexts[lang][part.kind], nameOf(part)].filter((word) => word !== '').join(' ');
}
