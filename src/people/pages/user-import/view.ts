/** The preview of an import: a page of rows with their ticks, sums, and the columns of a table. Pure. */
import { ROLES } from '../../imports/columns.js';
import { isSecret } from '../../imports/columns.js';
import { ROW_STATES, type PlannedRow, type RowState } from '../../operations/user-import-plan.js';
import { choiceOf } from '../../operations/user-import.js';
import { userImportTexts } from '../../words/words.js';
import { fill, type Language } from '../language.js';
import { whyText } from './row-words.js';
import type { PreviewState } from './state.js';

/** Rows on one page. */
export const ON_A_PAGE = 100;

const COLOURS: Readonly<Record<RowState, string>> = {
  new: 'green',
  renamed: 'blue',
  same: 'secondary',
  duplicate: 'orange',
  disabled: 'secondary',
  otherDomain: 'secondary',
  unusable: 'red',
};

/** Those that somebody can choose; the others are told by `enabled` and `domain` of the list itself. */
const CHOOSABLE = ROLES.filter((role) => !['alias', 'enabled', 'domain'].includes(role));

export interface Previewed {
  readonly state: PreviewState;
  readonly planned: readonly PlannedRow[];
  readonly ticked: ReadonlySet<string>;
  /** From 1; the nearest one if there is none such. */
  readonly page: number;
  /** The domain of the settings. */
  readonly domain: string;
}

export function previewView({ state, planned, ticked, page: asked, domain }: Previewed, lang: Language) {
  const t = userImportTexts[lang];
  const indexed = planned.map((row, index) => ({ row, index }));
  const fitting = state.show === undefined ? indexed : indexed.filter(({ row }) => row.state === state.show);
  const pages = Math.max(1, Math.ceil(fitting.length / ON_A_PAGE));
  const page = Math.min(pages, Math.max(1, asked));
  const shown = fitting.slice((page - 1) * ON_A_PAGE, page * ON_A_PAGE);
  const counts = ROW_STATES.map(
    (one) => [one, planned.filter(({ state: is }) => is === one).length] as const,
  );
  const others = new Set(
    planned.map(({ source }) => source.domain.toLowerCase()).filter((one) => one !== ''),
  );
  const [only] = others;
  return {
    from: fill(t.from, { from: state.from, revision: state.base }),
    sums: [
      { value: 'all', text: `${t.all}: ${planned.length}`, current: state.show === undefined },
      ...counts
        .filter(([, number]) => number > 0)
        .map(([one, number]) => ({
          value: one,
          text: `${t.states[one]}: ${number}`,
          current: one === state.show,
        })),
    ],
    rows: shown.map((one) => rowView(one, ticked, lang)),
    page: String(page),
    pagesText: pages === 1 ? null : fill(t.pagesText, { page, pages }),
    before: page > 1 ? String(page - 1) : null,
    after: page < pages ? String(page + 1) : null,
    canTake: planned.some((row) => choiceOf(row, 0) !== undefined),
    canTakeOthers: planned.some((row) => row.state === 'otherDomain'),
    canRename: planned.some((row) => row.state === 'renamed'),
    hasMore: planned.some((row) => row.mobile !== '' || row.email !== ''),
    applyHint: t.applyHint(planned.filter((row, index) => ticked.has(choiceOf(row, index) ?? '')).length),
    missing: state.missing.slice(0, 20).map((one) => fill(t.missingInclude, { ...one })),
    domainDiffers:
      others.size === 1 && only !== undefined && only !== domain.toLowerCase()
        ? fill(t.domainDiffers, { domain: only, ours: domain })
        : null,
    columns: columnsView(state, lang),
  };
}

function rowView(
  { row, index }: { readonly row: PlannedRow; readonly index: number },
  ticked: ReadonlySet<string>,
  lang: Language,
) {
  const t = userImportTexts[lang];
  const { source, state, phone: extension, name, mobile, email } = row;
  const choice = choiceOf(row, index);
  return {
    choice: choice ?? null,
    ticked: choice !== undefined && ticked.has(choice),
    label: fill(t.takeRow, { extension, name }),
    extension,
    name,
    more: [mobile, email].filter((text) => text !== '').join(', '),
    state: t.states[state],
    colour: COLOURS[state],
    why: whyText(row, lang),
    place: source.line === 0 ? '' : String(source.line),
    path: row.nameNow === '' ? null : `/users/${encodeURIComponent(row.id)}`,
  };
}

/** Null: it is no table of which somebody could say what its columns are. */
function columnsView({ table: given }: PreviewState, lang: Language) {
  if (given === undefined) return null;
  const t = userImportTexts[lang];
  const { table, columns } = given;
  const first = table.records[0]?.cells ?? [];
  const names = first.map((heading, at) =>
    columns.heading && heading !== '' ? heading.slice(0, 60) : fill(t.column, { number: at + 1 }),
  );
  return {
    heading: columns.heading,
    lacks: columns.of.extension === undefined ? t.noExtensionColumn : null,
    roles: CHOOSABLE.map((role) => ({
      role,
      text: t.roles[role],
      options: [
        { value: '', text: t.noColumn, selected: columns.of[role] === undefined },
        ...names
          .map((text, at) => ({ value: String(at + 1), text, selected: columns.of[role] === at }))
          .filter((_one, at) => !(columns.heading && isSecret(first[at] ?? ''))),
      ],
    })),
  };
}
