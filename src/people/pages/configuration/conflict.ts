/** What is there now and what was typed, when somebody else was faster. */
import { DateTime } from 'luxon';
import type { Part } from '../../operations/configuration-editor.js';
import { differences } from '../forms/diff.js';
import { fieldPlace } from '../forms/field-places.js';
import type { Section } from '../forms/fields.js';
import type { Draft } from '../forms/paths.js';
import { withoutEmptyRows } from '../forms/read.js';
import { fill, type Language } from '../language.js';
import { formTexts } from '../../words/words.js';

export interface ConflictView {
  readonly text: string;
  readonly differences: readonly object[];
}

interface Conflict {
  /** What is there now; undefined: it is gone. */
  readonly current: Part | undefined;
  /** What the other one typed. */
  readonly draft: Draft;
  readonly sections: readonly Section[];
}

export function conflictView(
  { current, draft, sections }: Conflict,
  lang: Language,
  timezone: string,
): ConflictView {
  const t = formTexts[lang];
  if (current === undefined) return { text: t.conflictGone, differences: [] };
  const { author, createdAt } = current.revision;
  const at = DateTime.fromJSDate(createdAt).setZone(timezone).toFormat('HH:mm:ss');
  return {
    text: fill(t.conflictBy, { who: author, at }),
    differences: differences(current.content, withoutEmptyRows(draft)).map((difference) => {
      const place = fieldPlace(difference.path, sections, lang);
      return { ...difference, label: place?.label ?? difference.path, href: place && `#${place.id}` };
    }),
  };
}
