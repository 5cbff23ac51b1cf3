import assert from 'node:assert/strict';
import { test } from 'node:test';
import { phoneOf } from '../../../../src/calls/codes/phone.js';

function phone(
  variables: Record<string, string>,
  headers: Record<string, string> = {},
  others: readonly string[] = [],
) {
  const domains = { home: 'pbx.example', others: new Set(others) };
  return phoneOf({ header: (name) => headers[name], variable: (name) => variables[name] }, domains);
}

test('the login that FreeSWITCH checked is who calls', () => {
  assert.deepEqual(phone({ sip_auth_username: '1001' }), { kind: 'inside', extension: '1001' });
  assert.deepEqual(phone({ sip_authorized: 'true', user_name: '1002' }), {
    kind: 'inside',
    extension: '1002',
  });
});

test('From, the number on display and a name that nobody checked say nothing', () => {
  const lie = { 'Caller-Caller-ID-Number': '1001', 'Caller-Username': '1001', 'Caller-ANI': '1001' };
  assert.deepEqual(phone({ sip_from_user: '1001' }, lie), { kind: 'stranger' });
  assert.deepEqual(phone({ user_name: '1001' }, lie), { kind: 'stranger' });
  assert.deepEqual(phone({ sip_authorized: 'false', user_name: '1001' }), { kind: 'stranger' });
  assert.deepEqual(phone({ sip_auth_username: '1005', sip_from_user: '1001' }, lie), {
    kind: 'inside',
    extension: '1005',
  });
});

test('a trunk that signs in is outside all the same', () => {
  const signedIn = { sip_auth_username: '1001', sip_authorized: 'true' };
  for (const outside of [
    { rufgruppe_from: 'outside' },
    { sip_gateway: 'telco' },
    { sip_gateway_name: 'telco' },
  ])
    assert.deepEqual(phone({ ...signedIn, ...outside }), { kind: 'stranger' });
});

test('a login that is no extension is no phone', () => {
  for (const login of ['anna', '', '10 01', '1001@pbx']) {
    assert.deepEqual(phone({ sip_auth_username: login }), { kind: 'stranger' });
  }
});

test('a transferred call is not that of the phone that signed in', () => {
  const signedIn = { sip_auth_username: '1001' };
  assert.deepEqual(phone(signedIn, { 'Caller-Profile-Index': '2' }), { kind: 'transferred' });
  assert.equal(phone(signedIn, { 'Caller-Profile-Index': '1' }).kind, 'inside');
});
