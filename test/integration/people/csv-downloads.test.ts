/** The CSV files that people download, opened as their spreadsheets open them. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DateTime } from 'luxon';
import type { CallRecord } from '../../../src/base/model/call-record.js';
import type { Store } from '../../../src/base/store/connection.js';
import { aGroup, aRecord, aSnapshot } from '../../factories.js';
import {
  findLibreOffice,
  openedInLibreOffice,
  strictCsv,
  type Separator,
  type SpreadsheetLocale,
} from '../../spreadsheet.js';
import { onOwnStores, startSite, type Site } from './site.js';

const NOW = DateTime.utc(2026, 11, 25, 12);
const NAME = 'Müller; Söhne, "Köln"';
const FORMULA = '=HYPERLINK("http://evil.example")';

interface Dialect {
  readonly language: string;
  readonly separator: Separator;
  readonly locales: readonly SpreadsheetLocale[];
  /** Whose reports are in that language. */
  readonly group: string;
  /** When the calls began. */
  readonly time: string;
  /** The first titles of the two files. */
  readonly begin: string;
  readonly at: string;
  /** A title of the report. */
  readonly talked: string;
}

const DIALECTS: readonly Dialect[] = [
  {
    language: 'de',
    separator: ';',
    group: '700',
    time: '25.11.2026 12:00:05',
    locales: ['de-DE'],
    talked: 'Gesprächszeit (s)',
    begin: 'Beginn (Europe/Berlin)',
    at: 'Zeit (Europe/Berlin)',
  },
  {
    language: 'en',
    separator: ',',
    group: '701',
    time: '2026-11-25 12:00:05',
    locales: ['en-US', 'en-GB'],
    talked: 'Talking (s)',
    begin: 'Begin (Europe/Berlin)',
    at: 'Time (Europe/Berlin)',
  },
];

const libreOffice = findLibreOffice();
const skip =
  libreOffice === undefined ? 'LIBREOFFICE IS NOT INSTALLED: no CSV file was opened with it' : false;

let store: Store;
let site: Site;

const reporting = (number: string, language: 'de' | 'en') =>
  aGroup({
    number,
    language,
    name: 'Köln & Umland',
    report: {
      to: [{ name: undefined, address: 'chef@example.com' }],
      atMinute: 360,
      days: [1, 2, 3, 4, 5, 6, 7],
      callList: true,
      csv: true,
      perPerson: true,
    },
  });

onOwnStores(async (own) => {
  store = own;
  const snapshot = aSnapshot({ groups: [reporting('700', 'de'), reporting('701', 'en')] });
  site = await startSite(store, { now: () => NOW, snapshot: () => snapshot });
  for (const group of ['700', '701']) {
    await call(`${group}-named`, group, { number: '+493023125001', e164: '+493023125001', name: NAME });
    await call(`${group}-house`, group, { number: '1001', e164: null, name: FORMULA });
    await call(`${group}-foreign`, group, { number: '+12125550100', e164: '+12125550100', name: null });
  }
  return site;
});

/** Answered after 5.4 s, talked for more than an hour. */
async function call(
  id: string,
  group: string,
  caller: Omit<CallRecord['caller'], 'withheld'>,
): Promise<void> {
  await store.calls.save(
    aRecord({
      _id: id,
      channel: id,
      startedAt: new Date('2026-11-25T11:00:05Z'),
      outcome: 'answered',
      group: { number: group, name: 'Köln & Umland' },
      route: [{ group, by: null, to: null }],
      caller: { withheld: false, ...caller },
      waitingSec: 5,
      talkingSec: 3725,
      answeredBy: { who: 'Anna', userId: 'anna', kind: 'desk', to: '1001', group, stage: 1 },
    }),
  );
}

async function download(path: string, language: string): Promise<Uint8Array> {
  const { cookies } = await site.signedIn('admin', { name: `admin-${path.length}`, language });
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const response = await fetch(new URL(path, site.url), { headers: { cookie, 'accept-language': language } });
  assert.equal(response.status, 200, path);
  assert.equal(response.headers.get('cache-control'), 'no-store');
  assert.match(response.headers.get('content-disposition') ?? '', /^attachment; filename=.*\.csv"?$/);
  return new Uint8Array(await response.arrayBuffer());
}

/** Yesterday's is made in the night; today's is sent by hand. */
async function downloadedReport(group: string, language: string): Promise<Uint8Array> {
  const admin = await site.signedIn('admin', { name: `sender-${group}` });
  assert.equal((await admin.post(`/reports/${group}/2026-11-25/send`)).status, 303);
  const [mail] = await store.mails.list(1);
  assert.ok(mail !== undefined);
  return download(`/outbox/${encodeURIComponent(mail.id)}/attachments/0`, language);
}

/** The row of a caller as titles and cells. */
function rowOf(rows: readonly (readonly string[])[], cell: string): ReadonlyMap<string, string> {
  const row = rows.find((one) => one.some((text) => text.endsWith(cell)));
  assert.ok(row !== undefined, `${cell} is in ${JSON.stringify(rows)}`);
  return new Map(rows[0]?.map((title, index) => [title.replace(/^string /, ''), row[index] ?? '']));
}

for (const { language, separator, group, time, locales, talked, begin, at } of DIALECTS) {
  const files = [
    { name: 'calls', first: begin, get: () => download(`/calls.csv?group=${group}`, language) },
    { name: 'report', first: at, get: () => downloadedReport(group, language) },
  ];
  for (const { name, first, get } of files)
    describe(`The ${name} as CSV in the language ${language}`, () => {
      test('is read by a reader that forgives nothing', async () => {
        const rows = strictCsv(await get(), separator);
        assert.equal(rows.length, 4);
        assert.equal(rows[0]?.[0], first);
        for (const [begun] of rows.slice(1)) assert.equal(begun, time);
        assert.ok([...rowOf(rows, NAME).values()].includes('+49 30 23125001'));
        assert.ok([...rowOf(rows, `'${FORMULA}`).values()].includes('1001'));
        // Whole seconds: no decimal sign could be read as another one.
        for (const row of rows.slice(1)) assert.ok(row.includes('5') && row.includes('3725'), row.join('|'));
      });

      for (const locale of locales)
        test(`opens right in a LibreOffice of ${locale}`, { skip, timeout: 120_000 }, async () => {
          const rows = await openedInLibreOffice(libreOffice ?? '', await get(), locale, separator);
          const named = rowOf(rows, NAME);
          assert.equal(named.get(first), 'date 2026-11-25T12:00:05');
          const cells = [...named.values()];
          for (const cell of [`string ${NAME}`, 'string +49 30 23125001', 'float 5', 'float 3725'])
            assert.ok(cells.includes(cell), `${cell} is in ${JSON.stringify(cells)}`);
          assert.ok([...rowOf(rows, '+1 212 555 0100').values()].includes('string +1 212 555 0100'));
          assert.ok([...rowOf(rows, FORMULA).values()].includes(`string '${FORMULA}`));
          if (name === 'report') assert.equal(named.get(talked), 'float 3725');
        });
    });
}
