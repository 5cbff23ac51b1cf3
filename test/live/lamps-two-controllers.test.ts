/** Lamps where two controllers serve two FreeSWITCHes: each phone follows, whichever of them made the change. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { Browser } from '../integration/people/browser.js';
import { findFreeSwitch } from './freeswitch.js';
import { openDesk, statesOf } from './lamp-rig.js';
import type { SipPhone } from './sip/phone.js';
import { Subscription, type LampLight } from './sip/subscription.js';
import { startTwoOfEach, type TwoOfEach } from './two-of-each.js';

const binary = findFreeSwitch(process.env);
const SKIP =
  binary === undefined &&
  'NO FREESWITCH: set FREESWITCH_BIN to the freeswitch program (1.10 or newer), or put it on PATH';
if (SKIP !== false) console.error(`\n*** Live tests SKIPPED. ${SKIP}. ***\n`);

describe('lamps, with two controllers and two FreeSWITCHes', { skip: SKIP, timeout: 120_000 }, () => {
  let house: TwoOfEach;
  let browsers: readonly [Browser, Browser];
  let phones: readonly SipPhone[] = [];

  before(async () => {
    house = await startTwoOfEach(binary ?? '');
    const [one, two] = house.nodes;
    browsers = [await one.browser(), await two.browser()];
    phones = [await openDesk(one.rig), await openDesk(two.rig)];
    await turn(browsers[0], 'off');
    for (const browser of browsers) await knows(browser, false);
  });
  after(async () => {
    await Promise.all(phones.map((phone) => phone.close()));
    await house.stop();
  });

  async function turn(browser: Browser, state: LampLight): Promise<void> {
    const answer = await browser.json('POST', '/api/v1/switches/closed/state', { do: state });
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
  }

  /** Waits until this controller has learnt of it, which takes no longer than its look into the database. */
  async function knows(browser: Browser, isOn: boolean): Promise<void> {
    const signal = AbortSignal.timeout(10_000);
    while (!signal.aborted) {
      const { body } = await browser.json('GET', '/api/v1/switches/closed/state');
      if ((body as { on: boolean }).on === isOn) return;
      await delay(50);
    }
    throw new Error(`the switch is never ${isOn ? 'on' : 'off'}`);
  }

  /** What both controllers answer is the last of what they have said. @param answers NOTIFYs that it brings */
  async function afterBothSpoke(lamp: Subscription, answers: number): Promise<readonly string[]> {
    const known = lamp.notifies.length;
    await lamp.refresh();
    await lamp.toldMore(known + answers - 1);
    return statesOf(lamp);
  }

  it('a turn on either is told to the phones of both, by one of them', async () => {
    const lamps = await Promise.all(phones.map((phone) => Subscription.begin(phone, 'switch+closed')));
    for (const lamp of lamps) await lamp.toldMore(1);
    for (const [index, state] of ['on', 'off', 'on', 'off'].entries()) {
      const begun = performance.now();
      await turn(browsers[index % 2] ?? assert.fail(), state as LampLight);
      for (const lamp of lamps) await lamp.shows(state as LampLight);
      console.error(
        `${state}: both FreeSWITCHes showed it after ${Math.round(performance.now() - begun)} ms`,
      );
      for (const browser of browsers) await knows(browser, state === 'on');
    }
    for (const lamp of lamps) {
      const states = await afterBothSpoke(lamp, 2);
      const changes = states.filter((state, index) => state !== states[index - 1]);
      const [off, on] = ['terminated', 'confirmed'];
      assert.deepEqual(changes, [off, on, off, on, off]);
      // Each SUBSCRIBE is answered by both. Of a turn only both that learn of it in the same moments tell.
      assert.ok(states.length < 2 + 4 * 2 + 2, states.join());
    }
    for (const lamp of lamps) await lamp.refresh(0);
  });

  it('the one that is left tells all phones, and the one that comes back does not contradict', async () => {
    const [one] = house.nodes;
    const lamps = await Promise.all(phones.map((phone) => Subscription.begin(phone, 'switch+closed')));
    for (const lamp of lamps) await lamp.toldMore(1);
    await one.crash();
    await turn(browsers[1], 'on');
    for (const lamp of lamps) await lamp.shows('on');
    const known = lamps.map(({ notifies }) => notifies.length);
    await one.again();
    for (const [index, lamp] of lamps.entries()) await lamp.toldMore(known[index] ?? NaN);
    for (const lamp of lamps) {
      const states = await afterBothSpoke(lamp, 2);
      assert.deepEqual(new Set(states.slice(2)), new Set(['confirmed']), states.join());
    }
  });
});
