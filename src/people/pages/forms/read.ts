/** Reads a submitted form into the draft of a part, as typed; it is checked later. Pure. */
import type { Form } from '../pages.js';
import { blockTick, type Field, type Section } from './fields.js';
import { setAt, withValueAt, type Draft } from './paths.js';

/** How many rows of a list are read; the checks have limits of their own. */
const MOST_ROWS = 400;

export interface ReadContext {
  /** The user meant by a text: an id, a name, or both as in the list. Unknown text is returned unchanged. */
  readonly userId: (text: string) => string;
}

export function readSections(sections: readonly Section[], form: Form, context: ReadContext): Draft {
  const draft: Draft = {};
  for (const { block, fields } of sections) {
    if (block !== undefined) {
      if (text(form, blockTick(block)) === '') continue;
      setAt(draft, block, {});
    }
    for (const field of fields) setAt(draft, field.path, readField(field, form, context));
  }
  return draft;
}

/** What was seen, with what these sections say in its place; everything that they do not show stays as it was. */
export function readOver(seen: Draft, sections: readonly Section[], form: Form, context: ReadContext): Draft {
  let draft = seen;
  for (const { block, fields } of sections) {
    if (block !== undefined) {
      const isThere = text(form, blockTick(block)) !== '';
      draft = withValueAt(draft, block, isThere ? {} : undefined);
      if (!isThere) continue;
    }
    for (const field of fields) {
      draft =
        field.kind === 'stages' && field.only !== undefined
          ? withStage(draft, field.only, stageOf(form, `${field.path}[${field.only}]`, context))
          : withValueAt(draft, field.path, readField(field, form, context));
    }
  }
  return draft;
}

/** A stage that is not there yet comes at the end. */
function withStage(draft: Draft, index: number, stage: object): Draft {
  const stages: readonly unknown[] = Array.isArray(draft['stages']) ? draft['stages'] : [];
  const at = Math.min(index, stages.length);
  return { ...draft, stages: [...stages.slice(0, at), stage, ...stages.slice(at + 1)] };
}

function text(form: Form, name: string): string {
  const value = form[name];
  return typeof value === 'string' ? value.trim() : '';
}

function readField(field: Field, form: Form, context: ReadContext): unknown {
  const { path } = field;
  switch (field.kind) {
    case 'text':
      return text(form, path) === '' && field.required !== true ? undefined : text(form, path);
    case 'number':
      return numberOf(text(form, path)) ?? (field.required === true ? '' : undefined);
    case 'choice':
      return text(form, path) === '' ? undefined : text(form, path);
    case 'yesNo':
      return text(form, path) !== '';
    case 'several': {
      const value = form[path];
      return typeof value === 'string' ? [value] : [...(value ?? [])];
    }
    case 'lines':
      return lines(text(form, path));
    case 'users':
      return lines(text(form, path)).map((line) => context.userId(line));
    case 'trunks':
      return lines(text(form, path)).map(trunkOf);
    case 'recipients':
      return lines(text(form, path)).map(recipientOf);
    case 'windows':
      return rows(form, path, 'from').map((row) => windowOf(form, row));
    case 'variant':
      return variantOf(form, path);
    case 'anonymous': {
      const chosen = text(form, `${path}.mode`);
      return chosen === 'divert' ? { divert: variantOf(form, `${path}.divert`) ?? {} } : chosen;
    }
    case 'alertInfo':
      return alertInfoOf(text(form, `${path}.preset`), text(form, `${path}.value`));
    case 'rules':
      return rows(form, path, 'switch').map((row) => ({
        switch: text(form, `${row}.switch`),
        when: text(form, `${row}.when`),
        to: variantOf(form, `${row}.to`) ?? {},
      }));
    case 'stages':
      return rows(form, path, 'ringSec').map((row) => stageOf(form, row, context));
    case 'ownDays':
      return rows(form, path, 'date').map((row) => ownDayOf(form, row));
    case 'codeAccess':
      return codeAccessOf(form, path, context);
  }
}

/** The rows of a list, up to the first gap in their numbers. */
function rows(form: Form, path: string, sign: string): string[] {
  const found: string[] = [];
  while (found.length < MOST_ROWS && form[`${path}[${found.length}].${sign}`] !== undefined) {
    found.push(`${path}[${found.length}]`);
  }
  return found;
}

/** Digits become a number; anything else stays as typed, so that the check can quote it. */
function numberOf(given: string): number | string | undefined {
  if (given === '') return undefined;
  return /^\d{1,9}$/.test(given) ? Number(given) : given;
}

function lines(given: string): string[] {
  return given
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** A line in another format stays as typed, so that the check can quote it. */
function trunkOf(line: string): unknown {
  const [, name, callerNumbers] = /^([^:]+?)\s*:\s*(\S+)$/.exec(line) ?? [];
  return name === undefined ? line : { name, callerNumbers };
}

function recipientOf(line: string): unknown {
  const [, name, address] = /^(.+?)\s*<([^<>]*)>$/.exec(line) ?? [];
  return name === undefined || address === undefined ? line : { name, address };
}

function windowOf(form: Form, row: string) {
  const days = form[`${row}.days`];
  return {
    days: typeof days === 'string' ? [days] : [...(days ?? [])],
    from: text(form, `${row}.from`),
    to: text(form, `${row}.to`),
  };
}

function variantOf(form: Form, path: string): Draft | undefined {
  const kind = text(form, `${path}.kind`);
  // Only words that could be configuration keys; the schema knows which exist.
  if (!/^[a-z]{1,20}$/.test(kind) || Object.hasOwn(Object.prototype, kind)) return undefined;
  const ringSec =
    kind === 'extension' || kind === 'external' ? numberOf(text(form, `${path}.ringSec`)) : undefined;
  return { [kind]: text(form, `${path}.value`), ...(ringSec !== undefined && { ringSec }) };
}

function alertInfoOf(preset: string, value: string): unknown {
  if (preset === '') return undefined;
  return preset === 'own' ? value : { preset, melody: numberOf(value) ?? '' };
}

function stageOf(form: Form, row: string, context: ReadContext) {
  return {
    ringSec: numberOf(text(form, `${row}.ringSec`)) ?? '',
    members: rows(form, `${row}.members`, 'kind').map((member) => memberOf(form, member, context)),
  };
}

function memberOf(form: Form, row: string, { userId }: ReadContext): unknown {
  const value = text(form, `${row}.value`);
  if (value === '') return '';
  const delaySec = numberOf(text(form, `${row}.delaySec`));
  const ringSec = numberOf(text(form, `${row}.ringSec`));
  const time = { ...(delaySec !== undefined && { delaySec }), ...(ringSec !== undefined && { ringSec }) };
  switch (text(form, `${row}.kind`)) {
    case 'extension':
      return { extension: value, ...time };
    case 'external': {
      const label = text(form, `${row}.label`);
      const confirm = text(form, `${row}.confirm`) !== '';
      return { external: value, ...(label !== '' && { label }), confirm, ...time };
    }
    default:
      return Object.keys(time).length === 0 ? userId(value) : { user: userId(value), ...time };
  }
}

/** An unknown mode stays as sent, so that the check can quote it. */
function codeAccessOf(form: Form, path: string, { userId }: ReadContext): unknown {
  const mode = text(form, `${path}.mode`);
  if (mode === '' || mode === 'members') return undefined;
  if (mode !== 'listed') return mode;
  return lines(text(form, `${path}.listed`)).map((line) =>
    /^\d+(?:@|$)/.test(line) ? { extension: line } : userId(line),
  );
}

function ownDayOf(form: Form, row: string) {
  const from = text(form, `${row}.from`);
  return {
    date: text(form, `${row}.date`),
    name: text(form, `${row}.name`),
    ...(from !== '' && { from }),
  };
}

/** Drops rows that were added but left empty, so that they are not reported as faults. */
export function withoutEmptyRows(draft: Draft): Draft {
  const { stages } = draft;
  if (!Array.isArray(stages)) return draft;
  return {
    ...draft,
    stages: stages.map((stage: { readonly members: readonly unknown[] }) => ({
      ...stage,
      members: stage.members.filter((member) => member !== ''),
    })),
  };
}
