/** FusionPBX's table of extensions: its CSV download, and what pg_dump writes in both forms. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { read, refusal, shortly } from './readings.js';

const COLUMNS =
  'extension_uuid, domain_uuid, extension, number_alias, password, effective_caller_id_name, directory_first_name, directory_last_name, user_context, enabled, description';

const EXPECTED = [
  '1001 | Anna Albrecht | pbx.example',
  "1002 | Bernd O'Neil | pbx.example",
  '1003 | Carla | pbx.example | disabled',
];

const withoutLine = (text: string) => text.replace(/^\d+ \| /, '');

async function people(text: string) {
  const reading = await read(text);
  assert.equal(JSON.stringify(reading).includes('SECRET'), false, 'no password is kept');
  return reading.rows.map(shortly).map(withoutLine);
}

const INSERTS = `-- PostgreSQL database dump
SET client_encoding = 'UTF8';
INSERT INTO public.v_extensions (${COLUMNS}) VALUES ('u1', 'd', '1001', NULL, 'SECRET''1', 'AA', 'Anna', 'Albrecht', 'pbx.example', 'true', 'one
INSERT INTO public.v_extensions (extension) VALUES (''9999'');');
INSERT INTO public.v_extensions (${COLUMNS}) VALUES ('u2', 'd', '1002', NULL, 'SECRET2', 'Bernd O''Neil', NULL, NULL, 'pbx.example', 'true', NULL), ('u3', 'd', '1003', NULL, 'SECRET3', 'Carla', '', '', 'pbx.example', 'false', '');
`;

const COPY = `CREATE TABLE public.v_extensions (extension_uuid uuid NOT NULL, extension text);
COPY public.v_extensions (${COLUMNS}) FROM stdin;
u1\td\t1001\t\\N\tSECRET1\tAA\tAnna\tAlbrecht\tpbx.example\ttrue\ta\\tb\\\\
u2\td\t1002\t\\N\tSECRET2\tBernd O'Neil\t\\N\t\\N\tpbx.example\ttrue\t\\N
u3\td\t1003\t\\N\tSECRET3\tCarla\t\t\tpbx.example\tfalse\t
\\.

COPY public.v_devices (device) FROM stdin;
x
\\.
`;

const CSV = `extension_uuid,domain_uuid,extension,password,effective_caller_id_name,directory_first_name,directory_last_name,user_context,enabled
u1,d,1001,SECRET1,AA,Anna,Albrecht,pbx.example,true
u2,d,1002,SECRET2,"Bernd O'Neil",,,pbx.example,true
u3,d,1003,SECRET3,Carla,,,pbx.example,false
`;

describe('FusionPBX’s extensions are read', () => {
  test('from INSERT statements with columns, also with line ends and statements inside of texts', async () => {
    assert.deepEqual(await people(INSERTS), EXPECTED);
    assert.deepEqual(
      (await read(INSERTS)).rows.map(({ line }) => line),
      [3, 5, 5],
    );
  });

  test('from COPY, among other tables', async () => {
    assert.deepEqual(await people(COPY), EXPECTED);
    assert.deepEqual(
      (await read(COPY)).rows.map(({ line }) => line),
      [3, 4, 5],
    );
    assert.equal((await read(COPY)).kind, 'fusionpbx');
  });

  test('from the CSV that its page downloads', async () => {
    assert.deepEqual(await people(CSV), EXPECTED);
  });

  for (const [what, text, why] of [
    [
      'INSERT without columns',
      "INSERT INTO public.v_extensions VALUES ('u1');",
      'dumpWithoutColumns list.csv 1',
    ],
    ['INSERT that is cut off', `\n${INSERTS.slice(0, 380)}`, 'dumpBroken list.csv 4'],
    ['COPY that is cut off', COPY.slice(0, 330), 'dumpBroken list.csv 3'],
    [
      'COPY from somewhere else',
      "COPY v_extensions (extension) FROM '/etc/passwd';\n",
      'dumpBroken list.csv 1',
    ],
  ] as const) {
    test(`${what} is refused with its line`, async () => assert.equal(await refusal(read(text)), why));
  }
});
