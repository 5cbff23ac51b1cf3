/**
 * A third language is a table in each wing and nothing else: every page in every state speaks it, without an English or
 * German word that stands anywhere but in the tables.
 */
// First of all: what asks for the languages has to find it.
import { GREEK } from '../../third-language/third-language.js';
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import Holidays from 'date-holidays';
import { TONES } from '../../../src/base/configuration/group-schema.js';
import { holidayRegions, holidayStates } from '../../../src/base/configuration/holidays.js';
import { PERMISSIONS } from '../../../src/people/access/permissions.js';
import { BACKUP, LONG, STATES_AT } from '../../page-house.js';
import { emptyStates, fullStates, type PageState, type States } from '../../page-states.js';
import { latinLeftovers } from '../../third-language/leftovers.js';
import { visibleTexts } from '../../third-language/visible-text.js';
import { startDatabase, type TestDatabase } from '../afterwards/mail/harness.js';
import { pagesOf } from './seen-pages.js';

/** Public holidays and places have the names that their own country gives them. */
const GERMANY = [
  ...holidayStates('DE', 'de').map(({ name }) => name),
  ...holidayRegions('DE', 'BY', 'de').map(({ name }) => name),
  ...new Holidays('DE', 'BY').getHolidays(STATES_AT.year).map(({ name }) => name),
];

/** Of the houses and their calls, mails and jobs. */
const HOUSES = [
  LONG.repeat(8),
  `${LONG} ${LONG}`,
  LONG,
  `${LONG.slice(0, 23)}…`,
  'User',
  'Group',
  'Another',
  'Sales',
  'Meeting',
  'meeting',
  'night',
  'bavaria',
  'eva',
  'telco',
  'admin',
  'own',
  'test',
  'embedded',
  'follow up',
  'mail.',
  'connect',
  'Recipient address rejected',
  'soon',
  '{grup}',
  'forgotten',
  'nobody',
  'chat',
  'Tickets',
  'tickets',
  'Service Unavailable',
  'pbx.example',
];

/** What the configuration's format calls things. */
const FORMAT = [
  'snom',
  'yealink',
  'poly',
  'grandstream',
  'cisco',
  'moh',
  'national',
  'home',
  '{group}',
  '{caller}',
  '{name}',
  '{number}',
  '{text}',
  '{count}',
];

/** Of a check's English sentence; a language words them itself, as German does. */
const UNITS = ['seconds', 'days'];

/** What pages show and no language words: names, identifiers, what other programs said. */
const DATA = [
  ...HOUSES,
  // An id that an import makes of a name.
  'donaudampfschifffahrtsgesellschaftskapit',
  ...FORMAT,
  ...TONES,
  ...UNITS,
  ...GERMANY,
  ...PERMISSIONS,
  ...Object.values(BACKUP),
  ...Intl.supportedValuesOf('timeZone'),
  'Rufgruppe',
  'FreeSWITCH',
  'Deutsch',
  'English',
];

/** What stands in a document is not worded by the pages: without a text in the third language it is English. */
const isNoDocument = ({ where }: PageState) => !/^\/help(\/(?!none)|$)/.test(where);

describe('In a third language every page', { timeout: 300_000 }, () => {
  let database: TestDatabase;
  let folder: string;
  let full: States;
  let empty: States;

  before(async () => {
    database = await startDatabase();
    folder = await mkdtemp(path.join(os.tmpdir(), 'rufgruppe-states-'));
    full = await fullStates(await database.store(), folder, { language: GREEK });
    empty = await emptyStates(await database.store());
  });
  after(async () => {
    await full.site.close();
    await empty.site.close();
    await database.close();
    await rm(folder, { recursive: true });
  });

  test('speaks it, in each of its states', async () => {
    const own = { ...full, states: [{ where: '/own' }] };
    const pages = [
      ...(await pagesOf('full', { ...full, states: full.states.filter(isNoDocument) }, 'admin', GREEK)),
      ...(await pagesOf('empty', empty, 'admin', GREEK)),
      ...(await pagesOf('own', own, 'own', GREEK)),
    ];
    assert.ok(pages.length > 70, `${pages.length} states`);
    // Whose reader nobody knows: it speaks all languages.
    const [unknown, ...others] = pages.toSorted((one) => (one.name.endsWith('/callback/none') ? -1 : 1));
    assert.match(
      unknown?.text ?? '',
      /Dieser Link ist ungültig.*Τηισ λινκ ισ νοτ ωαλιδ.*This link is not valid/,
    );
    const firstOn = new Map(
      others.toReversed().flatMap(({ name, text }) => {
        assert.match(text, /<html lang="el">/, name);
        return visibleTexts(text).map((one) => [one, name] as const);
      }),
    );
    const found = latinLeftovers([...firstOn.keys()], DATA).map((one) => `${firstOn.get(one) ?? ''}: ${one}`);
    assert.deepEqual(found, []);
  });
});
