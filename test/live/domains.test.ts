/** Two phones of the same number in two domains: each rings, dials, shines and is recorded as itself. */
import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { Browser } from '../integration/people/browser.js';
import { findFreeSwitch, FreeSwitch } from './freeswitch.js';
import { recordOf } from './records.js';
import { type Rig, startRig, startService } from './rig.js';
import { firstPassword, pagesOf, type LiveService } from './service.js';
import { header } from './sip/message.js';
import { type IncomingCall, SipPhone } from './sip/phone.js';
import { Subscription } from './sip/subscription.js';

const binary = findFreeSwitch(process.env);
const SKIP =
  binary === undefined &&
  'NO FREESWITCH: set FREESWITCH_BIN to the freeswitch program (1.10 or newer), or put it on PATH';
if (SKIP !== false) console.error(`\n*** Live tests SKIPPED. ${SKIP}. ***\n`);

const BRANCH = FreeSwitch.branchDomain;
const GERDA = `1001@${BRANCH}`;

const USERS = `users:
  - { id: gerda, name: Gerda, extension: '1001', domain: ${BRANCH} }
  - { id: heinz, name: Heinz, extension: '1002', domain: ${BRANCH} }`;
const GROUPS = `groups:
  - number: '740'
    name: Both
    pickup: [bernd, heinz]
    stages: [{ ringSec: 8, members: [anna, gerda] }]
    final: { hangup: USER_BUSY }
  - number: '741'
    name: Not who talks
    busy: skip
    stages: [{ ringSec: 3, members: [anna, { extension: '${GERDA}' }] }]
    final: { hangup: USER_BUSY }
  - number: '742'
    name: Box of the branch
    stages: [{ ringSec: 3, members: [anna] }]
    final: { voicemail: '1002@${BRANCH}' }
  - number: '744'
    name: Long
    pickup: [bernd, heinz]
    stages: [{ ringSec: 30, members: [anna] }]
    final: { hangup: USER_BUSY }
  - number: '743'
    name: A phone of the branch
    stages: []
    final: { extension: '1002@${BRANCH}', ringSec: 5 }`;
const withBranch = (yaml: string) =>
  yaml
    .replace(/^users:/m, USERS)
    .replace(/^groups:/m, GROUPS)
    .replace(/\{ id: closed, name: Closed,/, "$& code: '12', codeAllowed: [gerda],");

/** As with FusionPBX: one profile takes the phones of all domains, and each says which one it means. */
function sharedProfile(folder: string): void {
  rmSync(path.join(folder, 'sip_profiles/branch.xml'));
  const file = path.join(folder, 'sip_profiles/internal.xml');
  const lines = readFileSync(file, 'utf8').split('\n');
  const left = lines.filter((line) => !/"force-(register|register-db|subscription)-domain"/.test(line));
  assert.equal(lines.length - left.length, 3);
  writeFileSync(file, left.join('\n'));
}

for (const [layout, edit] of [
  ['a profile for each domain', undefined],
  ['one profile for both domains', sharedProfile],
] as const)
  describe(`two domains with ${layout}, on a real FreeSWITCH`, { skip: SKIP, timeout: 150_000 }, () => {
    let rig: Rig;
    let service: LiveService;
    let browser: Browser;
    let gerda: SipPhone;
    let heinz: SipPhone;
    const running: { stop(): unknown }[] = [];
    let calls = 0;

    before(async () => {
      rig = await startRig(binary ?? '', undefined, {}, edit);
      running.push(rig);
      const events = `127.0.0.1:${rig.fs.eventPort}`;
      service = await startService(rig, 'first', events, undefined, withBranch, rig.cdrs);
      running.push(service);
      gerda = await branchPhone('1001', BRANCH);
      heinz = await branchPhone('1002', edit === undefined ? undefined : BRANCH);
      browser = new Browser(pagesOf(service.output));
      await browser.signIn('admin', await firstPassword(() => service.output));
      await board(({ nodes }) => nodes[0]?.connected === true);
    });
    after(async () => {
      for (const one of running.reverse()) await one.stop();
    });
    beforeEach(() => {
      rig.reset();
      for (const phone of [gerda, heinz]) phone.forget((call: IncomingCall) => call.ring());
    });

    /** On a profile of its own a phone may write the address of the machine behind the @, as many do. */
    async function branchPhone(user: string, domain: string | undefined): Promise<SipPhone> {
      const switchPort = edit === undefined ? rig.fs.branchPort : rig.fs.sipPort;
      const account = { user, password: FreeSwitch.password, switchPort };
      const phone = await SipPhone.open(domain === undefined ? account : { ...account, domain });
      running.push({ stop: () => phone.close() });
      assert.equal((await phone.register()).status, 200);
      phone.onCall = (call) => call.ring();
      return phone;
    }

    interface Live {
      readonly calls: readonly { readonly phones: readonly { to: string; state: string; who: string }[] }[];
      readonly nodes: readonly { readonly connected: boolean }[];
    }

    async function board(fits: (live: Live) => boolean): Promise<Live> {
      const limit = AbortSignal.timeout(20_000);
      for (;;) {
        const { body } = await browser.json('GET', '/api/v1/live');
        if (fits(body as Live)) return body as Live;
        if (limit.aborted) throw new Error(`not as expected: ${JSON.stringify(body)}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }

    /** Somebody from outside, each time with another number. */
    async function outsider(group: string) {
      const number = `030231250${String((calls += 1)).padStart(2, '0')}`;
      return { number, call: await rig.telco.call(group, `<sip:${number}@127.0.0.1>`) };
    }

    /** Dials a code and listens to its end. */
    async function dial(phone: SipPhone, code: string): Promise<number> {
      const call = await phone.call(code);
      const { status } = await call.ended();
      if (status === 200)
        await phone.waitFor((m) => m.method === 'BYE' && header(m, 'Call-ID') === call.id, 20_000);
      return status;
    }

    it('both ring, the live page tells them apart, and the record says who answered', async () => {
      const { number, call } = await outsider('740');
      const atGerda = await gerda.nextCall();
      await rig.phones['1001'].nextCall();
      const live = await board(
        ({ calls: [one] }) => one?.phones.every(({ state }) => state === 'ringing') === true,
      );
      const shown = live.calls[0]?.phones.map(({ to, who }) => `${who} ${to}`).toSorted();
      assert.deepEqual(shown, ['Anna 1001', `Gerda ${GERDA}`]);
      await atGerda.answer();
      assert.equal((await call.ended()).status, 200);
      call.hangUp();
      const record = await recordOf(service, number, ({ endedAt }) => endedAt !== null);
      assert.deepEqual([record.answeredBy?.who, record.answeredBy?.to], ['Gerda', GERDA]);
    });

    it('the caller’s own phone is left out, and not that of the same number', async () => {
      const call = await gerda.call('740');
      const atAnna = await rig.phones['1001'].nextCall();
      // Who would dial 1001 there would reach Anna herself.
      assert.match(header(atAnna.invite, 'From') ?? '', new RegExp(`<sip:1001-${BRANCH}@`));
      call.cancel();
      await atAnna.over();
      const record = await recordOf(service, GERDA, ({ endedAt }) => endedAt !== null);
      assert.deepEqual(
        record.legs.map(({ to }) => to),
        ['1001'],
      );
      assert.deepEqual([gerda.calls.length, record.fromOutside], [0, false]);
    });

    it('a phone of the branch is reached by its address, and so is its box', async () => {
      const first = await outsider('743');
      const atHeinz = await heinz.nextCall();
      first.call.cancel();
      await atHeinz.over();
      const second = await outsider('742');
      assert.equal((await second.call.ended()).status, 200);
      second.call.hangUp();
      await recordOf(service, second.number, ({ outcome }) => outcome === 'voicemail');
      assert.equal(rig.phones['1002'].calls.length, 0);
      assert.match(rig.fs.log, new RegExp(`EXECUTE.*voicemail\\(default ${BRANCH} 1002\\)`));
    });

    it('a code sends away who dials it, and the lamp of that phone alone is lit', async () => {
      const [own, other] = [
        await Subscription.begin(gerda, 'away+1001'),
        await Subscription.begin(rig.phones['1003'], 'away+1001'),
      ];
      for (const lamp of [own, other]) await lamp.shows('off');
      assert.equal(await dial(gerda, '*57'), 200);
      await own.shows('on');
      // FreeSWITCH tells those who watch an address of the machine, too; the service puts it right at once.
      await other.toldMore(2);
      await other.shows('off');
      const { call } = await outsider('740');
      const atAnna = await rig.phones['1001'].nextCall();
      call.cancel();
      await atAnna.over();
      assert.equal(gerda.calls.length, 0);
      assert.equal(await dial(gerda, '*58'), 200);
      await own.shows('off');
      assert.equal(other.light, 'off');
    });

    it('a switch is turned by the phone that may, and its lamp is right in both domains', async () => {
      const lamps = [
        await Subscription.begin(gerda, 'switch+closed'),
        await Subscription.begin(rig.phones['1003'], 'switch+closed'),
      ];
      for (const lamp of lamps) await lamp.shows('on');
      assert.equal(await dial(rig.phones['1001'], '*5212'), 200);
      assert.equal(await dial(gerda, '*5212'), 200);
      for (const lamp of lamps) await lamp.shows('off');
      const turned = service.output.split('\n').filter((line) => line.includes('a code was dialled'));
      assert.ok(turned.some((line) => line.includes(GERDA)));
      assert.equal(await dial(gerda, '*5112'), 200);
      for (const lamp of lamps) await lamp.shows('on');
    });

    it('picks up what rings at the number that is dialled, in the own domain', async () => {
      const { number, call } = await outsider('744');
      await rig.phones['1001'].nextCall();
      // 1001 rings, but not the one of his domain.
      assert.equal(await dial(heinz, '*541001'), 200);
      const taking = await rig.phones['1002'].call('*541001');
      assert.equal((await taking.ended()).status, 200);
      assert.equal((await call.ended()).status, 200);
      const record = await recordOf(service, number, ({ answeredBy }) => answeredBy !== null);
      assert.equal(record.answeredBy?.who, 'Bernd');
      call.hangUp();
      await recordOf(service, number, ({ endedAt }) => endedAt !== null);
    });

    it('who talks is left out, and not who has the same number', async () => {
      const first = await outsider('740');
      await rig.phones['1001'].nextCall();
      await (await gerda.nextCall()).answer();
      assert.equal((await first.call.ended()).status, 200);
      await board(
        ({ calls: [one] }) =>
          one?.phones.some(({ to, state }) => to === GERDA && state === 'talking') === true,
      );
      const second = await outsider('741');
      await rig.phones['1001'].nextCall();
      await second.call.ended();
      first.call.hangUp();
      const record = await recordOf(service, second.number, ({ endedAt }) => endedAt !== null);
      assert.deepEqual(
        record.legs.map(({ to }) => to),
        ['1001'],
      );
    });
  });
