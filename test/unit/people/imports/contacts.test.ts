/** Files of contacts as phones, Outlook and Google write them, and what would become of each row. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ContactBook } from '../../../../src/base/contacts/book.js';
import { atOnce } from '../../../../src/base/in-slices.js';
import { spreadsheetCsv } from '../../../../src/afterwards/reports/csv-form.js';
import { MOST_CONTACTS } from '../../../../src/base/model/contact.js';
import { MOST_READ } from '../../../../src/people/imports/contacts/contact-row.js';
import { readContacts } from '../../../../src/people/imports/contacts/read-contacts.js';
import { vcardSteps } from '../../../../src/people/imports/contacts/vcard.js';
import { UnreadableSource } from '../../../../src/people/imports/source.js';
import { CONTACT_FORMATS, contactFileSteps } from '../../../../src/people/operations/contact-export.js';
import { contactPlanSteps, type PlannedContact } from '../../../../src/people/operations/contact-import.js';
import { contactTexts } from '../../../../src/people/words/words.js';
import { aContact } from '../../../factories.js';

const HOUSE = { country: 'DE', isOwn: () => false };

const file = (bytes: string | Buffer) => ({ name: 'list', bytes: Buffer.from(bytes) });
const card = (...lines: readonly string[]) => ['BEGIN:VCARD', ...lines, 'END:VCARD', ''].join('\r\n');

async function read(bytes: string | Buffer) {
  return (await readContacts(file(bytes))).map(({ name, company, note, numbers }) => [
    name,
    company,
    note,
    ...numbers.map(({ kind, number }) => `${kind} ${number}`),
  ]);
}

describe('A vCard', () => {
  test('2.1: quoted-printable over several lines, in ISO-8859-1, with types that have no name', async () => {
    const text = card(
      'VERSION:2.1',
      'N;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:M=FCller;J=F6rg;;Dr.;',
      'ORG;CHARSET=UTF-8;QUOTED-PRINTABLE:Stra=C3=9Fe=20=',
      'AG;Einkauf',
      'TEL;CELL;VOICE:0171 3920015',
      'TEL;WORK;FAX:030 23125001',
    );
    assert.deepEqual(await read(text), [
      ['Dr. Jörg Müller', 'Straße AG', '', 'mobile 0171 3920015', 'fax 030 23125001'],
    ]);
  });

  test('2.1 of a program that writes ISO-8859-1 without saying so', async () => {
    const text = Buffer.from(card('VERSION:2.1', 'FN:Jörg Müller', 'TEL:030 23125001'), 'latin1');
    assert.deepEqual(await read(text), [['Jörg Müller', '', '', 'other 030 23125001']]);
  });

  test('3.0 and 4.0: folded lines, groups, quoted types, escaped marks, tel: addresses, a picture between', async () => {
    const three = card(
      'VERSION:3.0',
      'FN:Erika\\, die',
      '  Erste',
      'item1.ORG:Muster\\; Söhne;Einkauf',
      'PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQ',
      ' SkZJRgABAQ==',
      'item2.TEL;TYPE=HOME,VOICE:030 23125002',
      'NOTE:eins\\nzwei',
    );
    const four = card('VERSION:4.0', 'FN:Zoe', 'TEL;VALUE=uri;TYPE="work,voice":tel:+49-30-23125003;ext=5');
    assert.deepEqual(await read(`\ufeff${three}${four}`), [
      ['Erika, die Erste', 'Muster; Söhne', 'eins\nzwei', 'home 030 23125002'],
      ['Zoe', '', '', 'work tel:+49-30-23125003;ext=5'],
    ]);
  });

  test('that does not end, and a line that belongs to none, are told with their line', async () => {
    const broken = async (text: string) => {
      const error: unknown = await readContacts(file(text)).catch((one: unknown) => one);
      assert.ok(error instanceof UnreadableSource);
      return [error.why, error.values['line']];
    };
    assert.deepEqual(await broken(`${card('FN:A')}BEGIN:VCARD\r\nFN:B\r\n`), ['cardOpen', 4]);
    assert.deepEqual(await broken(`${card('FN:A')}what is this\r\n`), ['cardBroken', 4]);
    assert.deepEqual(await broken('one,two\r\n1,2\r\n'), ['noContactColumns', 1]);
    assert.deepEqual(await broken('Name,Phone\r\n"A,1\r\n'), ['quoteOpen', 2]);
  });
});

describe('A file of vCards that is made to hold up the service', () => {
  test('is read line by line, however long what belongs together is', () => {
    const soft = 'x'.repeat(70) + '=';
    const folded = ` ${'x'.repeat(70)}`;
    for (const lines of [
      ['NOTE;ENCODING=QUOTED-PRINTABLE:=', ...Array.from({ length: 5_000 }, () => soft), 'end'],
      ['PHOTO;ENCODING=b:', ...Array.from({ length: 5_000 }, () => folded)],
    ]) {
      const text = card('FN:Erika', ...lines, 'TEL:030 23125001');
      const steps = vcardSteps(text);
      let count = 0;
      let step = steps.next();
      for (; step.done !== true; step = steps.next()) count += 1;
      assert.ok(count > 5_000, `${count} steps`);
      assert.deepEqual(
        step.value.map(({ name, numbers }) => [name, numbers[0]?.number]),
        [['Erika', '030 23125001']],
      );
    }
  });

  test('may have one line without an end, thousands of parameters, and thousands of numbers on one card', async () => {
    const parameters = `TEL${';A="b;c"'.repeat(8_000)};CELL:030 23125002`;
    const many = Array.from({ length: 5_000 }, () => 'TEL:030 23125003');
    const [row] = await readContacts(file(card('FN:Erika', parameters, ...many)));
    assert.equal(row?.numbers.length, MOST_READ);
    assert.deepEqual(row.numbers[0], { kind: 'mobile', number: '030 23125002' });
    const endless: unknown = await readContacts(
      file(`BEGIN:VCARD\r\n${'x'.repeat(8_000_000)}\r\nEND:VCARD\r\n`),
    ).catch((one: unknown) => one);
    assert.ok(endless instanceof UnreadableSource);
    assert.equal(endless.why, 'cardBroken');
  });

  test('may have more cards than there is room for', () => {
    const text = card().repeat(MOST_CONTACTS + 2);
    assert.throws(() => atOnce(vcardSteps(text)), { why: 'tooMany' });
  });
});

describe('A table', () => {
  test('of Outlook, in German and in Windows-1252', async () => {
    const text =
      'Vorname;Nachname;Firma;Telefon geschäftlich;Mobiltelefon;Notizen\r\nJörg;Müller;Straße;030 1;0171 2;x\r\n';
    assert.deepEqual(await read(Buffer.from(text, 'latin1')), [
      ['Jörg Müller', 'Straße', 'x', 'work 030 1', 'mobile 0171 2'],
    ]);
  });

  test('of Google, with labels and several numbers in one cell; in UTF-16 too', async () => {
    const text =
      'First Name,Last Name,Organization Name,Phone 1 - Label,Phone 1 - Value\r\n' +
      'Erika,Muster,,* Mobile,+49 171 1 ::: +49 171 2\r\n';
    const rows = [['Erika Muster', '', '', 'mobile +49 171 1', 'mobile +49 171 2']];
    assert.deepEqual(await read(text), rows);
    assert.deepEqual(await read(Buffer.from(`\ufeff${text}`, 'utf16le')), rows);
  });
});

function bookOf(...contacts: readonly ReturnType<typeof aContact>[]): ContactBook {
  const book = new ContactBook();
  for (const contact of contacts) book.put(contact);
  return book;
}

const ODD = aContact(
  { name: "=cmd|'/c calc'!A1;,\"\\ משה 👩‍🔧", company: `Ä${'x'.repeat(200)}`, note: 'one' },
  '+493023125001',
  '+493023126*',
  '+491713920015',
);

describe('An export', () => {
  for (const format of CONTACT_FORMATS)
    test(`as ${format} is the same when it is read again, and changes nothing`, async () => {
      const { kinds, name, company, note } = contactTexts.de;
      const words = { titles: { ...kinds, name, company, note } };
      const form = spreadsheetCsv('de', 'Europe/Berlin');
      const text = atOnce(contactFileSteps([ODD], format, { form, words }));
      if (format === 'csv') assert.match(text, /\r\n"'=cmd/);
      const rows = await readContacts(file(text));
      const { counts } = atOnce(contactPlanSteps(bookOf(ODD), HOUSE, rows));
      assert.equal(counts.same, 1, JSON.stringify(rows));
      const [alone] = atOnce(contactPlanSteps(bookOf(), HOUSE, rows)).rows;
      assert.deepEqual(
        alone?.content?.numbers.map(({ number }) => number).toSorted(),
        ODD.numbers.map(({ number }) => number).toSorted(),
      );
      assert.deepEqual([alone.content.name, alone.content.note], [ODD.name, ODD.note]);
    });
});

test('each row of a file is compared with the address book and with the rows before it', () => {
  const book = bookOf(
    aContact({ name: 'Erika', company: '' }, '+493023125001'),
    aContact({ name: 'Zoe', company: '' }, '+493023125002'),
  );
  const row = (name: string, ...numbers: readonly string[]) => ({
    line: 1,
    name,
    company: '',
    note: '',
    numbers: numbers.map((number) => ({ kind: 'work', number })),
  });
  const states = (rows: readonly PlannedContact[]) => rows.map(({ state }) => state);
  const { rows } = atOnce(
    contactPlanSteps(book, HOUSE, [
      row('ERIKA', '030 23125001'),
      row('zoe', '030 23125002', '0171 3920015'),
      row('Anna', '030 23125001'),
      row('Max', '030 23125009', 'call me'),
      row('max', '030 23125008'),
      row('Eva'),
      row('Udo', 'call me'),
    ]),
  );
  assert.deepEqual(states(rows), ['same', 'more', 'otherName', 'new', 'repeated', 'noNumber', 'unusable']);
  assert.equal(rows[1]?.content?.numbers.length, 2);
  assert.equal(rows[2]?.there?.name, 'Erika');
  assert.deepEqual(rows[3]?.faults, [{ kind: 'badNumber', number: 'call me' }]);
});
