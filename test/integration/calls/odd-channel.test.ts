/** A channel that FreeSWITCH describes in a way that nobody expects is no reason to leave a caller alone. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aGroup, aSnapshot, aStage, extensionMember } from '../../factories.js';
import { RawPeer } from '../../fakes/esl-peer.js';
import { startHarness } from './call-harness.js';

for (const index of ['', '%0A', '1,2', 'x', '99999999999999999999']) {
  test(`phones ring for a channel whose profile index is "${index}"`, async (t) => {
    const stages = [aStage([extensionMember('1001')])];
    const harness = await startHarness(aSnapshot({ groups: [aGroup({ number: '700', stages })] }));
    t.after(() => harness.close());
    const peer = await RawPeer.call(harness.server.port, { 'Caller-Profile-Index': index });
    await peer.hears('sofia_contact 1001@');
    assert.match(peer.received, /api sofia_contact 1001@pbx\.example\n/);
    peer.socket.destroy();
  });
}
