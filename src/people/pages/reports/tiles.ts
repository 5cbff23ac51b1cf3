/** The main figures of a time, beside those of the time that it is compared with. Pure. */
import { meanWaitSec, SOON_SEC, type PeriodSum } from '../../../afterwards/reports/sum.js';
import { fill } from '../language.js';
import type { Use } from './use.js';

interface Tile {
  readonly label: string;
  readonly value: string;
  readonly hint: string | null;
  /** The same figure of the other time, with the change. */
  readonly then: string | null;
}

interface Figure {
  readonly label: string;
  readonly of: (sum: PeriodSum) => string;
  readonly hint: (sum: PeriodSum) => string | null;
}

export function tilesOf({ sum, sumThen, t, formats }: Use): readonly Tile[] {
  const none = (): null => null;
  const duration = (seconds: number | undefined) => (seconds === undefined ? '–' : formats.duration(seconds));
  const ofCalls = (part: number, { counts }: PeriodSum) =>
    counts.calls === 0 ? null : fill(t.ofCalls, { share: formats.share(part, counts.calls) });
  const figures: readonly Figure[] = [
    { label: t.calls, of: ({ counts }) => formats.number(counts.calls), hint: none },
    {
      label: t.answered,
      of: ({ counts }) => formats.number(counts.answered),
      hint: (one) => ofCalls(one.counts.answered, one),
    },
    {
      label: t.missed,
      of: ({ counts }) => formats.number(counts.missed),
      hint: (one) => ofCalls(one.counts.missed, one),
    },
    {
      label: fill(t.soon, { sec: SOON_SEC }),
      of: ({ soon, counts }) => formats.share(soon, counts.answered + counts.missed),
      hint: () => t.soonHint,
    },
    { label: t.meanWait, of: ({ answered }) => duration(meanWaitSec(answered)), hint: () => t.meanWaitHint },
    {
      label: t.longestWait,
      of: ({ answered, missed }) => duration(Math.max(answered.longestSec, missed.longestSec)),
      hint: none,
    },
    { label: t.talking, of: ({ talkingSec }) => duration(talkingSec), hint: none },
  ];
  return figures.map(({ label, of, hint }) => ({
    label,
    value: of(sum),
    hint: hint(sum),
    then: sumThen === undefined ? null : fill(t.then, { value: of(sumThen) }),
  }));
}
