/**
 * One number that floods, on a real FreeSWITCH: how long others wait for the first phone while it calls 1,000 times, and
 * without it, in one run with the default limits; then the same without limits.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { findFreeSwitch } from './freeswitch.js';
import { waitAt, waitsOf, type Caller } from './first-rings.js';
import { type Rig, startRig, startService } from './rig.js';
import { header, uriUser } from './sip/message.js';
import type { OutgoingCall } from './sip/phone.js';

const FLOOD_CALLS = 1_000;
/** 25 calls a second for 40 seconds. */
const FLOOD_EVERY_MS = 40;
const FLOOD_NUMBER = '03099999999';
/** A machine that hangs up and calls again. */
const FLOOD_PATIENCE_MS = 8_000;

/** Beside it five calls a second. */
const OTHERS = 200;
const OTHERS_EVERY_MS = 200;
const OTHERS_PATIENCE_MS = 1_500;

/** The last events and writes. */
const AFTERWARDS_MS = 10_000;

const GROUP = `
  - number: '750'
    name: Flooded
    stages: [{ ringSec: 20, members: [anna, bernd, emil] }]
    final: { hangup: NO_ANSWER }
`;
const NO_LIMITS = '  limits: { callsPerMinute: off, perCaller: off, perGroup: off, atOnce: off }\nusers:';

/** The service gets the scheduling class that FreeSWITCH gives itself on the same machine (freeswitch/README.md); needs root. */
const LAUNCHER = ['chrt', '-r', '1'];

let callers = 0;

async function oneCall(rig: Rig, number: string, patienceMs: number): Promise<OutgoingCall> {
  const call = await rig.telco.call('750', `<sip:${number}@127.0.0.1>`);
  await pause(patienceMs);
  if (call.final === undefined) call.cancel();
  call.rtp.close();
  return call;
}

async function others(rig: Rig): Promise<Caller[]> {
  return await Promise.all(
    Array.from({ length: OTHERS }, async (_, index) => {
      await pause(index * OTHERS_EVERY_MS);
      const number = `0302${3_000_000 + (callers += 1)}`;
      return { number, call: await oneCall(rig, number, OTHERS_PATIENCE_MS) };
    }),
  );
}

async function flood(rig: Rig): Promise<OutgoingCall[]> {
  return await Promise.all(
    Array.from({ length: FLOOD_CALLS }, async (_, index) => {
      await pause(index * FLOOD_EVERY_MS);
      return await oneCall(rig, FLOOD_NUMBER, FLOOD_PATIENCE_MS);
    }),
  );
}

function told(name: string, rig: Rig, made: readonly Caller[]): void {
  const waits = waitsOf(rig, made);
  console.log(
    `  ${name.padEnd(20)} ${waits.length} of ${made.length} others rang a phone after ${waitAt(waits, 0.5)} (median), ` +
      `${waitAt(waits, 0.95)} (95 of 100), ${waitAt(waits, 1)} (slowest)`,
  );
}

function toldOfFlood(rig: Rig, calls: readonly OutgoingCall[]): void {
  const got = (status: number) =>
    calls.filter(({ responses }) => responses.some((one) => one.status === status));
  const rang = calls.filter(({ responses }) =>
    responses.some(({ status }) => status === 180 || status === 183),
  );
  const mobiles = rig.telco.calls.filter(({ invite }) => /9{8}/.test(uriUser(header(invite, 'From')) ?? ''));
  console.log(
    `  of ${calls.length} calls of the one number ${rang.length} rang, ${got(603).length} got 603, ` +
      `${got(503).length} got 503; the mobile was called ${mobiles.length} times for it`,
  );
}

async function measure(binary: string, name: string, edit: (yaml: string) => string): Promise<void> {
  const rig = await startRig(binary, undefined, { loglevel: 'warning' });
  try {
    const service = await startService(rig, 'first', undefined, LAUNCHER, edit);
    try {
      console.log(name);
      for (const way of ['without the flood', 'beside the flood', 'without it again']) {
        rig.reset();
        const isFlooded = way === 'beside the flood';
        const [made, calls] = await Promise.all([others(rig), isFlooded ? flood(rig) : []]);
        await pause(AFTERWARDS_MS);
        told(way, rig, made);
        if (isFlooded) toldOfFlood(rig, calls);
      }
      const warned = service.output.split('its calls are refused until').length - 1;
      console.log(`  the administrator was warned ${warned} times in the log`);
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
  const withGroup = (yaml: string) => yaml.replace('groups:\n', `groups:${GROUP}`);
  await measure(binary, 'with the default limits', withGroup);
  await measure(binary, 'without limits', (yaml) => withGroup(yaml).replace('users:', NO_LIMITS));
}
