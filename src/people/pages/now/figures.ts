/** Today's figures in words. Pure. */
import type { Tally, Today } from '../../operations/today.js';
import { timesOf } from '../../../base/model/times.js';
import type { Icon } from '../icons.js';
import { fill, type Language } from '../language.js';
import { nowTexts } from '../../words/words.js';

export interface FigureView {
  readonly label: string;
  readonly value: string;
  /** `usually 12`; empty: not known. */
  readonly usual: string;
  readonly icon: Icon;
  /** More than usual, where more is worse. */
  readonly isWorse: boolean;
  readonly path: string | null;
}

export interface FiguresInput {
  readonly today: Today | undefined;
  /** Undefined: the visitor may not know it, or nobody knows yet. */
  readonly openCallbacks: number | undefined;
  readonly mayReadCalls: boolean;
}

/** A little more than usual is usual. */
const MORE = 1.25;
/** So few more tell nothing. */
const FEW = 2;

export function figuresView({ today, openCallbacks, mayReadCalls }: FiguresInput, lang: Language) {
  const t = nowTexts[lang];
  const soFar = today?.soFar;
  const usual = today?.usual;
  const day = today?.upTo.toISODate() ?? '';
  const callsPath = (query: string) =>
    mayReadCalls && today !== undefined ? `/calls?from=${day}${query}` : null;
  const figure = (name: keyof Tally, icon: Icon, path: string | null): FigureView => ({
    label: t[FIGURES[name]],
    value: soFar === undefined ? '–' : valueText(name, soFar[name], lang),
    usual: usual === undefined ? '' : fill(t.usually, { value: valueText(name, usual.tally[name], lang) }),
    icon,
    isWorse: WORSE.has(name) && isMore(soFar?.[name], usual?.tally[name]),
    path,
  });
  return {
    figures: [
      figure('calls', 'phone-incoming', callsPath('')),
      figure('answered', 'phone-check', callsPath('&outcome=answered')),
      figure('missed', 'phone-x', callsPath('&missed=true')),
      figure('longestWaitSec', 'hourglass', null),
      ...(openCallbacks === undefined ? [] : [openFigure(openCallbacks, t.figureOpen)]),
    ],
    missedCount: soFar?.missed ?? null,
    basis: basisText(today, lang),
  };
}

const FIGURES = {
  calls: 'figureCalls',
  answered: 'figureAnswered',
  missed: 'figureMissed',
  longestWaitSec: 'figureWait',
} as const;

const WORSE: ReadonlySet<keyof Tally> = new Set(['missed', 'longestWaitSec']);

function isMore(value: number | undefined, usual: number | undefined): boolean {
  return value !== undefined && usual !== undefined && value > usual * MORE && value > usual + FEW;
}

function openFigure(count: number, label: string): FigureView {
  return {
    label,
    value: String(count),
    usual: '',
    icon: 'phone-outgoing',
    isWorse: false,
    path: '/callbacks',
  };
}

function valueText(name: keyof Tally, value: number, lang: Language): string {
  if (name !== 'longestWaitSec') return String(value);
  const [minutes, seconds] = [Math.floor(value / 60), Math.round(value % 60)];
  return minutes === 0
    ? fill(nowTexts[lang].seconds, { sec: seconds })
    : `${minutes}:${String(seconds).padStart(2, '0')}`;
}

/** What "usually" means, or why nothing is said. */
function basisText(today: Today | undefined, lang: Language): string {
  const t = nowTexts[lang];
  if (today === undefined) return t.figuresUnknown;
  const { upTo, usual } = today;
  const at = timesOf(lang, upTo.zoneName ?? 'utc').time(upTo.toJSDate());
  return usual === undefined ? fill(t.usualUnknown, { at }) : t.usualBasis(usual.days, { at });
}
