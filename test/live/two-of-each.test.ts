/** Two controllers and two FreeSWITCHes are one house: whichever of them handled a call, and whichever of them dies. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { CallRecord } from '../../src/base/model/call-record.js';
import type { Browser } from '../integration/people/browser.js';
import { findFreeSwitch } from './freeswitch.js';
import { dialCode } from './heard.js';
import type { OutgoingCall } from './sip/phone.js';
import { startTwoOfEach, type Node, type TwoOfEach } from './two-of-each.js';

const binary = findFreeSwitch(process.env);
const SKIP =
  binary === undefined &&
  'NO FREESWITCH: set FREESWITCH_BIN to the freeswitch program (1.10 or newer), or put it on PATH';
if (SKIP !== false) console.error(`\n*** Live tests SKIPPED. ${SKIP}. ***\n`);

/** A minute with `RESTART_SEC=60`. */
const SECONDS = Number(process.env['RESTART_SEC'] ?? 15);
const CALLS_A_SECOND = 5;
/** Longer than a restart takes. */
const RINGS_MS = 6_000;
const LONGEST_WAIT_MS = 40_000;

interface Live {
  readonly calls: readonly {
    readonly caller: { readonly number: string | null };
    readonly phones: readonly { readonly to: string; readonly state: string }[];
  }[];
  readonly nodes: readonly { readonly connected: boolean }[];
}

describe('two controllers and two FreeSWITCHes', { skip: SKIP, timeout: 300_000 }, () => {
  let house: TwoOfEach;
  let one: Node;
  let two: Node;

  before(async () => {
    house = await startTwoOfEach(binary ?? '');
    [one, two] = house.nodes;
  });
  after(() => house.stop());
  beforeEach(() => house.nodes.forEach(({ rig }) => rig.reset()));

  const dial = (node: Node, group: string, caller: string): Promise<OutgoingCall> =>
    node.rig.telco.call(group, `"Erika" <sip:${caller}@127.0.0.1>`);
  const over = ({ endedAt }: CallRecord) => endedAt !== null;

  async function records(
    callers: ReadonlySet<string>,
    count: number,
    fits: (record: CallRecord) => boolean,
  ): Promise<readonly CallRecord[]> {
    const until = Date.now() + LONGEST_WAIT_MS;
    for (;;) {
      const all = await house.store.calls.recent(2_000);
      const found = all.filter(({ caller }) => callers.has(caller.number ?? ''));
      if (found.length >= count && found.every(fits)) return found;
      if (Date.now() > until)
        throw new Error(`not as expected: ${JSON.stringify(found.filter((one) => !fits(one)))}`);
      await delay(100);
    }
  }
  const record = async (caller: string, fits: (record: CallRecord) => boolean): Promise<CallRecord> => {
    const [found] = await records(new Set([caller]), 1, fits);
    return found ?? assert.fail();
  };

  async function live(browser: Browser, fits: (live: Live) => boolean): Promise<void> {
    const until = Date.now() + LONGEST_WAIT_MS;
    for (;;) {
      const { body } = await browser.json('GET', '/api/v1/live');
      if (fits(body as Live)) return;
      if (Date.now() > until) throw new Error(`not as expected: ${JSON.stringify(body)}`);
      await delay(50);
    }
  }
  const phoneOf = ({ calls }: Live, caller: string, extension: string) =>
    calls.find((call) => call.caller.number === caller)?.phones.find(({ to }) => to === extension)?.state;

  it('a call that rings at one FreeSWITCH is not picked up at the other, which is told', async () => {
    const caller = await dial(one, '713', '03023125090');
    await one.rig.phones['1001'].nextCall();
    // The other controller knows of the call by its record.
    await record('03023125090', ({ outcome }) => outcome === 'open');
    const { hears } = await dialCode(two.rig.phones['1002'], '*54713');
    assert.ok(hears('rings-elsewhere'));
    caller.cancel();
    await caller.ended();
    await record('03023125090', over);
  });

  it('show the same calls, list the same callers and have the same switches', async () => {
    const browsers = [await one.browser(), await two.browser()];
    for (const browser of browsers) await live(browser, ({ nodes }) => nodes.every((node) => node.connected));
    const [first, second] = ['03023125201', '03023125202'] as const;
    const calls = [await dial(one, '722', first), await dial(two, '722', second)] as const;
    for (const browser of browsers)
      await live(
        browser,
        (now) => phoneOf(now, first, '1001') === 'ringing' && phoneOf(now, second, '1001') === 'ringing',
      );
    await (await one.rig.phones['1001'].nextCall()).answer();
    for (const browser of browsers) await live(browser, (now) => phoneOf(now, first, '1001') === 'talking');
    calls[0].hangUp();
    calls[1].cancel();
    // Bernd's phone must tell of the next call, not of the one before.
    one.rig.reset();
    const again = await dial(one, '722', second);
    await one.rig.phones['1002'].nextCall();
    again.cancel();
    const missed = await records(new Set([second]), 2, (call) => over(call) && call.followUp === null);
    assert.deepEqual(missed.map(({ controller }) => one.name.test(controller)).sort(), [false, true]);
    const key = `+49${second.slice(1)}`;
    const items = (await house.store.connection.collection('callbacks').find({ key }).toArray()) as {
      channels?: readonly string[];
    }[];
    assert.deepEqual(
      items.map(({ channels }) => channels?.length),
      [2],
    );
    assert.equal((await record(first, over)).outcome, 'answered');
    const turned = await browsers[0]?.json('POST', '/api/v1/switches/closed/state', { do: 'off' });
    assert.equal(turned?.status, 200);
    await delay(1_500);
    const refused = await dial(two, '725', '03023125203');
    assert.equal((await refused.ended()).status, 486, 'nobody rings while the switch is off');
    assert.match((await record('03023125203', over)).controller, two.name);
  });

  it('go on with the calls of the controller that is killed, and finish each of their records once', async () => {
    const [talker, waiter] = ['03023125211', '03023125212'] as const;
    const talking = await dial(one, '722', talker);
    const anna = await one.rig.phones['1001'].nextCall();
    await anna.answer();
    const begun = Date.now();
    await talking.ended();
    const waiting = await dial(one, '722', waiter);
    await record(waiter, ({ legs }) => legs.length === 2);
    await record(talker, ({ answeredBy }) => answeredBy !== null);
    await one.crash();
    assert.equal((await waiting.ended()).status, 486, 'the other controller brings it to its end');
    const waited = await record(waiter, over);
    assert.deepEqual([waited.outcome, waited.takeovers, waited.missed?.group], ['released', 1, '722']);
    assert.match(waited.controller, two.name);
    await record(talker, ({ controller }) => two.name.test(controller));
    talking.hangUp();
    const talkedSec = Math.round((Date.now() - begun) / 1000);
    await anna.over();
    const talked = await record(talker, over);
    assert.deepEqual([talked.outcome, talked.answeredBy?.who, talked.missed], ['answered', 'Anna', null]);
    assert.ok(
      Math.abs((talked.talkingSec ?? 0) - talkedSec) <= 1,
      `${talked.talkingSec} s, not ${talkedSec} s`,
    );
    await one.again();
    const lines = two.controller.output().split('\n');
    const ends = lines.filter((line) => line.includes(talked._id) && line.includes('"call ended'));
    assert.equal(ends.length, 1, ends.join('\n'));
    assert.ok(!one.controller.output().includes(talked._id), 'the first one has nothing left to do');
  });

  it('are restarted one after the other, and no caller hears of it', async () => {
    const callers = new Set<string>();
    const calls: Promise<void>[] = [];
    let number = 23_126_000;
    const call = async (node: Node, caller: string): Promise<void> => {
      const placed = await dial(node, '722', caller);
      await delay(RINGS_MS);
      placed.cancel();
      await placed.ended();
    };
    const calling = (async () => {
      for (let sent = 0; sent < SECONDS * CALLS_A_SECOND; sent += 1) {
        number += 1;
        callers.add(`030${number}`);
        calls.push(call(sent % 2 === 0 ? one : two, `030${number}`));
        await delay(1000 / CALLS_A_SECOND);
      }
    })();
    await delay(3_000);
    await one.restart();
    await delay(3_000);
    await two.restart();
    await calling;
    await Promise.all(calls);
    // The controller that follows a call may have been away at its end, and the other one have its CDR: that one corrects it.
    const isKnown = (call: CallRecord) => over(call) && call.outcome !== 'handedBack';
    const found = await records(callers, callers.size, isKnown);
    assert.equal(found.length, callers.size, 'one record each');
    const wrong = found.filter(({ outcome, legs, missed, steps }) => {
      const rang = legs.filter(({ rangAt }) => rangAt !== null).map(({ to }) => to);
      const isFallback = steps.some(({ fact }) => fact?.kind === 'noController');
      return (
        outcome !== 'gaveUp' ||
        missed === null ||
        isFallback ||
        !['1001', '1002'].every((to) => rang.includes(to))
      );
    });
    assert.deepEqual(
      wrong.map(({ outcome, missed, legs, steps }) => [
        outcome,
        missed,
        legs.map(({ to, outcome: of, rangAt }) => `${to} ${of} ${rangAt === null ? 'silent' : 'rang'}`),
        steps.map(({ text }) => text),
      ]),
      [],
    );
  });
});
