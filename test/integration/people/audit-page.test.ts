/** The audit page says what changed in the reader's words, for entries of every kind and version. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DateTime } from 'luxon';
import { checkValue } from '../../../src/base/configuration/check.js';
import { changesBetween } from '../../../src/base/configuration/changes.js';
import { storedConfiguration } from '../../../src/base/configuration/import.js';
import type { AuditEvent, AuditLog } from '../../../src/base/model/audit-event.js';
import { takeUp } from '../../../src/people/operations/whole-configuration.js';
import { auditLog } from '../../../src/people/operations/audit.js';
import type { Store } from '../../../src/base/store/connection.js';
import { withToken, type Browser } from './browser.js';
import { HOUSE, startConfiguredSite } from './configured-site.js';
import { onOwnStores, type Site } from './site.js';

const NOW = DateTime.utc(2026, 11, 25, 8);

let store: Store;
let site: Site;
let audit: AuditLog;
let admin: Browser;
let german: Browser;

onOwnStores(async (own) => {
  store = own;
  const log = { warn: (_facts: object, message: string) => assert.fail(message) };
  audit = auditLog({ audit: store.audit, now: () => NOW.toJSDate(), log });
  site = await startConfiguredSite(store, undefined, { audit });
  admin = await site.signedIn('admin');
  german = await site.signedIn('admin', { language: 'de' });
  return site;
});

/** The page's text without markup. */
async function words(browser: Browser, query = ''): Promise<string> {
  const { status, text } = await browser.get(`/audit${query}`);
  assert.equal(status, 200);
  const body = /<tbody>([\s\S]*?)<\/tbody>/.exec(text)?.[1] ?? '';
  return body
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

const note = (
  event: AuditEvent,
  facts: Record<string, string>,
  who = 'carla',
  before?: unknown,
  then?: unknown,
) =>
  store.audit.add({
    at: NOW.toJSDate(),
    who,
    event,
    facts,
    before: before === undefined ? null : JSON.stringify(before),
    after: then === undefined ? null : JSON.stringify(then),
  });

describe('The audit page', () => {
  test('says what changed by the names of the form’s fields, in the reader’s language', async () => {
    const { text } = await site.access.addToken('admin', 'x', ['config.read', 'config.write'], null);
    const call = withToken(site.url, text);
    const group = (await call('GET', '/groups/700')).body as object;
    await call('PUT', '/groups/700', {
      ...group,
      name: 'Verkauf',
      final: { voicemail: '1001' },
      stages: [{ ringSec: 25, members: ['anna', 'bernd'] }],
    });
    const english = await words(admin, '?signIns=hidden');
    assert.match(english, /25 Nov 2026, 09:00:00 admin changed Group Verkauf \(700\)/);
    assert.match(english, /Name: before: Sales → after: Verkauf/);
    assert.match(english, /Stage 1, rings for: before: 20 s → after: 25 s/);
    assert.match(english, /Stage 1, members: after: Bernd Berger \(bernd\)/);
    assert.match(english, /Then the call goes to: before: hang up: busy → after: voicemail box 1001/);
    const deutsch = await words(german, '?signIns=hidden');
    assert.match(deutsch, /25\.11\.2026, 09:00:00 admin geändert Gruppe Verkauf \(700\)/);
    assert.match(deutsch, /Stufe 1, klingelt: vorher: 20 s → nachher: 25 s/);
    for (const said of [english, deutsch]) assert.doesNotMatch(said, /[{}[\]]|ringSec|stages/);
  });

  test('says what is no part of the configuration in words too', async () => {
    await note(
      'accountChanged',
      { account: 'eve' },
      'carla (command line)',
      { role: 'user', user: 'anna' },
      { role: 'viewer', user: null },
    );
    await note(
      'callbackTaken',
      { subject: 'callback 12', group: '700' },
      'Anna (link of a mail)',
      { state: 'open', who: null, note: false },
      { state: 'taken', who: 'Anna', note: false },
    );
    await note(
      'callsDeleted',
      { calls: '12', callbacks: '3', before: '2025-10-21T08:00:00.000Z' },
      'system (delete old calls)',
    );
    await note(
      'switchOverridden',
      { subject: 'switch night', state: 'on', until: '2026-11-25T17:00:00.000Z' },
      'carla',
      { byHand: null, override: null },
      { byHand: null, override: { on: true, until: '2026-11-25T17:00:00.000Z' } },
    );
    await note(
      'imported',
      { subject: 'configuration', revision: '7', changed: 'group 700, setting domain' },
      'carla (command line)',
      { 'group 700': { number: '700', name: 'Sales' }, 'setting domain': 'a' },
      { 'group 700': { number: '700', name: 'Verkauf' }, 'setting domain': 'b' },
    );
    const deutsch = await words(german, '?signIns=hidden');
    assert.match(deutsch, /carla \(Kommandozeile\) Konto geändert eve/);
    assert.match(deutsch, /Rolle: vorher: Benutzer → nachher: Betrachter/);
    assert.match(
      deutsch,
      /Anna \(Link einer Mail\) Rückruf übernommen 12 Gruppe: Sales \(700\) Zustand: vorher: offen → nachher: übernommen/,
    );
    assert.match(
      deutsch,
      /System \(alte Anrufe löschen\) Anrufe gelöscht: ihre Zeit ist um Anrufe: 12 · Rückrufe: 3 · älter als: 21\.10\.2025, 10:00/,
    );
    assert.match(
      deutsch,
      /Schalter übersteuert Schalter Night \(night\) Übersteuerung: nachher: ein, bis 25\.11\.2026, 18:00/,
    );
    assert.match(
      deutsch,
      /Konfiguration eingelesen Version: 7 Gruppe Sales \(700\): Name: vorher: Sales → nachher: Verkauf/,
    );
    assert.doesNotMatch(deutsch, /[{}[\]]/);
  });

  test('says part by part what an import changed and what was taken back', async () => {
    const changed = checkValue({
      ...HOUSE,
      settings: {
        ...HOUSE.settings,
        keepCallsDays: 90,
        trunks: [{ name: 'telco', callerNumbers: 'national' }],
      },
      users: [HOUSE.users[0], { id: 'clara', name: 'Clara Çelik', mobile: { number: '+491713920011' } }],
      groups: [{ ...HOUSE.groups[0], stages: [{ ringSec: 25, members: ['anna', 'clara'] }] }],
      holidays: [{ id: 'bavaria', country: 'DE', state: 'BY', region: 'KATH' }],
    });
    assert.ok(changed.kind === 'good');
    const newest = await store.configurations.latest();
    assert.ok(newest !== undefined);
    const before = storedConfiguration(newest.revision, newest.content);
    const { configuration } = changed;
    const changes = changesBetween(before, configuration);
    const use = { configurations: store.configurations, audit, refresh: () => Promise.resolve() };
    const next = { base: newest.revision, before, configuration, changes };
    const act = {
      who: 'carla (command line)',
      origin: 'file',
      reason: 'my.yaml',
      at: NOW.toJSDate(),
    } as const;
    await takeUp(use, next, { ...act, event: 'imported', subject: 'configuration' });
    const taken = await admin.post('/revisions/1/take-back', { base: '2', removalsMeant: 'on' });
    assert.equal(taken.status, 303, taken.text);
    const deutsch = await words(german, '?signIns=hidden');
    const english = await words(admin, '?signIns=hidden');
    const [, takenBack = '', imported = ''] =
      /^(.*) 25 Nov 2026, 09:00:00 (carla \(command line\) configuration imported .*)$/.exec(english) ?? [];
    assert.match(imported, /Settings: Keep calls \(days\): before: 400 → after: 90/);
    assert.match(imported, /Settings: Trunks that do it otherwise: after: telco: national/);
    assert.match(imported, /Group Sales \(700\): Stage 1, rings for: before: 20 s → after: 25 s/);
    assert.match(imported, /User Bernd Berger \(bernd\): Extension: before: 1002/);
    assert.match(
      imported,
      /User Clara Çelik \(clara\): Mobile, When the mobile rings: after: Mon–Sun 00:00–24:00/,
    );
    assert.match(imported, /Holiday calendar bavaria: Country: after: Germany \(DE\)/);
    assert.match(takenBack, /admin taken back revision: 3 · from revision: 1/);
    assert.match(takenBack, /Stage 1, rings for: before: 25 s → after: 20 s/);
    // She is gone by now, and has a name all the same.
    assert.match(takenBack, /Group Sales \(700\): Stage 1, members: before: Clara Çelik \(clara\)/);
    assert.match(deutsch, /Benutzer Clara Çelik \(clara\): Handy, Annehmen mit Taste 1: vorher: ja/);
    for (const said of [english, deutsch]) assert.doesNotMatch(said, /[{}[\]]|ringSec|stages|undefined/);
  });

  test('shows entries of earlier versions', async () => {
    await note('accountChanged', { account: 'eve', role: 'viewer' });
    await note('mailRetried', { subject: 'report 700 2026-11-22' });
    await note('switchTurned', { subject: 'switch gone', state: 'on' });
    await note(
      'partChanged',
      { subject: 'group 799' },
      'carla',
      { number: '799', stages: 'odd' },
      { number: '799', stages: [{}] },
    );
    await note('partRemoved', { subject: 'user bernd' }, 'carla', { id: 'bernd', name: 'Bernd' });
    const english = await words(admin, '?signIns=hidden');
    assert.match(english, /account changed eve role: viewer/);
    assert.match(english, /switch turned Switch gone state: on/);
    assert.match(english, /deleted User Bernd Berger \(bernd\)/);
    assert.match(english, /mail sent again Group Sales \(700\), 22 Nov 2026/);
  });

  test('can leave sign-ins out, and keeps that from page to page', async () => {
    for (let index = 0; index < 120; index += 1) {
      await note(index % 2 === 0 ? 'signedIn' : 'passwordChanged', { account: `n${index}` });
    }
    assert.match(await words(admin), /signed in/);
    const page = await admin.get('/audit?signIns=hidden&who=carla');
    assert.match(page.text, /id="who"[^>]* value="carla"[^>]* list="accounts" data-picker/);
    assert.match(page.text, /<datalist id="accounts">(<option[^>]*>[^<]*<\/option>)*<option value="admin">/);
    assert.match(page.text, /name="signIns" value="hidden" checked/);
    const next =
      /rel="next" href="([^"]*)"/.exec(page.text)?.[1]?.replaceAll('&amp;', '&').replaceAll('&#x3D;', '=') ??
      '';
    assert.match(next, /who=carla&signIns=hidden&before=/);
    const second = await words(admin, next.slice('/audit'.length));
    assert.doesNotMatch(second, /signed in/);
    assert.equal(second.match(/password changed/g)?.length, 10);
  });
});

test('the interface leaves sign-ins out too, and has the words in either language', async () => {
  await note('signedIn', {});
  await note('partChanged', { subject: 'group 700' }, 'carla', { name: 'Sales' }, { name: 'Verkauf' });
  const { text } = await site.access.addToken('admin', 'x', ['audit.read'], null);
  const { body } = await withToken(site.url, text)('GET', '/audit?signIns=hidden&lang=de&limit=1');
  const [entry] = body as {
    event: string;
    before: unknown;
    words: { event: string; differences: unknown };
  }[];
  assert.equal(entry?.event, 'partChanged');
  assert.deepEqual(entry.before, { name: 'Sales' });
  assert.equal(entry.words.event, 'geändert');
  assert.deepEqual(entry.words.differences, [{ label: 'Name', before: 'Sales', after: 'Verkauf' }]);
});
