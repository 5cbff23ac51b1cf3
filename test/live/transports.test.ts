/** Phones that reach FreeSWITCH by TCP, TLS and WebSocket ring, take calls and place them like those on UDP. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { findFreeSwitch, FreeSwitch, freeTcpPort } from './freeswitch.js';
import { type Rig, startRig, startService } from './rig.js';
import type { LiveService } from './service.js';
import { displayName, header } from './sip/message.js';
import { SipPhone } from './sip/phone.js';
import type { Protocol } from './sip/transport.js';

const binary = findFreeSwitch(process.env);
const SKIP =
  binary === undefined &&
  'NO FREESWITCH: set FREESWITCH_BIN to the freeswitch program (1.10 or newer), or put it on PATH';
if (SKIP !== false) console.error(`\n*** Live tests SKIPPED. ${SKIP}. ***\n`);

const ERIKA = '"Erika Muster" <sip:03023125011@127.0.0.1>';
const GROUP = `
  - number: '751'
    name: Ways
    missedOnPhones: never
    stages: [{ ringSec: 8, members: [{ extension: '1006' }] }]
    final: { hangup: NO_ANSWER }
`;

/** A certificate that the switch signed itself, where its profile looks for it. */
function certificate(folder: string): void {
  const [key, pem] = [path.join(folder, 'key.pem'), path.join(folder, 'cert.pem')];
  const made = spawnSync(
    'openssl',
    ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=127.0.0.1', '-keyout', key, '-out', pem],
    { encoding: 'utf8' },
  );
  assert.equal(made.status, 0, made.stderr);
  const both = readFileSync(pem, 'utf8') + readFileSync(key, 'utf8');
  for (const name of ['agent.pem', 'cafile.pem', 'wss.pem']) writeFileSync(path.join(folder, name), both);
}

describe('phones by TCP, TLS and WebSockets, on a real FreeSWITCH', { skip: SKIP, timeout: 180_000 }, () => {
  let rig: Rig;
  let service: LiveService | undefined;
  let started: Rig | undefined;
  const ports: Record<Protocol, number> = { UDP: 0, TCP: 0, TLS: 0, WS: 0, WSS: 0 };
  const opened: SipPhone[] = [];

  before(async () => {
    for (const protocol of ['TLS', 'WS', 'WSS'] as const) ports[protocol] = await freeTcpPort();
    started = rig = await startRig(binary ?? '', undefined, {}, (folder) => {
      certificate(folder);
      const file = path.join(folder, 'sip_profiles/internal.xml');
      const params = {
        tls: 'true',
        'tls-sip-port': ports.TLS,
        'tls-cert-dir': folder,
        'tls-version': 'tlsv1.2',
        'ws-binding': `127.0.0.1:${ports.WS}`,
        'wss-binding': `127.0.0.1:${ports.WSS}`,
      };
      const lines = Object.entries(params).map(([name, value]) => `<param name="${name}" value="${value}"/>`);
      const text = readFileSync(file, 'utf8');
      writeFileSync(
        file,
        text.replace('<settings>', () => `<settings>${lines.join('\n')}`),
      );
    });
    ports.TCP = rig.fs.sipPort;
    service = await startService(rig, 'first', undefined, undefined, (yaml) =>
      yaml.replace('\ngroups:\n', `\ngroups:${GROUP}`),
    );
  });
  after(async () => {
    await Promise.all(opened.map((phone) => phone.close()));
    await service?.stop();
    await started?.stop();
  });
  beforeEach(() => rig.reset());

  const open = async (protocol: Protocol): Promise<SipPhone> => {
    const account = { user: '1006', password: FreeSwitch.password };
    const phone = await SipPhone.open({ ...account, protocol, switchPort: ports[protocol] });
    opened.push(phone);
    assert.equal((await phone.register()).status, 200);
    return phone;
  };

  for (const protocol of ['TCP', 'TLS', 'WS', 'WSS'] as const) {
    it(`a phone by ${protocol} rings for its group and lists no missed call`, async () => {
      const phone = await open(protocol);
      const call = await rig.telco.call('751', ERIKA);
      const leg = await phone.nextCall();
      assert.equal(displayName(header(leg.invite, 'From')), 'Ways: Erika Muster');
      leg.ring();
      call.cancel();
      const end = await leg.over();
      assert.equal(end.method, 'CANCEL');
      assert.equal(header(end, 'Reason'), 'SIP;cause=200;text="Call completed elsewhere"');
      await call.ended();
      await phone.register(undefined, 0);
    });
  }

  for (const protocol of ['TCP', 'TLS'] as const) {
    it(`a phone by ${protocol} takes a call and talks`, async () => {
      const phone = await open(protocol);
      const call = await rig.telco.call('751', ERIKA);
      const leg = await phone.nextCall();
      await leg.answer();
      assert.equal((await call.ended()).status, 200);
      leg.echo();
      call.sayTone();
      await call.rtp.hearsTone();
      leg.hangUp();
      await rig.telco.waitFor((m) => m.method === 'BYE');
      await phone.register(undefined, 0);
    });

    it(`a phone by ${protocol} calls a group`, async () => {
      const phone = await open(protocol);
      const call = await phone.call('713');
      const leg = await rig.phones['1001'].nextCall();
      await leg.answer();
      assert.equal((await call.ended()).status, 200);
      call.hangUp();
      assert.equal((await leg.over()).method, 'BYE');
      await phone.register(undefined, 0);
    });
  }
});
