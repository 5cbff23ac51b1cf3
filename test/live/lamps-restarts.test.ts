/** Lamps after a restart of the service, of FreeSWITCH and of its SIP profiles: right although no phone does anything. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { findFreeSwitch, type FreeSwitch } from './freeswitch.js';
import { startLampRig, statesOf, type LampRig } from './lamp-rig.js';
import { header } from './sip/message.js';
import { Subscription } from './sip/subscription.js';

const binary = findFreeSwitch(process.env);
const SKIP =
  binary === undefined &&
  'NO FREESWITCH: set FREESWITCH_BIN to the freeswitch program (1.10 or newer), or put it on PATH';
if (SKIP !== false) console.error(`\n*** Live tests SKIPPED. ${SKIP}. ***\n`);

/** Begins to listen at once; `came` resolves when FreeSWITCH was given a lamp with this in it. */
async function watchLamps({ eventPort }: FreeSwitch, wanted: RegExp): Promise<{ came: Promise<void> }> {
  const socket = connect(eventPort, '127.0.0.1').setEncoding('utf8');
  socket.write('auth ClueCon\n\nevent plain PRESENCE_IN\n\n');
  let said = '';
  const signal = AbortSignal.timeout(10_000);
  const until = async (pattern: RegExp): Promise<void> => {
    while (!pattern.test(said)) said += String(await once(socket, 'data', { signal }));
  };
  await until(/event listener enabled/);
  return { came: until(wanted).finally(() => socket.destroy()) };
}

describe('lamps over restarts, on a real FreeSWITCH', { skip: SKIP, timeout: 120_000 }, () => {
  let lamps: LampRig;

  before(async () => {
    lamps = await startLampRig(binary ?? '');
  });
  after(() => lamps.stop());
  beforeEach(() => lamps.turned('off'));

  /** Of a phone that sees the lamp dark. */
  async function darkLamp(): Promise<Subscription> {
    const lamp = await Subscription.begin(await lamps.desk(), 'switch+closed');
    await lamp.shows('off');
    return lamp;
  }

  it('what changed while the service was away shows as soon as it is back', async () => {
    const lamp = await darkLamp();
    const { service } = lamps;
    await service.crash();
    service.turn('closed', 'on');
    await service.again();
    await lamp.shows('on');
  });

  it('what changed while FreeSWITCH was away shows when it is back, although the phone did nothing', async () => {
    const lamp = await darkLamp();
    const { rig, service } = lamps;
    await rig.fs.kill();
    service.turn('closed', 'on');
    await rig.fs.again();
    const ready = performance.now();
    await lamp.shows('on');
    console.error(
      `the lamp was right ${Math.round(performance.now() - ready)} ms after FreeSWITCH was ready`,
    );
    const other = await Subscription.begin(await lamps.desk(), 'switch+closed');
    await other.shows('on');
    assert.deepEqual(statesOf(other), ['confirmed']);
  });

  it('what changed while the SIP profiles were away shows when they are back', async () => {
    const lamp = await darkLamp();
    const { rig, service } = lamps;
    assert.match(await rig.fs.api('unload mod_sofia'), /\+OK/);
    const { came } = await watchLamps(rig.fs, /^from: closed%40.*\n(.+\n)*answer-state: confirmed$/m);
    service.turn('closed', 'on');
    await came;
    assert.match(await rig.fs.api('load mod_sofia'), /\+OK/);
    await lamp.shows('on');
  });

  it('a FreeSWITCH that lost its database knows the phone again with its next subscription', async () => {
    await lamps.turned('on');
    const lamp = await Subscription.begin(await lamps.desk(), 'switch+closed');
    await lamp.shows('on');
    const { fs } = lamps.rig;
    await fs.kill();
    rmSync(path.join(fs.folder, 'db', 'sofia_reg_internal.db'));
    await fs.again();
    const known = lamp.notifies.length;
    const answer = await lamp.refresh();
    assert.ok(answer.status < 300, `${answer.status} ${header(answer, 'Reason') ?? answer.phrase}`);
    await lamp.toldMore(known);
    await lamp.shows('on');
  });
});
