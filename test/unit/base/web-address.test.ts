import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isForbidden, isSendable, isWebAddress } from '../../../src/base/web-address.js';

test('an address is of the web, without a user and without a fragment', () => {
  for (const good of [
    'http://a.example',
    'https://a.example:8443/x?y=z',
    'https://10.0.0.5/',
    'http://[::1]:80/',
  ])
    assert.equal(isWebAddress(good), true, good);
  for (const bad of [
    '',
    'a.example',
    'ftp://a.example/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'https://user@a.example/',
    'https://:secret@a.example/',
    'https://user:secret@a.example/',
    'https://a.example/#part',
    'https://a b/',
  ])
    assert.equal(isWebAddress(bad), false, bad);
});

test('nothing is sent to where clouds tell their secrets, however it is written', () => {
  for (const address of [
    '169.254.169.254',
    '::ffff:169.254.169.254',
    '64:ff9b::a9fe:a9fe',
    'fd00:ec2::254',
    'fe80::1',
    '100.100.100.200',
    '0.0.0.0',
    '::',
    '224.0.0.1',
    'ff02::1',
  ])
    assert.equal(isForbidden(address), true, address);
  for (const own of ['127.0.0.1', '::1', '10.1.2.3', '192.168.1.5', 'fd12::5', '203.0.113.9', '2001:db8::1'])
    assert.equal(isForbidden(own), false, own);
});

test('a name is looked up only when something is sent, an address is judged at once', () => {
  for (const good of ['https://hooks.example.com/x', 'http://127.0.0.1:9/', 'http://[fd12::5]/'])
    assert.equal(isSendable(good), true, good);
  for (const bad of [
    'http://169.254.169.254/latest',
    'http://2852039166/',
    'http://0xa9.0xfe.0xa9.0xfe/',
    'http://[::ffff:a9fe:a9fe]/',
    'https://u@hooks.example.com/',
  ])
    assert.equal(isSendable(bad), false, bad);
});
