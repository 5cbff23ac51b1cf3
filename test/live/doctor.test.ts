/** The doctor beside a real FreeSWITCH: freeswitch/ as it is shipped is good, and one thing at a time is broken. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { findFreeSwitch } from './freeswitch.js';
import { type Rig, startRig, startService } from './rig.js';
import { PROJECT, type LiveService } from './service.js';

const binary = findFreeSwitch(process.env);
const SKIP =
  binary === undefined &&
  'NO FREESWITCH: set FREESWITCH_BIN to the freeswitch program (1.10 or newer), or put it on PATH';
if (SKIP !== false) console.error(`\n*** Live tests SKIPPED. ${SKIP}. ***\n`);

interface Line {
  readonly state: string;
  readonly check: string;
  readonly found: string;
}

describe('the doctor beside a real FreeSWITCH', { skip: SKIP, concurrency: false }, () => {
  let rig: Rig;
  let service: LiveService;
  let configuration = '';

  before(async () => {
    const keep = (folder: string) => (configuration = folder);
    rig = await startRig(binary ?? '', undefined, {}, keep);
    for (const extension of ['1005', '1006']) await rig.phone(extension);
    mkdirSync(rig.cdrs, { recursive: true });
    const events = `127.0.0.1:${rig.fs.eventPort}`;
    service = await startService(rig, 'first', events, undefined, undefined, rig.cdrs);
  });
  after(async () => {
    await service.stop();
    await rig.stop();
  });

  async function doctor(more: NodeJS.ProcessEnv = {}, ...words: readonly string[]) {
    const env = {
      ...process.env,
      ESL_PORT: String(rig.controllerPort),
      DATA_DIR: service.folder,
      MONGODB_URI: '',
      FREESWITCH_EVENTS: `127.0.0.1:${rig.fs.eventPort}`,
      FREESWITCH_CDRS: rig.cdrs,
      LC_ALL: 'C',
      ...more,
    };
    const script = path.join(PROJECT, 'dist/scripts/rufgruppe.js');
    const child = spawn(process.execPath, [script, 'doctor', '--json', ...words], {
      env,
      cwd: service.folder,
    });
    let output = '';
    child.stdout.on('data', (piece: Buffer) => (output += piece.toString()));
    child.stderr.on('data', (piece: Buffer) => (output += piece.toString()));
    const [code] = (await once(child, 'close')) as [unknown];
    const found = JSON.parse(output) as readonly Line[];
    return { code, found, amiss: found.filter(({ state }) => state === 'fault' || state === 'warning') };
  }

  const said = async (more: NodeJS.ProcessEnv = {}, ...words: readonly string[]) => {
    const { amiss } = await doctor(more, ...words);
    return amiss.map(({ state, found }) => `${state} ${found}`).filter((line) => line !== MAIL);
  };
  /** The live tests have no mail server. */
  const MAIL = 'warning mailFolder';

  /** Changes one file of FreeSWITCH's configuration, asks, and puts it back. */
  async function broken(file: string, from: string | RegExp, to: string, commands: readonly string[]) {
    const whole = path.join(configuration, file);
    const before = readFileSync(whole, 'utf8');
    const changed = before.replace(from, () => to);
    assert.notEqual(changed, before, file);
    const apply = async () => {
      for (const command of ['reloadxml', ...commands]) await rig.fs.api(command);
    };
    writeFileSync(whole, changed);
    await apply();
    try {
      return await said();
    } finally {
      writeFileSync(whole, before);
      await apply();
    }
  }

  it('finds everything good as it is shipped', async () => {
    const { code, amiss, found } = await doctor();
    assert.deepEqual(
      amiss.map(({ state, found: what }) => `${state} ${what}`),
      [MAIL],
    );
    assert.equal(code, 0);
    const skipped = found.filter(({ state }) => state === 'skipped').map(({ found: what }) => what);
    assert.deepEqual(skipped, ['backupWaits', 'certificatesNone']);
  });

  it('finds what is not as it is shipped, one thing at a time', async () => {
    const phones = 'sip_profiles/internal.xml';
    const dialplan = 'dialplan/default.xml';
    const cases: readonly (readonly [readonly string[], ...string[]])[] = [
      [
        await broken(phones, '"rtp-timer-name" value="soft"', '"rtp-timer-name" value="none"', []),
        'fault profilesUntimed',
      ],
      [await broken(phones, '"multiple-registrations"', '"x"', []), 'warning profilesSingle'],
      [
        // The other domain's profile is then the only one of phones.
        await broken(phones, '"auth-calls" value="true"', '"auth-calls" value="false"', []),
        'fault domainForced',
        'warning lampsElsewhere',
      ],
      [
        await broken(
          phones,
          '"inbound-codec-prefs" value="$${codecs}"',
          '"inbound-codec-prefs" value="OPUS"',
          [],
        ),
        'warning codecsOdd',
      ],
      [
        await broken(phones, '"disable-transcoding" value="false"', '"disable-transcoding" value="true"', []),
        'warning codecsFixed',
      ],
      [
        await broken(phones, '"manage-presence" value="true"', '"manage-presence" value="false"', []),
        'warning lampsOff',
      ],
      [
        await broken(phones, '"auth-subscriptions" value="true"', '"auth-subscriptions" value="false"', []),
        'warning lampsOpen',
      ],
      [
        await broken('autoload_configs/switch.conf.xml', '$${rtp_last_port}', '$${rtp_first_port}', []),
        'fault portsTooFew',
      ],
      [
        await broken(
          'autoload_configs/json_cdr.conf.xml',
          '"log-b-leg" value="true"',
          '"log-b-leg" value="false"',
          [],
        ),
        'fault cdrsSettings',
      ],
      [
        await broken(dialplan, '$${controller} full', '$${controller} async full', []),
        'warning dialplanAsync',
      ],
      [
        await broken(dialplan, 'hunt_group=$1', 'hunt_group=$1 socket_resume=true', []),
        'fault dialplanResume',
      ],
      [await broken(dialplan, '"^(\\*5[0-8]', '"^\\*(5[0-8]', []), 'warning dialplanCodes'],
    ];
    for (const [found, ...expected] of cases) assert.deepEqual(found, expected);
  });

  it('finds what was unloaded, stopped or paused', async () => {
    const around = async (before: string, after: string) => {
      await rig.fs.api(before);
      try {
        return await said();
      } finally {
        await rig.fs.api(after);
      }
    };
    assert.deepEqual(await around('unload mod_tone_stream', 'load mod_tone_stream'), [
      'fault modulesMissing',
      'fault musicMissing',
    ]);
    assert.deepEqual(await around('fsctl pause', 'fsctl resume'), ['fault switchPaused']);
    assert.deepEqual(await around('fsctl pause inbound', 'fsctl resume inbound'), ['fault switchPaused']);
    assert.deepEqual(await around('fsctl sps 5', 'fsctl sps 200'), ['warning paceTooSlow']);
    assert.deepEqual(await said(), []);
  });

  it('finds files that were moved away', async () => {
    const sound = path.join(configuration, 'sounds/closed-en.wav');
    renameSync(sound, `${sound}.away`);
    try {
      assert.deepEqual(await said(), ['fault soundsMissing']);
    } finally {
      renameSync(`${sound}.away`, sound);
    }
  });

  it('finds a password, an address and a time zone that are not those of FreeSWITCH', async () => {
    assert.deepEqual(await said({ FREESWITCH_EVENTS_PASSWORD: 'wrong' }), ['fault switchPassword']);
    assert.deepEqual(await said({ FREESWITCH_EVENTS: '127.0.0.1:1' }), ['fault switchAway']);
    assert.deepEqual(await said({ ESL_PORT: '1' }), ['fault serviceAway', 'fault dialplanElsewhere']);
    assert.deepEqual(await said({ TZ: 'Asia/Tokyo' }), ['warning zoneOther']);
    assert.deepEqual(await said({ FREESWITCH_CDRS: '' }), ['warning cdrsUnset']);
  });

  it('calls a group, and tells whether the service took it', { timeout: 60_000 }, async () => {
    const call = async (...words: readonly string[]) => {
      const { found } = await doctor({}, '--call', ...words);
      return found.filter(({ check }) => check === 'testCall').map(({ found: what }) => what);
    };
    assert.deepEqual(await call('700'), ['testCallTaken']);
    assert.deepEqual(await call('700', '--context', 'public'), ['testCallTaken']);
    // Known to the dialplan only: the service refuses it at once.
    assert.deepEqual(await call('799'), ['testCallTaken']);
    assert.deepEqual(await call('8888'), ['testCallNoChannel']);
    await service.crash();
    assert.deepEqual(await call('700'), ['testCallNotTaken']);
    assert.deepEqual(await said(), ['fault serviceAway']);
    await service.again();
  });

  it('finds an extension that the directory does not have, and its phone', async () => {
    const gone = ['sofia profile internal flush_inbound_reg 1005@127.0.0.1'];
    assert.deepEqual(await broken('directory/default.xml', 'id="1005"', 'id="1995"', gone), [
      'fault extensionsMissing',
      'warning registrationsSome',
    ]);
  });
});
