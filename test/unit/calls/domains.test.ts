/** Two phones of one number in two domains: nobody is taken for the other. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Snapshot } from '../../../src/base/model/snapshot.js';
import { talkingUser, type ChannelSeen } from '../../../src/calls/live/channel-talks.js';
import { watchRegistrations } from '../../../src/calls/live/registrations.js';
import { watchTalking } from '../../../src/calls/live/talking.js';
import { keepLamps } from '../../../src/calls/lamps/lamps.js';
import { lampKey, lampStates } from '../../../src/calls/lamps/lamp-states.js';
import { decideCode } from '../../../src/calls/codes/rules/decide.js';
import { phoneOf } from '../../../src/calls/codes/phone.js';
import { decide } from '../../../src/calls/routing/decide.js';
import { inboundCall } from '../../../src/calls/session/arrival.js';
import { whoIs } from '../../../src/app/following.js';
import { originateString } from '../../../src/telephony/dialstring/originate.js';
import {
  aCall,
  aGroup,
  anAway,
  aRecord,
  aRecordedLeg,
  aSnapshot,
  aStage,
  at,
  aUser,
  someSettings,
  userMember,
} from '../../factories.js';
import { Said } from '../../fakes/event-source.js';

const HOME = 'pbx.example.com';
const BRANCH = 'branch.example';
const ANNA = aUser({ id: 'anna', name: 'Anna', extension: '1001', mobile: undefined });
const GERDA = aUser({ id: 'gerda', name: 'Gerda', extension: `1001@${BRANCH}`, mobile: undefined });
const NOW = at('2026-11-25T09:00');

const house = (changes: Parameters<typeof aSnapshot>[0] = {}): Snapshot =>
  aSnapshot({
    settings: { domain: HOME },
    groups: [aGroup({ stages: [aStage([userMember(ANNA), userMember(GERDA)])] })],
    ...changes,
  });

/** A phone of this domain calls, as FreeSWITCH tells it; From has the address of the machine. */
function channel(domain: string, user = '1001') {
  const variables: Record<string, string> = {
    sip_auth_username: user,
    sip_auth_realm: HOME,
    domain_name: domain,
    sip_from_user: user,
    sip_from_host: '192.0.2.1',
    hunt_group: '700',
  };
  const headers: Record<string, string> = { 'Caller-Caller-ID-Number': user };
  return { header: (name: string) => headers[name], variable: (name: string) => variables[name] };
}

const arrives = (domain: string, snapshot = house()) =>
  inboundCall('uuid-1', channel(domain), snapshot, { toE164: () => undefined, nameOf: () => undefined });

function rungBy(domain: string, snapshot = house()): readonly string[] {
  const step = decide(snapshot, arrives(domain, snapshot), [], NOW);
  return step.kind === 'ring' ? step.targets.map(({ who }) => who) : [];
}

describe('A caller', () => {
  test('leaves out the own phone, and not the one of the same number', () => {
    assert.deepEqual(rungBy(HOME), ['Gerda']);
    assert.deepEqual(rungBy(BRANCH), ['Anna']);
    assert.deepEqual(rungBy('third.example'), ['Anna', 'Gerda']);
  });

  test('stands in the record with the domain, so that call-backs are kept apart', () => {
    assert.deepEqual(arrives(BRANCH).caller, {
      kind: 'known',
      number: `1001@${BRANCH}`,
      e164: undefined,
      name: undefined,
    });
    assert.deepEqual(arrives(HOME).caller, {
      kind: 'known',
      number: '1001',
      e164: undefined,
      name: undefined,
    });
  });

  test('is shown as a number that rings the caller again, and where none does so with the domain', () => {
    const shownAt = (extension: string, callerPhone: string) => {
      const call = {
        ...aCall(),
        caller: { kind: 'known', number: callerPhone, e164: undefined, name: 'X' } as const,
      };
      const target = { kind: 'extension', extension, who: '', userId: undefined, ringsOn: false } as const;
      const endpoint = { kind: 'contact', contact: 'sofia/internal/sip:1002@192.0.2.9:5060' } as const;
      const leg = { id: 'leg-1', target, endpoint, delaySec: 0, ringSec: undefined, confirm: false };
      const text = originateString([leg], {
        callId: call.id,
        caller: call.caller,
        callerPhone,
        group: aGroup(),
        settings: someSettings({ domain: HOME }),
        ringSec: 5,
      });
      return /origination_caller_id_number=([^,\]]*)/.exec(text)?.[1];
    };
    assert.equal(shownAt('1002', '1001'), '1001');
    assert.equal(shownAt(`1002@${BRANCH}`, `1001@${BRANCH}`), '1001');
    assert.equal(shownAt('1002', `1001@${BRANCH}`), `1001-${BRANCH}`);
    assert.equal(shownAt(`1002@${BRANCH}`, '1001'), `1001-${HOME}`);
  });
});

test('Who is away does not take the phone of the same number along', () => {
  assert.deepEqual(rungBy('third.example', house({ away: { gerda: anAway('all') } })), ['Anna']);
});

describe('A code', () => {
  const dialled = (domain: string, snapshot: Snapshot) =>
    decideCode({
      dialled: { kind: 'presence', to: 'away', group: '' },
      phone: phoneOf(channel(domain), snapshot.domains),
      snapshot,
      calls: [],
      now: NOW,
    });

  test('means who signed in, whatever realm and From say', () => {
    const snapshot = house();
    for (const [domain, userId] of [
      [HOME, 'anna'],
      [BRANCH, 'gerda'],
    ] as const)
      assert.deepEqual(dialled(domain, snapshot), {
        kind: 'present',
        userId,
        to: 'away',
        group: undefined,
        until: undefined,
      });
    assert.equal(dialled('third.example', snapshot).kind, 'say');
  });

  test('picks up what rings at the phone that is dialled in the own domain', () => {
    const snapshot = house();
    const ringing = (to: string) =>
      aRecord({
        channel: `rings ${to}`,
        endedAt: null,
        legs: [aRecordedLeg({ kind: 'desk', to, outcome: 'ringing', endedAt: null })],
      });
    const found = (domain: string) => {
      const step = decideCode({
        dialled: { kind: 'pickup', number: '1001' },
        phone: phoneOf(channel(domain), snapshot.domains),
        snapshot,
        calls: [ringing('1001'), ringing(`1001@${BRANCH}`)],
        now: NOW,
      });
      return step.kind === 'pickUp' ? step.calls.map((call) => call.channel) : [];
    };
    assert.deepEqual(found(HOME), ['rings 1001']);
    assert.deepEqual(found(BRANCH), [`rings 1001@${BRANCH}`]);
  });
});

test('A lamp is told in the domain of its user, and that of a switch in all', () => {
  const snapshot = house({ away: { gerda: anAway('all') } });
  const keys = lampStates(snapshot, NOW).lamps.flatMap(({ addresses }) => addresses.map(lampKey));
  assert.ok(keys.includes(`away+1001@${BRANCH}`));
  assert.ok(!keys.some((key) => key === `away+1001@${HOME}`));
});

describe('The live page', () => {
  const two = house().domains;

  test('knows which phone has registered, also after the configuration has changed', async () => {
    const source = new Said();
    const registrations = watchRegistrations([source], () => undefined, { warn: () => undefined });
    const row = (realm: string) => ({
      reg_user: '1001',
      realm,
      url: `sofia/internal/sip:1001@192.0.2.9:5060`,
    });
    await source.connect(() => Promise.resolve(JSON.stringify({ rows: [row(BRANCH)] })));
    const seen = (domains = two) =>
      ['1001', `1001@${BRANCH}`].map((phone) => registrations.isRegistered(phone, domains));
    assert.deepEqual(seen(), [false, true]);
    assert.deepEqual(seen({ home: HOME, others: new Set() }), [true, false]);
    const event = (subclass: string, host: string) =>
      [
        'CUSTOM',
        {
          'Event-Subclass': `sofia::${subclass}`,
          'profile-name': 'internal',
          'from-user': '1001',
          'from-host': host,
          contact: '<sip:1001@192.0.2.9:5060>',
        },
      ] as const;
    // One device with the same number in both.
    source.say(...event('register', HOME));
    assert.deepEqual(seen(), [true, true]);
    source.say(...event('unregister', BRANCH));
    assert.deepEqual(seen(), [true, false]);
    assert.deepEqual([...(registrations.domainsOf('internal') ?? [])].toSorted(), [BRANCH, HOME]);
  });

  const calling: ChannelSeen = {
    uuid: 'a',
    direction: 'inbound',
    name: 'sofia/internal/1001@192.0.2.1',
    state: 'ACTIVE',
    presenceId: '1001@192.0.2.1',
    presenceData: '',
    destination: '700',
  };
  const called: ChannelSeen = { ...calling, direction: 'outbound', presenceId: '', destination: '1001' };

  test('knows whose channel it is, by the profile of one domain or else by what FreeSWITCH says', () => {
    const seen = (channel_: ChannelSeen, ...domains: readonly string[]) =>
      talkingUser(channel_, () => new Set(domains));
    assert.deepEqual(seen(calling, BRANCH), { user: '1001', host: BRANCH });
    assert.deepEqual(seen(called, BRANCH), { user: '1001', host: BRANCH });
    assert.deepEqual(seen({ ...calling, presenceId: `1001@${BRANCH}` }, HOME, BRANCH), {
      user: '1001',
      host: BRANCH,
    });
    assert.deepEqual(seen({ ...called, presenceData: `rufgruppe-1001@${BRANCH}` }, HOME, BRANCH), {
      user: '1001',
      host: BRANCH,
    });
    assert.deepEqual(seen({ ...called, presenceData: 'rufgruppe-1001' }, BRANCH), { user: '1001', host: '' });
    // Of two domains nothing says which: it counts as not talking.
    assert.equal(seen(called, HOME, BRANCH), undefined);
  });

  test('does not call a phone busy because the other one of its number talks', async () => {
    const source = new Said();
    const talking = watchTalking({
      sources: [source],
      isWanted: () => true,
      domainsOf: () => new Set([BRANCH]),
      onChange: () => undefined,
      log: { warn: () => undefined },
      schedule: () => () => undefined,
    });
    const row = {
      uuid: 'a',
      direction: 'inbound',
      name: calling.name,
      callstate: 'ACTIVE',
      presence_id: calling.presenceId,
    };
    await source.connect(() => Promise.resolve(JSON.stringify({ rows: [row] })));
    const seen = (domains = two) =>
      ['1001', `1001@${BRANCH}`].map((phone) => talking.isTalking(phone, domains));
    assert.deepEqual(seen(), [false, true]);
    assert.deepEqual(seen({ home: HOME, others: new Set() }), [true, false]);
    talking.stop();
  });
});

test('The record of a talk with a phone that no stage rang says whose it was, or only the number', () => {
  const known = whoIs({ known: () => house() } as unknown as Parameters<typeof whoIs>[0]);
  const who = (phone: Parameters<typeof known>[0]) => [
    known(phone)?.who,
    known(phone)?.userId,
    known(phone)?.to,
  ];
  assert.deepEqual(who({ address: '1001' }), ['Anna', 'anna', '1001']);
  assert.deepEqual(who({ address: `1001@${BRANCH}` }), ['Gerda', 'gerda', `1001@${BRANCH}`]);
  assert.deepEqual(who({ number: '1001', domain: BRANCH }), ['Gerda', 'gerda', `1001@${BRANCH}`]);
  assert.deepEqual(who({ number: '1001', domain: undefined }), ['1001', null, '1001']);
  assert.deepEqual(who({ number: '1099', domain: undefined }), [undefined, undefined, undefined]);
});

test('Where the house’s domain is an address, a lamp there is put right after that of its number elsewhere', async () => {
  const source = new Said();
  let snapshot = house({ settings: { domain: '192.0.2.1' } });
  let changed = (): void => undefined;
  const lamps = keepLamps({
    sources: [source],
    snapshot: () => snapshot,
    onSnapshot: (listener) => {
      changed = listener;
      return () => undefined;
    },
    now: () => NOW,
    schedule: () => () => undefined,
  });
  await source.connect(() => Promise.resolve(''));
  const before = source.fired.length;
  snapshot = house({ settings: { domain: '192.0.2.1' }, away: { gerda: anAway('all') } });
  changed();
  assert.deepEqual(
    source.fired.slice(before).map(({ headers }) => `${headers['from']} ${headers['answer-state']}`),
    ['1001', '1001-700']
      .map((user) => `${user}@${BRANCH} confirmed`)
      .concat(['1001', '1001-700'].map((user) => `${user}@192.0.2.1 terminated`)),
  );
  lamps.stop();
});
