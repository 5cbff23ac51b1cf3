import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAllowList, LOOPBACK_ONLY, plainAddress } from '../../../../src/telephony/esl/allow-list.js';

test('the default is this machine only', () => {
  const allowed = createAllowList(LOOPBACK_ONLY);
  assert.equal(allowed('127.0.0.1'), true);
  assert.equal(allowed('::1'), true);
  assert.equal(allowed('::ffff:127.0.0.1'), true);
  assert.equal(allowed('192.0.2.7'), false);
  assert.equal(allowed(undefined), false);
});

test('addresses and networks of both families', () => {
  const allowed = createAllowList(['192.0.2.0/24', '198.51.100.7', '2001:db8::/32', '::ffff:203.0.113.9']);
  assert.equal(allowed('192.0.2.255'), true);
  assert.equal(allowed('192.0.3.0'), false);
  assert.equal(allowed('::ffff:192.0.2.1'), true);
  assert.equal(allowed('198.51.100.7'), true);
  assert.equal(allowed('198.51.100.8'), false);
  assert.equal(allowed('2001:db8:1::5'), true);
  assert.equal(allowed('2001:db9::5'), false);
  assert.equal(allowed('203.0.113.9'), true);
});

test('0.0.0.0/0 allows every IPv4 address and no IPv6 address', () => {
  const allowed = createAllowList(['0.0.0.0/0']);
  assert.equal(allowed('8.8.8.8'), true);
  assert.equal(allowed('2001:db8::1'), false);
});

test('an entry that is neither is named', () => {
  for (const entry of ['pbx.example', '192.0.2.0/33', '192.0.2.0/', '192.0.2.0/8/8', '', '2001:db8::/129']) {
    assert.throws(() => createAllowList([entry]), { code: 'ESL_ALLOW_LIST', facts: { entry } });
  }
});

test('a log shows the address without the ways in which systems write it', () => {
  assert.equal(plainAddress('::ffff:192.0.2.7'), '192.0.2.7');
  assert.equal(plainAddress('fe80::1%eth0'), 'fe80::1');
  assert.equal(plainAddress('2001:db8::1'), '2001:db8::1');
});
