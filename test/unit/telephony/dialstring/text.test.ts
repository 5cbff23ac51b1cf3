import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  displayText,
  isUsableContact,
  nameVariable,
  parseContacts,
  quotedVariable,
  UnsafeValueError,
  variable,
} from '../../../../src/telephony/dialstring/text.js';

test('names pass unchanged, in every script and with every punctuation that SIP can quote', () => {
  for (const name of [
    'Erika Müller',
    'Łukasz Żółć',
    '田中太郎',
    "O'Neill, J. [Vertrieb] {x} ${y} a|b a^^b :_: 100%",
  ]) {
    assert.equal(displayText(name), name);
  }
});

test('double quotes and backslashes get harmless look-alikes', () => {
  assert.equal(displayText('Bob "the \\ builder"'), 'Bob ”the / builder”');
});

test('line breaks, control and direction-changing characters become spaces', () => {
  assert.equal(displayText('a\r\nX-Inj: 1'), 'a X-Inj: 1');
  assert.equal(displayText('abc\u202Edcba\u200Bx\u0000y'), 'abc dcba x y');
});

test('a name is written as letters, digits, spaces and percent signs', () => {
  assert.equal(nameVariable('n', "O'Neill, J"), "n='O%27Neill%2C J'");
  assert.equal(nameVariable('n', 'Vertrieb: Müller'), "n='Vertrieb%3A M%C3%BCller'");
  assert.equal(nameVariable('n', '${system(id)}%0d'), "n='%24%7Bsystem%28id%29%7D%250d'");
});

test('an empty name is refused: FreeSWITCH would show the caller’s real one', () => {
  assert.throws(() => nameVariable('n', ''), UnsafeValueError);
  assert.throws(() => nameVariable('n', 'a\nb'), UnsafeValueError);
});

test('a name is cut at 60 characters and never in the middle of one', () => {
  assert.equal(displayText('ß'.repeat(100)), 'ß'.repeat(60));
  assert.equal(Array.from(displayText('𠮷'.repeat(100))).length, 60);
});

test('whatever a caller sends, the written name holds no character with a meaning to FreeSWITCH', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (raw) => {
      const text = displayText(raw);
      assert.doesNotMatch(text, /["\\\p{C}]/u);
      assert.equal(displayText(text), text);
      fc.pre(text !== '');
      const written = nameVariable('n', text);
      assert.match(written, /^n='[A-Za-z0-9 %]+'$/);
      assert.equal(decodeURIComponent(written.slice(3, -1)), text);
    }),
  );
});

test('a token variable refuses everything but letters, digits and plain signs', () => {
  assert.equal(variable('origination_uuid', '1b2c-3d'), 'origination_uuid=1b2c-3d');
  for (const value of ['', 'a b', 'a,b', "a'b", 'a]b', 'a=b', '${x}', 'a\nb', 'a:_:b', 'ä']) {
    assert.throws(() => variable('x', value), UnsafeValueError, JSON.stringify(value));
  }
});

test('a quoted variable refuses what could end the quotes or be expanded', () => {
  assert.equal(quotedVariable('n', 'Erika Muster: 700'), "n='Erika Muster: 700'");
  for (const value of [
    "a'b",
    'a,b',
    'a|b',
    '[x',
    'x]',
    '{x',
    'x}',
    'a\\b',
    '^^;',
    '${x}',
    'a\nb',
    'a:_:b',
    '`id`',
  ]) {
    assert.throws(() => quotedVariable('x', value), UnsafeValueError, JSON.stringify(value));
  }
});

test('sofia_contact answers become contacts, one for each registered phone', () => {
  assert.deepEqual(parseContacts('sofia/internal/sip:1001@127.0.0.1:6001', '1001'), [
    'sofia/internal/sip:1001@127.0.0.1:6001',
  ]);
  assert.deepEqual(
    parseContacts(
      'sofia/internal/sip:1001@10.0.0.5:5060;transport=tcp;fs_nat=yes;fs_path=sip%3A1001%4010.0.0.5%3A5060,sofia/internal/sip:1001@[2001:db8::5]:5060\n',
      '1001',
    ),
    [
      'sofia/internal/sip:1001@10.0.0.5:5060;transport=tcp;fs_nat=yes;fs_path=sip%3A1001%4010.0.0.5%3A5060',
      'sofia/internal/sip:1001@[2001:db8::5]:5060',
    ],
  );
  assert.deepEqual(parseContacts('error/user_not_registered', '1001'), []);
  assert.deepEqual(parseContacts('-ERR no reply', '1001'), []);
  assert.deepEqual(parseContacts('', '1001'), []);
});

test('a contact that was registered to change the dial string is left out, the others ring', () => {
  assert.deepEqual(
    parseContacts(
      'sofia/internal/sip:1001@h,[x=y]sofia/gateway/telco/0900,sofia/internal/sip:1001@h2|sofia/gateway/t/0900',
      '1001',
    ),
    [],
  );
  assert.deepEqual(parseContacts('sofia/internal/sip:a,b@h,sofia/internal/sip:1001@h', '1001'), [
    'sofia/internal/sip:1001@h',
  ]);
  for (const contact of [
    'sofia/gateway/telco/+49900123',
    "sofia/internal/sip:1001@h'x",
    'sofia/internal/sip:${system(id)}@h',
    'sofia/internal/sip:1001@h x',
    'loopback/0900',
    'sofia/internal/sip:a',
    'sofia/internal/sip:a,b@h',
    'sofia/internal/sip:a:_:b@h',
    `sofia/internal/sip:${'1'.repeat(2000)}@h`,
  ]) {
    assert.equal(isUsableContact(contact), false, contact);
  }
});

test('at most ten contacts of one extension ring', () => {
  const many = Array.from({ length: 40 }, (_, index) => `sofia/internal/sip:1001@10.0.0.${index}`).join(',');
  assert.equal(parseContacts(many, '1001').length, 10);
});

test('a contact on another profile than the phone’s own was written by the phone, and is left out', () => {
  assert.deepEqual(
    parseContacts(
      'sofia/internal/sip:1003@10.0.0.3:5060;x=a,sofia/external/sip:+4919005@carrier.example',
      '1003',
    ),
    ['sofia/internal/sip:1003@10.0.0.3:5060;x=a'],
  );
});

test('a contact that is a phone number at somebody’s host is left out; phones register otherwise', () => {
  const rings = (user: string, extension = '1001') =>
    parseContacts(`sofia/internal/sip:${user}@203.0.113.5:5060`, extension).length === 1;
  for (const user of ['1001', '1002', 'a1b2c3d4', '1001-0x55d1', 'f3c1a9;line=2', 's']) {
    assert.equal(rings(user), true, user);
  }
  for (const user of [
    '+499001234567',
    '00499001234567',
    '0900-1234567',
    '%2B499001234567',
    '%30900123456',
    '11880',
    '+499001234567;phone-context=x',
  ]) {
    assert.equal(rings(user), false, user);
  }
  assert.equal(rings('4930231250101', '4930231250101'), true);
});

test('a contact with headers is left out: they would become headers of the call', () => {
  for (const more of ['?Route=carrier.example', '?To=sip%3A0900%40carrier.example', ';x=y?Replaces=1']) {
    assert.equal(isUsableContact(`sofia/internal/sip:1001@10.0.0.5:5060${more}`), false, more);
  }
});
