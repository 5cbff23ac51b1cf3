import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseOriginate, type OriginateLeg } from '../../../../scripts/peer/originate-string.js';
import type { Leg } from '../../../../src/telephony/dialstring/legs.js';
import {
  displayOf,
  gatewayNumber,
  originateString,
  type OriginateContext,
} from '../../../../src/telephony/dialstring/originate.js';
import { displayText, UnsafeValueError } from '../../../../src/telephony/dialstring/text.js';
import type { Caller, Target } from '../../../../src/base/model/call.js';
import { aGroup, outsideCaller, someSettings, WITHHELD } from '../../../factories.js';

const DESK: Target = { kind: 'extension', extension: '1001', who: 'Anna', userId: 'anna', ringsOn: false };
const MOBILE: Target = {
  kind: 'external',
  e164: '+4917139200010',
  who: 'Anna',
  userId: 'anna',
  purpose: 'mobile',
  delaySec: 5,
  delayFor: '1001',
  confirm: true,
};
const DESK_LEG: Leg = {
  id: 'leg-desk',
  target: DESK,
  endpoint: { kind: 'contact', contact: 'sofia/internal/sip:1001@10.0.0.1:5060' },
  delaySec: 0,
  ringSec: undefined,
  confirm: false,
};
const MOBILE_LEG: Leg = {
  id: 'leg-mobile',
  target: MOBILE,
  endpoint: { kind: 'gateway', e164: '+4917139200010' },
  delaySec: 5,
  ringSec: undefined,
  confirm: true,
};

function aContext(changes: Partial<OriginateContext> = {}): OriginateContext {
  return {
    callId: 'call-1',
    caller: outsideCaller('+493023125001', 'Erika Muster'),
    group: aGroup(),
    settings: someSettings(),
    ringSec: 20,
    ...changes,
  };
}

/** The legs as FreeSWITCH reads them. */
function read(text: string): readonly OriginateLeg[] {
  const result = parseOriginate(text);
  assert.ok(result.kind === 'ok', text);
  const [legs, ...alternatives] = result.originate.attempts;
  assert.deepEqual(alternatives, []);
  return legs ?? [];
}

test('a desk phone and a mobile, to the letter', () => {
  assert.equal(
    originateString([DESK_LEG, MOBILE_LEG], aContext()),
    '{ignore_early_media=true,outbound_redirect_fatal=true,originate_timeout=21,media_mix_inbound_outbound_codecs=true,rufgruppe_call=call-1}' +
      "[origination_uuid=leg-desk,presence_data=rufgruppe-1001,origination_caller_id_name='Sales%3A Erika Muster'," +
      'origination_caller_id_number=+493023125001,sip_cid_type=none,origination_privacy=no]' +
      'sofia/internal/sip:1001@10.0.0.1:5060,' +
      "[origination_uuid=leg-mobile,origination_caller_id_name='Erika Muster'," +
      'origination_caller_id_number=+493023125001,sip_cid_type=none,origination_privacy=no,leg_delay_start=5,' +
      "group_confirm_key=1,group_confirm_file='file_string://ivr/confirm.wav!tone_stream://d=200;w=200;AA',group_confirm_timeout=20,rtp_liberal_dtmf=true]" +
      'sofia/gateway/carrier/+4917139200010',
  );
});

test('what desk phones list as missed: never, if nobody answered, always', () => {
  const variables = (missedOnPhones: 'never' | 'unanswered' | 'always') =>
    read(originateString([DESK_LEG], aContext({ group: aGroup({ missedOnPhones }) })))[0]?.variables;
  assert.equal(variables('never')?.get('sip_reason'), 'SIP;cause=200;text="Call completed elsewhere"');
  assert.equal(variables('unanswered')?.has('sip_reason'), false);
  assert.equal(variables('unanswered')?.has('ignore_completed_elsewhere'), false);
  assert.equal(variables('always')?.get('ignore_completed_elsewhere'), 'true');
});

test('the melody goes to desk phones only', () => {
  const group = aGroup({ alertInfo: '<http://www.notused.com>;info=alert-group;x-line-id=0' });
  const [desk, mobile] = read(originateString([DESK_LEG, MOBILE_LEG], aContext({ group })));
  assert.equal(desk?.variables.get('alert_info'), '<http://www.notused.com>;info=alert-group;x-line-id=0');
  assert.equal(mobile?.variables.has('alert_info'), false);
});

test('a withheld caller is anonymous on every leg', () => {
  const [desk, mobile] = read(originateString([DESK_LEG, MOBILE_LEG], aContext({ caller: WITHHELD })));
  assert.equal(desk?.variables.get('origination_caller_id_name'), 'Sales%3A Anonym');
  assert.equal(desk.variables.get('origination_caller_id_number'), 'anonymous');
  assert.equal(mobile?.variables.get('origination_caller_id_number'), 'anonymous');
  assert.equal(mobile.variables.get('sip_from_uri'), 'sip:anonymous@anonymous.invalid');
  assert.equal(mobile.variables.get('sip_h_Privacy'), 'id');
});

test('a group that shows its own number outside does so for every caller', () => {
  const group = aGroup({ externalCallerId: 'group', publicNumber: '+493023125700' });
  for (const caller of [WITHHELD, outsideCaller()]) {
    const [mobile] = read(originateString([MOBILE_LEG], aContext({ group, caller })));
    assert.equal(mobile?.variables.get('origination_caller_id_number'), '+493023125700');
    assert.equal(mobile.variables.get('origination_caller_id_name'), 'Sales');
  }
});

test('a name of the address book is for the phones of the house: no carrier is told', () => {
  const caller: Caller = {
    ...outsideCaller('+493023125001', 'Erika (pays late)'),
    isNamedHere: true,
  } as Caller;
  const [desk, mobile] = read(originateString([DESK_LEG, MOBILE_LEG], aContext({ caller })));
  assert.equal(desk?.variables.get('origination_caller_id_name'), 'Sales%3A Erika %28pays late%29');
  assert.equal(mobile?.variables.get('origination_caller_id_name'), '%2B493023125001');
});

test('a colleague’s extension is no number for the phone company', () => {
  const caller: Caller = { kind: 'known', number: '1002', e164: undefined, name: 'Bert' };
  const withNumber = aContext({ caller, group: aGroup({ publicNumber: '+493023125700' }) });
  assert.equal(
    read(originateString([MOBILE_LEG], withNumber))[0]?.variables.get('origination_caller_id_number'),
    '+493023125700',
  );
  const without = read(originateString([MOBILE_LEG], aContext({ caller })))[0];
  assert.equal(without?.variables.get('origination_caller_id_number'), 'anonymous');
  assert.equal(
    read(originateString([DESK_LEG], aContext({ caller })))[0]?.variables.get('origination_caller_id_number'),
    '1002',
  );
});

test('numbers as the phone company wants to read them', () => {
  const settings = (gatewayFormat: 'e164' | '00' | 'national') => ({ gatewayFormat, country: 'DE' });
  assert.equal(gatewayNumber('+493023125001', settings('e164')), '+493023125001');
  assert.equal(gatewayNumber('+493023125001', settings('00')), '00493023125001');
  assert.equal(gatewayNumber('+493023125001', settings('national')), '03023125001');
  assert.equal(gatewayNumber('+4315123456', settings('national')), '004315123456');
  assert.throws(() => gatewayNumber('+49301,sofia/x', settings('e164')), UnsafeValueError);
});

test('the display template: group, caller, name, number', () => {
  const shown = (display: string, caller: Caller) => displayOf({ caller, group: aGroup({ display }) });
  assert.equal(shown('{group}: {caller}', outsideCaller('+493023125001', 'Erika')), 'Sales: Erika');
  assert.equal(shown('{group}: {caller}', outsideCaller('+493023125001')), 'Sales: +493023125001');
  assert.equal(
    shown('{number} {name} > {group}', outsideCaller('+493023125001', 'Erika')),
    '+493023125001 Erika > Sales',
  );
  assert.equal(shown('{group}: {caller}', WITHHELD), 'Sales: Anonym');
  assert.equal(shown('{name}', outsideCaller('+493023125001', '{group}')), '{group}');
});

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc
    .array(
      fc.constantFrom(
        ']',
        '[',
        ',',
        '|',
        '{',
        '}',
        "'",
        '"',
        '\\',
        '^^',
        ':_:',
        '${',
        '$',
        '%0d%0a',
        '\r\n',
        '<',
        '>',
        '=',
        'a',
        ' ',
        'ü',
        'sofia/gateway/carrier/+49900',
      ),
      { maxLength: 25 },
    )
    .map((parts) => parts.join('')),
);

test('no name and no number of a caller leaves its place', () => {
  fc.assert(
    fc.property(hostile, hostile, hostile, (rawName, rawNumber, groupName) => {
      const name = displayText(rawName);
      const number = rawNumber.replace(/[^A-Za-z0-9+*#._-]/g, '');
      const caller: Caller = {
        kind: 'known',
        number: number || '1',
        e164: undefined,
        name: name || undefined,
      };
      const group = aGroup({ name: groupName, alertInfo: '<http://a.example>;info=x' });
      const legs = read(
        originateString([DESK_LEG, MOBILE_LEG, { ...DESK_LEG, id: 'leg-3' }], aContext({ caller, group })),
      );
      assert.deepEqual(
        legs.map(({ endpoint, data, variables }) => [endpoint, data, variables.get('origination_uuid')]),
        [
          ['sofia', 'internal/sip:1001@10.0.0.1:5060', 'leg-desk'],
          ['sofia', 'gateway/carrier/+4917139200010', 'leg-mobile'],
          ['sofia', 'internal/sip:1001@10.0.0.1:5060', 'leg-3'],
        ],
      );
      const names = new Set(legs.flatMap(({ variables }) => [...variables.keys()]));
      for (const known of ALL_VARIABLES) names.delete(known);
      assert.deepEqual([...names], []);
      const shownName = legs[0]?.variables.get('origination_caller_id_name') ?? '';
      assert.notEqual(shownName, '');
      assert.equal(decodeURIComponent(shownName), displayOf({ caller, group }) || caller.number);
      for (const { variables } of legs) assert.equal(variables.get('originate_timeout'), '21');
    }),
    { numRuns: 500 },
  );
});

const ALL_VARIABLES = [
  'ignore_early_media',
  'outbound_redirect_fatal',
  'originate_timeout',
  'media_mix_inbound_outbound_codecs',
  'rufgruppe_call',
  'origination_uuid',
  'presence_data',
  'origination_caller_id_name',
  'origination_caller_id_number',
  'sip_cid_type',
  'origination_privacy',
  'alert_info',
  'leg_delay_start',
  'group_confirm_key',
  'group_confirm_file',
  'group_confirm_timeout',
  'rtp_liberal_dtmf',
  'presence_data',
  'sip_from_uri',
  'sip_h_Privacy',
];

test('a mobile without a prompt of its own is asked by the shipped one of the group’s language, then by tones', () => {
  for (const language of ['de', 'en'] as const) {
    const context = aContext({
      settings: someSettings({ confirmFile: undefined }),
      group: aGroup({ language }),
    });
    const file = `file_string://confirm-${language}.wav!tone_stream://d=200;w=200;AA`;
    assert.ok(originateString([MOBILE_LEG], context).includes(`,group_confirm_file='${file}',`));
  }
});

test('a value of the configuration that could change the string stops the whole string', () => {
  const broken = [
    aContext({ settings: someSettings({ gateway: 'a,b' }) }),
    aContext({ settings: someSettings({ confirmFile: "x'y" }) }),
    aContext({ group: aGroup({ alertInfo: 'x,y' }) }),
    aContext({ group: aGroup({ alertInfo: '${system(id)}' }) }),
    aContext({ callId: 'x]y' }),
  ];
  for (const context of broken)
    assert.throws(() => originateString([DESK_LEG, MOBILE_LEG], context), UnsafeValueError);
});

test('only a phone that stops ringing earlier than the others has a time limit of its own', () => {
  const [desk, mobile] = read(
    originateString([{ ...DESK_LEG, ringSec: 8 }, MOBILE_LEG], aContext({ ringSec: 20 })),
  );
  assert.deepEqual(
    [desk?.variables.get('leg_delay_start'), desk?.variables.get('leg_timeout')],
    [undefined, '8'],
  );
  assert.deepEqual(
    [mobile?.variables.get('leg_delay_start'), mobile?.variables.get('leg_timeout')],
    ['5', undefined],
  );
});

test('before the prompt a mobile hears the group’s name and the caller’s number, and never a withheld one', () => {
  const group = aGroup({ nameFile: 'sales.wav', sayCaller: true });
  const heard = (caller: Caller, changes: Partial<typeof group> = {}) => {
    const [mobile] = read(
      originateString([MOBILE_LEG], aContext({ caller, group: { ...group, ...changes } })),
    );
    return mobile?.variables.get('group_confirm_file')?.split('!').slice(0, -2).join(' ');
  };
  const digits = (...all: number[]) => all.map((digit) => `digit-de-${digit}.wav`).join(' ');
  assert.equal(
    heard(outsideCaller('+493023125001')),
    `file_string://sales.wav ${digits(0, 3, 0, 2, 3, 1, 2, 5, 0, 0, 1)}`,
  );
  assert.equal(
    heard(outsideCaller('+436641234567'), { nameFile: undefined }),
    `file_string://${digits(0, 0, 4, 3, 6, 6, 4, 1, 2, 3, 4, 5, 6, 7)}`,
  );
  const colleague: Caller = { kind: 'known', number: '1007', e164: undefined, name: 'Zoe' };
  assert.equal(heard(colleague), `file_string://sales.wav ${digits(1, 0, 0, 7)}`);
  assert.equal(heard(WITHHELD), 'file_string://sales.wav');
  for (const number of ['sip-user', '+12', '10 07', '']) {
    assert.equal(heard({ ...colleague, number }), 'file_string://sales.wav', number);
  }
  assert.equal(heard(outsideCaller('+493023125001'), { sayCaller: false }), 'file_string://sales.wav');
  assert.equal(heard({ ...colleague, number: '7'.repeat(64) })?.match(/digit-de-7/g)?.length, 20);
});
