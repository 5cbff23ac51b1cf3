import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import Papa from 'papaparse';
import { atOnce } from '../../../../src/base/in-slices.js';
import { csvSteps } from '../../../../src/afterwards/reports/csv.js';
import { csvCell, spreadsheetCsv } from '../../../../src/afterwards/reports/csv-form.js';
import { formatsOf } from '../../../../src/afterwards/reports/format.js';
import { reportWords } from '../../../../src/afterwards/words/words.js';
import type { CallRow } from '../../../../src/afterwards/reports/totals.js';
import { at, BERLIN } from '../../../factories.js';

function aRow(changes: Partial<CallRow> = {}): CallRow {
  return {
    at: at('2026-11-22T08:05:03').toJSDate(),
    caller: { number: '+493023125001', name: 'Erika Muster' },
    through: null,
    verdict: { kind: 'answered', stage: 2 },
    who: 'Anna Schmidt',
    waitingSec: 12,
    talkingSec: 185,
    ...changes,
  };
}

function fileOf(rows: readonly CallRow[], changes: Partial<Parameters<typeof csvSteps>[0]> = {}): string {
  const language = changes.language ?? 'de';
  return atOnce(
    csvSteps({
      rows,
      calls: rows.length,
      perPerson: true,
      language,
      groupName: (number: string) => `${number} Support`,
      timezone: BERLIN,
      texts: reportWords(language),
      formats: formatsOf(language, BERLIN),
      ...changes,
    }),
  );
}

test('a German file has a byte order mark, semicolons, CRLF and local times as a German spreadsheet reads them', () => {
  assert.equal(
    fileOf([
      aRow(),
      aRow({
        through: '701',
        who: null,
        verdict: { kind: 'missed', why: { kind: 'gaveUp', afterSec: 14, stage: 2 } },
        talkingSec: null,
        waitingSec: 14,
      }),
    ]),
    '\ufeffZeit (Europe/Berlin);Rufnummer;Name;Gewählte Gruppe;Ergebnis;Einzelheiten;Stufe;Angenommen von;Wartezeit (s);Gesprächszeit (s)\r\n' +
      '22.11.2026 08:05:03;+49 30 23125001;Erika Muster;;angenommen;;2;Anna Schmidt;12;185\r\n' +
      '22.11.2026 08:05:03;+49 30 23125001;Erika Muster;701 Support;verpasst;hat nach 14 s aufgelegt, in Stufe 2;;;14;\r\n',
  );
});

test('an English file has commas, and quotes around a cell with one', () => {
  const [, line] = fileOf([aRow({ caller: { number: '1001', name: 'Muster, "Erika"' } })], {
    language: 'en',
  }).split('\r\n');
  assert.equal(line, '2026-11-22 08:05:03,1001,"Muster, ""Erika""",,answered,,2,Anna Schmidt,12,185');
});

test('without figures of persons the file has neither stage nor person', () => {
  const file = fileOf([aRow()], { perPerson: false });
  assert.doesNotMatch(file, /Anna|Stufe|Angenommen von/);
  assert.match(file, /angenommen;;12;185\r\n$/);
});

test('a number is a text to spreadsheets, in the notation of any country', () => {
  const form = spreadsheetCsv('de', BERLIN);
  assert.equal(form.number('+81312345678'), '+81 3 1234 5678');
  assert.equal(form.number('+5511961234567'), '+55 11 96123 4567');
  for (const other of ['1001', '4312345678', 'sales', '']) assert.equal(form.number(other), other);
});

test('a withheld caller is a word, not a number', () => {
  assert.match(fileOf([aRow({ caller: null })]), /;ohne Rufnummer;;/);
});

test('a name that would be a formula gets an apostrophe in front', () => {
  for (const name of [
    '=HYPERLINK("http://x.example")',
    '+1+1',
    '-2+3',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '＝1',
    '  =1+1',
  ]) {
    const cell = csvCell(name, ';').replace(/^"/, '');
    assert.match(cell, /^'/, JSON.stringify(name));
  }
});

test('a plain international number stays and calculates nothing; anything more than digits is made harmless', () => {
  assert.equal(csvCell('+493023125001', ';'), '+493023125001');
  assert.equal(csvCell('+49 30 23125001', ';'), '+49 30 23125001');
  assert.equal(csvCell('+49 30 -23125001', ';'), "'+49 30 -23125001");
  assert.equal(csvCell('+49+1', ';'), "'+49+1");
  assert.equal(csvCell('+cmd|calc', ';'), "'+cmd|calc");
});

test('whatever a caller sends: no cell begins a formula, and reading the file gives back as many cells', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.constantFrom('de', 'en'), (name, language) => {
      const file = fileOf([aRow({ caller: { number: '1001', name } })], { language });
      const separator = language === 'de' ? ';' : ',';
      const records = parse(file.slice(1), separator);
      assert.deepEqual(
        records.map((record) => record.length),
        [10, 10],
      );
      assert.doesNotMatch(records[1]?.[2] ?? '', /^\s*[=@+-]/);
    }),
  );
});

test('calls that are not in the list are told in a last row of as many cells', () => {
  const lines = fileOf([aRow()], { calls: 1235 }).split('\r\n');
  assert.equal(lines[2], '… und 1.234 weitere;;;;;;;;;');
});

test('a file has 50,000 calls at most', () => {
  const row = aRow();
  const lines = fileOf(Array.from({ length: 50_001 }, () => row)).split('\r\n');
  assert.equal(lines.length, 50_003);
  assert.match(lines[50_001] ?? '', /^… und 1 weiterer;/);
});

/** RFC 4180, as a spreadsheet reads it; a strict reader, so that a fault in a quote is one of the file. */
function parse(text: string, separator: string): string[][] {
  const { data, errors } = Papa.parse<string[]>(text, { delimiter: separator, newline: '\r\n' });
  assert.deepEqual(errors, []);
  assert.deepEqual(data.at(-1), [''], 'the last line ends too');
  return data.slice(0, -1);
}
