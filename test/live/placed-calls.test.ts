/** Calling back by a click, on a real FreeSWITCH: the own phone rings first, then the caller's. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { openDatabase, type OpenDatabase } from '../../src/app/database.js';
import type { CallbackItem } from '../../src/base/model/callback-item.js';
import { connectStore, type Store } from '../../src/base/store/connection.js';
import { Browser } from '../integration/people/browser.js';
import { findFreeSwitch } from './freeswitch.js';
import { type Rig, startRig, startService } from './rig.js';
import { pagesOf, type LiveService } from './service.js';
import { header, uriUser } from './sip/message.js';
import type { IncomingCall } from './sip/phone.js';

/** The bytes that they say. */
const ANNA = 0x11;
const ERIKA = 0x22;

const binary = findFreeSwitch(process.env);
const SKIP =
  binary === undefined &&
  'NO FREESWITCH: set FREESWITCH_BIN to the freeswitch program (1.10 or newer), or put it on PATH';
if (SKIP !== false) console.error(`\n*** Live tests SKIPPED. ${SKIP}. ***\n`);

describe('calling back by a click, on a real FreeSWITCH', { skip: SKIP, timeout: 120_000 }, () => {
  let rig: Rig;
  let service: LiveService;
  let database: OpenDatabase;
  let store: Store;
  let anna: Browser;
  let number = 20;
  const running: { stop(): unknown }[] = [];

  before(async () => {
    rig = await startRig(binary ?? '');
    running.push(rig);
    service = await startService(rig, 'first', `127.0.0.1:${rig.fs.eventPort}`);
    running.push(service);
    database = await openDatabase({ dataFolder: service.folder });
    store = await connectStore(database.uri);
    const told = service.command('accounts', 'add', 'anna', '--role', 'user', '--user', 'anna');
    anna = new Browser(pagesOf(service.output));
    await anna.signIn('anna', /: (\S+)\s*$/.exec(told)?.[1] ?? '');
  });
  after(async () => {
    await store.close();
    await database.close();
    for (const one of running.reverse()) await one.stop();
  });
  beforeEach(() => {
    rig.reset();
    number += 1;
  });

  const caller = () => `030231250${number}`;

  async function item(fits: (item: CallbackItem) => boolean): Promise<CallbackItem> {
    for (;;) {
      const found = (await store.callbacks.recent(100)).find(
        (one) => one.caller.key === `+49${caller().slice(1)}` && fits(one),
      );
      if (found !== undefined) return found;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** Erika was missed; Anna clicks. */
  async function clicked(): Promise<{ readonly id: string; readonly own: IncomingCall }> {
    const missed = await rig.telco.call('722', `"Erika Muster" <sip:${caller()}@127.0.0.1>`);
    await rig.phones['1001'].nextCall();
    await rig.telco.waitFor((message) => message.status === 180 || message.status === 183);
    missed.cancel();
    await missed.ended();
    const { id } = await item(({ state }) => state === 'open');
    rig.reset();
    assert.equal((await anna.post(`/callbacks/${id}/call`)).status, 303);
    assert.match((await anna.get('/callbacks')).text, /Your phone 1001 rings\. Lift it/);
    return { id, own: await rig.phones['1001'].nextCall() };
  }

  it('rings the own phone, then the caller; both talk, the item closes, and the audit log says who', async () => {
    const { id, own } = await clicked();
    const from = header(own.invite, 'From') ?? '';
    assert.match(from, /Erika Muster/);
    assert.equal(uriUser(from), caller());
    assert.match((await anna.get('/callbacks')).text, /Anna is calling, since/);
    assert.equal(rig.telco.calls.length, 0);
    await own.answer();
    const erika = await rig.telco.nextCall();
    assert.equal(uriUser(erika.invite.requestUri), `+49${caller().slice(1)}`);
    assert.equal(uriUser(header(erika.invite, 'From') ?? ''), '1001');
    await own.hearsPrompt(); // The ringback tone.
    await erika.answer();
    own.talk(ANNA);
    erika.talk(ERIKA);
    while (own.rtp?.lastByte !== ERIKA) await own.rtp?.hears(1);
    while (erika.rtp?.lastByte !== ANNA) await erika.rtp?.hears(1);
    const closed = await item(({ state }) => state === 'closed');
    assert.deepEqual(
      [closed.ended?.because, closed.ended?.who, closed.calling],
      ['calledBack', '1001', null],
    );
    own.hangUp();
    await erika.over();
    const entries = await store.audit.list({ limit: 50 });
    const placed = entries.find(({ event }) => event === 'callPlaced');
    assert.deepEqual(
      [placed?.who, placed?.facts],
      ['anna', { subject: `callback ${id}`, extension: '1001' }],
    );
  });

  it('calls nobody when the own phone is not lifted, and lists no missed call on it', async () => {
    const { id, own } = await clicked();
    own.refuse(486, 'Busy Here');
    const free = await item(({ calling }) => calling === null);
    assert.deepEqual([free.id, free.state, free.taken?.who], [id, 'taken', 'Anna']);
    assert.equal(rig.telco.calls.length, 0);
  });

  it('calls nobody when the own phone sends the call elsewhere', async () => {
    const { own } = await clicked();
    own.refuse(302, 'Moved', [['Contact', '<sip:0049900123456@127.0.0.1>']]);
    await item(({ calling }) => calling === null);
    assert.equal(rig.telco.calls.length, 0);
  });

  it('says that the own phone is not registered', async () => {
    const { id, own } = await clicked();
    own.refuse(486, 'Busy Here');
    await item(({ calling }) => calling === null);
    await rig.phones['1001'].register(rig.phones['1001'].contact, 0);
    await anna.post(`/callbacks/${id}/call`);
    assert.match((await anna.get('/callbacks')).text, /Your phone 1001 is not registered/);
    assert.equal((await rig.phones['1001'].register()).status, 200);
  });
});
