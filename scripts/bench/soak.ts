/**
 * `npm run bench:soak`: does the service keep anything of a call that is over? Very many calls, each with its record, at a
 * steady number at a time; memory, handles and files are told at the beginning, on the way and at the end. Linux only.
 *
 * `--calls 500000` says how many, `--parallel 100` how many at a time, `--looks 10` how often to look.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { smallHouse } from './load/house.js';
import type { MemoryReport } from './load/inside.js';
import { everyRecord, filesOf, placeCalls } from './load/processes.js';
import { startWatchedService, type WatchedService } from './load/service.js';
import { note } from './results.js';
import { optionsOf } from './options.js';

const values = optionsOf('Usage: npm run bench:soak [-- --calls N --parallel N --looks N --write]', {
  calls: { type: 'string', default: '500000' },
  parallel: { type: 'string', default: '100' },
  looks: { type: 'string', default: '10' },
  write: { type: 'boolean', default: false },
});
const CALLS = Number(values.calls);
const PARALLEL = Number(values.parallel);
const LOOKS = Number(values.looks);
const WARM_UP = 5_000;

interface Look extends MemoryReport {
  /** Calls so far. */
  readonly calls: number;
  /** Open files and sockets. */
  readonly files: number;
  readonly perSec: number;
  /** Of the calls since the look before: connection to `bridge`, milliseconds. */
  readonly p50: number;
  readonly p99: number;
}

async function look(
  service: WatchedService,
  calls: number,
  load: Omit<Look, keyof MemoryReport | 'calls' | 'files'>,
) {
  await everyRecord(service.folder, calls);
  await delay(2000);
  const memory = await service.ask('memory');
  const found: Look = { calls, ...load, files: filesOf(service.pid), ...memory };
  const { heapMb, externalMb, rssMb, resources } = found;
  const kinds = Object.entries(resources).map(([kind, count]) => `${count} ${kind}`);
  console.log(
    `${String(calls).padStart(7)} calls  ${load.perSec.toFixed(0).padStart(5)}/s  p99 ${load.p99.toFixed(0).padStart(4)} ms   ` +
      `heap ${heapMb.toFixed(1)} MB, outside ${externalMb.toFixed(1)}, process ${rssMb.toFixed(0)};  ` +
      `${found.files} files; ${kinds.join(', ')}`,
  );
  return found;
}

const service = await startWatchedService({ configuration: smallHouse(0), nodeOptions: ['--expose-gc'] });
try {
  const looks: Look[] = [];
  for (let placed = 0; placed < WARM_UP + CALLS;) {
    const calls = placed === 0 ? WARM_UP : Math.min(Math.ceil(CALLS / LOOKS), WARM_UP + CALLS - placed);
    const { seconds, p50, p99 } = await placeCalls(service, { calls, parallel: PARALLEL, ringMs: 5 });
    placed += calls;
    looks.push(await look(service, placed, { perSec: calls / seconds, p50, p99 }));
  }
  const [first, last] = [looks[0], looks.at(-1)];
  if (first === undefined || last === undefined) throw new Error('no calls');
  const kept = ((last.heapMb + last.externalMb - first.heapMb - first.externalMb) * 2 ** 20) / CALLS;
  console.log(
    `kept of a call: ${kept.toFixed(1)} bytes of memory, ${last.files - first.files} files more at the end`,
  );
  if (values.write) {
    await note('soak', {
      calls: CALLS,
      keptBytes: kept,
      looks: looks.map(({ calls, perSec, p99, heapMb, externalMb, rssMb, files }) => ({
        calls,
        perSec,
        p99,
        heapMb,
        externalMb,
        rssMb,
        files,
      })),
    });
  }
} finally {
  await service.stop();
}
