/** What would become of a row, and why a list cannot be read, in words: for the page and the command. Pure. */
import type { UnreadableSource } from '../../imports/source.js';
import type { PlannedRow } from '../../operations/user-import-plan.js';
import { userImportTexts } from '../../words/words.js';
import { troubleText } from '../trouble-text.js';
import { fill, type Language } from '../language.js';

/** In one line; empty: there is nothing to add to the state. */
export function whyText(row: PlannedRow, lang: Language): string {
  const t = userImportTexts[lang];
  const { source, about } = row;
  switch (row.state) {
    case 'otherDomain':
    case 'new': {
      const left = row.leftOut.map((what) => fill(t.leftOut[what], { value: source[what] }));
      const domain = row.state === 'new' ? [] : [fill(t.otherDomainOf, { domain: about })];
      return [...domain, fill(t.shortName, { id: row.id }), ...left].join('; ');
    }
    case 'renamed':
      return fill(t.renamedFrom, { name: row.nameNow });
    case 'same':
      return t.same;
    case 'duplicate':
      return fill(t.duplicateOf, { line: about });
    case 'disabled':
      return t.disabledThere;
    case 'unusable':
      return row.fault === undefined ? '' : fill(t.faults[row.fault], { value: about });
  }
}

/** `list.csv, line 3: A quote (") is opened here and never closed.` */
export function unreadableText({ why, values }: UnreadableSource, lang: Language): string {
  const t = userImportTexts[lang];
  const { file, line, reason } = values;
  const said = reason === undefined ? values : { ...values, reason: troubleText(String(reason), lang) };
  const text = fill(t.unreadable[why], said);
  if (file === undefined) return text;
  return line === undefined ? fill(t.inFile, { file, text }) : fill(t.place, { file, line, text });
}
