/**
 * `npm run bench:held`: what a ringing call costs in memory. Many calls ring at the same time in a group of the service,
 * with their records, until all end; memory is told before, while they ring, and after. Linux only.
 *
 * `--calls 10000` says how many; `--snapshot` writes heap snapshots before and while they ring.
 */
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startChild } from './load/child.js';
import { smallHouse } from './load/house.js';
import type { MemoryReport } from './load/inside.js';
import { everyRecord, placeCalls } from './load/processes.js';
import { startWatchedService, type WatchedService } from './load/service.js';
import { note } from './results.js';
import { optionsOf } from './options.js';

const values = optionsOf('Usage: npm run bench:held [-- --calls N --snapshot --write]', {
  calls: { type: 'string', default: '10000' },
  snapshot: { type: 'boolean', default: false },
  write: { type: 'boolean', default: false },
});
const CALLS = Number(values.calls);
const WARM_UP = 3_000;

/** What FreeSWITCH told of a call is kept for ten seconds after its end, in case another of its events comes late. */
const FORGOTTEN_MS = 12_000;

/** Memory after `ms`, in which what is done later is done: records are written, ended calls forgotten. */
async function settled(service: WatchedService, ms: number): Promise<MemoryReport> {
  await delay(ms);
  const memory = await service.ask('memory');
  if (values.snapshot) console.log((await service.ask('snapshot')).file);
  return memory;
}

function show(name: string, { rssMb, heapMb, externalMb, resources }: MemoryReport): void {
  const mb = (value: number) => `${value.toFixed(1).padStart(7)} MB`;
  const sockets = resources['TCPSocketWrap'] ?? 0;
  console.log(
    `${name.padEnd(24)} heap ${mb(heapMb)}   outside ${mb(externalMb)}   process ${mb(rssMb)}   ${sockets} sockets, ${resources['Timeout'] ?? 0} timers`,
  );
}

async function hold(service: WatchedService): Promise<MemoryReport> {
  const words = [String(service.port), String(CALLS), '700'];
  const peer = startChild(path.join(import.meta.dirname, 'load/holder.js'), words);
  const failed = once(peer, 'exit').then(([code]) => Promise.reject(new Error(`the calls ended: ${code}`)));
  failed.catch(() => undefined);
  await Promise.race([once(peer, 'message'), failed]);
  const during = await settled(service, 3_000);
  const over = once(peer, 'message');
  peer.send('end');
  await Promise.race([over, failed]);
  return during;
}

const service = await startWatchedService({ configuration: smallHouse(0), nodeOptions: ['--expose-gc'] });
try {
  // What is made once is made now.
  await placeCalls(service, { calls: WARM_UP, parallel: 100, ringMs: 5 });
  await everyRecord(service.folder, WARM_UP);
  const before = await settled(service, FORGOTTEN_MS);
  show('before', before);
  const during = await hold(service);
  show(`${CALLS} calls ring`, during);
  await everyRecord(service.folder, WARM_UP + CALLS);
  const after = await settled(service, FORGOTTEN_MS);
  show('after', after);
  const kb = (of: (memory: MemoryReport) => number) =>
    (((of(during) - of(before)) * 1024) / CALLS).toFixed(1);
  const own = (memory: MemoryReport) => memory.heapMb + memory.externalMb;
  console.log(
    `a ringing call: ${kb(own)} kB of heap and buffers, ${kb((one) => one.rssMb)} kB of the process`,
  );
  if (values.write) {
    const heldKb = Number(kb(own));
    await note('held', { calls: CALLS, heldKb, keptMb: own(after) - own(before), before, during, after });
  }
  console.log(`not given back: ${(own(after) - own(before)).toFixed(1)} MB of heap and buffers`);
} finally {
  await service.stop();
}
