/**
 * Many callers at once on a real FreeSWITCH: how long they wait for the first phone, and whether each has a record.
 * FreeSWITCH gives its threads realtime priority where it may, and can then keep a service on the same machine from
 * running at all: measured as it starts, without it, and with a service that has it too. Needs root.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { findFreeSwitch } from './freeswitch.js';
import { waitAt, waitsOf } from './first-rings.js';
import { type Rig, startRig, startService } from './rig.js';

const CALLERS = 150;
const EVERY_MS = 20;
const PATIENCE_MS = 5_000;
/** The last events and writes. */
const AFTERWARDS_MS = 8_000;

const numberOf = (caller: number): string => `030231${25_000 + caller}`;

/** How long each caller waited whose call rang a phone, in order, and how many got 503: no session was left. */
async function flood(rig: Rig): Promise<{ waits: number[]; refused: number }> {
  const calls = await Promise.all(
    Array.from({ length: CALLERS }, async (_, caller) => {
      await pause(caller * EVERY_MS);
      return await rig.telco.call('700', `<sip:${numberOf(caller)}@127.0.0.1>`);
    }),
  );
  await pause(PATIENCE_MS);
  for (const call of calls) call.cancel();
  await pause(AFTERWARDS_MS);
  const refused = calls.filter(({ responses }) => responses.some(({ status }) => status === 503)).length;
  const waits = waitsOf(
    rig,
    calls.map((call, caller) => ({ number: numberOf(caller), call })),
  );
  return { waits, refused };
}

interface Way {
  readonly name: string;
  /** For the command line of FreeSWITCH. */
  readonly words?: readonly string[];
  readonly launcher?: readonly string[];
}

const WAYS: readonly Way[] = [
  { name: 'as both start' },
  { name: 'FreeSWITCH with -np', words: ['-np'] },
  { name: 'the service by chrt -r 1', launcher: ['chrt', '-r', '1'] },
];

async function measure(binary: string, { name, words = [], launcher }: Way): Promise<void> {
  const rig = await startRig(binary, undefined, { arguments: words, loglevel: 'warning' });
  try {
    const service = await startService(rig, 'first', undefined, launcher);
    try {
      const { waits, refused } = await flood(rig);
      const told = (message: string): number => service.output.split(`"${message}"`).length - 1;
      console.log(
        `${name.padEnd(26)} of ${CALLERS} callers ${waits.length} rang a phone after ${waitAt(waits, 0.5)} (median), ${waitAt(waits, 1)} ` +
          `(slowest), ${refused} were refused; the service knew of ${told('call arrived')} and ended ${told('call ended')}`,
      );
    } finally {
      await service.stop();
    }
  } finally {
    await rig.stop();
  }
}

const binary = findFreeSwitch(process.env);
if (binary === undefined) {
  console.error('SKIPPED: set FREESWITCH_BIN to the freeswitch program, or put it on PATH.');
} else {
  for (const way of [...WAYS, ...WAYS]) await measure(binary, way);
}
