/** Callers who come while controllers restart ring their group all the same, each once, and every record is right. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { openDatabase } from '../../src/app/database.js';
import { connectStore } from '../../src/base/store/connection.js';
import type { CallRecord } from '../../src/base/model/call-record.js';
import { findFreeSwitch } from './freeswitch.js';
import { type Rig, startRig, startService } from './rig.js';
import type { LiveService } from './service.js';
import type { OutgoingCall } from './sip/phone.js';

const binary = findFreeSwitch(process.env);
const SKIP =
  binary === undefined &&
  'NO FREESWITCH: set FREESWITCH_BIN to the freeswitch program (1.10 or newer), or put it on PATH';
if (SKIP !== false) console.error(`\n*** Live tests SKIPPED. ${SKIP}. ***\n`);

/** A minute with `RESTART_SEC=60`. */
const SECONDS = Number(process.env['RESTART_SEC'] ?? 20);
const CALLS_A_SECOND = 5;
/** Longer than a restart takes. */
const RINGS_MS = 6_000;

describe('a restart, on a real FreeSWITCH', { skip: SKIP, timeout: 300_000 }, () => {
  let rig: Rig;
  let service: LiveService;
  let number = 23_125_000;

  before(async () => {
    rig = await startRig(binary ?? '');
    const events = `127.0.0.1:${rig.fs.eventPort}`;
    service = await startService(rig, 'first', events, undefined, undefined, rig.cdrs);
  });
  after(async () => {
    await service.stop();
    await rig.stop();
  });
  beforeEach(() => rig.reset());

  /** Callers who each wait for a while, one behind the other. Resolves with their numbers when all have gone. */
  async function callers(): Promise<ReadonlySet<string>> {
    const numbers = new Set<string>();
    const waiting: Promise<void>[] = [];
    const one = async (caller: string): Promise<void> => {
      const call: OutgoingCall = await rig.telco.call('722', `"Erika" <sip:${caller}@127.0.0.1>`);
      await delay(RINGS_MS);
      call.cancel();
      await call.ended();
    };
    for (let sent = 0; sent < SECONDS * CALLS_A_SECOND; sent += 1) {
      number += 1;
      const caller = `030${number}`;
      numbers.add(caller);
      waiting.push(one(caller));
      await delay(1000 / CALLS_A_SECOND);
    }
    await Promise.all(waiting);
    return numbers;
  }

  async function records(numbers: ReadonlySet<string>): Promise<readonly CallRecord[]> {
    const database = await openDatabase({ dataFolder: service.folder });
    const store = await connectStore(database.uri);
    try {
      for (;;) {
        const found = (await store.calls.recent(2_000)).filter(({ caller }) =>
          numbers.has(caller.number ?? ''),
        );
        if (found.length >= numbers.size && found.every(({ endedAt }) => endedAt !== null)) return found;
        await delay(200);
      }
    } finally {
      await store.close();
      await database.close();
    }
  }

  it('of the only controller is heard by no caller', async () => {
    const calling = callers();
    await delay(4_000);
    const begun = Date.now();
    await service.restart();
    console.error(`  the restart took ${Date.now() - begun} ms`);
    const numbers = await calling;
    const found = await records(numbers);
    assert.equal(found.length, numbers.size, 'one record each');
    const texts = found.flatMap(({ steps }) => steps.map(({ text }) => text));
    assert.ok(
      !texts.some((text) => text.includes('no controller took the call')),
      'none went to the fallback',
    );
    const wrong = found.filter(({ outcome, legs, missed }) => {
      const rang = legs.filter(({ rangAt }) => rangAt !== null).map(({ to }) => to);
      return outcome !== 'gaveUp' || missed === null || !rang.includes('1001') || !rang.includes('1002');
    });
    assert.deepEqual(
      wrong.map(({ outcome, missed, legs, steps }) => [
        outcome,
        missed,
        legs.map(({ to, outcome: of }) => `${to} ${of}`),
        steps.map(({ text }) => text),
      ]),
      [],
    );
  });
});
