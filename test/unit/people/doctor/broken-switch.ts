/** One thing at a time is wrong with FreeSWITCH, and what the doctor says then. */
import assert from 'node:assert/strict';
import type { Facts, SwitchAnswers } from '../../../../src/people/doctor/checks/facts.js';
import { aStage, extensionMember } from '../../../factories.js';
import { ANSWERS, answering, lacking, NAME, facts } from './facts.js';
import { houseWith } from './houses.js';

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

const onOtherMachine = { here: '192.0.2.1', there: '192.0.2.2' };
const EXTENSIONS = Array.from({ length: 120 }, (_, index) => extensionMember(String(1000 + index)));

export const BROKEN_SWITCH: Readonly<Record<string, readonly [Facts, ...string[]]>> = {
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
    'skipped lamps lampsUnknown',
  ],
  'no profile runs': [
    answering({ sofiaStatus: ANSWERS.sofiaStatus.replaceAll('RUNNING', 'DOWN') }),
    'fault profiles profilesStopped',
    'skipped codecs codecsUnknown',
    'skipped lamps lampsUnknown',
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
    'skipped lamps lampsUnknown',
  ],
  'one phone of an extension rings only': [
    replaced('sofia', 'multiple-registrations', 'x'),
    'warning profiles profilesSingle',
  ],
  'a profile does not speak G.711': [replaced('sofia', '"PCMA,PCMU"', '"OPUS"'), 'warning codecs codecsOdd'],
  'a profile does not convert': [
    replaced(
      'sofia',
      '"soft"></param>',
      '"soft"></param><param name="disable-transcoding" value="true"></param>',
    ),
    'warning codecs codecsFixed',
  ],
  'phones cannot subscribe': [replaced('sofia', 'manage-presence', 'x'), 'warning lamps lampsOff'],
  'lamps are those of another domain': [
    replaced(
      'sofia',
      '"force-subscription-domain" value="pbx.example"',
      '"force-subscription-domain" value="192.0.2.9"',
    ),
    'warning lamps lampsElsewhere',
  ],
  'everybody can watch': [replaced('sofia', 'auth-subscriptions', 'x'), 'warning lamps lampsOpen'],
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
  'the dialplan hands over no codes': [
    replaced('dialplan', /<extension name="codes">.*<\/extension>/s, ''),
    'warning dialplan dialplanCodes',
  ],
  'the dialplan takes the star from a code': [
    replaced('dialplan', '^(\\*5', '^\\*(5'),
    'warning dialplan dialplanCodes',
  ],
  'the dialplan takes too few digits behind a code': [
    replaced('dialplan', '{0,15}', '{0,2}'),
    'warning dialplan dialplanCodes',
  ],
  'the dialplan knows no time behind a code': [
    answering({ dialplan: ANSWERS.dialplan.replace('(?:\\*\\d{0,15})?', '') }),
    'warning dialplan dialplanCodes',
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
  'the calls of a channel are not numbered': [
    replaced('dialplan', /rufgruppe_arrival=/, 'arrival='),
    'warning dialplan dialplanNoArrival',
  ],
  'phones register in another domain': [
    replaced('sofia', 'force-register-domain" value="pbx.example', 'force-register-domain" value="192.0.2.9'),
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
  'a sound of the codes is missing': [
    lacking({ kind: 'codeSound', file: 'codes/de/is-on.wav' }),
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
  'mod_json_cdr is missing': [answering({ missingModules: ['mod_json_cdr'] }), 'fault cdrs cdrsNoModule'],
  'json_cdr.conf is not shown': [answering({ jsonCdr: '' }), 'skipped cdrs cdrsUnknown'],
  'CDRs are posted only': [
    replaced('jsonCdr', '<settings>', '<settings><param name="url" value="http://127.0.0.1/"></param>'),
    'fault cdrs cdrsNoFiles',
  ],
  'CDRs of phones are not written': [replaced('jsonCdr', 'log-b-leg', 'x'), 'fault cdrs cdrsSettings'],
  'the certificate of a profile is over': [
    answering({
      certificates: [{ of: 'internal', endsAt: new Date('2026-11-29T12:00:00Z'), reason: undefined }],
    }),
    'fault certificates certificateOver',
  ],
};
