/** What a FreeSWITCH with the folder freeswitch/ answers, shortened, and a service beside it: nothing is wrong. */
import type { Facts, SwitchAnswers } from '../../../../src/people/doctor/checks/facts.js';
import type { MissingNeed, NeededThing } from '../../../../src/base/model/need.js';
import type { SwitchRule } from '../../../../src/base/model/snapshot.js';
import type { Finding } from '../../../../src/people/doctor/checks/finding.js';
import { judge } from '../../../../src/people/doctor/order.js';
import { aGroup, aSnapshot, manualSwitch } from '../../../factories.js';

export const NAME = '127.0.0.1:8021';
export const NOW = new Date('2026-11-30T12:00:00Z');

export const PROFILE = `<param name="sip-ip" value="127.0.0.1"></param>
  <param name="inbound-codec-prefs" value="PCMA,PCMU"></param>
  <param name="outbound-codec-prefs" value="PCMA,PCMU"></param>
  <param name="rtp-timer-name" value="soft"></param>`;

const PHONES = `<param name="auth-calls" value="true"></param>
  <param name="multiple-registrations" value="contact"></param>
  <param name="manage-presence" value="true"></param>
  <param name="auth-subscriptions" value="true"></param>
  <param name="force-subscription-domain" value="pbx.example"></param>
  <param name="force-register-domain" value="pbx.example"></param>`;

const SOFIA = `<configuration name="sofia.conf"><profiles>
  <profile name="external"><gateways><gateway name="telco"><param name="register" value="false"></param></gateway></gateways>
  <settings>${PROFILE}<param name="auth-calls" value="false"></param></settings></profile>
  <profile name="internal"><settings>${PROFILE}${PHONES}</settings></profile>
</profiles></configuration>`;

const SOFIA_STATUS = `                 external	profile	             sip:mod_sofia@127.0.0.1:5080	RUNNING (0)
          external::telco	gateway	             sip:FreeSWITCH@127.0.0.1:5090	NOREG
                 internal	profile	             sip:mod_sofia@127.0.0.1:5060	RUNNING (0)
2 profiles 0 aliases`;

const DIALPLAN = `<section name="dialplan"><context name="default"><extension name="hunt groups">
  <condition field="destination_number" expression="^(7\\d\\d)$">
    <action application="multiset" data="hunt_group=$1 rufgruppe_from=inside rufgruppe_arrival=\${profile_index}.\${profile_created_time}"></action>
    <action application="socket" data="127.0.0.1:8084 full"></action>
    <action application="socket" data="127.0.0.1:8085|127.0.0.1:8084 full"></action>
    <action application="transfer" data="$1 XML hunt_group_fallback"></action>
  </condition></extension><extension name="codes">
  <condition field="destination_number" expression="^(\\*5[0-8]\\d{0,15}(?:\\*\\d{0,15})?)$">
    <action application="set" data="rufgruppe_code=$1"></action>
    <action application="socket" data="127.0.0.1:8084 full"></action>
    <action application="hangup" data="NORMAL_TEMPORARY_FAILURE"></action>
  </condition></extension></context></section>`;

const USERS = `userid|context|domain|group|contact|callgroup|effective_caller_id_name|effective_caller_id_number
1001|default|pbx.example||sofia/internal/sip:1001@127.0.0.1:5070||Anna|1001

+OK
`;

const NOTHING = "can't find anything\n";

export const ANSWERS: SwitchAnswers = {
  name: NAME,
  host: '127.0.0.1',
  here: '127.0.0.1',
  there: '127.0.0.1',
  version: 'FreeSWITCH Version 1.11.1-release~64bit ( 64bit)',
  status: 'UP 0 years, 0 days, 1 hour\nFreeSWITCH (Version 1.11.1 -release 64bit) is ready\n',
  paused: 'false\n',
  missingModules: [],
  sofia: SOFIA,
  core: `<configuration name="switch.conf"><settings><param name="rtp-start-port" value="16384"></param>
    <param name="rtp-end-port" value="17383"></param></settings></configuration>`,
  jsonCdr: `<configuration name="json_cdr.conf"><settings><param name="log-b-leg" value="true"></param>
    <param name="encode-values" value="false"></param><param name="log-dir" value="/log/cdr"></param></settings></configuration>`,
  lua: NOTHING,
  xmlCurl: NOTHING,
  dialplan: DIALPLAN,
  defaultPassword: '-ERR no reply\n',
  sofiaStatus: SOFIA_STATUS,
  maxSessions: '+OK max sessions: 500\n',
  sessionsPerSecond: '+OK sessions per second: 200\n',
  users: USERS,
  epoch: '1796040000',
  offset: '+0100',
  clockAskedMs: [1_796_040_000_200, 1_796_040_000_300],
  missing: [],
  ways: new Map([['127.0.0.1:8084', { isOpen: true, from: '127.0.0.1', isAllowed: true }]]),
  certificates: [
    {
      of: 'SIP profile internal (127.0.0.1:5061)',
      endsAt: new Date('2027-11-30T12:00:00Z'),
      reason: undefined,
    },
  ],
};

export const GB = 1024 ** 3;

/** One of each that a configuration can name. */
export const THINGS: readonly NeededThing[] = [
  { kind: 'extension', extension: '1001', domain: 'pbx.example' },
  { kind: 'gateway', gateway: 'telco' },
  { kind: 'trunk', name: 'external' },
  { kind: 'voicemail', profile: 'default' },
  { kind: 'box', box: '1001', domain: 'pbx.example' },
  { kind: 'announcement', file: 'closed.wav' },
  { kind: 'prompt', file: 'confirm.wav' },
  { kind: 'ringbackFile', file: 'hold.wav' },
  { kind: 'codeSound', file: 'codes/de/is-on.wav' },
  { kind: 'music', stream: 'moh' },
  { kind: 'tones' },
  { kind: 'recordings', folder: '/rec' },
];

const NIGHT: SwitchRule = {
  switch: manualSwitch(false),
  when: 'on',
  to: { kind: 'hangup', cause: 'USER_BUSY' },
};

const SNAPSHOT = aSnapshot({
  settings: { domain: 'pbx.example' },
  groups: [aGroup({ rules: [NIGHT] })],
});

const FACTS: Facts = {
  service: {
    host: '127.0.0.1',
    port: 8084,
    allow: ['127.0.0.1'],
    runs: true,
    zone: 'Europe/Berlin',
    offsetMinutes: 60,
    now: NOW,
  },
  database: { place: '/data/mongodb', state: 'reached', reason: '' },
  configuration: {
    kind: 'known',
    snapshot: SNAPSHOT,
    needs: THINGS.map((thing) => ({ thing, groups: [{ number: '700', name: 'Sales' }] })),
  },
  switches: [{ kind: 'asked', answers: ANSWERS }],
  folders: [
    { folder: '/data', use: 'data', state: 'usable', free: 50 * GB, size: 100 * GB },
    { folder: '/rec', use: 'recordings', state: 'usable', free: 50 * GB, size: 100 * GB },
    { folder: '/log/cdr', use: 'cdrs', state: 'usable', free: 50 * GB, size: 100 * GB },
  ],
  mail: {
    server: 'mail.example',
    folder: '/data/outbox',
    trouble: undefined,
    publicUrl: 'https://pbx.example/',
    test: { to: 'anna@example.com', trouble: undefined },
  },
  backup: {
    folder: '/data/backups',
    last: {
      since: new Date('2026-11-01T12:00:00Z'),
      at: new Date('2026-11-30T01:30:00Z'),
      ok: true,
      reason: '',
      good: {
        at: new Date('2026-11-30T01:30:00Z'),
        host: 'pbx-1',
        file: '/data/backups/rufgruppe-20261130T013000Z.gz',
        bytes: 5e6,
        documents: 9000,
        tookMs: 4000,
      },
    },
  },
  certificates: [],
  testCalls: [{ group: '700', freeswitch: NAME, result: 'taken', reason: '' }],
};

/** Everything as it should be, but for what is given. */
export function facts(changed: Partial<Facts> = {}): Facts {
  return { ...FACTS, ...changed };
}

/** The same, with other answers of the FreeSWITCH. */
export function answering(changed: Partial<SwitchAnswers>): Facts {
  return facts({ switches: [{ kind: 'asked', answers: { ...ANSWERS, ...changed } }] });
}

export function lacking(thing: NeededThing, lack: MissingNeed['lack'] = 'missing'): Facts {
  const groups = [{ number: '700', name: 'Sales' }];
  return answering({ missing: [{ thing, lack, groups, freeswitch: NAME }] });
}

/** What is not good: `fault extensions extensionsMissing`. */
export function amiss(given: Facts): readonly string[] {
  return judge(given)
    .filter(({ state }) => state !== 'ok')
    .map(line);
}

export function line({ check, state, said }: Finding): string {
  return `${state} ${check} ${said}`;
}
