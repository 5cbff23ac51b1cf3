/** Trunks that write callers' numbers in their own way, on a real FreeSWITCH: how a call says over which one it came. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { openDatabase, type OpenDatabase } from '../../src/app/database.js';
import { connectStore, type Store } from '../../src/base/store/connection.js';
import { findFreeSwitch } from './freeswitch.js';
import { type Rig, startRig, startService } from './rig.js';
import type { LiveService } from './service.js';

const binary = findFreeSwitch(process.env);
const SKIP =
  binary === undefined &&
  'NO FREESWITCH: set FREESWITCH_BIN to the freeswitch program (1.10 or newer), or put it on PATH';
if (SKIP !== false) console.error(`\n*** Live tests SKIPPED. ${SKIP}. ***\n`);

/** Kiel without its zero, or Vienna with country code: only the trunk knows. */
const WRITTEN = '4312345678';

const TRUNKS =
  'trunks: [{ name: external, callerNumbers: national }, { name: telco, callerNumbers: withCountryCode }]';

describe(
  'trunks with a notation of their own, on a real FreeSWITCH',
  { skip: SKIP, timeout: 120_000 },
  () => {
    let rig: Rig;
    let service: LiveService;
    let database: OpenDatabase;
    let store: Store;
    const running: { stop(): unknown }[] = [];

    before(async () => {
      rig = await startRig(binary ?? '');
      running.push(rig);
      const edit = (yaml: string) => yaml.replace('gateway: telco', `gateway: telco\n  ${TRUNKS}`);
      service = await startService(rig, 'first', `127.0.0.1:${rig.fs.eventPort}`, [], edit);
      running.push(service);
      database = await openDatabase({ dataFolder: service.folder });
      store = await connectStore(database.uri);
    });
    after(async () => {
      await store.close();
      await database.close();
      for (const one of running.reverse()) await one.stop();
    });
    beforeEach(() => rig.reset());

    /** Calls, gives up while a phone rings, and says what FreeSWITCH named as trunk and how the caller was read. */
    async function missed(parameters: string, key: string): Promise<Record<string, string>> {
      const call = await rig.telco.call('722', `<sip:${WRITTEN}@127.0.0.1>`, [], parameters);
      await rig.phones['1001'].nextCall();
      const uuid = await rig.fs.callersChannel();
      const named: Record<string, string> = {};
      for (const name of ['sip_gateway_name', 'sip_gateway', 'sofia_profile_name']) {
        named[name] = (await rig.fs.api(`uuid_getvar ${uuid} ${name}`)).trim();
      }
      call.cancel();
      await call.ended();
      while (!(await store.callbacks.recent(100)).some((item) => item.caller.key === key)) {
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      return named;
    }

    it('without a gateway in the request is known by its SIP profile', async () => {
      assert.deepEqual(await missed('', '+494312345678'), {
        sip_gateway_name: '_undef_',
        sip_gateway: '_undef_',
        sofia_profile_name: 'external',
      });
    });

    it('with the gateway in the request is known by the gateway', async () => {
      assert.deepEqual(await missed(';gw=telco', '+4312345678'), {
        sip_gateway_name: '_undef_',
        sip_gateway: 'telco',
        sofia_profile_name: 'external',
      });
    });
  },
);
