/** A form that comes late does what it showed, or nothing: two tabs, a schedule that changes in between, a typed time that passes. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DateTime } from 'luxon';
import type { Store } from '../../../src/base/store/connection.js';
import { formsOf, untouched } from '../../html-form.js';
import { withToken, type Browser } from './browser.js';
import { HOUSE, startConfiguredSite } from './configured-site.js';
import { onOwnStores, type Site } from './site.js';

const NIGHT = { windows: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '18:00', to: '08:00' }] };
const CONTENT = Object.assign({}, HOUSE, {
  switches: [
    { id: 'night', name: 'Night', schedule: NIGHT },
    { id: 'meeting', name: 'Meeting', manual: { on: false } },
    { id: 'early', name: 'Early', schedule: { windows: [{ days: ['sun'], from: '02:15', to: '02:45' }] } },
  ],
});

/** In Berlin, on Wednesday, 25 November 2026 unless a day is given. */
const berlin = (time: string, day = '2026-11-25') =>
  DateTime.fromISO(`${day}T${time}`, { zone: 'Europe/Berlin' });

let store: Store;
let site: Site;
let now: DateTime;

onOwnStores(async (own) => {
  store = own;
  now = berlin('09:00');
  site = await startConfiguredSite(store, CONTENT, { now: () => now });
  return site;
});

const states = () => store.switchStates.all();
const stateOf = async (id: string) => (await states()).find((one) => one.id === id);

interface OpenForm {
  /** The option of this choice, as the page offers it. */
  readonly option: (choice: string) => string;
  readonly send: (changes: Record<string, string>) => ReturnType<Browser['send']>;
}

function formOf(browser: Browser, html: string, id: string): OpenForm {
  const path = `/switches/${id}/state`;
  const form = formsOf(html).find(({ action }) => action === path);
  assert.ok(form !== undefined, path);
  return {
    option: (choice) => new RegExp(`end-${id}"[^]*?value="(${choice}[^"]*)"`).exec(html)?.[1] ?? '',
    send: (changes) => browser.send(path, Object.assign({}, untouched(form), changes)),
  };
}

/** A tab with the page of switches, as it is shown at this moment. */
async function tab(browser: Browser, id: string, page = '/switches'): Promise<OpenForm> {
  return formOf(browser, (await browser.get(page)).text, id);
}

function plain(html: string): string {
  return html.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');
}

/** Without those of signing in. */
const events = () => site.audited.map(({ event }) => event).filter((event) => event !== 'signedIn');

describe('The end that is taken is the one that was shown', () => {
  for (const [choice, shown, until] of [
    ['evening', /until tomorrow 18:00/, '2026-11-26T18:00'],
    ['schedule', /until its schedule changes: 26 Nov 2026, 08:00/, '2026-11-26T08:00'],
  ] as const)
    test(`at 18:00:20 not the ${choice} of 17:59:40, but a form with the ends of now`, async () => {
      const browser = await site.signedIn('admin');
      now = berlin('17:59:40');
      const form = await tab(browser, 'night');
      assert.equal(form.option(choice), `${choice}@2026-11-25T17:00:00.000Z`);
      now = berlin('18:00:20');
      const late = await form.send({ do: 'on', end: form.option(choice) });
      assert.equal(late.status, 409);
      assert.match(plain(late.text), /Night was not turned: it has changed since the page was shown\./);
      assert.match(
        plain(late.text),
        /The end that was shown is past or has moved\. It is on now, until 26 Nov 2026, 08:00, then off: choose/,
      );
      // What was pressed stands where it was pressed, though it is called otherwise now.
      assert.match(plain(late.text), /Leave on ?: Night Turn off ?: Night/);
      assert.match(plain(late.text), shown);
      assert.match(late.text, new RegExp(`value="${choice}@[^"]*" selected`));
      assert.deepEqual([await states(), events()], [[], []]);
      assert.equal((await formOf(browser, late.text, 'night').send({ do: 'off' })).status, 303);
      const [time, day] = [until.slice(11), until.slice(0, 10)];
      const override = { on: false, until: berlin(time, day).toJSDate() };
      assert.deepEqual((await stateOf('night'))?.override, override);
    });

  test('tomorrow is the day that it was when the page was shown', async () => {
    now = berlin('23:59:50');
    const browser = await site.signedIn('admin', { language: 'de' });
    const form = await tab(browser, 'meeting');
    now = berlin('00:00:10', '2026-11-26');
    const late = await form.send({ do: 'on', end: form.option('morning') });
    assert.equal(late.status, 409);
    assert.match(plain(late.text), /Meeting wurde nicht geschaltet: seit die Seite gezeigt wurde/);
    assert.deepEqual(await states(), []);
  });

  test('an hour begins when the button is pressed, and ends to the minute', async () => {
    const browser = await site.signedIn('admin');
    const form = await tab(browser, 'meeting');
    now = berlin('09:03:30');
    assert.equal((await form.send({ do: 'on', end: form.option('hour') })).status, 303);
    assert.deepEqual((await stateOf('meeting'))?.override?.until, berlin('10:03').toJSDate());
    const other = await tab(browser, 'meeting');
    now = berlin('09:40');
    assert.equal((await other.send({ do: 'on', end: other.option('hour') })).status, 303);
    assert.deepEqual((await stateOf('meeting'))?.override?.until, berlin('10:40').toJSDate());
  });

  test('a schedule that somebody changed meanwhile ends nothing at another time than was shown', async () => {
    const browser = await site.signedIn('admin');
    const form = await tab(browser, 'night');
    const settings = formsOf((await browser.get('/switches/night')).text).find(
      ({ action }) => action === '/switches/night',
    );
    assert.ok(settings !== undefined);
    const fields = Object.assign(untouched(settings), { 'schedule.windows[0].from': '20:00', _do: 'save' });
    assert.equal((await browser.send('/switches/night', fields)).status, 303);
    const late = await form.send({ do: 'on' });
    assert.equal(late.status, 409);
    assert.match(plain(late.text), /until its schedule changes: 25 Nov 2026, 20:00/);
    assert.deepEqual(await states(), []);
  });

  test('a typed time that has passed meanwhile is not the one of tomorrow', async () => {
    const browser = await site.signedIn('admin');
    now = berlin('17:59:40');
    const form = await tab(browser, 'meeting');
    now = berlin('18:00:20');
    const late = await form.send({ do: 'on', end: 'own', until: '18:00' });
    assert.equal(late.status, 409);
    assert.match(
      plain(late.text),
      /“18:00” meant 25 Nov 2026, 18:00 when the page was shown; by now it means 26 Nov 2026, 18:00\. It is off now, until somebody changes it: choose again\./,
    );
    assert.deepEqual(await states(), []);
    assert.equal((await formOf(browser, late.text, 'meeting').send({ do: 'on' })).status, 303);
    assert.deepEqual((await stateOf('meeting'))?.override?.until, berlin('18:00', '2026-11-26').toJSDate());
  });

  test('a typed tomorrow is that of the day on which the page was shown', async () => {
    now = berlin('23:59:50');
    const browser = await site.signedIn('admin', { language: 'de' });
    const form = await tab(browser, 'meeting');
    now = berlin('00:00:10', '2026-11-26');
    const late = await form.send({ do: 'on', end: 'own', until: 'morgen 8 Uhr' });
    assert.equal(late.status, 409);
    assert.match(
      plain(late.text),
      /„morgen 8 Uhr“ hieß 26\.11\.2026, 08:00, .* jetzt heißt es 27\.11\.2026, 08:00\./,
    );
    assert.deepEqual(await states(), []);
  });

  test('a time of one’s own is one of the time zone that was shown', async () => {
    const browser = await site.signedIn('admin');
    const form = await tab(browser, 'meeting');
    const settings = formsOf((await browser.get('/settings')).text).find(
      ({ action }) => action === '/settings',
    );
    assert.ok(settings !== undefined);
    const fields = Object.assign(untouched(settings), { timezone: 'Europe/London', _do: 'save' });
    assert.equal((await browser.send('/settings', fields)).status, 303);
    for (const own of [{ at: '2026-12-24T08:00' }, { until: 'Monday 8 am' }]) {
      const late = await form.send(Object.assign({ do: 'on', end: 'own' }, own));
      assert.equal(late.status, 409);
      assert.match(plain(late.text), /All times are in the time zone Europe\/London by now/);
      assert.deepEqual(await states(), []);
    }
    const late = await form.send({ do: 'on', end: 'own', at: '2026-12-24T08:00' });
    assert.equal((await formOf(browser, late.text, 'meeting').send({ do: 'on' })).status, 303);
    assert.deepEqual((await stateOf('meeting'))?.override?.until, new Date('2026-12-24T08:00:00Z'));
  });

  test('a length of time goes on from when it is sent', async () => {
    const browser = await site.signedIn('admin');
    const form = await tab(browser, 'meeting');
    now = berlin('09:40');
    assert.equal((await form.send({ do: 'on', end: 'own', until: '30 minutes' })).status, 303);
    assert.deepEqual((await stateOf('meeting'))?.override?.until, berlin('10:10').toJSDate());
  });

  test('what is made up is not taken', async () => {
    const browser = await site.signedIn('admin');
    const form = await tab(browser, 'night');
    for (const end of [
      'evening@',
      'evening@never',
      'hour@2036-01-01T00:00:00Z',
      'schedule@rubbish',
      'hour@x@y',
    ])
      assert.equal((await form.send({ do: 'on', end })).status, 409, end);
    assert.equal((await form.send({ do: 'on', end: 'someday@2036-01-01T00:00:00Z' })).status, 422);
    assert.deepEqual(await states(), []);
  });
});

describe('Of two tabs the old one turns nothing that it does not show', () => {
  test('it does not end what somebody else set after it was opened', async () => {
    const [one, other] = [await site.signedIn('admin'), await site.signedIn('admin', { name: 'other' })];
    await (await tab(one, 'night')).send({ do: 'on', end: 'changed' });
    const old = await tab(one, 'night');
    await (await tab(other, 'night')).send({ do: 'on', end: 'own', until: 'Friday 12:00' });
    const late = await old.send({ do: 'clear' });
    assert.equal(late.status, 409);
    assert.match(plain(late.text), /It is on now, until 27 Nov 2026, 12:00, then off: choose again\./);
    assert.equal((await stateOf('night'))?.changedBy, 'other');
    assert.equal((await formOf(one, late.text, 'night').send({ do: 'clear' })).status, 303);
    assert.equal((await stateOf('night'))?.override, undefined);
  });

  test('the button of the first page changes nothing where that has come by itself, and says until when', async () => {
    const browser = await site.signedIn('admin');
    now = berlin('17:59:58');
    const button = await tab(browser, 'night', '/');
    now = berlin('18:00:01');
    assert.equal((await button.send({ do: 'on' })).to, '/');
    assert.match(plain((await browser.get('/')).text), /Night is on, until 26 Nov 2026, 08:00, then off\./);
    assert.deepEqual([await states(), events()], [[], []]);
  });

  test('the button of the first page does not undo what somebody else has set since', async () => {
    const [one, other] = [await site.signedIn('admin'), await site.signedIn('admin', { name: 'other' })];
    await (await tab(one, 'night')).send({ do: 'on' });
    const button = await tab(one, 'night', '/');
    const form = await tab(other, 'night');
    await form.send({ do: 'on', end: form.option('changed') });
    const late = await button.send({ do: 'off' });
    assert.equal(late.status, 409);
    assert.match(plain(late.text), /It is on now, until somebody changes it: choose again\./);
    assert.equal((await stateOf('night'))?.changedBy, 'other');
    const done = await formOf(one, late.text, 'night').send({ do: 'off' });
    assert.deepEqual([done.status, done.to], [303, '/']);
    assert.equal((await stateOf('night'))?.override, undefined);
  });

  test('of two that are sent at once one is done, and the other shown again', async () => {
    const [one, other] = [await site.signedIn('admin'), await site.signedIn('admin', { name: 'other' })];
    for (const [id, first, second] of [
      ['meeting', { do: 'on', end: 'changed' }, { do: 'on', end: 'own', until: 'Friday 12:00' }],
      ['night', { do: 'on', end: 'changed' }, { do: 'off', end: 'own', until: 'Friday 12:00' }],
      ['night', { do: 'clear' }, { do: 'on', end: 'own', until: 'Friday 13:00' }],
    ] as const) {
      const forms = [await tab(one, id), await tab(other, id)] as const;
      const answers = await Promise.all([forms[0].send(first), forms[1].send(second)]);
      assert.deepEqual(answers.map(({ status }) => status).sort(), [303, 409], JSON.stringify(first));
      const told = answers.find(({ status }) => status === 409)?.text ?? '';
      assert.match(plain(told), /was not turned: it has changed since the page was shown\./);
    }
    assert.equal(events().length, 3);
  });

  test('what another instance has turned, and this one has not taken up, is not overwritten', async () => {
    const browser = await site.signedIn('admin');
    const form = await tab(browser, 'night');
    await store.switchStates.setOverride('night', { on: true }, { by: 'elsewhere', at: now.toJSDate() });
    const late = await form.send({ do: 'on', end: 'own', until: 'Friday 12:00' });
    assert.equal(late.status, 409);
    assert.match(plain(late.text), /It is on now, until somebody changes it: choose again\./);
    assert.equal((await stateOf('night'))?.changedBy, 'elsewhere');
  });

  test('who presses twice has had what was wanted, and is told so', async () => {
    const browser = await site.signedIn('admin');
    for (const fields of [{ do: 'on' }, { do: 'clear' }]) {
      const form = await tab(browser, 'night');
      assert.equal((await form.send(fields)).status, 303);
      const first = await stateOf('night');
      assert.equal((await form.send(fields)).status, 303, fields.do);
      assert.deepEqual(await stateOf('night'), first);
    }
    const button = await tab(browser, 'meeting', '/');
    assert.equal((await button.send({ do: 'on' })).status, 303);
    assert.equal((await button.send({ do: 'on' })).status, 303);
    assert.deepEqual([(await stateOf('meeting'))?.on, (await stateOf('meeting'))?.version], [true, 1]);
  });

  test('in the night in which the hour comes twice, each change of a schedule is another one', async () => {
    const browser = await site.signedIn('admin');
    now = DateTime.fromISO('2026-10-25T00:20:00Z');
    const first = await tab(browser, 'early');
    assert.equal(first.option('schedule'), 'schedule@2026-10-25T00:45:00.000Z');
    now = DateTime.fromISO('2026-10-25T01:20:00Z');
    assert.equal((await tab(browser, 'early')).option('schedule'), 'schedule@2026-10-25T01:45:00.000Z');
    assert.equal((await first.send({ do: 'off' })).status, 409);
    assert.deepEqual(await states(), []);
  });
});

test('a length of time into the hour that comes twice is asked for and taken as the moment that it is', async () => {
  now = DateTime.fromISO('2026-10-24T23:30:00Z');
  const browser = await site.signedIn('admin', { language: 'de' });
  const asked = await (await tab(browser, 'meeting')).send({ do: 'ask', end: 'own', until: '2 Stunden' });
  assert.equal(asked.status, 422);
  assert.match(plain(asked.text), /Ein oder aus, bis 25\.10\.2026, 02:30 \(Winterzeit\)\?/);
  assert.match(asked.text, /value="25\.10\.2026, 02:30 \(Winterzeit\)"/);
  assert.deepEqual(await states(), []);
  assert.equal((await formOf(browser, asked.text, 'meeting').send({ do: 'on' })).status, 303);
  const second = new Date('2026-10-25T01:30:00Z');
  assert.deepEqual((await stateOf('meeting'))?.override?.until, second);
  const skipped = DateTime.fromISO('2027-03-27T12:00:00Z');
  now = skipped;
  const spring = await site.signedIn('admin', { name: 'spring' });
  const again = await (await tab(spring, 'night')).send({ do: 'ask', end: 'own', until: '28.3. 2:30' });
  assert.match(
    plain(again.text),
    /On or off, until 28 Mar 2027, 03:30\? The clock change leaves out the time/,
  );
  assert.equal((await formOf(spring, again.text, 'night').send({ do: 'on' })).status, 303);
  assert.deepEqual((await stateOf('night'))?.override?.until, new Date('2027-03-28T01:30:00Z'));
});

describe('The interface', () => {
  test('turns with If-Match only what still is as it was read', async () => {
    await site.signedIn('admin');
    const { text } = await site.access.addToken('admin', 't', ['config.read', 'switches.write'], null);
    const call = withToken(site.url, text);
    now = berlin('17:59:40');
    const read = await call('GET', '/switches/night/state');
    const tag = { 'if-match': read.headers.get('etag') ?? '' };
    assert.match(tag['if-match'], /^"off\.\d+-on"$/);
    now = berlin('18:00:20');
    const late = await call('POST', '/switches/night/state', { do: 'off' }, tag);
    assert.equal(late.status, 412);
    // On it is by now, and until another moment than was read.
    assert.equal((await call('POST', '/switches/night/state', { do: 'on' }, tag)).status, 412);
    assert.equal((late.body as { current: { on: boolean } }).current.on, true);
    assert.deepEqual(await states(), []);
    const now2 = await call('GET', '/switches/night/state');
    const fresh = { 'if-match': now2.headers.get('etag') ?? '' };
    const done = await call('POST', '/switches/night/state', { do: 'off' }, fresh);
    assert.deepEqual([done.status, (done.body as { on: boolean }).on], [200, false]);
    assert.notEqual(done.headers.get('etag'), fresh['if-match']);
    const any = await call('POST', '/switches/night/state', { do: 'clear' }, { 'if-match': '*' });
    assert.equal(any.status, 200);
  });
});
