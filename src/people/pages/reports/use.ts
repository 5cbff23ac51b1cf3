/** What the parts of a report are made of. */
import type { DayFigures } from '../../../base/model/day-figures.js';
import type { Group } from '../../../base/model/snapshot.js';
import type { Formats } from '../../../afterwards/reports/format.js';
import type { PeriodSum } from '../../../afterwards/reports/sum.js';
import type { Language } from '../language.js';
import type { reportTexts } from '../../words/words.js';
import type { Asked } from './asked.js';
import type { Period } from './period.js';

export interface ViewInput {
  readonly asked: Asked;
  readonly period: Period;
  readonly days: readonly DayFigures[];
  /** Undefined: nothing is compared. */
  readonly then: readonly DayFigures[] | undefined;
  readonly lang: Language;
}

/** What each part of the page is made of. */
export interface Use extends ViewInput {
  readonly sum: PeriodSum;
  readonly sumThen: PeriodSum | undefined;
  readonly formats: Formats;
  readonly t: (typeof reportTexts)[Language];
}

export const nameOf = ({ number, name }: Group): string => `${name} (${number})`;
