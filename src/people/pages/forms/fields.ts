/** The fields of configuration forms. A form is data: one list is used to read, show and explain it. */

interface Labelled {
  /** Path of the value in the part: `missed.graceMin`. Also the name of the field. */
  readonly path: string;
  readonly label: string;
  /** A short explanation. */
  readonly hint: string;
}

export interface Option {
  readonly value: string;
  readonly text: string;
}

/** One of several keys that take a value: a destination, a ringback tone. */
export interface Variant extends Option {
  /** An example value for the placeholder. */
  readonly what: string;
  /** Id of a datalist with existing values. */
  readonly list?: string;
  /** Only values from the list are allowed. */
  readonly only?: boolean;
  /** It has its own ringing time. */
  readonly rings?: boolean;
}

export type Field = Labelled &
  /** With `list`: a picker that offers the datalist with this id, but accepts any text. */
  (
    | {
        readonly kind: 'text';
        readonly required?: boolean;
        readonly list?: string;
        /** A phone number: the form shows how it is understood. */
        readonly isNumber?: boolean;
      }
    /** A whole number, or one of the words. */
    | { readonly kind: 'number'; readonly required?: boolean; readonly words?: readonly string[] }
    /** One of the options; a value that is not among them is kept. `picker`: there are many, so typing filters them. */
    | { readonly kind: 'choice'; readonly options: readonly Option[]; readonly picker?: boolean }
    | { readonly kind: 'yesNo' }
    /** A list of words as checkboxes. */
    | { readonly kind: 'several'; readonly options: readonly Option[] }
    /** A list of texts, one per line; `list` as for `text`. */
    | { readonly kind: 'lines'; readonly list?: string }
    /** Trunks and how each writes numbers, `telco: national`, one per line. */
    | {
        readonly kind: 'trunks';
        /** The notations with their meanings, for lists of differences. */
        readonly options: readonly Option[];
      }
    /** Users, one per line. */
    | { readonly kind: 'users' }
    /** Ids of users, addresses, or `Name <address>`, one per line. */
    | { readonly kind: 'recipients' }
    | { readonly kind: 'windows' }
    | { readonly kind: 'variant'; readonly variants: readonly Variant[]; readonly required?: boolean }
    /** `normal`, `reject`, or one of the variants to divert to. */
    | {
        readonly kind: 'anonymous';
        readonly options: readonly Option[];
        readonly variants: readonly Variant[];
      }
    | { readonly kind: 'alertInfo'; readonly presets: readonly Option[] }
    | {
        readonly kind: 'rules';
        /** `note`: shown below the rule that asks the switch. */
        readonly switches: readonly (Option & { readonly note: string })[];
        readonly states: readonly Option[];
        readonly variants: readonly Variant[];
      }
    /** `only`: shows and reads this stage alone, counted from 0; one behind the last is a new one. */
    | { readonly kind: 'stages'; readonly kinds: readonly Option[]; readonly only?: number }
    | { readonly kind: 'ownDays' }
    /** `members`, `nobody`, or `listed`: users and extensions, one per line. */
    | { readonly kind: 'codeAccess'; readonly options: readonly Option[] }
  );

/** A section of the form with a heading. With `block`: present only when its box is ticked. */
export interface Section {
  readonly title: string;
  readonly hint?: string;
  /** Path of an optional block, such as `report`, which contains the fields. */
  readonly block?: string;
  /** Label of the checkbox. */
  readonly blockLabel?: string;
  readonly fields: readonly Field[];
}

/**
 * Name of a block's checkbox. Paths never begin with `_`, so it cannot clash with a field. It only says that the block
 * exists.
 */
export function blockTick(block: string): string {
  return `_block.${block}`;
}

/** Initial values of a new row in each list. */
export const BLANKS = {
  stages: { ringSec: 20, members: [] },
  members: '',
  rules: { switch: '', when: 'on', to: {} },
  windows: { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '08:00', to: '18:00' },
  ownDays: { date: '', name: '' },
} as const;
