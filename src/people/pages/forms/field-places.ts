/** Finds the control for a path of a part, and its label in the form. Pure. */
import type { Language } from '../language.js';
import { idOf } from './field-ids.js';
import { blockTick, type Field, type Section } from './fields.js';
import { keysOf } from './paths.js';
import { formTexts } from '../../words/words.js';

export interface FieldPlace {
  /** Id of the control to change. */
  readonly id: string;
  /** `Stage 1, member 2`, `Daily report: To`. */
  readonly label: string;
}

type Words = (typeof formTexts)[Language];
type Key = string | number | undefined;

/** Undefined: this form has no control for the path. */
export function fieldPlace(
  path: string,
  sections: readonly Section[],
  lang: Language,
): FieldPlace | undefined {
  for (const section of sections) {
    for (const field of section.fields) {
      if (!isWithin(path, field.path)) continue;
      const { name, label } = controlOf(field, keysOf(path.slice(field.path.length)), formTexts[lang]);
      return { id: idOf(name), label: section.block === undefined ? label : `${section.title}: ${label}` };
    }
  }
  const block = sections.find((one) => one.block !== undefined && (one.block === path || path === ''));
  if (block?.block === undefined) return undefined;
  return { id: idOf(blockTick(block.block)), label: block.blockLabel ?? block.title };
}

function isWithin(path: string, of: string): boolean {
  return path === of || path.startsWith(`${of}.`) || path.startsWith(`${of}[`);
}

/** The control's name and label. `rest`: the keys after the path of the field. */
function controlOf(field: Field, rest: readonly Key[], f: Words): { name: string; label: string } {
  const { path, label } = field;
  const [first, second] = rest;
  const row = typeof first === 'number' ? first : 0;
  const counted = (word: string) => `${word} ${row + 1}`;
  const isRow = typeof first === 'number';
  switch (field.kind) {
    case 'text':
    case 'number':
    case 'choice':
    case 'yesNo':
      return { name: path, label };
    case 'several':
      return { name: `${path}.${field.options[0]?.value ?? ''}`, label };
    case 'lines':
    case 'trunks':
    case 'users':
    case 'recipients':
      return { name: path, label: isRow ? `${label}, ${counted(f.line)}` : label };
    case 'windows':
      return {
        name: `${path}[${row}].${second === 'to' ? 'to' : 'from'}`,
        label: isRow ? `${label}, ${counted(f.row)}` : label,
      };
    case 'variant':
      return { name: `${path}.${variantControl(first)}`, label };
    case 'codeAccess':
      return {
        name: isRow ? `${path}.listed` : `${path}.mode`,
        label: isRow ? `${label}, ${counted(f.line)}` : label,
      };
    case 'anonymous':
      return {
        name: first === 'divert' ? `${path}.divert.${variantControl(second)}` : `${path}.mode`,
        label,
      };
    case 'alertInfo':
      return { name: first === 'melody' ? `${path}.value` : `${path}.preset`, label };
    case 'rules': {
      const name = second === 'to' ? `to.${variantControl(rest[2])}` : second === 'when' ? 'when' : 'switch';
      return { name: `${path}[${row}].${name}`, label: isRow ? counted(f.rule) : label };
    }
    case 'stages':
      return stageControl(path, isRow ? counted(f.stage) : label, row, rest, f);
    case 'ownDays': {
      const name = second === 'name' || second === 'from' ? second : 'date';
      return { name: `${path}[${row}].${name}`, label: isRow ? `${label}, ${counted(f.row)}` : label };
    }
  }
}

/** Which of the three controls of a destination: kind, value or ringing time. */
function variantControl(key: Key): 'kind' | 'value' | 'ringSec' {
  return key === undefined ? 'kind' : key === 'ringSec' ? 'ringSec' : 'value';
}

function stageControl(
  path: string,
  stage: string,
  row: number,
  [, part, index, key]: readonly Key[],
  f: Words,
) {
  if (part !== 'members' || typeof index !== 'number')
    return { name: `${path}[${row}].ringSec`, label: stage };
  const own = ['label', 'delaySec', 'ringSec', 'confirm'];
  const control = typeof key === 'string' && own.includes(key) ? key : 'value';
  return {
    name: `${path}[${row}].members[${index}].${control}`,
    label: `${stage}, ${f.member} ${index + 1}`,
  };
}
