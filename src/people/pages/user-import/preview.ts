/** Shows a preview, and reads what was ticked and chosen in it. */
import { inSlices } from '../../../base/in-slices.js';
import { ROLES, type SaidColumns } from '../../imports/columns.js';
import type { Looked } from '../../operations/configuration-editor.js';
import { plannedSteps, type PlannedRow } from '../../operations/user-import-plan.js';
import { choiceOf, type Chosen } from '../../operations/user-import.js';
import { userImportTexts } from '../../words/words.js';
import type { Visit } from '../pages.js';
import { packed, type PreviewState } from './state.js';
import { previewView } from './view.js';

export interface Told {
  readonly status?: number;
  readonly alert?: string;
  readonly faults?: readonly { readonly place: string; readonly text: string }[];
  readonly page?: number;
}

export function planOf({ configuration }: Looked, { rows }: PreviewState): Promise<readonly PlannedRow[]> {
  return inSlices(plannedSteps(configuration, rows));
}

export async function showPreview(
  visit: Visit,
  looked: Looked,
  state: PreviewState,
  { status, alert, faults = [], page = 1 }: Told = {},
): Promise<void> {
  const planned = await planOf(looked, state);
  const ticked = tickedBefore(planned, state);
  const { domain } = looked.configuration.settings;
  const view = previewView({ state, planned, ticked, page, domain }, visit.lang);
  const title = userImportTexts[visit.lang].previewTitle;
  const more = {
    title,
    alert: alert ?? null,
    faults,
    state: await packed({ ...state, ticked: [...ticked] }),
  };
  visit.show('user-import-preview', userImportTexts, { ...view, ...more }, status);
}

/** What was ticked in the answer before; at first all new ones, and no other names. */
export function tickedBefore(planned: readonly PlannedRow[], { ticked }: PreviewState): Chosen {
  const all = planned.flatMap((row, index) => (row.state === 'new' ? (choiceOf(row, index) ?? []) : []));
  return new Set(ticked ?? all);
}

/** The same with what is ticked on the page that was sent: of what it showed, only that. */
export function tickedIn({ form }: Pick<Visit, 'form'>, before: Chosen): Chosen {
  const now = new Set(choicesOf(form['row']));
  const shown = new Set(choicesOf(form['shown']));
  return new Set([
    ...[...before].filter((choice) => !shown.has(choice)),
    ...[...shown].filter((choice) => now.has(choice)),
  ]);
}

function choicesOf(given: string | readonly string[] | undefined): readonly string[] {
  const all = typeof given === 'string' ? given.split(',') : (given ?? []);
  return all.filter((text) => /^(?:new|renamed)-\d{1,6}$/.test(text));
}

/** The columns that were chosen, and whether the first line has headings. */
export function askedColumns({ form, field }: Pick<Visit, 'form' | 'field'>): SaidColumns {
  const said = ROLES.flatMap((role) => {
    const name = `column.${role}`;
    return typeof form[name] === 'string' ? [[role, field(name)] as const] : [];
  });
  return { heading: field('heading') !== '', of: Object.fromEntries(said) };
}
