/** Phones in another SIP domain than the house's: what is allowed, and what it means. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DateTime } from 'luxon';
import { buildSnapshot } from '../../../../src/base/configuration/snapshot.js';
import { numberPlacesOf, takenOut } from '../../../../src/base/configuration/take-out.js';
import { dialledFrom, phoneAddress, phoneSeen } from '../../../../src/base/model/phone-address.js';
import { isMember } from '../../../../src/base/model/member.js';
import { membersIn } from '../../../../src/base/store/members-in.js';
import { configuration, faultsOf, file, group, warningsOf } from './minimal.js';

const ANNA = { id: 'anna', name: 'Anna', extension: '1001' };
const GERDA = { id: 'gerda', name: 'Gerda', extension: '1001', domain: 'branch.example' };

const snapshotOf = (value: unknown) =>
  buildSnapshot({
    revision: 1,
    content: configuration(value),
    switchStates: new Map(),
    now: DateTime.fromISO('2026-11-30T12:00:00Z'),
  });

describe('A domain of a user', () => {
  for (const domain of [
    'branch.example.',
    '[2001:db8::1]',
    '2001:db8::1',
    'branch.example:5060',
    'sip:branch.example',
    'branch..example',
    'branch_1.example',
    '-branch.example',
    '',
    ' branch.example',
    `${'x'.repeat(64)}.example`,
    ...Array.from(',|[]{}^<>$\'"\\@ /;%', (sign) => `branch${sign}example`),
  ])
    test(`is refused as ${JSON.stringify(domain)}, and it says what is allowed`, () => {
      const [fault, ...more] = faultsOf(file({ users: [{ ...GERDA, domain }] }));
      assert.match(fault ?? '', /users\[0\]\.domain.*must be a SIP domain such as branch\.example/);
      assert.deepEqual(more, []);
      const [place] = faultsOf(file({ groups: [group({ final: { extension: `1001@${domain}` } })] }));
      assert.match(place ?? '', /final\.extension.*must be an extension: 1 to 15 digits, or with a domain/);
    });

  test('is kept in lower case, as FreeSWITCH compares it', () => {
    const { users, groups } = configuration(
      file({
        users: [{ ...GERDA, domain: 'Branch.EXAMPLE' }],
        groups: [group({ final: { voicemail: '1001@Branch.Example' } })],
      }),
    );
    assert.equal(users[0]?.domain, 'branch.example');
    assert.deepEqual(groups[0]?.final, { voicemail: '1001@branch.example' });
  });

  test('may be an IPv4 address, and does nothing without an extension', () => {
    const warned = warningsOf(file({ users: [{ id: 'gerda', name: 'Gerda', domain: '192.0.2.7' }] }));
    assert.ok(
      warned.some((text) => /users\[0\]\.domain.*has no effect without extension/.test(text)),
      String(warned),
    );
  });
});

describe('The same extension', () => {
  test('may be in two domains, and in one only once, also where it is written out', () => {
    assert.deepEqual(faultsOf(file({ users: [ANNA, GERDA] })), []);
    for (const twice of [
      { ...GERDA, id: 'other' },
      { ...ANNA, id: 'other' },
      { ...ANNA, id: 'other', domain: 'PBX.example' },
    ])
      assert.match(faultsOf(file({ users: [ANNA, GERDA, twice] }))[0] ?? '', /users\[2\]\.extension.*taken/);
  });

  test('is no number of a group in another domain', () => {
    const far = { ...GERDA, extension: '700' };
    assert.deepEqual(
      faultsOf(file({ users: [far], groups: [group({ final: { extension: '700@branch.example' } })] })),
      [],
    );
    assert.match(
      faultsOf(file({ users: [{ ...far, domain: 'pbx.example' }], groups: [group()] }))[0] ?? '',
      /taken/,
    );
    assert.match(
      faultsOf(file({ groups: [group({ final: { extension: '700@pbx.example' } })] }))[0] ?? '',
      /is the number of a group/,
    );
  });
});

describe('What calls read', () => {
  const house = file({
    users: [ANNA, GERDA, { ...ANNA, id: 'bernd', extension: '1002', domain: 'pbx.example' }],
    groups: [
      group({
        stages: [
          {
            ringSec: 5,
            members: ['gerda', { extension: '1003@branch.example' }, { extension: '1004@pbx.example' }],
          },
        ],
        rules: [],
        final: { voicemail: '1001@third.example' },
        pickup: [{ extension: '1009@fourth.example' }, 'gerda'],
      }),
    ],
  });

  test('has the domain behind the number where it is another than the house’s', () => {
    const { users, extensions, groups, domains } = snapshotOf(house);
    assert.deepEqual(
      [...users.values()].map(({ extension }) => extension),
      ['1001', '1001@branch.example', '1002'],
    );
    assert.deepEqual([...extensions], ['1001', '1001@branch.example', '1002', '1003@branch.example', '1004']);
    assert.deepEqual(groups.get('700')?.final, { kind: 'voicemail', box: '1001@third.example' });
    const pickup = groups.get('700')?.pickup;
    assert.deepEqual(pickup?.kind === 'listed' && [...pickup.extensions], [
      '1009@fourth.example',
      '1001@branch.example',
    ]);
    assert.equal(domains.home, 'pbx.example');
    assert.deepEqual([...domains.others].toSorted(), ['branch.example', 'fourth.example', 'third.example']);
  });

  test('is as it was where no other domain is named, whatever FreeSWITCH calls the house’s', () => {
    const { domains } = snapshotOf(
      file({ users: [ANNA], groups: [group({ stages: [{ ringSec: 5, members: ['anna'] }] })] }),
    );
    assert.equal(domains.others.size, 0);
    assert.equal(phoneSeen('1001', '192.0.2.1', domains), '1001');
    const { domains: two } = snapshotOf(house);
    assert.equal(phoneSeen('1001', 'PBX.example', two), '1001');
    assert.equal(phoneSeen('1001', 'Branch.Example', two), '1001@branch.example');
    assert.equal(phoneSeen('1001', '192.0.2.1', two), '1001@192.0.2.1');
    assert.equal(phoneSeen('1001', undefined, two), '1001');
    assert.equal(dialledFrom('1001@branch.example', '1002'), '1002@branch.example');
    assert.equal(dialledFrom(phoneAddress('1001', 'PBX.EXAMPLE', 'pbx.example'), '1002'), '1002');
  });

  test('knows who is in a group by the pair', () => {
    const { users, groups } = snapshotOf(
      file({
        users: [ANNA, GERDA],
        groups: [group({ stages: [{ ringSec: 5, members: [{ extension: '1001@branch.example' }] }] })],
      }),
    );
    const [anna, gerda, sales] = [users.get('anna'), users.get('gerda'), groups.get('700')];
    assert.ok(anna && gerda && sales);
    assert.deepEqual([isMember(sales, anna), isMember(sales, gerda)], [false, true]);
    const stored = membersIn(
      file({
        users: [ANNA, GERDA],
        groups: [group({ stages: [{ ringSec: 5, members: [{ extension: '1001@branch.example' }] }] })],
      }),
    );
    const states = ['anna', 'gerda'].map((userId) => stored({ userId, group: '700' }));
    assert.deepEqual(states, [false, true]);
  });
});

test('Who deletes a user is told of places that name that phone, and of no other with its number', () => {
  const house = configuration(
    file({
      users: [ANNA, GERDA, { id: 'heinz', name: 'Heinz', extension: '1002', domain: 'branch.example' }],
      groups: [
        group({
          stages: [{ ringSec: 5, members: [{ extension: '1001' }, { extension: '1001@branch.example' }] }],
          final: { voicemail: '1001@pbx.example' },
        }),
      ],
    }),
  );
  const places = (id: string) => numberPlacesOf(house, { kind: 'user', id }).map(({ path }) => path);
  assert.deepEqual(places('anna'), ['groups[0].stages[0].members[0].extension', 'groups[0].final.voicemail']);
  assert.deepEqual(places('gerda'), ['groups[0].stages[0].members[1].extension']);
  const { next } = takenOut(house, { kind: 'user', id: 'gerda' }, { by: 'heinz', numbers: true });
  const { stages } = (next as typeof house).groups[0] ?? assert.fail();
  assert.deepEqual(stages[0]?.members, [{ extension: '1001' }, { extension: '1002@branch.example' }]);
});
