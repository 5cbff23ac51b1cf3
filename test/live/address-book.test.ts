/** What phones show of a caller in the address book, and what a blocked caller hears. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { after, before, beforeEach, describe, it } from 'node:test';
import { findFreeSwitch } from './freeswitch.js';
import { levelSound } from './level-sound.js';
import { recordOf } from './records.js';
import { type Rig, startRig, startService } from './rig.js';
import type { LiveService } from './service.js';
import { displayName, header, uriUser } from './sip/message.js';
import type { RtpEnd } from './sip/rtp.js';

const binary = findFreeSwitch(process.env);
const SKIP =
  binary === undefined &&
  'NO FREESWITCH: set FREESWITCH_BIN to the freeswitch program (1.10 or newer), or put it on PATH';
if (SKIP !== false) console.error(`\n*** Live tests SKIPPED. ${SKIP}. ***\n`);

/** One A-law level, so that the caller's phone knows what it hears. */
const BLOCKED = 0x10;

const GROUPS = `
  - number: '750'
    name: Büro
    stages: [{ ringSec: 10, members: [anna, emil] }]
    final: { hangup: NO_ANSWER }
  - number: '751'
    name: Tells
    blocked: ['030 23125081 = sells windows']
    blockedAnnouncement: blocked.wav
    stages: [{ ringSec: 10, members: [anna] }]
    final: { hangup: NO_ANSWER }
  - number: '752'
    name: Refuses
    blocked: ['030 2312508*']
    stages: [{ ringSec: 10, members: [anna] }]
    final: { hangup: NO_ANSWER }
switches:`;

describe(
  'the address book and blocked numbers, on a real FreeSWITCH',
  { skip: SKIP, timeout: 180_000 },
  () => {
    let rig: Rig;
    let service: LiveService;

    before(async () => {
      rig = await startRig(binary ?? '');
      const sounds = (await rig.fs.api('global_getvar sounds_dir')).trim();
      writeFileSync(path.join(sounds, 'blocked.wav'), levelSound(BLOCKED, 2));
      service = await startService(rig, 'first', `127.0.0.1:${rig.fs.eventPort}`, undefined, (yaml) =>
        yaml.replace('\nswitches:', () => GROUPS.trimEnd()),
      );
    });
    after(async () => {
      await service.stop();
      await rig.stop();
    });
    beforeEach(() => rig.reset());

    const callFrom = (number: string, group: string) =>
      rig.telco.call(group, `"BERLIN" <sip:${number}@127.0.0.1>`);

    /** Resolves when this level was heard. */
    async function heard(rtp: RtpEnd | undefined, level: number): Promise<void> {
      while (rtp !== undefined && rtp.lastByte !== level) await rtp.hears(1);
    }

    /** Until the service has so many names in memory. */
    async function knows(contacts: number): Promise<void> {
      while (!new RegExp(`"contacts":${contacts},[^\\n]*the address book is in memory`).test(service.output))
        await delay(20);
    }

    it('shows the name on the desk phone, with umlauts, quotes and marks, and in the record', async () => {
      service.command(
        'contacts',
        'add',
        '030 23125071',
        '--name',
        `Jörg "J," Müller|[x]' 👩`,
        '--company',
        '{y}',
      );
      service.command('contacts', 'add', '030 231250-*', '--company', 'Muster & Söhne');
      await knows(2);
      const call = await callFrom('03023125071', '750');
      const anna = await rig.phones['1001'].nextCall();
      assert.equal(displayName(header(anna.invite, 'From')), "Büro: Jörg ”J,” Müller|[x]' 👩 ({y})");
      assert.equal(uriUser(header(anna.invite, 'From')), '03023125071');
      call.cancel();
      const record = await recordOf(service, '03023125071', ({ endedAt }) => endedAt !== null);
      assert.equal(record.caller.name, "Jörg ”J,” Müller|[x]' 👩 ({y})");
      const other = await callFrom('03023125072', '750');
      const again = await rig.phones['1001'].nextCall();
      assert.equal(displayName(header(again.invite, 'From')), 'Büro: Muster & Söhne');
      other.cancel();
      await recordOf(service, '03023125072', ({ endedAt }) => endedAt !== null);
    });

    it('plays the announcement to a blocked caller and hangs up; no phone rings, nothing is missed', async () => {
      const call = await callFrom('03023125081', '751');
      await heard(call.rtp, BLOCKED);
      const record = await recordOf(service, '03023125081', ({ endedAt }) => endedAt !== null);
      assert.deepEqual([record.outcome, record.legs, record.missed], ['announcement', [], null]);
      assert.equal(record.steps[0]?.text, 'blocked by rule …081: sells windows');
      assert.equal(rig.phones['1001'].calls.length, 0);
    });

    it('refuses a blocked caller with 603', async () => {
      const call = await callFrom('03023125082', '752');
      assert.equal((await call.ended()).status, 603);
      const record = await recordOf(service, '03023125082', ({ endedAt }) => endedAt !== null);
      assert.deepEqual([record.outcome, record.missed], ['released', null]);
    });
  },
);
