/**
 * A fault as shown in a form: its place, linked to the control, and the message, with links to other places it names.
 * Pure.
 */
import type { Fault } from '../../../base/configuration/faults.js';
import { nameOf } from '../../../base/configuration/part-names.js';
import type { Language } from '../language.js';
import { faultText } from './fault-text.js';
import { fieldPlace } from './field-places.js';
import type { Section } from './fields.js';
import { partPath } from './part-path.js';

/** The fault as shown beside a field. */
export interface FaultView {
  readonly text: string;
  /** Other places the fault is about, such as the user who already has the extension. */
  readonly links: readonly { readonly href: string; readonly text: string }[];
}

/** The fault as shown in the list above the form. */
export interface ListedFault extends FaultView {
  /** `Stage 1, member 2`; empty: the form as a whole. */
  readonly label: string;
  /** `#f-stages-0-members-1-value`; empty: the form has no control for it. */
  readonly href: string;
}

export function faultView(fault: Fault, lang: Language): FaultView {
  const isTaken = fault.code === 'taken' || fault.code === 'isGroup';
  const links = isTaken ? (fault.others ?? []) : [];
  return {
    text: faultText(fault, lang),
    links: links.map((part) => ({ href: partPath(part), text: nameOf(part) })),
  };
}

export function listedFault(fault: Fault, sections: readonly Section[], lang: Language): ListedFault {
  const place = fieldPlace(fault.path, sections, lang);
  return {
    ...faultView(fault, lang),
    label: place?.label ?? '',
    href: place === undefined ? '' : `#${place.id}`,
  };
}

/** `Stage 1: can ring nobody and will be skipped`; a fault of the part as a whole names no field. */
export function faultLine(fault: Fault, sections: readonly Section[], lang: Language): string {
  const { label, text } = listedFault(fault, sections, lang);
  return label === '' || fault.path === '' ? text : `${label}: ${text}`;
}
