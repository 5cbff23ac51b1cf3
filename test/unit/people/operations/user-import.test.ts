/** What a list of extensions would change, row by row, and what is left alone. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { atOnce } from '../../../../src/base/in-slices.js';
import { plannedSteps, type PlannedRow } from '../../../../src/people/operations/user-import-plan.js';
import { choiceOf, withRowsSteps } from '../../../../src/people/operations/user-import.js';
import { freeUserId } from '../../../../src/people/operations/short-names.js';
import { configuration, file } from '../../base/configuration/minimal.js';
import { read } from '../imports/readings.js';

const HOUSE = configuration(
  file({
    users: [
      { id: 'anna', name: 'Anna Albrecht', extension: '1001', mobile: { number: '0171 3920011' } },
      { id: 'bernd', name: 'Bernd', extension: '1002' },
    ],
    groups: [{ number: '700', name: 'Sales', stages: [], final: { hangup: 'USER_BUSY' } }],
  }),
);

async function planned(text: string): Promise<readonly PlannedRow[]> {
  return atOnce(plannedSteps(HOUSE, (await read(text)).rows));
}

function shortly({ state, id, fault, about, nameNow, leftOut }: PlannedRow): string {
  return [state, id, fault, about, nameNow, ...leftOut]
    .filter((one) => one !== undefined && one !== '')
    .join(' | ');
}

describe('A row of a list', () => {
  for (const [what, row, expected] of [
    ['of somebody who is not there is new', '1003;Carla;;', 'new | carla'],
    ['without a name gets the extension as its name', '1003;;;', 'new | user-1003'],
    ['of somebody who is there is the same', '1001;Anna Albrecht;;', 'same | anna | Anna Albrecht'],
    ['without a name changes no name', '1001;;;', 'same | anna | Anna Albrecht'],
    [
      'with another name is offered, and no other mobile is',
      '1002;Bernd Brandt;0171 3920099;',
      'renamed | bernd | Bernd',
    ],
    ['whose name somebody else has gets another short name', '1003;Anna;;', 'new | anna-1003'],
    ['with a mobile and an address', '1003;Carla;0171 3920033;carla@example.com', 'new | carla'],
    ['with a mobile that is none loses it, and is told', '1003;Carla;12;x', 'new | carla | mobile | email'],
    ['with a mobile without area code loses it', '1003;Carla;3920033;', 'new | carla | mobile'],
    ['with letters as extension is unusable', 'SEP00;Carla;;', 'unusable | extension | SEP00'],
    [
      'with an extension of sixteen digits is unusable',
      '1234567890123456;C;;',
      'unusable | extension | 1234567890123456',
    ],
    ['without an extension is unusable', ';Carla;;', 'unusable | noExtension'],
    ['with the number of a group is unusable', '700;Carla;;', 'unusable | group | Sales'],
    ['with too long a name is unusable', `1003;${'x'.repeat(61)};;`, `unusable | name | ${'x'.repeat(61)}`],
  ] as const) {
    test(what, async () => {
      const [one] = await planned(`Nebenstelle;Name;Handy;E-Mail\n1099;Zeno;;\n${row}\n`).then((rows) =>
        rows.slice(1),
      );
      assert.equal(one === undefined ? '' : shortly(one), expected);
    });
  }

  test('that stands there twice counts once, and tells where it stood before', async () => {
    const rows = await planned('Nebenstelle;Name\n1003;Carla\n1001;Anna Albrecht\n1003;Clara\n1001;Anna\n');
    assert.deepEqual(rows.map(shortly), [
      'new | carla',
      'same | anna | Anna Albrecht',
      'duplicate | 2',
      'duplicate | 3',
    ]);
  });

  test('brings its domain along; of several domains those that nobody named wait to be chosen', async () => {
    const one = await planned('Nebenstelle;Name;Domain\n1001;Carla;Other.example\n');
    assert.deepEqual(
      one.map((row) => [shortly(row), row.phone]),
      [['new | carla', '1001@other.example']],
    );
    const added = atOnce(withRowsSteps(HOUSE, one)).users.at(-1);
    assert.deepEqual([added?.extension, added?.domain], ['1001', 'other.example']);
    const two = await planned(
      'Nebenstelle;Name;Domain\n1003;Carla;other.example\n1003;Eva;pbx.example\n1004;Udo;\n',
    );
    assert.deepEqual(two.map(shortly), ['otherDomain | carla | other.example', 'new | eva', 'new | udo']);
    assert.equal(choiceOf(two[0], 0), 'otherDomain-0');
  });

  test('is compared by number and domain', async () => {
    const { users } = HOUSE;
    const house = {
      ...HOUSE,
      users: [...users, { id: 'gerda', name: 'Gerda', extension: '1001', domain: 'other.example' }],
    };
    const { rows } = await read(
      'Nebenstelle;Name;Domain\n1001;Gerda;other.example\n1001;Anna A.;pbx.example\n700;Udo;other.example\n1003;Eva;other.example.\n1004;Ina;default\n',
    );
    const planned_ = atOnce(plannedSteps(house, rows));
    assert.deepEqual(planned_.map(shortly), [
      'same | gerda | Gerda',
      'renamed | anna | Anna Albrecht',
      'new | udo',
      'unusable | domain | other.example.',
      // A context of the dialplan, not a domain.
      'new | ina',
    ]);
  });

  test('that is disabled is left out, and takes nobody’s place', async () => {
    const rows = await planned('Nebenstelle;Name;Aktiv\n1003;Carla;nein\n1003;Eva;ja\n');
    assert.deepEqual(rows.map(shortly), ['disabled', 'new | eva']);
  });

  test('whose number is a second name is told so', async () => {
    const rows = await planned('extension,number_alias,name\nanna,1003,Anna\n');
    assert.deepEqual(rows.map(shortly), ['unusable | alias | anna']);
  });
});

test('Short names are what ids may be, and nobody’s', () => {
  for (const [name, id] of [
    ['Anna Albrecht', 'anna-albrecht'],
    ['Jürgen Groß-Ölmann', 'juergen-gross-oelmann'],
    ['Zoë Çelik', 'zoe-celik'],
    ['123 Empfang', 'empfang'],
    ['Ω', 'user-1003'],
    ['x'.repeat(60), 'x'.repeat(40)],
  ] as const)
    assert.equal(freeUserId(name, '1003', new Set()), id);
  const taken = new Set(['anna', 'anna-1003']);
  assert.equal(freeUserId('Anna', '1003', taken), 'anna-1003-2');
  assert.equal(freeUserId('Anna', '1003', taken), 'anna-1003-3');
  assert.equal(freeUserId('x'.repeat(60), '1003', new Set(['x'.repeat(40)])), `${'x'.repeat(35)}-1003`);
});
