/** The table of `npm run bench:pages`. Pure. */
import type { PageFigures, PaintFigures } from './figures.js';
import { table } from './markdown.js';

/** What each page should keep to. */
const GOALS = { serverMs: 100, firstKb: 150 } as const;

export function pagesTable({ calls, pages }: PageFigures): string {
  const missed = pages.filter(({ p99, firstKb }) => p99 >= GOALS.serverMs || firstKb >= GOALS.firstKb);
  const rows = pages.map(({ path, p50, p99, firstKb, laterKb, desk, phone }) => [
    `\`${path}\``,
    `${p50.toFixed(0)} / ${p99.toFixed(0)} ms`,
    `${firstKb.toFixed(0)} / ${laterKb.toFixed(0)} KB`,
    painted(desk),
    painted(phone),
  ]);
  const head = [
    'page',
    'server, p50 / p99',
    'over the wire, first / later visit',
    '1280 px: first / largest paint, shift',
    '375 px, processor ÷ 4',
  ];
  const over =
    missed.length === 0
      ? 'Every page keeps to both'
      : `Not kept by ${missed.map(({ path }) => `\`${path}\``).join(', ')}`;
  return `80 groups, 1,000 users, ${calls.toLocaleString('en')} calls, 5,000 contacts. The goals: less than ${GOALS.serverMs} ms on the server (p99) and less than ${GOALS.firstKb} KB at a first visit. ${over}.\n\n${table(head, rows)}`;
}

const painted = ({ fcp, lcp, cls }: PaintFigures): string =>
  `${fcp.toFixed(0)} / ${lcp.toFixed(0)} ms, ${cls.toFixed(2)}`;
