/**
 * `npm run bench:sipp`: how many calls a second a real FreeSWITCH takes with SIPp as callers and phone, and whose limit that
 * is. A plain `bridge` in the dialplan and the service take turns in one run; the processor time of each process says who
 * has the work. Every call is answered and hung up at once, and each call of the service has its record. Needs FREESWITCH_BIN
 * and sipp.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { smallHouse } from '../../scripts/bench/load/house.js';
import { cpuMsOf, everyRecord, type Program } from '../../scripts/bench/load/processes.js';
import { startService } from '../../scripts/bench/load/service.js';
import { note } from '../../scripts/bench/results.js';
import { endedAtExit, temporaryFolder } from './at-exit.js';
import { findFreeSwitch, FreeSwitch, freeTcpPort, freeUdpPort } from './freeswitch.js';
import { PROJECT } from './service.js';

const SCENARIOS = path.join(PROJECT, 'test/live/sipp');
const CALLS = 2_000;
const WARM_UP = 200;
/** Calls at the same time. */
const WIDTHS = [10, 30, 60];

const PLAIN = `
  <extension name="plain"><condition field="destination_number" expression="^plain$">
    <action application="bridge" data="{ignore_early_media=true}\${sofia_contact(1001@127.0.0.1)}"/>
  </condition></extension>`;

interface Scene {
  readonly fs: FreeSwitch;
  readonly service: Program;
  readonly callerPort: number;
  readonly numbers: string;
}

interface Measured {
  readonly way: string;
  readonly parallel: number;
  readonly perSec: number;
  readonly freeswitchMs: number;
  readonly serviceMs: number;
}

/** A copy of freeswitch/ without its limits on calls, and with a plain `bridge`. */
function configuration(): string {
  const copy = temporaryFolder('rufgruppe-sipp-conf-');
  cpSync(path.join(PROJECT, 'freeswitch'), copy, { recursive: true });
  const edit = (file: string, change: (text: string) => string): void => {
    const place = path.join(copy, file);
    writeFileSync(place, change(readFileSync(place, 'utf8')));
  };
  edit('autoload_configs/switch.conf.xml', (text) =>
    text.replace(/("sessions-per-second" value=)"\d+"/, '$1"100000"'),
  );
  edit('dialplan/public.xml', (text) =>
    text.replace('<context name="public">', (context) => `${context}${PLAIN}`),
  );
  return copy;
}

function sipp(words: readonly string[]): ChildProcess {
  const child = spawn('sipp', ['-i', '127.0.0.1', '-nostdin', ...words], { stdio: 'ignore', cwd: '/tmp' });
  return endedAtExit(child);
}

async function ended(child: ChildProcess, what: string): Promise<void> {
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`${what}: sipp ended with ${code}`);
}

/** Different callers: one who calls again and again would be refused. */
function callersFile(): string {
  const file = path.join(temporaryFolder('rufgruppe-sipp-'), 'callers.csv');
  const numbers = Array.from({ length: 50_000 }, (_, index) => `030${String(2_300_000 + index)};`);
  writeFileSync(file, ['SEQUENTIAL', ...numbers].join('\n'));
  return file;
}

async function place(scene: Scene, to: string, calls: number, parallel: number): Promise<void> {
  const { fs, callerPort, numbers } = scene;
  const scenario = ['-sf', path.join(SCENARIOS, 'caller.xml'), '-inf', numbers, '-s', to, '-d', '0'];
  const amount = ['-m', String(calls), '-l', String(parallel), '-r', '5000', '-p', String(callerPort)];
  await ended(sipp([`127.0.0.1:${fs.externalPort}`, ...scenario, ...amount]), `calls to ${to}`);
}

async function measure(scene: Scene, way: string, to: string, parallel: number): Promise<Measured> {
  const { fs, service } = scene;
  await place(scene, to, WARM_UP, parallel);
  const before = [cpuMsOf(fs.pid), service.cpuMs()] as const;
  const begun = performance.now();
  await place(scene, to, CALLS, parallel);
  const seconds = (performance.now() - begun) / 1000;
  if (to === '700') {
    placed += WARM_UP + CALLS;
    await everyRecord(service.folder, placed);
  }
  return {
    way,
    parallel,
    perSec: CALLS / seconds,
    freeswitchMs: (cpuMsOf(fs.pid) - before[0]) / CALLS,
    serviceMs: (service.cpuMs() - before[1]) / CALLS,
  };
}

let placed = 0;

function show({ way, parallel, perSec, freeswitchMs, serviceMs }: Measured): void {
  const cores = (ms: number) => ((ms * perSec) / 1000).toFixed(2);
  console.log(
    `${way.padEnd(24)} ${String(parallel).padStart(3)} at a time  ${perSec.toFixed(0).padStart(5)} calls/s   ` +
      `a call: FreeSWITCH ${freeswitchMs.toFixed(1)} ms, service ${serviceMs.toFixed(1)} ms   ` +
      `busy processors: FreeSWITCH ${cores(freeswitchMs)}, service ${cores(serviceMs)}`,
  );
}

async function registered(fs: FreeSwitch, port: number): Promise<ChildProcess> {
  const scenario = path.join(SCENARIOS, 'register.xml');
  const to = `127.0.0.1:${fs.sipPort}`;
  await ended(sipp([to, '-sf', scenario, '-m', '1', '-p', String(port), '-timeout', '20s']), 'registering');
  const phone = path.join(SCENARIOS, 'phone.xml');
  return sipp([to, '-sf', phone, '-p', String(port), '-l', '1000']);
}

async function main(binary: string): Promise<void> {
  const service = await startService({ configuration: smallHouse(0) });
  const callerPort = await freeUdpPort();
  const ports = { telcoPort: callerPort, controllerPort: service.port, standbyPort: await freeTcpPort() };
  const fs = await FreeSwitch.start({
    binary,
    configuration: configuration(),
    loglevel: 'err',
    ...ports,
  });
  const phone = await registered(fs, await freeUdpPort());
  try {
    const scene = { fs, service, callerPort, numbers: callersFile() };
    const all: Measured[] = [];
    for (const parallel of WIDTHS) {
      for (const [way, to] of [
        ['plain dialplan bridge', 'plain'],
        ['this service', '700'],
      ] as const) {
        const measured = await measure(scene, way, to, parallel);
        show(measured);
        all.push(measured);
      }
    }
    if (process.argv.includes('--write')) await note('sipp', { calls: CALLS, all });
  } finally {
    phone.kill('SIGKILL');
    await fs.stop();
    await service.stop();
  }
}

const binary = findFreeSwitch(process.env);
if (binary === undefined || spawnSync('sipp', ['-v']).error !== undefined) {
  console.error('SKIPPED: set FREESWITCH_BIN to the freeswitch program, and put sipp on PATH.');
} else {
  await main(binary);
}
