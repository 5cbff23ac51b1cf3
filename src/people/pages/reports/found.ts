/** Reads the figures of a report, and of what it is compared with. */
import type { DayFigures } from '../../../base/model/day-figures.js';
import { daysOf, earlier, type Days } from '../../../base/model/dates.js';
import type { FigureDesk, RangeFigures } from '../../operations/figures.js';
import type { Visit } from '../pages.js';
import type { Against, Asked } from './asked.js';
import type { Period } from './period.js';

export interface Found {
  readonly days: readonly DayFigures[];
  /** Undefined: nothing is compared. */
  readonly then: readonly DayFigures[] | undefined;
  /** The last day that is counted, if there were too many calls. */
  readonly cutAt: string | undefined;
  /** Days that are over and of which nothing is known yet. */
  readonly uncounted: number;
}

export async function figuresOf(
  asked: Asked,
  { days }: Period,
  desk: Pick<FigureDesk, 'of' | 'ofAll' | 'countedSince'>,
  { scope, now }: Pick<Visit, 'scope' | 'now'>,
): Promise<Found> {
  const read = (range: Days, { group }: Pick<Asked, 'group'>): Promise<RangeFigures> =>
    group === undefined ? desk.ofAll(scope, asked.groups, range, now) : desk.of(scope, group, range, now);
  const [found, then] = await Promise.all([read(days, asked), thenOf(asked.against, { days, read, asked })]);
  const known = new Set(found.days.map(({ day }) => day));
  const begin = asked.group === undefined ? await desk.countedSince(days.from) : undefined;
  const missing = begin === undefined ? [] : daysOf({ from: begin, to: earlier(days.to, asked.today) });
  return {
    ...found,
    then: then?.days,
    uncounted: missing.filter((day) => !known.has(day)).length,
  };
}

interface ThenUse {
  readonly days: Days;
  readonly read: (range: Days, of: Pick<Asked, 'group'>) => Promise<RangeFigures>;
  readonly asked: Asked;
}

function thenOf(against: Against, { days, read, asked }: ThenUse): Promise<RangeFigures> | undefined {
  switch (against.kind) {
    case 'none':
      return undefined;
    case 'group':
      return read(days, against);
    case 'before':
    case 'year':
      return read(against.days, asked);
  }
}
