/** Missed calls and the call-back list, on a real FreeSWITCH: what opens an item and what closes it. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { openDatabase, type OpenDatabase } from '../../src/app/database.js';
import type { CallbackItem } from '../../src/base/model/callback-item.js';
import { connectStore, type Store } from '../../src/base/store/connection.js';
import { findFreeSwitch } from './freeswitch.js';
import { type Rig, startRig, startService } from './rig.js';
import type { LiveService } from './service.js';

const ANONYMOUS = '"Anonymous" <sip:anonymous@anonymous.invalid>';
const SECRET = [
  ['P-Asserted-Identity', '<sip:+493023125077@127.0.0.1>'],
  ['Privacy', 'id'],
] as const;

const binary = findFreeSwitch(process.env);
const SKIP =
  binary === undefined &&
  'NO FREESWITCH: set FREESWITCH_BIN to the freeswitch program (1.10 or newer), or put it on PATH';
if (SKIP !== false) console.error(`\n*** Live tests SKIPPED. ${SKIP}. ***\n`);

describe('missed calls, on a real FreeSWITCH', { skip: SKIP, timeout: 120_000 }, () => {
  let rig: Rig;
  let service: LiveService;
  let database: OpenDatabase;
  let store: Store;
  let number = 10;
  const running: { stop(): unknown }[] = [];

  before(async () => {
    rig = await startRig(binary ?? '');
    running.push(rig);
    service = await startService(rig, 'first', `127.0.0.1:${rig.fs.eventPort}`);
    running.push(service);
    database = await openDatabase({ dataFolder: service.folder });
    store = await connectStore(database.uri);
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

  /** A caller of the test's own: the last digits of the number, and how the phone company writes it. */
  const caller = () => `030231250${number}`;
  const from = () => `"Erika Muster" <sip:${caller()}@127.0.0.1>`;

  /** Erika gives up while the phones ring. */
  async function missedCall(extra: Parameters<Rig['telco']['call']>[2] = [], as = from()): Promise<void> {
    const call = await rig.telco.call('722', as, extra);
    await rig.phones['1001'].nextCall();
    await rig.telco.waitFor((message) => message.status === 180 || message.status === 183);
    call.cancel();
    await call.ended();
  }

  /** The caller's item when it is as it is waited for. */
  async function item(fits: (item: CallbackItem) => boolean): Promise<CallbackItem> {
    for (;;) {
      const found = (await store.callbacks.recent(100)).find(
        (one) => one.caller.key === `+49${caller().slice(1)}` && fits(one),
      );
      if (found !== undefined) return found;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  it('open an item with name, number and reason', async () => {
    await missedCall();
    const open = await item(({ state }) => state === 'open');
    assert.equal(open.group, '722');
    assert.equal(open.caller.name, 'Erika Muster');
    assert.equal(open.count, 1);
    assert.equal(open.calls[0]?.why.kind, 'gaveUp');
  });

  it('of one caller are one item with a count', async () => {
    await missedCall();
    await item(({ count }) => count === 1);
    rig.reset();
    await missedCall();
    const both = await item(({ count }) => count === 2);
    assert.equal(both.state, 'open');
  });

  it('are closed when the caller talks to somebody later', async () => {
    await missedCall();
    await item(({ state }) => state === 'open');
    rig.reset();
    const call = await rig.telco.call('722', from());
    await (await rig.phones['1002'].nextCall()).answer();
    assert.equal((await call.ended()).status, 200);
    call.hangUp();
    const closed = await item(({ state }) => state === 'closed');
    assert.equal(closed.ended?.because, 'talked');
    assert.equal(closed.ended.who, 'Bernd');
  });

  it('are closed when somebody of the house calls back and is answered, while they still talk', async () => {
    await missedCall();
    await item(({ state }) => state === 'open');
    rig.reset();
    const back = await rig.phones['1003'].call(caller());
    const erika = await rig.telco.nextCall();
    await erika.answer();
    assert.equal((await back.ended()).status, 200);
    const closed = await item(({ state }) => state === 'closed');
    assert.equal(closed.ended?.because, 'calledBack');
    assert.equal(closed.ended.who, '1003');
    back.hangUp();
    await erika.over();
  });

  it('stay open when the one who calls back finds the line busy', async () => {
    await missedCall();
    await item(({ state }) => state === 'open');
    rig.reset();
    const back = await rig.phones['1003'].call(caller());
    (await rig.telco.nextCall()).refuse(486, 'Busy Here');
    assert.equal((await back.ended()).status, 486);
    // A second caller's item closes behind it: events come in order.
    const first = await item(({ state }) => state === 'open');
    number += 1;
    rig.reset();
    await missedCall();
    await item(({ state }) => state === 'open');
    rig.reset();
    const other = await rig.phones['1003'].call(caller());
    const outside = await rig.telco.nextCall();
    await outside.answer();
    await item(({ state }) => state === 'closed');
    other.hangUp();
    await outside.over();
    assert.equal((await store.callbacks.get(first.id))?.state, 'open');
  });

  it('of withheld callers make no item, but are recorded as missed, without a number', async () => {
    await missedCall(SECRET, ANONYMOUS);
    for (;;) {
      const found = (await store.calls.recent(5)).find((record) => record.caller.withheld);
      if (found !== undefined && found.outcome === 'gaveUp' && found.followUp === null) {
        assert.equal(found.missed?.group, '722');
        assert.doesNotMatch(JSON.stringify(found), /23125077/);
        break;
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    assert.doesNotMatch(JSON.stringify(await store.callbacks.recent(100)), /23125077|nonymous/);
  });

  it('are one item when a call goes through two groups and nobody answers', { timeout: 30_000 }, async () => {
    const call = await rig.telco.call('705', from());
    assert.equal((await call.ended()).status, 483);
    const open = await item(({ state }) => state === 'open');
    assert.equal(open.group, '706');
    const all = (await store.callbacks.recent(100)).filter((one) => one.caller.key === open.caller.key);
    assert.equal(all.length, 1);
  });
});
