/**
 * From the caller's INVITE to the first member's INVITE, on a real FreeSWITCH: a plain dialplan `bridge`, a raw
 * TCP controller and the service, in one run. The caller is a phone of the house each time, so that all three
 * pay for its authentication alike (measured from the INVITE that carries it).
 */
import { once } from 'node:events';
import { findFreeSwitch } from './freeswitch.js';
import { type Rig, startRig, startService } from './rig.js';
import { startRawController } from './raw-controller.js';

const CALLS = 30;

/** Two members, as in group 713. */
const MEMBERS = ['1001', '1002'] as const;

async function timeOneCall(rig: Rig, to: string): Promise<number> {
  rig.reset();
  for (const member of MEMBERS) rig.phones[member].onCall = (call) => call.refuse(486, 'Busy Here');
  const caller = rig.phones['1004'];
  const call = await caller.call(to);
  const ringing = await Promise.race(
    MEMBERS.map((member) => rig.phones[member].waitFor((m) => m.method === 'INVITE')),
  );
  const took = ringing.atMs - call.invitedAtMs;
  const { status } = await call.ended();
  // The static extension ends in voicemail.
  if (status === 200) call.hangUp();
  call.rtp.close();
  return took;
}

async function measure(rig: Rig, ways: Readonly<Record<string, string>>): Promise<void> {
  const times = new Map<string, number[]>(Object.keys(ways).map((name) => [name, []]));
  for (let round = -2; round < CALLS; round += 1) {
    for (const [name, to] of Object.entries(ways)) {
      const took = await timeOneCall(rig, to);
      // The first rounds only warm up.
      if (round >= 0) times.get(name)?.push(took);
    }
  }
  for (const [name, all] of times) console.log(describeTimes(name, all));
}

function describeTimes(name: string, times: readonly number[]): string {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) =>
    (sorted[Math.floor((sorted.length - 1) * share)] ?? NaN).toFixed(1).padStart(6);
  return `${name.padEnd(28)} median ${at(0.5)} ms   fastest ${at(0)}   slowest ${at(1)}   (${times.length} calls)`;
}

async function main(): Promise<void> {
  const binary = findFreeSwitch(process.env);
  if (binary === undefined) {
    console.error('SKIPPED: set FREESWITCH_BIN to the freeswitch program, or put it on PATH.');
    return;
  }
  const rig = await startRig(binary);
  try {
    const contacts = MEMBERS.map((member) => rig.contactOf(member));
    const raw = await startRawController(rig.controllerPort, contacts);
    await measure(rig, { 'plain dialplan bridge': '1001', 'raw TCP controller': '713' });
    raw.close();
    await once(raw, 'close');
    const service = await startService(rig, 'first');
    await measure(rig, { 'plain dialplan bridge, again': '1001', 'the service': '713' });
    await service.stop();
  } finally {
    await rig.stop();
  }
}

await main();
