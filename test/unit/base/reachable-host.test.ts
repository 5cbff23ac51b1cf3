import assert from 'node:assert/strict';
import type { NetworkInterfaceInfo } from 'node:os';
import { test } from 'node:test';
import { isLoopback, reachableHost } from '../../../src/base/reachable-host.js';

const one = (address: string, internal = false) =>
  ({ address, internal, family: address.includes(':') ? 'IPv6' : 'IPv4' }) as NetworkInterfaceInfo;

const LOOPBACK = { lo: [one('127.0.0.1', true), one('::1', true)] };

test('nobody can open 0.0.0.0, so the first address of the network stands for it', () => {
  const both = { ...LOOPBACK, eth0: [one('fe80::1'), one('2001:db8::7'), one('192.0.2.7')] };
  assert.equal(reachableHost('0.0.0.0', both), '192.0.2.7');
  assert.equal(reachableHost('::', both), '192.0.2.7');
  assert.equal(reachableHost('::', { eth0: [one('fe80::1'), one('2001:db8::7')] }), '[2001:db8::7]');
  assert.equal(reachableHost('0.0.0.0', { eth0: [one('2001:db8::7')] }), '127.0.0.1');
  assert.equal(reachableHost('::', LOOPBACK), '127.0.0.1');
});

test('every other address is as it was given, IPv6 in brackets', () => {
  assert.equal(reachableHost('192.0.2.9', LOOPBACK), '192.0.2.9');
  assert.equal(reachableHost('pbx.example', LOOPBACK), 'pbx.example');
  assert.equal(reachableHost('::1', LOOPBACK), '[::1]');
});

test('only the own machine reaches loopback', () => {
  for (const host of ['127.0.0.1', '127.9.9.9', 'localhost', '::1'])
    assert.equal(isLoopback(host), true, host);
  for (const host of ['0.0.0.0', '::', '192.0.2.1', '127.example', 'localhost.example', '127.0.0.1.example'])
    assert.equal(isLoopback(host), false, host);
});
