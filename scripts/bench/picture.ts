/** docs/benchmarks.svg, drawn of the figures. Pure. */
import type { AllFigures } from './figures.js';

const LEFT = 250;
const WIDTH = 420;
const ROW = 24;
const COLOURS = { bare: '#868e96', service: '#2f6fbb', large: '#7ba7dc', freeswitch: '#c2571a' };

interface Bar {
  readonly name: string;
  readonly value: number;
  readonly text: string;
  readonly colour: string;
}

/** SVG without scripts or styles from elsewhere; a benchmark without figures is left out. */
export function picture({ load, sipp, soak }: AllFigures): string {
  const charts: (readonly [title: string, bars: readonly Bar[]])[] = [];
  for (const { parallel, bare, service, large } of load?.figures.loads ?? []) {
    const bar = (name: string, perSec: number, colour: string) => ({
      name,
      value: perSec,
      text: `${Math.round(perSec)} (${(perSec / bare.perSec).toFixed(2)})`,
      colour,
    });
    charts.push([
      `Calls a second, ${parallel} at a time (share of the bare server's)`,
      [
        bar('bare modesl server', bare.perSec, COLOURS.bare),
        bar('this service, with records', service.perSec, COLOURS.service),
        bar('with 10,000 users', large.perSec, COLOURS.large),
      ],
    ]);
  }
  if (sipp !== undefined)
    charts.push(['Processor time of one call on a real FreeSWITCH', sippBars(sipp.figures.all)]);
  if (soak !== undefined) {
    const bars = soak.figures.looks.map(({ calls, heapMb, externalMb }) => ({
      name: `after ${calls.toLocaleString('en')} calls`,
      value: heapMb + externalMb,
      text: `${Math.round(heapMb + externalMb)} MB`,
      colour: COLOURS.service,
    }));
    charts.push(['Memory in use', bars]);
  }
  return drawn(charts);
}

function sippBars(all: NonNullable<AllFigures['sipp']>['figures']['all']): Bar[] {
  const last = Math.max(...all.map(({ parallel }) => parallel));
  return all
    .filter(({ parallel }) => parallel === last)
    .flatMap(({ way, freeswitchMs, serviceMs }) => [
      {
        name: `${way}: FreeSWITCH`,
        value: freeswitchMs,
        text: `${freeswitchMs.toFixed(1)} ms`,
        colour: COLOURS.freeswitch,
      },
      {
        name: `${way}: service`,
        value: serviceMs,
        text: `${serviceMs.toFixed(1)} ms`,
        colour: COLOURS.service,
      },
    ]);
}

function drawn(charts: readonly (readonly [string, readonly Bar[]])[]): string {
  let y = 10;
  const parts: string[] = [];
  for (const [title, bars] of charts) {
    y += ROW;
    parts.push(`<text x="16" y="${y}" font-weight="bold">${escaped(title)}</text>`);
    const most = Math.max(...bars.map(({ value }) => value));
    for (const { name, value, text, colour } of bars) {
      y += ROW;
      const width = Math.max(1, (value / most) * WIDTH);
      parts.push(
        `<text x="${LEFT - 8}" y="${y}" text-anchor="end">${escaped(name)}</text>`,
        `<rect x="${LEFT}" y="${y - 13}" width="${width.toFixed(1)}" height="17" fill="${colour}"/>`,
        `<text x="${(LEFT + width + 6).toFixed(1)}" y="${y}">${escaped(text)}</text>`,
      );
    }
    y += ROW / 2;
  }
  const [width, height] = [LEFT + WIDTH + 110, y + 14];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="sans-serif" font-size="13" fill="#212529" role="img" aria-label="Benchmarks">
<rect width="${width}" height="${height}" fill="#ffffff"/>
${parts.join('\n')}
</svg>
`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
