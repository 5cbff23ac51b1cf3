/** What a language is, for all who write in it: its name, how it writes dates and figures, and where it is spoken. */

export interface BaseWords<Form extends Intl.LDMLPluralRule = Intl.LDMLPluralRule> {
  /** As its speakers call it. */
  readonly name: string;
  /** How dates and times are written, for `Intl`. */
  readonly locale: string;
  /** The forms that a word has after a count: the plural categories of CLDR (`Intl.PluralRules`). */
  readonly plurals: readonly Form[];
  /** How figures and units are written, for `Intl`; units in a short form that has no plural. */
  readonly figures: string;
  /** `27.11.2026` */
  readonly date: Intl.DateTimeFormatOptions;
  /** `27.11.` */
  readonly day: Intl.DateTimeFormatOptions;
  /** Behind a time that the clock shows twice, because it changes: which of the two it is. */
  readonly season: { readonly summer: string; readonly winter: string };
  /** An ISO date (`2026-11-27`) as spreadsheets of this language read it. */
  readonly sheetDate: (date: string) => string;
  /** What its spreadsheets expect between the columns of a CSV file. */
  readonly separator: string;
  /** Countries (ISO 3166) in which most people speak it: groups there have it unless they say otherwise. */
  readonly countries: readonly string[];
  /** What a phone shows in place of the name of a caller who withholds the number. */
  readonly withheld: string;
}
