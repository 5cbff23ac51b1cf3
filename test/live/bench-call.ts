/**
 * From the caller's INVITE to the first member's INVITE, on a real FreeSWITCH: a plain dialplan `bridge`, a raw
 * TCP controller and the service take turns in one run. The calls come from the phone company, unauthenticated:
 * digest authentication alone costs some 20 ms and would hide the difference.
 */
import { findFreeSwitch } from './freeswitch.js';
import { type Rig, startRig, startService } from './rig.js';
import { startRawController } from './raw-controller.js';

/** How often each way is measured, and how often before, only to warm up: `bench-call.js 30 2`. */
const [CALLS = 30, WARMING = 2] = process.argv.slice(2).map(Number);

/** Two members, as in group 713. */
const MEMBERS = ['1001', '1002'] as const;

let callers = 0;

/** From another caller each time: nobody may call too often. */
async function timeOneCall(rig: Rig, to: string): Promise<number> {
  rig.reset();
  for (const member of MEMBERS) rig.phones[member].onCall = (call) => call.refuse(486, 'Busy Here');
  const call = await rig.telco.call(to, `<sip:0302312${50_000 + callers++}@127.0.0.1>`);
  const ringing = await Promise.race(
    MEMBERS.map((member) => rig.phones[member].waitFor((m) => m.method === 'INVITE')),
  );
  const took = ringing.atMs - call.invitedAtMs;
  await call.ended();
  call.rtp.close();
  return took;
}

async function measure(rig: Rig, ways: Readonly<Record<string, string>>): Promise<void> {
  const times = new Map<string, number[]>(Object.keys(ways).map((name) => [name, []]));
  for (let round = -WARMING; round < CALLS; round += 1) {
    for (const [name, to] of Object.entries(ways)) {
      const took = await timeOneCall(rig, to);
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

/** Two ways that need no service, each as an extension of the trunk's context. */
const extensions = (standbyPort: number) => `
  <extension name="plain"><condition field="destination_number" expression="^plain$">
    <action application="bridge" data="{ignore_early_media=true}\${sofia_contact(1001@127.0.0.1)},\${sofia_contact(1002@127.0.0.1)}"/>
  </condition></extension>
  <extension name="raw"><condition field="destination_number" expression="^raw$">
    <action application="socket" data="127.0.0.1:${standbyPort} full"/>
  </condition></extension>`;

async function main(): Promise<void> {
  const binary = findFreeSwitch(process.env);
  if (binary === undefined) {
    console.error('SKIPPED: set FREESWITCH_BIN to the freeswitch program, or put it on PATH.');
    return;
  }
  // Both write as much of a log as in a house.
  process.env['LOG_LEVEL'] = 'info';
  const rig = await startRig(binary, extensions, { loglevel: 'info' });
  const raw = await startRawController(
    rig.standbyPort,
    MEMBERS.map((member) => rig.contactOf(member)),
  );
  try {
    const service = await startService(rig, 'first');
    try {
      await measure(rig, {
        'plain dialplan bridge': 'plain',
        'raw TCP controller': 'raw',
        'the service': '713',
      });
    } finally {
      await service.stop();
    }
  } finally {
    raw.close();
    await rig.stop();
  }
}

await main();
