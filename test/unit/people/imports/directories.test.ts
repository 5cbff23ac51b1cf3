/** Directories of FreeSWITCH: files as they stand in conf/directory, with includes and variables; and hostile ones. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { amongFiles, fits, readSource } from '../../../../src/people/imports/read.js';
import { fileOf, read, refusal, rowsOf, shortly, vanillaUser } from './readings.js';

const DIRECTORY = `<include>
  <domain name="$\${domain}">
    <params><param name="dial-string" value="{^^:sip_invite_domain=\${dialed_domain}}\${sofia_contact(*/\${dialed_user}@\${dialed_domain})}"/></params>
    <groups>
      <group name="default"><users><X-PRE-PROCESS cmd="include" data="default/*.xml"/></users></group>
      <group name="sales"><users><user id="1001" type="pointer"/><user id="1002" type="pointer"/></users></group>
    </groups>
  </domain>
</include>
`;

async function together(...files: readonly (readonly [name: string, text: string])[]) {
  const all = files.map(([name, text]) => fileOf(text, name));
  return readSource(all, { find: amongFiles(all) });
}

describe('A FreeSWITCH directory is read', () => {
  test('from one file with one user', async () => {
    assert.deepEqual(await rowsOf(vanillaUser('1001', 'Anna &amp; Co')), ['2 | 1001 | Anna & Co']);
  });

  test('from the files of a folder: each user once, pointers of groups not at all', async () => {
    const { rows, missing, kind } = await together(
      ['1001.xml', vanillaUser('1001', 'Anna')],
      ['default.xml', DIRECTORY],
      ['1002.xml', vanillaUser('1002', 'Bernd')],
    );
    assert.deepEqual(
      [kind, rows.map(shortly), missing],
      ['directory', ['2 | 1001 | Anna', '2 | 1002 | Bernd'], []],
    );
    assert.deepEqual(
      rows.map(({ file }) => file),
      ['1001.xml', '1002.xml'],
    );
  });

  test('with the domain it stands in, also through an include, and variables that the files set', async () => {
    const set = '<include><X-PRE-PROCESS cmd="set" data="domain=pbx.example"/></include>';
    const { rows } = await together(
      ['vars.xml', set],
      ['default.xml', DIRECTORY],
      ['a.xml', vanillaUser('1001', '$${boss}')],
    );
    assert.deepEqual(rows.map(shortly), ['2 | 1001 | pbx.example']);
  });

  test('with the full name rather than what is shown to callees, and an address for mails', async () => {
    const user = `<user id="1001" number-alias="21"><params><param name="vm-mailto" value="anna@example.com"/></params>
      <variables><variable name="effective_caller_id_name" value="AA"/><variable name="directory_full_name" value="Anna Albrecht"/></variables></user>`;
    const { rows } = await read(user);
    assert.deepEqual(
      [rows.map(shortly), rows[0]?.alias],
      [['1 | 1001 | Anna Albrecht | anna@example.com'], '21'],
    );
  });

  test('that names a file which is not there: the rest is read, and it is told', async () => {
    const { rows, missing } = await together([
      'default.xml',
      DIRECTORY.replace('</users></group>', '<user id="1009"/></users></group>'),
    ]);
    assert.deepEqual(rows.map(shortly), ['5 | 1009']);
    assert.deepEqual(missing, [{ file: 'default.xml', line: 5, pattern: 'default/*.xml' }]);
  });

  test('with what FreeSWITCH itself lets pass: two dashes in a comment, a bare ampersand', async () => {
    assert.deepEqual(await rowsOf(`<!-- a -- b -->${vanillaUser('1001', 'Anna & Co')}`), [
      '2 | 1001 | Anna & Co',
    ]);
  });

  test('as the running FreeSWITCH lists it: once, though it stands in two groups, with any name', async () => {
    const head =
      'userid|context|domain|group|contact|callgroup|effective_caller_id_name|effective_caller_id_number';
    const line = (id: string, group: string, name: string) =>
      `${id}|default|pbx.example|${group}|error/user_not_registered|techsupport|${name}|${id}`;
    const text = [
      head,
      line('1001', 'default', 'Anna | Co'),
      line('1001', 'sales', 'Anna | Co'),
      line('1002', 'default', ''),
      '',
      '+OK',
      '',
    ];
    assert.deepEqual(await rowsOf(text.join('\n')), [
      '2 | 1001 | Anna | Co | pbx.example',
      '4 | 1002 | pbx.example',
    ]);
    assert.equal(await refusal(read(`${head}\n\n+OK\n`)), 'notListed list.csv');
  });
});

describe('A hostile directory', () => {
  const ENTITIES = `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><user id="1001"><variables><variable name="effective_caller_id_name" value="&b;"/></variables></user>`;
  for (const [what, text, why] of [
    ['with entities of entities is refused', ENTITIES, 'xmlDoctype list.csv 1'],
    [
      'with an entity of another file is refused',
      '<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>',
      'xmlDoctype list.csv 1',
    ],
    ['that is nested too deeply is refused', '<a>'.repeat(100), 'xmlDeep list.csv 1'],
    ['that is cut off is refused', vanillaUser('1001', 'Anna').slice(0, 60), 'xmlBroken list.csv 4'],
    ['that closes what is not open is refused', '<a></b></a>', 'xmlBroken list.csv 1'],
    ['without users is refused', '<include></include>', 'noUsers'],
  ] as const) {
    test(what, async () => assert.equal(await refusal(read(text)), why));
  }

  test('that includes itself, or in a circle, ends', async () => {
    const circle = (id: string) =>
      `<include><X-PRE-PROCESS cmd="include" data="*.xml"/><user id="${id}"/></include>`;
    const { rows } = await together(['a.xml', circle('1001')], ['b.xml', circle('1002')]);
    assert.deepEqual(rows.map(({ extension }) => extension).toSorted(), ['1001', '1002']);
  });

  test('with thousands of includes is refused', async () => {
    const text = `<a>${'<X-PRE-PROCESS cmd="include" data="x"/>'.repeat(1001)}<user id="1001"/></a>`;
    assert.equal(await refusal(read(text)), 'tooMany list.csv 1');
  });

  test('with variables that stand for themselves takes none of them for a name', async () => {
    const text =
      '<a><X-PRE-PROCESS cmd="set" data="x=$${x}"/><user id="1001"><variables><variable name="directory_full_name" value="$${x}"/></variables></user></a>';
    assert.deepEqual(await rowsOf(text), ['1 | 1001']);
  });

  test('gives no password away, wherever it stands', async () => {
    const text = `<a><X-PRE-PROCESS cmd="set" data="default_password=SECRET"/>${vanillaUser('1001', 'Anna')}
      <user id="1002" password="SECRET"><variables><variable name="directory_full_name" value="$\${default_password}"/></variables></user></a>`;
    const reading = await read(text);
    assert.equal(JSON.stringify(reading).includes('SECRET'), false);
    assert.equal(reading.rows.length, 2);
  });
});

test('A pattern of file names is matched in little time, however many stars it has', () => {
  for (const [name, pattern, expected] of [
    ['1001.xml', '*.xml', true],
    ['1001.xml', '10?1.x*', true],
    ['1001.xml', '*.yaml', false],
    ['1001.xml', '1001', false],
    ['a', '', false],
    ['', '*', true],
    ['a'.repeat(200), `${'*a'.repeat(90)}b`, false],
  ] as const)
    assert.equal(fits(name, pattern), expected, pattern);
});
