import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  readInboundCall,
  type ChannelFacts,
  type EdgeKnowledge,
} from '../../../../src/calls/session/inbound-call.js';
import { displayText } from '../../../../src/telephony/dialstring/text.js';

const knowledge: EdgeKnowledge = {
  isExtension: (number: string) => /^100[1-9]$/.test(number),
  toE164: (number: string) =>
    number === '03023125001' || number === '+493023125001' ? '+493023125001' : undefined,
  nameOf: () => undefined,
  callerNames: 'contacts',
};

function channel(headers: Record<string, string>, variables: Record<string, string> = {}): ChannelFacts {
  return { header: (name) => headers[name], variable: (name) => variables[name] };
}

function read(headers: Record<string, string>, variables: Record<string, string> = {}) {
  const defaults = {
    'Caller-Caller-ID-Number': '03023125001',
    'Caller-Caller-ID-Name': 'Erika Muster',
    'Caller-Destination-Number': '700',
  };
  return readInboundCall('uuid-1', channel({ ...defaults, ...headers }, variables), knowledge);
}

test('a caller with a number and a name', () => {
  assert.deepEqual(read({}), {
    id: 'uuid-1',
    groupNumber: '700',
    caller: { kind: 'known', number: '03023125001', e164: '+493023125001', name: 'Erika Muster' },
    callerExtension: undefined,
    fromOutside: true,
  });
});

test('the group is the dialplan’s hunt_group, else the path of the socket, else the dialled number', () => {
  assert.equal(read({}, { hunt_group: '701', socket_path: '702' }).groupNumber, '701');
  assert.equal(read({}, { socket_path: '702' }).groupNumber, '702');
  assert.equal(read({}).groupNumber, '700');
});

test('every usual sign of a withheld number, with a real number from P-Asserted-Identity beside it', () => {
  const signs: [Record<string, string>, Record<string, string>][] = [
    [{ 'Caller-Privacy-Hide-Number': 'true' }, {}],
    [{}, { sip_Privacy: 'id' }],
    [{}, { sip_Privacy: 'user;critical' }],
    [{}, { sip_Privacy: 'ID' }],
    [{}, { sip_Privacy: 'header; session' }],
    [{}, { sip_h_Privacy: 'full' }],
    [{}, { sip_from_user: 'anonymous' }],
    [{}, { sip_from_user: 'Anonymous' }],
    [{}, { sip_from_user: 'unavailable' }],
    [{}, { sip_from_user: '' }],
    [{}, { sip_from_host: 'anonymous.invalid' }],
    [{ 'Caller-Caller-ID-Number': 'anonymous' }, {}],
    [{ 'Caller-Caller-ID-Number': 'UNAVAILABLE' }, {}],
    [{ 'Caller-Caller-ID-Number': '' }, {}],
    // What FreeSWITCH makes of a From without a user.
    [{}, { sip_from_user: 'nobody' }],
    [{}, { sip_from_user: '+anonymous' }],
    [{}, { sip_from_host: 'privacy.invalid' }],
    [{}, { sip_Privacy: '"id"' }],
    [{}, { 'sip_Remote-Party-ID': '<sip:03023125001@h>;party=calling;privacy=uri' }],
  ];
  for (const [headers, variables] of signs) {
    const call = read(headers, variables);
    assert.deepEqual(call.caller, { kind: 'withheld' }, JSON.stringify([headers, variables]));
    assert.doesNotMatch(JSON.stringify(call), /3023125001|Erika/);
  }
});

test('"Privacy: none" and a bare "session" withhold nothing', () => {
  assert.equal(read({}, { sip_Privacy: 'none' }).caller.kind, 'known');
  assert.equal(read({}, { sip_Privacy: 'session' }).caller.kind, 'known');
});

test('a name that only repeats the number is no name', () => {
  const { caller } = read({ 'Caller-Caller-ID-Name': '03023125001' });
  assert.deepEqual(caller, { kind: 'known', number: '03023125001', e164: '+493023125001', name: undefined });
});

test('signs that mean something to FreeSWITCH are dropped from a number', () => {
  const { caller } = read({ 'Caller-Caller-ID-Number': "030]',${x}23|", 'Caller-Caller-ID-Name': '' });
  assert.deepEqual(caller, { kind: 'known', number: '030x23', e164: undefined, name: undefined });
});

test('a phone that logged in is a colleague, even when it withholds its number', () => {
  const call = read(
    { 'Caller-Caller-ID-Number': 'anonymous' },
    { user_name: '1001', sip_from_user: 'anonymous' },
  );
  assert.deepEqual(call.caller, { kind: 'withheld' });
  assert.equal(call.callerExtension, '1001');
  assert.equal(call.fromOutside, false);
});

test('an extension’s number without a login is a colleague, unless it came in over a gateway', () => {
  const inside = read({ 'Caller-Caller-ID-Number': '1002' });
  assert.equal(inside.callerExtension, '1002');
  assert.equal(inside.fromOutside, false);
  const spoofed = read({ 'Caller-Caller-ID-Number': '1002' }, { sip_gateway_name: 'telco' });
  assert.equal(spoofed.callerExtension, undefined);
  assert.equal(spoofed.fromOutside, true);
});

test('the dialplan can settle where a call comes from', () => {
  assert.equal(read({ 'Caller-Caller-ID-Number': '1002' }, { rufgruppe_from: 'outside' }).fromOutside, true);
  assert.equal(read({}, { rufgruppe_from: 'inside' }).fromOutside, false);
});

describe('The address book', () => {
  const book = (name: string, callerNames: 'contacts' | 'trunk' = 'contacts'): EdgeKnowledge => ({
    ...knowledge,
    callerNames,
    nameOf: () => name,
  });
  const nameOf = (headers: Record<string, string>, known: EdgeKnowledge) => {
    const defaults = { 'Caller-Caller-ID-Number': '03023125001', 'Caller-Caller-ID-Name': 'BERLIN' };
    const { caller } = readInboundCall('uuid-1', channel({ ...defaults, ...headers }), known);
    return caller.kind === 'known' ? [caller.name, caller.isNamedHere] : caller.kind;
  };

  test('names a caller before the trunk does, or behind it where the settings say so', () => {
    assert.deepEqual(nameOf({}, book('Erika Müller')), ['Erika Müller', true]);
    assert.deepEqual(nameOf({}, book('Erika Müller', 'trunk')), ['BERLIN', undefined]);
    const unnamed = { 'Caller-Caller-ID-Name': '03023125001' };
    assert.deepEqual(nameOf(unnamed, book('Erika Müller', 'trunk')), ['Erika Müller', true]);
  });

  test('never names a withheld caller, nor a phone of the house', () => {
    assert.equal(nameOf({ 'Caller-Privacy-Hide-Number': 'true' }, book('Erika')), 'withheld');
    assert.deepEqual(nameOf({ 'Caller-Caller-ID-Number': '1001' }, book('Erika')), ['BERLIN', undefined]);
  });

  test('may hold names that would end a dial string or a header: they are text like any other', () => {
    const [name] = nameOf({}, book(`"],[a]'\\\r\nVia: x \u202e${'ä'.repeat(300)}`));
    assert.equal(name, `”],[a]'/ Via: x ${'ä'.repeat(44)}`);
    assert.equal(name, displayText(name));
  });
});
