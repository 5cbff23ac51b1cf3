/** Lists from spreadsheets: any order of columns, headings of two languages or none, what spreadsheets write. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { guessColumns } from '../../../../src/people/imports/columns.js';
import { read, refusal, rowsOf } from './readings.js';

const ANNA = ['2 | 1001 | Anna Ölmann | 0171 3920011'];

describe('A list from a spreadsheet is read', () => {
  for (const [what, text] of [
    ['with commas and English headings', 'Extension,Name,Mobile\n1001,Anna Ölmann,0171 3920011\n'],
    ['with semicolons and German headings', 'Nebenstelle;Name;Handy\r\n1001;Anna Ölmann;0171 3920011\r\n'],
    ['with tabs, in another order', 'Mobilnummer\tDurchwahl\tAnzeigename\n0171 3920011\t1001\tAnna Ölmann'],
    ['with quotes', '"Nebenstelle";"Name";"Handy"\n"1001";"Anna Ölmann";"0171 3920011"\n'],
    ['with first and last name', 'Vorname;Nachname;Nst.;Mobil\nAnna;Ölmann;1001;0171 3920011\n'],
    ['with the last name as name', 'Vorname;Name;Nst.;Mobil\nAnna;Ölmann;1001;0171 3920011\n'],
    ['with the line ends of an old Mac', 'Nebenstelle;Name;Handy\r1001;Anna Ölmann;0171 3920011\r'],
    ['with empty lines at its end', 'Nebenstelle;Name;Handy\n1001;Anna Ölmann;0171 3920011\n\n;;\n'],
  ] as const) {
    test(what, async () => assert.deepEqual(await rowsOf(text), ANNA));
  }

  const GERMAN = 'Nebenstelle;Name;Handy\n1001;Anna Ölmann;0171 3920011\n';
  for (const [what, bytes] of [
    ['UTF-8 with a mark', Buffer.from(`\ufeff${GERMAN}`)],
    ['Windows-1252', Buffer.from(GERMAN, 'latin1')],
    ['UTF-16 with a mark', Buffer.from(`\ufeff${GERMAN}`, 'utf16le')],
  ] as const) {
    test(`in ${what}`, async () => assert.deepEqual(await rowsOf(bytes), ANNA));
  }

  test('with the characters that only Windows had', async () => {
    const bytes = Buffer.concat([
      Buffer.from('Name;Nst\nZo'),
      Buffer.from([0xeb, 0x20, 0x96, 0x20, 0x80]),
      Buffer.from(';1001\n'),
    ]);
    assert.deepEqual(await rowsOf(bytes), ['2 | 1001 | Zoë – €']);
  });

  test('with separators, quotes and line ends inside of quotes, and the right lines after them', async () => {
    const text = 'Name;Nebenstelle\n"Albrecht; ""Anna""\nzwei";1001\nBernd;1002\n';
    const { rows } = await read(text);
    assert.deepEqual(
      rows.map(({ line, name }) => [line, name]),
      [
        [2, 'Albrecht; "Anna"\nzwei'],
        [4, 'Bernd'],
      ],
    );
  });

  test('without headings: by what stands in its columns', async () => {
    const text = 'anna@example.com;Anna Albrecht;0171 3920011;1001\nbernd@example.com;Bernd;;1002\n';
    assert.deepEqual(await rowsOf(text), [
      '1 | 1001 | Anna Albrecht | anna@example.com | 0171 3920011',
      '2 | 1002 | Bernd | bernd@example.com',
    ]);
  });

  test('with unknown headings: by what stands below them', async () => {
    assert.deepEqual(await rowsOf('Wer;Wo\nAnna;1001\nBernd;1002\n'), [
      '2 | 1001 | Anna',
      '3 | 1002 | Bernd',
    ]);
  });

  test('with the columns that somebody names, by heading or by number', async () => {
    const text = 'Nr;Privat;Dienst\n1;1001;Anna\n2;1002;Bernd\n';
    const columns = { of: { extension: 'privat', name: '3' } };
    assert.deepEqual(await rowsOf(text, { columns }), ['2 | 1001 | Anna', '3 | 1002 | Bernd']);
    assert.deepEqual(await rowsOf('1001;Anna\n', { columns: { heading: true } }), []);
    assert.equal(
      await refusal(read(text, { columns: { of: { extension: 'Nummer' } } })),
      'unknownColumn list.csv',
    );
    assert.equal(
      await refusal(read(text, { columns: { of: { extension: '4' } } })),
      'unknownColumn list.csv',
    );
  });

  test('with who is not enabled', async () => {
    const text = 'Nebenstelle;Name;Aktiv\n1001;Anna;ja\n1002;Bernd;nein\n1003;Carla;FALSE\n';
    assert.deepEqual(await rowsOf(text), [
      '2 | 1001 | Anna',
      '3 | 1002 | Bernd | disabled',
      '4 | 1003 | Carla | disabled',
    ]);
  });
});

describe('A column with passwords', () => {
  for (const heading of [
    'Password',
    'Kennwort',
    'voicemail_password',
    'SIP-Passwort',
    'Secret',
    'PIN',
    'VM-PIN',
  ]) {
    test(`is dropped: ${heading}`, async () => {
      const { table, rows } = await read(`Nebenstelle;${heading};Name\n1001;4711;Anna\n`);
      assert.equal(JSON.stringify([table, rows]).includes('4711'), false);
      assert.deepEqual(table?.columns.of, { extension: 0, name: 2 });
    });
  }

  test('cannot be named as a column', async () => {
    const columns = { of: { name: 'Kennwort' } };
    assert.equal(
      await refusal(read('Nebenstelle;Kennwort\n1001;x\n', { columns })),
      'unknownColumn list.csv',
    );
  });

  test('is not taken for a name or an extension by what stands in it', () => {
    const cells = (...all: string[]) => ({ line: 1, cells: all });
    assert.deepEqual(guessColumns([cells('PIN', 'Kennwort', 'Wo'), cells('4711', 'Geheim', '1001')]), {
      heading: true,
      of: { extension: 2 },
    });
  });
});

describe('What is no list is refused in words', () => {
  for (const [what, bytes, why] of [
    ['an empty file', Buffer.from(' \n'), 'empty list.csv'],
    ['a spreadsheet itself', Buffer.from('PK\u0003\u0004xl/workbook'), 'spreadsheet list.csv'],
    ['something binary', Buffer.from([0x89, 0x50, 0x00, 0x01]), 'binary list.csv'],
    ['a quote that never ends', Buffer.from('Name;Nst\n"Anna;1001\nBernd;1002\n'), 'quoteOpen list.csv 2'],
    ['a line of a thousand columns', Buffer.from(`a${';'.repeat(1000)}`), 'tooWide list.csv 1'],
    ['too many rows', Buffer.from(`Nst\n${'1001\n'.repeat(20_001)}`), 'tooMany list.csv'],
    ['too large a file', Buffer.alloc(16 * 1024 * 1024 + 1, 0x31), 'tooLarge'],
  ] as const) {
    test(what, async () => assert.equal(await refusal(read(bytes)), why));
  }

  test('a table in which nothing is an extension has no rows, and its columns can be named', async () => {
    const { rows, table } = await read('Wer;Was\nAnna;Einkauf\n');
    assert.deepEqual([rows, table?.columns.of.extension], [[], undefined]);
  });
});
