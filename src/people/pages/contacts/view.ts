/** What the pages of the address book show. Pure. */
import type { ContactFault } from '../../../base/contacts/read-contact.js';
import {
  MOST_NUMBERS,
  NUMBER_KINDS,
  writtenNumber,
  type Contact,
  type ContactNumber,
} from '../../../base/model/contact.js';
import { numberText } from '../../../afterwards/mail/number-text.js';
import {
  CONTACT_STATES,
  plannedName,
  type ContactPlan,
  type PlannedContact,
} from '../../operations/contact-import.js';
import { contactTexts } from '../../words/words.js';
import { fill, type Language } from '../language.js';

export const ON_A_PAGE = 50;

/** Lines for numbers that are empty. */
const EMPTY_LINES = 3;

export function rowView({ id, name, company, note, numbers }: Contact, lang: Language) {
  return {
    path: `/contacts/${encodeURIComponent(id)}`,
    name: name === '' ? company : name,
    company: name === '' ? '' : company,
    note: note.length > 100 ? `${note.slice(0, 100)}…` : note,
    numbers: numbers.map((one) => ({
      kind: contactTexts[lang].kinds[one.kind],
      text: readNumber(one, lang),
    })),
  };
}

/** `+49 30 231 (all extensions)`. */
function readNumber({ number, withExtensions }: ContactNumber, lang: Language): string {
  const text = numberText(number);
  return withExtensions === true ? `${text}… (${contactTexts[lang].withExtensions})` : text;
}

export interface TypedForm {
  readonly name: string;
  readonly company: string;
  readonly note: string;
  readonly numbers: readonly { readonly kind: string; readonly number: string }[];
}

export function formOf({ name, company, note, numbers }: Contact): TypedForm {
  return {
    name,
    company,
    note,
    numbers: numbers.map((one) => ({ kind: one.kind, number: writtenNumber(one) })),
  };
}

export function formView(form: TypedForm, lang: Language) {
  const t = contactTexts[lang];
  const lines = Math.min(MOST_NUMBERS, form.numbers.length + EMPTY_LINES);
  return {
    ...form,
    numbers: Array.from({ length: lines }, (_, index) => {
      const one = form.numbers[index] ?? { kind: index === 0 ? 'work' : 'mobile', number: '' };
      return {
        kindLabel: fill(t.kind, { number: index + 1 }),
        label: fill(t.number, { number: index + 1 }),
        number: one.number,
        kinds: NUMBER_KINDS.map((kind) => ({
          value: kind,
          text: t.kinds[kind],
          selected: kind === one.kind,
        })),
      };
    }),
  };
}

export function faultText(fault: ContactFault, lang: Language): string {
  const { kind, ...values } = fault;
  return fill(contactTexts[lang].faults[kind], values);
}

const COLOURS: Readonly<Record<PlannedContact['state'], string>> = {
  new: 'green',
  more: 'blue',
  otherName: 'orange',
  same: 'secondary',
  repeated: 'secondary',
  noNumber: 'secondary',
  unusable: 'red',
};

/** In one line; empty: there is nothing to add to the state. */
export function whyText({ state, there, faults, before }: PlannedContact, lang: Language): string {
  const t = contactTexts[lang];
  const wrong = faults.map((fault) => faultText(fault, lang)).join(' ');
  if (state === 'unusable') return wrong;
  if (state === 'repeated') return fill(t.repeatedOf, { line: before ?? '' });
  const other =
    state === 'otherName' && there !== undefined
      ? fill(t.otherNameIs, { name: rowView(there, lang).name })
      : '';
  const left = wrong === '' ? '' : fill(t.leftOut, { what: wrong });
  return [other, left].filter((text) => text !== '').join('; ');
}

export function plannedView(one: PlannedContact, lang: Language) {
  const { row, state, content } = one;
  return {
    line: String(row.line),
    name: plannedName(one),
    numbers: (content?.numbers ?? row.numbers).map((each) => numberText(each.number)).join(', '),
    state: contactTexts[lang].states[state],
    colour: COLOURS[state],
    why: whyText(one, lang),
  };
}

export function sumsText({ counts }: ContactPlan, lang: Language): string {
  return CONTACT_STATES.filter((state) => counts[state] > 0)
    .map((state) => `${contactTexts[lang].states[state]} ${counts[state]}`)
    .join(', ');
}
