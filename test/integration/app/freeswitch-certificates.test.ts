/** When the certificates end that a FreeSWITCH shows at its ports: asked of the ports themselves. */
import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { createServer, type Server } from 'node:tls';
import { watchCertificates } from '../../../src/app/freeswitch-certificates.js';
import { projectFolder } from '../../../src/base/project-folder.js';
import { Said } from '../../fakes/event-source.js';

const file = (name: string) => readFileSync(path.join(projectFolder(), 'test/fixtures', name));
const PHONES = { cert: file('mail/certificate.pem'), key: file('mail/key.pem') };
const BROWSERS = { cert: file('tls/renewed.pem'), key: file('tls/renewed-key.pem') };
const endOf = ({ cert }: { readonly cert: Buffer }) => new Date(new X509Certificate(cert).validTo);
const log = { debug: () => undefined };

const servers: Server[] = [];
async function serving(options: { readonly cert: Buffer; readonly key: Buffer }): Promise<number> {
  const server = createServer(options, (socket) => socket.end());
  server.on('tlsClientError', () => undefined);
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

describe('The certificates of a FreeSWITCH', () => {
  let tls: number;
  let wss: number;
  before(async () => {
    tls = await serving(PHONES);
    wss = await serving(BROWSERS);
  });
  after(() => servers.forEach((server) => server.close()));

  const sofia = () => `<section><configuration name="sofia.conf"><profiles>
    <profile name="internal"><settings>
      <param name="sip-ip" value="127.0.0.1"/><param name="tls" value="true"/>
      <param name="tls-sip-port" value="${tls}"/><param name="wss-binding" value=":${wss}"/>
    </settings></profile>
    <profile name="stopped"><settings>
      <param name="sip-ip" value="127.0.0.1"/><param name="tls" value="true"/><param name="tls-sip-port" value="${tls}"/>
    </settings></profile>
  </profiles></configuration></section>`;
  const STATUS = 'internal\tprofile\tsip:mod_sofia@127.0.0.1:5060\tRUNNING (0)\n';
  const answer = (command: string) =>
    Promise.resolve(command === 'sofia status' ? STATUS : command.startsWith('xml_locate') ? sofia() : '');

  test('are those of its TLS and WebSocket ports, and stay known while nothing can be asked', async () => {
    const freeswitch = new Said();
    const watch = watchCertificates({ sources: [freeswitch], log, afterMs: 0, everyMs: 0 });
    assert.deepEqual(watch.seen(), []);
    await freeswitch.connect(answer);
    while (watch.seen().length === 0) await setImmediate();
    const expected = [
      { of: `test sofia/internal (127.0.0.1:${tls})`, endsAt: endOf(PHONES) },
      { of: `test sofia/internal wss (127.0.0.1:${wss})`, endsAt: endOf(BROWSERS) },
    ];
    assert.deepEqual(watch.seen(), expected);
    // It answers, but its ports do not: seen again and again, with what was seen before.
    servers.forEach((server) => server.close());
    for (let looks = 0; looks < 3; looks += 1) {
      const asked: string[] = [];
      await freeswitch.connect((command) => {
        asked.push(command);
        return answer(command);
      });
      while (!asked.includes('sofia status')) await setImmediate();
    }
    freeswitch.lose();
    assert.deepEqual(watch.seen(), expected);
    watch.stop();
  });

  test('are none where it shows no profile, or cannot be asked', async () => {
    const freeswitch = new Said();
    const failures: string[] = [];
    const noting = { debug: (_facts: object, message: string) => failures.push(message) };
    const watch = watchCertificates({ sources: [freeswitch], log: noting, afterMs: 0 });
    await freeswitch.connect(() => Promise.reject(new Error('closed')));
    while (failures.length === 0) await setImmediate();
    assert.deepEqual([watch.seen(), failures], [[], ['the certificates were not seen']]);
    watch.stop();
  });
});
