/** The basics of a language: its name, how it writes dates and figures, and where it is spoken. */

export interface BaseWords<Form extends Intl.LDMLPluralRule = Intl.LDMLPluralRule> {
  /** As its speakers call it. */
  readonly name: string;
  /** How dates and times are written, for `Intl`. */
  readonly locale: string;
  /** The language's plural categories, as in CLDR (`Intl.PluralRules`). */
  readonly plurals: readonly Form[];
  /** How figures and units are written, for `Intl`; units in a short form that has no plural. */
  readonly figures: string;
  /** `27.11.2026` */
  readonly date: Intl.DateTimeFormatOptions;
  /** `27.11.` */
  readonly day: Intl.DateTimeFormatOptions;
  /** Added to a time that the clock shows twice when it is set back: which of the two it is. */
  readonly season: { readonly summer: string; readonly winter: string };
  /** An ISO date (`2026-11-27`) as spreadsheets of this language read it. */
  readonly sheetDate: (date: string) => string;
  /** The column separator that spreadsheets of this language expect in a CSV file. */
  readonly separator: string;
  /** Countries (ISO 3166) in which most people speak it: the default language of groups there. */
  readonly countries: readonly string[];
  /** What a phone shows in place of the name of a caller who withholds the number. */
  readonly withheld: string;
}
