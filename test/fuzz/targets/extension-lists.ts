/**
 * A list of extensions that somebody uploads, whatever is in it, has rows or a reason why it cannot be read; never another
 * exception. What is taken of it makes a configuration without faults, and a password is nowhere in what was read.
 */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkValue } from '../../../src/base/configuration/check.js';
import { atOnce } from '../../../src/base/in-slices.js';
import { ROLES } from '../../../src/people/imports/columns.js';
import { amongFiles, readSource } from '../../../src/people/imports/read.js';
import { UnreadableSource } from '../../../src/people/imports/source.js';
import { plannedSteps } from '../../../src/people/operations/user-import-plan.js';
import { withRowsSteps } from '../../../src/people/operations/user-import.js';
import { fuzzTarget } from '../harness.js';
import { mutated, words } from '../mutations.js';

const SECRET = 'QZXJ-secret-QZXJ';
const XML = `<include><X-PRE-PROCESS cmd="set" data="default_password=${SECRET}"/><domain name="$\${domain}"><users>
<X-PRE-PROCESS cmd="include" data="*.xml"/><user id="1003" number-alias="21"><params><param name="password" value="${SECRET}"/>
<param name="vm-mailto" value="a@example.com"/></params><variables><variable name="directory_full_name" value="Anna &amp; Co"/>
</variables></user></users></domain></include>`;
const DUMP = `INSERT INTO public.v_extensions (extension, password, effective_caller_id_name, enabled) VALUES ('1003', '${SECRET}', 'O''Neil', 'true'), ('1004', NULL, '', 'false');\n`;
const COPY = `COPY public.v_extensions (extension, password, effective_caller_id_name) FROM stdin;\n1003\t${SECRET}\tAnna\\tB\n1004\t\\N\t\\N\n\\.\n`;
const CSV = `"Nebenstelle";"Kennwort";"Name";"Handy"\n"1003";"${SECRET}";"Anna ""A""";"0171 3920033"\n1004;;Bernd;12\n`;
const LISTED = `userid|context|domain|group|contact|callgroup|effective_caller_id_name|effective_caller_id_number\n1003|default|a.example|default|error|x|An|na|1003\n\n+OK\n`;
const WORDS = words(
  `<!DOCTYPE␣x [<!ENTITY ]]> <!-- --> <![CDATA[ <?xml?> &lt; &#0; &#x10ffff; &x; $\${domain} </user> <user␣id="1005"> <domain> " ' '' ;; \\. \\N \\ E' ::text ( ), VALUES ↵ | ␣ PK\u0003\u0004 1001 700 __proto__ constructor`,
);

const house = checkValue({
  version: 1,
  settings: { domain: 'a.example' },
  users: [{ id: 'anna', name: 'Anna', extension: '1001' }],
  groups: [{ number: '700', name: 'Sales', stages: [], final: { hangup: 'USER_BUSY' } }],
});
assert.ok(house.kind === 'good');
const { configuration } = house;

/** A password that was broken in two by a mutation may stand anywhere; a whole one in a place for passwords may not. */
const samples = [XML, DUMP, COPY, CSV, LISTED].map((text) => Buffer.from(text));

interface Given {
  readonly bytes: Buffer;
  /** Whether it is as written: then passwords are known to be such. */
  readonly isTrue: boolean;
  readonly column: string;
}

const given = (arbitrary: fc.Arbitrary<Buffer>, isTrue: boolean): fc.Arbitrary<Given> =>
  fc.record({
    bytes: arbitrary,
    isTrue: fc.constant(isTrue),
    column: fc.constantFrom('', '', '1', '2', '99', 'Kennwort', 'Name', '__proto__'),
  });

export const extensionLists = fuzzTarget<Given>({
  name: 'extension-lists',
  few: 300,
  inputs: fc.oneof(
    { weight: 60, arbitrary: given(mutated(samples, WORDS), false) },
    { weight: 5, arbitrary: given(fc.constantFrom(...samples), true) },
    {
      weight: 5,
      arbitrary: given(
        fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
        false,
      ),
    },
    { weight: 1, arbitrary: given(towers(), false) },
  ),
  open: () => Promise.resolve({ check, close: () => Promise.resolve() }),
});

/** Deeper, longer and more often than anybody writes it. */
function towers(): fc.Arbitrary<Buffer> {
  return fc
    .record({
      many: fc.nat(50_000),
      piece: fc.constantFrom(
        '<a>',
        '""',
        "''",
        ';',
        '(',
        '&lt;',
        '<a b="',
        '\n',
        '1001\n',
        '$${a}',
        '<user id="1"/>',
      ),
      begin: fc.constantFrom('', '<a>', '"', DUMP.slice(0, 100), COPY.slice(0, 90), CSV.slice(0, 40)),
    })
    .map(({ many, piece, begin }) => Buffer.from(begin + piece.repeat(many)));
}

async function check({ bytes, isTrue, column }: Given): Promise<void> {
  const files = [
    { name: 'a.xml', bytes },
    ...(bytes.includes('<') ? [{ name: 'b.xml', bytes: Buffer.from(XML) }] : []),
  ];
  const of = column === '' ? {} : { [ROLES[bytes.length % ROLES.length] ?? 'name']: column };
  let reading;
  try {
    reading = await readSource(files, { find: amongFiles(files), columns: { of } });
  } catch (error) {
    if (!(error instanceof UnreadableSource)) throw error;
    assert.equal(JSON.stringify(error.values).includes(SECRET), false, 'a reason gives a password away');
    return;
  }
  if (isTrue) assert.equal(JSON.stringify(reading).includes(SECRET), false, 'a password is kept');
  const planned = atOnce(plannedSteps(configuration, reading.rows));
  assert.equal(planned.length, reading.rows.length);
  const taken = planned.filter(({ state }) => state === 'new' || state === 'renamed');
  const checked = checkValue(atOnce(withRowsSteps(configuration, taken)));
  const most = taken.length > 9_000;
  assert.ok(
    checked.kind === 'good' || most,
    checked.kind === 'faulty' ? JSON.stringify(checked.faults[0]) : '',
  );
}
