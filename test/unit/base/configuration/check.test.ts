import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkText } from '../../../../src/base/configuration/check.js';
import { faultText } from '../../../../src/base/configuration/faults.js';
import { configuration, faultsOf, file, group } from './minimal.js';

function faultsOfText(text: string | Uint8Array): string[] {
  const result = checkText(text);
  return result.kind === 'faulty' ? result.faults.map(faultText) : [];
}

test('a misspelt key is named with the key that was meant', () => {
  assert.deepEqual(faultsOf(file({ groups: [group({ stagez: [] })] })), [
    'groups[0].stagez: unknown key (did you mean "stages"?); allowed: number, name, enabled, leaders, timezone, language, anonymous, blocked, blockedAnnouncement, rules, stages, final, mobiles, busy, nameFile, sayCaller, display, alertInfo, externalCallerId, publicNumber, ringback, missedOnPhones, greeting, recordingNotice, recording, recordingOnTransfer, recordingPause, recordingKeepDays, missed, report, pickup',
  ]);
});

test('a missing key is named with what is allowed', () => {
  assert.deepEqual(faultsOf({ version: 1, settings: {} }), [
    'settings.domain: missing; must be a host name or an IPv4 address: letters, digits, . and -',
  ]);
});

test('a ringing time outside 1 to 600 seconds is a fault', () => {
  for (const [ringSec, shown] of [
    [0, '0'],
    [601, '601'],
    [1.5, '1.5'],
    ['20', '"20"'],
  ] as const) {
    assert.deepEqual(faultsOf(file({ groups: [group({ stages: [{ ringSec, members: [] }] })] })), [
      `groups[0].stages[0].ringSec: ${shown}: must be a whole number of seconds from 1 to 600`,
    ]);
  }
  for (const ringSec of [1, 600]) {
    assert.deepEqual(faultsOf(file({ groups: [group({ stages: [{ ringSec, members: [] }] })] })), []);
  }
});

test('an unknown member is named with its path, the id that was meant and all users', () => {
  const users = [
    { id: 'anna', name: 'Anna' },
    { id: 'bernd', name: 'Bernd' },
  ];
  const stages = [{ ringSec: 20, members: ['anna', 'brend'] }];
  assert.deepEqual(faultsOf(file({ users, groups: [group({ stages })] })), [
    'groups[0].stages[0].members[1]: "brend": no user has this id (did you mean "bernd"?); allowed: anna, bernd',
  ]);
});

test('references are checked in a group that has other faults, so that all faults are told at once', () => {
  const broken = group({
    display: '{foo}',
    rules: [{ switch: 'night', when: 'on', to: { group: '799' } }],
    anonymous: { divert: { extension: '700' } },
    stages: [{ ringSec: 0, members: ['nobody', { external: '110' }] }],
  });
  assert.deepEqual(faultsOf(file({ groups: [broken] })), [
    'groups[0].stages[0].ringSec: 0: must be a whole number of seconds from 1 to 600',
    'groups[0].display: "{foo}": must be text of at most 60 characters; placeholders are {group} {caller} {name} {number}',
    'groups[0].rules[0].switch: "night": no switch has this id; there are no switches',
    'groups[0].stages[0].members[0]: "nobody": no user has this id; there are no users',
    'groups[0].rules[0].to.group: "799": no group has this number; allowed: 700',
    'groups[0].anonymous.divert.extension: "700": is the number of a group; a destination can be {group: …}',
    'groups[0].stages[0].members[1].external: "110": emergency and short numbers cannot be called',
  ]);
});

test('ids, extensions and group numbers are unique, and a group has no extension of a user', () => {
  const users = [
    { id: 'anna', name: 'Anna', extension: '1001' },
    { id: 'anna', name: 'Anna', extension: 1001 },
    { id: 'bernd', name: 'Bernd', extension: '700' },
  ];
  const manual = { on: false };
  const value = file({
    users,
    groups: [group(), group()],
    switches: [
      { id: 'x', name: 'X', manual },
      { id: 'x', name: 'X', manual },
    ],
    holidays: [{ id: 'h' }, { id: 'h' }],
  });
  assert.deepEqual(faultsOf(value), [
    'users[1].id: "anna": is taken by users[0] (Anna) already; it must be unique',
    'switches[1].id: "x": is taken by switches[0] (X) already; it must be unique',
    'holidays[1].id: "h": is taken by holidays[0] already; it must be unique',
    'users[1].extension: 1001: is taken by users[0] (Anna) already; it must be unique',
    'groups[0].number: "700": is taken by users[2] (Bernd) already; it must be unique',
    'groups[1].number: "700": is taken by users[2] (Bernd) already; it must be unique',
  ]);
});

test('a destination of two kinds, of an unknown kind and with an unknown cause are faults', () => {
  const oneOf =
    'must be one destination: {extension: …}, {external: …}, {group: …}, {voicemail: …}, {announcement: …} or {hangup: …}';
  assert.deepEqual(faultsOf(file({ groups: [group({ final: { box: '1' } })] })), [
    `groups[0].final: {"box":"1"}: ${oneOf}`,
  ]);
  assert.deepEqual(faultsOf(file({ groups: [group({ final: { voicemail: '1', hangup: 'USER_BUSY' } })] })), [
    'groups[0].final.hangup: unknown key; allowed: voicemail',
  ]);
  assert.deepEqual(faultsOf(file({ groups: [group({ final: { hangup: 'BUSY' } })] })), [
    'groups[0].final.hangup: "BUSY": must be one of NORMAL_CLEARING, USER_BUSY, NO_ANSWER, CALL_REJECTED, UNALLOCATED_NUMBER, SUBSCRIBER_ABSENT, EXCHANGE_ROUTING_ERROR',
  ]);
});

test('a window of no length is a fault that says how the whole day is written', () => {
  const schedule = { windows: [{ days: 'mon', from: '08:00', to: '8:00' }] };
  assert.deepEqual(faultsOf(file({ switches: [{ id: 'n', name: 'N', schedule }] })), [
    'switches[0].schedule.windows[0].to: "8:00": must differ from "from"; the whole day is from "00:00" to "24:00"',
  ]);
});

test('time zones, countries, states and regions that do not exist are faults', () => {
  const value = file({
    settings: { domain: 'x', timezone: 'Europe/Munich', country: 'XX' },
    holidays: [
      { id: 'a', country: 'XX' },
      { id: 'b', country: 'DE', state: 'BAY' },
      { id: 'c', country: 'DE', state: 'BY', region: 'X' },
      { id: 'd', state: 'BY' },
    ],
  });
  assert.deepEqual(faultsOf(value), [
    'settings.timezone: "Europe/Munich": must be a time zone of the IANA list such as Europe/Berlin',
    'settings.country: "XX": is no country with phone numbers (ISO 3166, such as DE)',
    'holidays[0].country: "XX": no holidays are known for this country',
    'holidays[1].state: "BAY": must be one of BB, BE, BW, BY, HB, HE, HH, MV, NI, NW, RP, SH, SL, SN, ST, TH',
    'holidays[2].region: "X": must be one of A, KATH, EVANG',
    'holidays[3].state: "BY": needs a country',
  ]);
});

test('a rule about holidays needs a calendar that exists', () => {
  const mobile = { number: '0171 39200 11', onHolidays: false };
  const schedule = { windows: [], onHolidays: 'on', holidays: 'bavria' };
  const value = file({
    users: [{ id: 'anna', name: 'Anna', mobile }],
    switches: [{ id: 'n', name: 'N', schedule }],
    holidays: [{ id: 'bavaria' }],
  });
  assert.deepEqual(faultsOf(value), [
    'users[0].mobile.onHolidays: false: needs `holidays`, the id of a holiday calendar',
    'switches[0].schedule.holidays: "bavria": no holiday calendar has this id (did you mean "bavaria"?); allowed: bavaria',
  ]);
});

test('characters that are syntax in a dial string or a command are refused where they could get into one', () => {
  const hostile = ['a,b', 'a|b', 'a]b', 'a{b', "a'b", 'a"b', 'a\\b', 'a^b', 'a$b', 'a\nb', 'a\rb', 'a b,'];
  for (const bad of hostile) {
    assert.equal(faultsOf(file({ settings: { domain: bad } })).length, 1, `domain ${bad}`);
    assert.equal(faultsOf(file({ settings: { domain: 'x', gateway: bad } })).length, 1, `gateway ${bad}`);
    assert.equal(faultsOf(file({ settings: { domain: 'x', voicemailProfile: bad } })).length, 1);
    assert.equal(faultsOf(file({ settings: { domain: 'x', confirmFile: bad } })).length, 1);
    assert.equal(faultsOf(file({ groups: [group({ alertInfo: bad })] })).length, 1, `alertInfo ${bad}`);
    assert.equal(faultsOf(file({ groups: [group({ final: { announcement: bad } })] })).length, 1);
    assert.equal(faultsOf(file({ groups: [group({ final: { voicemail: bad } })] })).length, 1);
    assert.equal(faultsOf(file({ groups: [group({ final: { extension: bad } })] })).length, 1);
    assert.equal(faultsOf(file({ groups: [group({ ringback: { music: bad } })] })).length, 1);
  }
  for (const bad of ['../etc/passwd', '-x.wav', 'a/../b.wav']) {
    assert.equal(faultsOf(file({ groups: [group({ ringback: { file: bad } })] })).length, 1, bad);
  }
});

test('a name may hold anything that people write, but no control character and no text direction override', () => {
  for (const name of ['O\'Brien & Söhne, "Küche"', '営業', '🚒 Team']) {
    assert.deepEqual(faultsOf(file({ groups: [group({ name })] })), [], name);
  }
  for (const name of ['a\u0000b', 'a\nb', 'a\u202eb', '\ud800', '', ' ', 'x'.repeat(61)]) {
    assert.equal(faultsOf(file({ groups: [group({ name })] })).length, 1, JSON.stringify(name));
  }
});

test('the display knows four placeholders and no others', () => {
  assert.deepEqual(faultsOf(file({ groups: [group({ display: '{group} {caller} {name} {number}' })] })), []);
  for (const display of ['{Group}', '{', '{group', 'x}', '{}', '{{group}}']) {
    assert.equal(faultsOf(file({ groups: [group({ display })] })).length, 1, display);
  }
});

test('a melody that the vendor does not have is a fault with the ones it has', () => {
  assert.deepEqual(faultsOf(file({ groups: [group({ alertInfo: { preset: 'cisco', melody: 9 } })] })), [
    'groups[0].alertInfo.melody: 9: cisco has the melodies 1 to 8',
  ]);
  assert.deepEqual(faultsOf(file({ groups: [group({ alertInfo: { preset: 'cisco', melody: 'group' } })] })), [
    'groups[0].alertInfo.melody: "group": cisco has the melodies 1 to 8',
  ]);
});

test('a fourth stage is a fault', () => {
  const stage = { ringSec: 5, members: [] };
  assert.deepEqual(faultsOf(file({ groups: [group({ stages: [stage, stage, stage, stage] })] })), [
    'groups[0].stages: [{"ringSec":5,"members":[]},{"ringSec":5,"members":[]},{"ringSec":5,"members"...: must be a list of at most 3 entries',
  ]);
});

test('a file that is no configuration at all is told so', () => {
  for (const text of ['', 'hello', '[]', 'null', '7']) {
    assert.equal(faultsOfText(text).length, 1, text);
  }
});

test('numbers keep their leading zeros, their plus and their length without quotes', () => {
  const result = checkText(
    [
      'version: 1',
      'settings: { domain: x, gateway: telco, gatewayFormat: 00 }',
      'users:',
      '  - { id: anna, name: Anna, extension: 0123, mobile: { number: +491713920011 } }',
      '  - { id: bernd, name: Bernd, extension: 1002, mobile: { number: 01713920012 } }',
    ].join('\n'),
  );
  assert.equal(result.kind, 'good');
  assert.equal(result.configuration.settings.gatewayFormat, '00');
  assert.deepEqual(
    result.configuration.users.map((user) => [user.extension, user.mobile?.number]),
    [
      ['0123', '+491713920011'],
      ['1002', '01713920012'],
    ],
  );
});

test('a syntax error is told with its line and column', () => {
  assert.deepEqual(faultsOfText('version: 1\nsettings: {domain: x\n'), [
    'line 3, column 1: Flow map in block collection must be sufficiently indented and end with a }',
  ]);
});

test('a key given twice is told with its line and column', () => {
  assert.deepEqual(faultsOfText('version: 1\nsettings: {domain: x}\nversion: 1\n'), [
    'line 3, column 1: Map keys must be unique',
  ]);
});

test('aliases that would multiply the file, and nesting without end, are refused in no time', () => {
  const bomb = ['a: &a [x,x,x,x,x,x,x,x,x]'];
  for (const [name, of] of ['ba', 'cb', 'dc', 'ed', 'fe', 'gf'].map((pair) => pair.split(''))) {
    bomb.push(
      `${String(name)}: &${String(name)} [${Array.from({ length: 9 }, () => `*${String(of)}`).join(',')}]`,
    );
  }
  assert.match(
    faultsOfText(bomb.join('\n')).join(),
    /^cannot be read: ReferenceError: Excessive alias count/,
  );
  assert.equal(faultsOfText('['.repeat(200_000)).length > 0, true);
});

test('a file that is too large or not UTF-8 is refused with the reason', () => {
  assert.deepEqual(faultsOfText('#'.repeat(12_000_001)), ['the file is larger than 12000000 bytes']);
  assert.deepEqual(faultsOfText(Buffer.from('name: M\xfcller', 'latin1')), [
    'the file is not UTF-8; save it with that encoding',
  ]);
});

test('control characters of a bad value do not reach the terminal', () => {
  assert.deepEqual(faultsOf(file({ settings: { domain: 'x', ['a\u001b[2J']: 1 } })).length, 1);
  assert.doesNotMatch(
    faultsOf(file({ settings: { domain: '\u009b2J', ['a\u001b[2J']: 1 } })).join(),
    /\p{Cc}/u,
  );
});

test('defaults are filled in', () => {
  const [only] = configuration(file({ groups: [group()] })).groups;
  assert.deepEqual(only, {
    number: '700',
    name: 'Sales',
    enabled: true,
    leaders: [],
    anonymous: 'normal',
    blocked: [],
    rules: [],
    stages: [],
    final: { hangup: 'NO_ANSWER' },
    mobiles: true,
    busy: 'ring',
    sayCaller: false,
    display: '{group}: {caller}',
    externalCallerId: 'caller',
    ringback: { tone: 'de' },
    missedOnPhones: 'unanswered',
    recording: 'never',
    recordingOnTransfer: 'end',
    recordingPause: true,
    recordingKeepDays: 90,
    missed: {
      gaveUpAfterSec: 5,
      final: ['voicemail', 'announcement', 'hangup'],
      diverted: 'unanswered',
      anonymous: true,
      mergeHours: 24,
      giveBackMin: 60,
    },
  });
});

test('recipients of mails are users with an email, addresses, or names with addresses', () => {
  const users = [
    { id: 'anna', name: 'Anna', email: 'anna@example.com' },
    { id: 'bernd', name: 'Bernd' },
  ];
  const to = ['anna', 'sales@example.com', { name: 'Chef', address: 'chef@example.com' }];
  const withReport = (given: readonly unknown[]) =>
    file({ users, groups: [group({ report: { to: given } })] });
  assert.deepEqual(configuration(withReport(to)).groups[0]?.report, {
    to,
    at: '06:00',
    days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
    callList: false,
    csv: false,
    perPerson: false,
  });
  assert.deepEqual(faultsOf(withReport(['bernd'])), [
    'groups[0].report.to[0]: "bernd": this user has no email',
  ]);
  assert.match(faultsOf(withReport(['ana'])).join(), /no user has this id \(did you mean "anna"\?\)/);
  assert.match(faultsOf(withReport([])).join(), /groups\[0\]\.report\.to.*must name at least one recipient/);
});

test('an address that could add headers or recipients is refused', () => {
  const bad = [
    'a@example.com\nBcc: b@example.com',
    'a@b, c@d',
    'Anna <anna@example.com>',
    '"a b"@example.com',
    'a@',
  ];
  for (const address of bad) {
    const given = file({ users: [{ id: 'anna', name: 'Anna', email: address }] });
    assert.match(faultsOf(given).join(), /users\[0\]\.email: .*must be an e-mail address/, address);
  }
});

test('weekdays may be ranges, lists and ranges over the end of the week', () => {
  const daysOf = (days: unknown) => {
    const schedule = { windows: [{ days, from: '08:00', to: '9:30' }] };
    const [entry] = configuration(file({ switches: [{ id: 'n', name: 'N', schedule }] })).switches;
    return entry !== undefined && 'schedule' in entry ? entry.schedule.windows[0] : undefined;
  };
  assert.deepEqual(daysOf('mon-wed, sun'), {
    days: ['mon', 'tue', 'wed', 'sun'],
    from: '08:00',
    to: '09:30',
  });
  assert.deepEqual(daysOf(['sat-mon'])?.days, ['mon', 'sat', 'sun']);
  assert.deepEqual(daysOf(['sun', 'mon', 'mon'])?.days, ['mon', 'sun']);
});

test('a value of the wrong form is told once, not also as unknown', () => {
  assert.deepEqual(faultsOf(file({ groups: [group({ final: { group: 'sales' } })] })), [
    'groups[0].final.group: "sales": must be the number of a group: 1 to 15 digits',
  ]);
});

test('a block in the place of a key is a fault, and nothing is written past the log', async () => {
  const warned: string[] = [];
  const keep = ({ message }: Error) => warned.push(message);
  process.on('warning', keep);
  assert.match(faultsOfText('version: 1\nsettings: {}\n? [a, b]\n: c\n').join(), /\[ a, b \]: unknown key/);
  // A warning of node's comes with the next turn.
  await new Promise(setImmediate);
  process.off('warning', keep);
  assert.deepEqual(warned, []);
});
