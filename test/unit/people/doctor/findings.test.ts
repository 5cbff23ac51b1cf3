/** Every check can fail: each fault by itself is found, and nothing else is said. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Group } from '../../../../src/base/model/snapshot.js';
import type { Facts, FolderFact, SwitchAnswers } from '../../../../src/people/doctor/checks/facts.js';
import { findingWords } from '../../../../src/people/pages/status/doctor-view.js';
import { judge } from '../../../../src/people/doctor/order.js';
import { doctorTexts } from '../../../../src/people/words/words.js';
import { aGroup, aSnapshot, aStage, extensionMember } from '../../../factories.js';
import { amiss, ANSWERS, answering, facts, lacking, line, NAME, NOW } from './facts.js';

const away = (reason: string) => facts({ switches: [{ kind: 'away', name: NAME, reason }] });

type TextAnswer = {
  [Key in keyof SwitchAnswers]: SwitchAnswers[Key] extends string ? Key : never;
}[keyof SwitchAnswers];

/** One text of an answer replaced by another. */
function replaced(answer: TextAnswer, from: string | RegExp, to: string): Facts {
  const text = ANSWERS[answer];
  const changed = text.replace(from, to);
  assert.notEqual(changed, text, `${answer} does not have ${from}`);
  return answering({ [answer]: changed });
}

function houseWith(...groups: readonly Partial<Group>[]): Facts {
  const snapshot = aSnapshot({
    settings: { domain: 'pbx.example' },
    groups: groups.map((one) => aGroup(one)),
  });
  const { configuration } = facts();
  return facts({
    configuration: {
      kind: 'known',
      snapshot,
      needs: configuration.kind === 'known' ? configuration.needs : [],
    },
  });
}

function folder(changed: Partial<FolderFact>): Facts {
  const plain = { folder: '/data', use: 'data', state: 'usable', free: 5e10, size: 1e11 } as const;
  const [, ...others] = facts().folders;
  return facts({ folders: [{ ...plain, ...changed }, ...others] });
}

const onOtherMachine = { here: '192.0.2.1', there: '192.0.2.2' };
const EXTENSIONS = Array.from({ length: 120 }, (_, index) => extensionMember(String(1000 + index)));
const certificate = (endsAt: string | undefined, reason?: string) =>
  facts({
    certificates: [
      { of: '/tls/cert.pem', endsAt: endsAt === undefined ? undefined : new Date(endsAt), reason },
    ],
  });

const BROKEN: Readonly<Record<string, readonly [Facts, ...string[]]>> = {
  'the database is away': [
    facts({ database: { place: 'db', state: 'away', reason: 'connect ECONNREFUSED' } }),
    'fault database databaseAway',
  ],
  'there is no database yet': [
    facts({
      database: { place: '/data', state: 'notBegun', reason: '' },
      configuration: { kind: 'unknown' },
    }),
    'skipped database databaseNotBegun',
    'skipped configuration configurationUnknown',
  ],
  'the files belong to somebody else': [
    facts({ database: { place: '/data', state: 'othersFiles', reason: 'rufgruppe' } }),
    'skipped database databaseOthers',
  ],
  'there is no configuration': [
    facts({ configuration: { kind: 'none' } }),
    'fault configuration configurationNone',
  ],
  'the configuration cannot be read': [
    facts({ configuration: { kind: 'broken', reason: 'revision 7' } }),
    'fault configuration configurationBroken',
  ],
  'no group is enabled': [houseWith({ enabled: false }), 'warning configuration configurationEmpty'],
  'the service does not run': [
    facts({ service: { ...facts().service, runs: false } }),
    'fault service serviceAway',
  ],
  'no FreeSWITCH is named': [
    facts({ switches: [] }),
    'warning eventSocket noFreeswitch',
    'skipped certificates certificatesNone',
  ],
  'the password is wrong': [
    away('FreeSWITCH does not accept the password (FREESWITCH_EVENTS_PASSWORD)'),
    'fault eventSocket switchPassword',
    'skipped certificates certificatesNone',
  ],
  'the address is not let in': [
    away('FreeSWITCH does not let this address in (apply-inbound-acl in event_socket.conf.xml)'),
    'fault eventSocket switchAcl',
    'skipped certificates certificatesNone',
  ],
  'nobody answers': [
    away('connect ECONNREFUSED 127.0.0.1:8021'),
    'fault eventSocket switchAway',
    'skipped certificates certificatesNone',
  ],
  'FreeSWITCH is old': [replaced('version', '1.11.1', '1.8.7'), 'fault version versionOld'],
  'FreeSWITCH is paused': [replaced('status', 'is ready', 'is not ready'), 'fault version switchPaused'],
  'FreeSWITCH takes no calls from others': [answering({ paused: 'true\n' }), 'fault version switchPaused'],
  'FreeSWITCH tells no version': [answering({ version: '-ERR' }), 'skipped version versionUnknown'],
  'a module is missing': [answering({ missingModules: ['mod_sndfile'] }), 'fault modules modulesMissing'],
  'sofia.conf cannot be read': [
    answering({ sofia: "can't find anything\n" }),
    'skipped profiles profilesUnknown',
    'skipped codecs codecsUnknown',
  ],
  'no profile runs': [
    answering({ sofiaStatus: ANSWERS.sofiaStatus.replaceAll('RUNNING', 'DOWN') }),
    'fault profiles profilesStopped',
    'skipped codecs codecsUnknown',
  ],
  'one profile does not run': [
    replaced('sofiaStatus', /(external\tprofile.*)RUNNING/, '$1DOWN'),
    'warning profiles profilesSomeStopped',
  ],
  'rtp-timer-name is not set': [replaced('sofia', 'rtp-timer-name', 'x'), 'fault profiles profilesUntimed'],
  'rtp-timer-name is none': [replaced('sofia', '"soft"', '"none"'), 'fault profiles profilesUntimed'],
  'calls are not authenticated': [
    replaced('sofia', 'name="auth-calls" value="true"', 'name="auth-calls" value="false"'),
    'warning profiles profilesUnauthenticated',
  ],
  'one phone of an extension rings only': [
    replaced('sofia', 'multiple-registrations', 'x'),
    'warning profiles profilesSingle',
  ],
  'a profile does not speak G.711': [replaced('sofia', '"PCMA,PCMU"', '"OPUS"'), 'warning codecs codecsOdd'],
  'the dialplan has no socket': [
    answering({ dialplan: ANSWERS.dialplan.replaceAll('"socket"', '"bridge"') }),
    'fault dialplan dialplanNone',
  ],
  'the dialplan is made by Lua': [
    answering({
      dialplan: '<section name="dialplan"></section>',
      lua: '<configuration><settings><param name="xml-handler-bindings" value="configuration,dialplan"></param></settings></configuration>',
    }),
    'skipped dialplan dialplanHidden',
  ],
  'the dialplan comes from a web server': [
    answering({
      dialplan: '<section name="dialplan"></section>',
      xmlCurl:
        '<configuration><bindings><binding><param name="gateway-url" value="http://127.0.0.1/" bindings="dialplan"></param></binding></bindings></configuration>',
    }),
    'skipped dialplan dialplanHidden',
  ],
  'the dialplan leads elsewhere': [
    answering({ dialplan: ANSWERS.dialplan.replaceAll(':8084', ':9999') }),
    'fault dialplan dialplanElsewhere',
  ],
  'a group has no line in the dialplan': [
    houseWith({ number: '700' }, { number: '800' }),
    'warning dialplan dialplanGroups',
  ],
  'the dialplan of another machine names itself': [
    answering(onOtherMachine),
    'fault dialplan dialplanLoopback',
  ],
  'ESL_ALLOW does not let FreeSWITCH in': [
    answering({ ways: new Map([['127.0.0.1:8084', { isOpen: true, from: '192.0.2.2', isAllowed: false }]]) }),
    'fault dialplan dialplanNotAllowed',
  ],
  'FreeSWITCH cannot come': [
    answering({ ways: new Map([['127.0.0.1:8084', { isOpen: false, from: '127.0.0.1', isAllowed: true }]]) }),
    'fault dialplan dialplanUnreachable',
  ],
  'the socket is not full': [replaced('dialplan', '8084 full', '8084'), 'fault dialplan dialplanNotFull'],
  'the socket is async': [
    replaced('dialplan', '8084 full', '8084 async full'),
    'warning dialplan dialplanAsync',
  ],
  'socket_resume is set': [
    replaced('dialplan', 'hunt_group=$1', 'hunt_group=$1 socket_resume=true'),
    'fault dialplan dialplanResume',
  ],
  'nothing follows the socket': [
    replaced('dialplan', /<action application="transfer"[^>]*><\/action>/, ''),
    'warning dialplan dialplanNoFallback',
  ],
  'a test call does not come': [
    facts({ testCalls: [{ group: '700', freeswitch: NAME, result: 'notTaken', reason: 'NO_ANSWER' }] }),
    'fault testCall testCallNotTaken',
  ],
  'a test call finds no extension': [
    facts({ testCalls: [{ group: '700', freeswitch: NAME, result: 'noChannel', reason: '' }] }),
    'fault testCall testCallNoChannel',
  ],
  'a test call cannot be made': [
    facts({ testCalls: [{ group: '700', freeswitch: NAME, result: 'failed', reason: '-ERR' }] }),
    'fault testCall testCallFailed',
  ],
  'phones register in another domain': [
    replaced('sofia', '"pbx.example"', '"192.0.2.9"'),
    'fault domain domainForced',
  ],
  'the domain has no user': [
    answering({ users: `${ANSWERS.users.split('\n')[0]}\n\n+OK\n` }),
    'fault domain domainEmpty',
    'warning registrations registrationsNobody',
  ],
  'the directory cannot be listed': [
    answering({ users: '-ERR' }),
    'skipped domain domainUnlisted',
    'skipped registrations registrationsUnlisted',
  ],
  'Lua makes the directory': [
    answering({
      users: `${ANSWERS.users.split('\n')[0]}\n\n+OK\n`,
      lua: '<configuration><settings><param name="xml-handler-bindings" value="directory"></param></settings></configuration>',
    }),
    'skipped domain domainUnlisted',
    'skipped registrations registrationsUnlisted',
  ],
  'no phone is registered': [
    replaced('users', 'sofia/internal/sip:1001@127.0.0.1:5070', 'error/user_not_registered'),
    'warning registrations registrationsNobody',
  ],
  'an extension is missing': [
    lacking({ kind: 'extension', extension: '1001', domain: 'pbx.example' }),
    'fault extensions extensionsMissing',
  ],
  'the password is the one that everybody knows': [
    answering({ defaultPassword: '1234' }),
    'fault extensions extensionsDefaultPassword',
  ],
  'a gateway is missing': [lacking({ kind: 'gateway', gateway: 'telco' }), 'fault gateways gatewaysMissing'],
  'a gateway is down': [lacking({ kind: 'gateway', gateway: 'telco' }, 'down'), 'fault gateways gatewayDown'],
  'a trunk is missing': [lacking({ kind: 'trunk', name: 'other' }), 'warning gateways gatewaysMissing'],
  'a box is missing': [
    lacking({ kind: 'box', box: '1001', domain: 'pbx.example' }),
    'fault boxes boxesMissing',
  ],
  'the profile of the boxes is missing': [
    lacking({ kind: 'voicemail', profile: 'default' }),
    'fault boxes boxesMissing',
  ],
  'an announcement is missing': [
    lacking({ kind: 'announcement', file: 'closed.wav' }),
    'fault sounds soundsMissing',
  ],
  'a prompt is missing': [lacking({ kind: 'prompt', file: 'confirm.wav' }), 'warning sounds soundsMissing'],
  'a ringback is missing': [
    lacking({ kind: 'ringbackFile', file: 'hold.wav' }),
    'warning sounds soundsMissing',
  ],
  'music is missing': [lacking({ kind: 'music', stream: 'moh' }), 'warning music musicMissing'],
  'tones are missing': [lacking({ kind: 'tones' }), 'fault music musicMissing'],
  'FreeSWITCH cannot record': [
    lacking({ kind: 'recordings', folder: '/rec' }),
    'fault recordings recordingsMissing',
  ],
  'ports for speech are few': [replaced('core', '17383', '16583'), 'fault capacity portsTooFew'],
  'sessions are few': [
    {
      ...houseWith({ stages: [aStage(EXTENSIONS)] }),
      switches: answering({ maxSessions: '+OK max sessions: 100' }).switches,
    },
    'fault capacity sessionsTooFew',
    'warning capacity paceTooSlow',
  ],
  'limits are not told': [answering({ maxSessions: '-ERR' }), 'skipped capacity capacityUnknown'],
  'the clock is off': [answering({ epoch: '1796040004' }), 'warning clock clockOff'],
  'the clock is wrong': [answering({ epoch: '1796036400' }), 'fault clock clockWrong'],
  'the clock is not told': [answering({ epoch: '' }), 'skipped clock clockUnknown'],
  'the time zone is another': [answering({ offset: '-0330' }), 'warning zone zoneOther'],
  'the time zone is not told': [answering({ offset: '' }), 'skipped zone zoneUnknown'],
  'no CDRs are read': [
    facts({ folders: facts().folders.filter(({ use }) => use !== 'cdrs') }),
    'warning cdrs cdrsUnset',
  ],
  'mod_json_cdr is missing': [answering({ missingModules: ['mod_json_cdr'] }), 'fault cdrs cdrsNoModule'],
  'json_cdr.conf is not shown': [answering({ jsonCdr: '' }), 'skipped cdrs cdrsUnknown'],
  'CDRs are posted only': [
    replaced('jsonCdr', '<settings>', '<settings><param name="url" value="http://127.0.0.1/"></param>'),
    'fault cdrs cdrsNoFiles',
  ],
  'CDRs of phones are not written': [replaced('jsonCdr', 'log-b-leg', 'x'), 'fault cdrs cdrsSettings'],
  'the mail server refuses': [
    facts({ mail: { ...facts().mail, trouble: 'connect ECONNREFUSED', test: undefined } }),
    'fault mail mailTrouble',
  ],
  'there is no mail server': [
    facts({ mail: { ...facts().mail, server: undefined } }),
    'warning mail mailFolder',
  ],
  'links in mails lead nowhere': [
    facts({ mail: { ...facts().mail, publicUrl: undefined } }),
    'warning mail mailLinks',
  ],
  'a test mail is refused': [
    facts({ mail: { ...facts().mail, test: { to: 'x@example.com', trouble: '550 no' } } }),
    'fault mail mailTestFailed',
  ],
  'the disk is nearly full': [folder({ free: 9e8 }), 'warning disk diskTight'],
  'the disk is full': [folder({ free: 1e8 }), 'fault disk diskFull'],
  'the disk is not told': [folder({ free: undefined }), 'skipped disk diskUnknown'],
  'the folder of the data is not there': [folder({ state: 'missing' }), 'skipped disk folderNotMade'],
  'the folder may not be written': [folder({ state: 'forbidden' }), 'fault disk folderForbidden'],
  'the recordings are not here': [
    folder({ state: 'missing', use: 'recordings' }),
    'warning disk recordingsNotHere',
  ],
  'the CDRs are not here': [folder({ state: 'missing', use: 'cdrs' }), 'warning disk cdrsNotHere'],
  'a certificate ends soon': [certificate('2026-12-05T12:00:00Z'), 'warning certificates certificateSoon'],
  'a certificate is over': [certificate('2026-11-20T12:00:00Z'), 'fault certificates certificateOver'],
  'a certificate cannot be read': [
    certificate(undefined, 'ENOENT'),
    'fault certificates certificateUnreadable',
  ],
  'the certificate of a profile is over': [
    answering({
      certificates: [{ of: 'internal', endsAt: new Date('2026-11-29T12:00:00Z'), reason: undefined }],
    }),
    'fault certificates certificateOver',
  ],
};

describe('the doctor', () => {
  test('finds nothing where all is well', () => {
    assert.deepEqual(amiss(facts()), []);
  });

  for (const [name, [given, ...expected]] of Object.entries(BROKEN)) {
    test(`says when ${name}`, () => {
      assert.deepEqual(amiss(given), expected);
    });
  }

  test('names what some extensions lack, and says nothing where nothing is needed', () => {
    const { configuration } = facts();
    assert.ok(configuration.kind === 'known');
    const extension = (number: string) => ({
      thing: { kind: 'extension', extension: number, domain: 'pbx.example' } as const,
      groups: [],
    });
    const needs = [extension('1001'), extension('1002')];
    const found = judge(facts({ configuration: { ...configuration, needs } }));
    const registrations = found.find(({ check }) => check === 'registrations');
    assert.deepEqual(registrations?.values, { count: 2, extensions: '1002' });
    assert.deepEqual(
      judge(facts({ configuration: { ...configuration, needs: [] } }))
        .filter(({ state }) => state === 'skipped')
        .map(line),
      [
        'skipped extensions nothingNamed',
        'skipped registrations registrationsNone',
        'skipped gateways nothingNamed',
        'skipped boxes nothingNamed',
        'skipped sounds nothingNamed',
        'skipped music nothingNamed',
        'skipped recordings nothingNamed',
      ],
    );
  });

  test('begins with what keeps all calls from working', () => {
    const checks = judge(facts()).map(({ check }) => check);
    assert.deepEqual(
      [...new Set(checks)],
      [
        'database',
        'configuration',
        'service',
        'eventSocket',
        'version',
        'modules',
        'profiles',
        'dialplan',
        'testCall',
        'domain',
        'extensions',
        'registrations',
        'gateways',
        'boxes',
        'sounds',
        'music',
        'recordings',
        'capacity',
        'codecs',
        'clock',
        'zone',
        'cdrs',
        'mail',
        'disk',
        'certificates',
      ],
    );
  });

  test('says each finding in both languages, with nothing left to be filled, and how to mend what is wrong', () => {
    const all = [facts(), ...Object.values(BROKEN).map(([given]) => given)].flatMap(judge);
    for (const finding of all) {
      for (const lang of ['en', 'de'] as const) {
        const { why, remedy, state } = findingWords(finding, lang);
        assert.doesNotMatch(`${why} ${remedy}`, /\{\w+\}|undefined/);
        assert.notEqual(why, '');
        if (state === 'fault' || state === 'warning') assert.notEqual(remedy, '', finding.said);
      }
    }
    const said = new Set(all.map((finding) => finding.said));
    const unsaid = Object.keys(doctorTexts.en.said).filter((key) => !said.has(key as never));
    assert.deepEqual(unsaid, ['nothingNamed', 'registrationsSome', 'registrationsNone']);
  });

  test('counts a certificate of the day as not over', () => {
    assert.deepEqual(amiss(certificate(NOW.toISOString())), ['warning certificates certificateSoon']);
  });
});
