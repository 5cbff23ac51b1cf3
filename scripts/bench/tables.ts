/** The tables of docs/benchmarks.md, made of the figures. Pure. */
import type {
  AllFigures,
  CallFigures,
  HeldFigures,
  LoadFigures,
  LoopFigures,
  SippFigures,
  SoakFigures,
} from './figures.js';
import { table } from './markdown.js';
import { pagesTable } from './pages-table.js';
import type { Circumstances, Noted } from './results.js';

/** Markdown; a benchmark without figures is left out. */
export function tables({ load, loop, held, soak, sipp, pages }: AllFigures): string {
  const parts = [
    load && section('Calls a second (`npm run bench:load`)', load, loadTable(load.figures)),
    loop && section('Everything at once (`npm run bench:loop`)', loop, loopTable(loop.figures)),
    held && section('Ringing calls in memory (`npm run bench:held`)', held, heldTable(held.figures)),
    soak && section('Very many calls (`npm run bench:soak`)', soak, soakTable(soak.figures)),
    sipp && section('On a real FreeSWITCH with SIPp (`npm run bench:sipp`)', sipp, sippTable(sipp.figures)),
    pages && section('Pages (`npm run bench:pages`)', pages, pagesTable(pages.figures)),
  ];
  return parts.filter((part) => part !== undefined).join('\n\n');
}

function section(
  title: string,
  { day, node, processor, processors, memoryGb, load, commit }: Noted<unknown>,
  table: string,
) {
  const machine = `${processors} × ${processor}, ${memoryGb} GB`;
  const loaded = `${load} processes wanted to run in its last minute`;
  return `### ${title}\n\n${day}, commit ${commit}, Node ${node}, ${machine}; ${loaded}${busy({ load, processors })}.\n\n${table}`;
}

/** A benchmark itself keeps some four processes busy. */
function busy({ load, processors }: Pick<Circumstances, 'load' | 'processors'>): string {
  return load > processors + 4 ? ': **others used the machine too, so times are too long**' : '';
}

const ms = (value: number): string => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
const whole = (value: number): string => Math.round(value).toLocaleString('en');

function loadTable({ loads }: LoadFigures): string {
  const row = (name: string, of: CallFigures, bare: CallFigures) => [
    name,
    `${whole(of.perSec)} (${(of.perSec / bare.perSec).toFixed(2)})`,
    `${ms(of.p50)} / ${ms(of.p99)}`,
    `${of.cpuMs.toFixed(2)} ms`,
  ];
  return table(
    ['', 'calls/s (of the bare server)', 'connection to `bridge`, p50 / p99', 'processor time a call'],
    loads.flatMap(({ parallel, bare, service, large }) => [
      row(`${parallel} at a time: bare modesl`, bare, bare),
      row(`${parallel} at a time: this service`, service, bare),
      row(`${parallel} at a time: this service, 10,000 users`, large, bare),
    ]),
  );
}

function loopTable({ calls, streams, mostPerSec, perSec, alone, all, processors }: LoopFigures): string {
  const row = (name: string, of: (side: LoopFigures['all']) => string) => [name, of(alone), of(all)];
  const rows = [
    row('connection to `bridge`, p50 / p99', ({ bridge }) => `${ms(bridge.p50)} / ${ms(bridge.p99)}`),
    row('a timer was late, p99 / at most', ({ late }) => `${ms(late.p99)} / ${ms(late.max)}`),
    row('without waiting for a processor', ({ held }) => `${ms(held.p99)} / ${ms(held.max)}`),
    row('longest pause of the garbage collector', ({ pauses }) => ms(pauses.longestMs)),
  ];
  const text = `${whole(perSec)} calls a second, half of the ${whole(mostPerSec)} that it did at most in the same run; 10,000 users, 2,000 groups, ${whole(calls)} recorded calls, ${streams} live readers.`;
  const { service, callers, readers } = processors;
  const busy = `Processors busy with everything else: service ${service.toFixed(2)}, callers ${callers.toFixed(2)}, readers ${readers.toFixed(2)}.`;
  return `${text}\n\n${table(['', 'calls alone', 'with everything else'], rows)}\n\n${busy}`;
}

function heldTable({ calls, heldKb, keptMb }: HeldFigures): string {
  return table(
    ['calls that ring', 'heap and buffers of each', 'not given back, of all'],
    [[whole(calls), `${heldKb.toFixed(1)} kB`, `${keptMb.toFixed(1)} MB`]],
  );
}

function soakTable({ calls, keptBytes, looks }: SoakFigures): string {
  const rows = looks.map((look) => [
    whole(look.calls),
    whole(look.perSec),
    `${look.heapMb.toFixed(1)} MB`,
    `${look.externalMb.toFixed(1)} MB`,
    `${whole(look.rssMb)} MB`,
    String(look.files),
  ]);
  const head = ['calls so far', 'calls/s', 'heap', 'outside the heap', 'process', 'open files'];
  return `${table(head, rows)}\n\nOf each of ${whole(calls)} calls ${keptBytes.toFixed(1)} bytes more were in use at the end.`;
}

function sippTable({ all }: SippFigures): string {
  const cores = (msOfCall: number, perSec: number) => ((msOfCall * perSec) / 1000).toFixed(2);
  const rows = all.map(({ way, parallel, perSec, freeswitchMs, serviceMs }) => [
    `${parallel} at a time: ${way}`,
    whole(perSec),
    `${freeswitchMs.toFixed(1)} ms / ${serviceMs.toFixed(1)} ms`,
    `${cores(freeswitchMs, perSec)} / ${cores(serviceMs, perSec)}`,
  ]);
  return table(
    ['', 'calls/s', 'processor time a call: FreeSWITCH / service', 'processors busy: FreeSWITCH / service'],
    rows,
  );
}
