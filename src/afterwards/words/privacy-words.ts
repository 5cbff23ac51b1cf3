/** What explains the export of everything about one number to the person who gets it. */

export type ExportedPart =
  | 'number'
  | 'madeAt'
  | 'calls'
  | 'callbacks'
  | 'callnotes'
  | 'contacts'
  | 'mails'
  | 'audit'
  | 'configurations'
  | 'away'
  | 'alsoIn'
  | 'recordings';

export interface PrivacyWords {
  readonly about: string;
  /** What each part of the export holds. */
  readonly fields: Readonly<Record<ExportedPart, string>>;
}
