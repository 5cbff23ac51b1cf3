/**
 * The fields that forms of the configuration are made of. A form is data: one list serves reading, showing and
 * explaining.
 */

interface Labelled {
  /** Where the value is in the part: `missed.graceMin`; also the field's name. */
  readonly path: string;
  readonly label: string;
  /** A short explanation. */
  readonly hint: string;
}

export interface Option {
  readonly value: string;
  readonly text: string;
}

/** One of several keys with a value: a destination, a ringback tone. */
export interface Variant extends Option {
  /** An example of the value, for its placeholder. */
  readonly what: string;
  /** Id of a datalist with the existing ones. */
  readonly list?: string;
  /** Only what the list offers is allowed. */
  readonly only?: boolean;
  /** It has a ringing time of its own. */
  readonly rings?: boolean;
}

export type Field = Labelled &
  /** With `list`: a picker that offers the datalist with this id, and accepts any other text. */
  (
    | {
        readonly kind: 'text';
        readonly required?: boolean;
        readonly list?: string;
        /** A phone number: the form shows how it was understood. */
        readonly isNumber?: boolean;
      }
    /** Whole numbers, or one of the words. */
    | { readonly kind: 'number'; readonly required?: boolean; readonly words?: readonly string[] }
    /** One of the options; a value that is none of them stays. `picker`: they are many, and typing filters them. */
    | { readonly kind: 'choice'; readonly options: readonly Option[]; readonly picker?: boolean }
    | { readonly kind: 'yesNo' }
    /** A list of words, ticked. */
    | { readonly kind: 'several'; readonly options: readonly Option[] }
    /** A list of texts, one a line; with `list` as with `text`. */
    | { readonly kind: 'lines'; readonly list?: string }
    /** A trunk and how it writes numbers, `telco: national`, one a line. */
    | {
        readonly kind: 'trunks';
        /** The notations, and what they mean where the field is not: in differences. */
        readonly options: readonly Option[];
      }
    /** Ids of users, addresses, or `Name <address>`, one a line. */
    | { readonly kind: 'recipients' }
    | { readonly kind: 'windows' }
    | { readonly kind: 'variant'; readonly variants: readonly Variant[]; readonly required?: boolean }
    /** `normal`, `reject`, or diverted to one of the variants. */
    | {
        readonly kind: 'anonymous';
        readonly options: readonly Option[];
        readonly variants: readonly Variant[];
      }
    | { readonly kind: 'alertInfo'; readonly presets: readonly Option[] }
    | {
        readonly kind: 'rules';
        /** `note`: what is said below the rule that asks it. */
        readonly switches: readonly (Option & { readonly note: string })[];
        readonly states: readonly Option[];
        readonly variants: readonly Variant[];
      }
    | { readonly kind: 'stages'; readonly kinds: readonly Option[] }
    | { readonly kind: 'ownDays' }
  );

/** A part of the form with a heading. With `block`: it is there only when it is ticked. */
export interface Section {
  readonly title: string;
  readonly hint?: string;
  /** Path of an optional block, such as `report`; its fields are below it. */
  readonly block?: string;
  /** What the tick says. */
  readonly blockLabel?: string;
  readonly fields: readonly Field[];
}

/**
 * Name of a block's tick. A path never begins with `_`, so no field has this name: a tick only says that the block
 * is there.
 */
export function blockTick(block: string): string {
  return `_block.${block}`;
}

/** What a new row of each list begins with. */
export const BLANKS = {
  stages: { ringSec: 20, members: [] },
  members: '',
  rules: { switch: '', when: 'on', to: {} },
  windows: { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '08:00', to: '18:00' },
  ownDays: { date: '', name: '' },
} as const;
