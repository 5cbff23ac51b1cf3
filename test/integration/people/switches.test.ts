/** Switches as pages, interface and command line turn them, and what each place says of how long it lasts. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DateTime } from 'luxon';
import { turnSwitch, type SwitchOrder } from '../../../scripts/config-switch.js';
import { checkValue } from '../../../src/base/configuration/check.js';
import { importConfiguration } from '../../../src/base/configuration/import.js';
import type { Configuration } from '../../../src/base/configuration/schema.js';
import { buildSnapshot } from '../../../src/base/configuration/snapshot.js';
import type { Store } from '../../../src/base/store/connection.js';
import { decide } from '../../../src/calls/routing/decide.js';
import { aCall, aRecord } from '../../factories.js';
import { withToken, type Browser } from './browser.js';
import { onOwnStores, startSite, type Site } from './site.js';

/** A Wednesday, 09:00 in Berlin. */
const MORNING = DateTime.utc(2026, 11, 25, 8);

const NIGHT = { windows: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '18:00', to: '08:00' }] };
const HOUSE = {
  version: 1,
  settings: { country: 'DE', timezone: 'Europe/Berlin', domain: '127.0.0.1' },
  users: [{ id: 'anna', name: 'Anna', extension: '1001' }],
  switches: [
    { id: 'night', name: 'Night', code: '12', schedule: NIGHT },
    { id: 'meeting', name: 'Meeting', manual: { on: false } },
    { id: 'steady', name: 'Steady', schedule: { windows: [] } },
  ],
  groups: [
    {
      number: '700',
      name: 'Sales',
      stages: [{ ringSec: 20, members: ['anna'] }],
      rules: [{ switch: 'night', when: 'on', to: { voicemail: '1001' } }],
      final: { hangup: 'USER_BUSY' },
    },
  ],
};

let store: Store;
let site: Site;
let now: DateTime;
let configuration: Configuration;
/** After a turn by the command line, as the service does by itself. */
let refresh: () => Promise<void>;

onOwnStores(async (own) => {
  store = own;
  now = MORNING;
  const checked = checkValue(HOUSE);
  assert.ok(checked.kind === 'good');
  ({ configuration } = checked);
  const { configurations } = store;
  const by = { author: 'test', reason: '', at: now.toJSDate() };
  await importConfiguration({ configurations, configuration, ...by });
  let snapshot = buildSnapshot({ revision: 1, content: configuration, switchStates: new Map(), now });
  refresh = async () => {
    const states = new Map((await store.switchStates.all()).map((state) => [state.id, state]));
    snapshot = buildSnapshot({ revision: 1, content: configuration, switchStates: states, now });
  };
  site = await startSite(store, { now: () => now, snapshot: () => snapshot, refresh });
  return site;
});

const stateOf = async (id: string) => (await store.switchStates.all()).find((one) => one.id === id);
const override = async (id: string) => (await stateOf(id))?.override;

/** What the page says, without markup. */
async function words(browser: Browser, path: string): Promise<string> {
  return plain((await browser.get(path)).text);
}

function plain(html: string): string {
  return html
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll('&quot;', '"')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(' ,', ',');
}

async function command(id: string, state: SwitchOrder['state'], until = '', lang: 'de' | 'en' = 'en') {
  const said = await turnSwitch({ id, state, until }, { store, revision: 1, configuration, now, lang });
  await refresh();
  return said;
}

async function interfaceOf() {
  await site.signedIn('admin', { name: 'maker' });
  const { text } = await site.access.addToken(
    'maker',
    'test',
    ['config.read', 'config.write', 'switches.write'],
    null,
  );
  return withToken(site.url, text);
}

describe('Turned back to what its schedule says, a switch follows it again', () => {
  test('by the pages', async () => {
    const browser = await site.signedIn('admin');
    await browser.post('/switches/night/state', { do: 'on', end: 'schedule' }, '/switches');
    assert.deepEqual(await override('night'), { on: true, until: new Date('2026-11-25T17:00:00Z') });
    await browser.post('/switches/night/state', { do: 'off', end: 'schedule' }, '/switches');
    assert.equal(await override('night'), undefined);
  });

  test('by the interface', async () => {
    const call = await interfaceOf();
    await call('POST', '/switches/night/state', { do: 'on' });
    assert.deepEqual(await override('night'), { on: true, until: new Date('2026-11-25T17:00:00Z') });
    const { body } = await call('POST', '/switches/night/state', { do: 'off' });
    assert.deepEqual([(body as { on: boolean }).on, await override('night')], [false, undefined]);
  });

  test('by the command line', async () => {
    await command('night', 'on');
    assert.deepEqual(await override('night'), { on: true, until: new Date('2026-11-25T17:00:00Z') });
    await command('night', 'off');
    assert.equal(await override('night'), undefined);
  });
});

describe('The page of switches', () => {
  test('names the lamp of each: its code if it has one, which a key can dial', async () => {
    const browser = await site.signedIn('admin');
    const { text } = await browser.get('/switches');
    const lamps = [...text.matchAll(/href="\/help\/phones">Key with a lamp.*?<\/a>: <code>([^<]+)/g)];
    assert.deepEqual(
      lamps.map(([, name]) => name),
      ['*5012', 'switch+meeting', 'switch+steady'],
    );
  });

  test('says of each until when it stays so, and what comes then', async () => {
    const browser = await site.signedIn('admin');
    await browser.post('/switches/night/state', { do: 'on', end: 'hour' }, '/switches');
    const text = await words(browser, '/switches');
    assert.match(text, /Night is on, until 25 Nov 2026, 10:00, then off\./);
    assert.match(text, /by schedule · overridden, until 25 Nov 2026, 10:00, then off/);
    assert.match(text, /(?<!by hand · )switched off by hand, until somebody changes it/);
    assert.match(text, /by schedule · no window on any day, its schedule never changes/);
    assert.match(text, /All times are in the time zone Europe\/Berlin\./);
  });

  test('in German says it with a German date', async () => {
    const browser = await site.signedIn('admin', { language: 'de' });
    const text = await words(browser, '/switches');
    assert.match(text, /nach Plan · außerhalb der Zeit 18:00-08:00, bis 25\.11\.2026, 18:00, dann ein/);
    assert.match(text, /bis sein Plan wechselt: 25\.11\.2026, 18:00/);
    assert.match(text, /bis sein Plan wechselt \(er wechselt nie\)/);
  });

  test('turns until a picked time, until a typed one, and until both when they are the same', async () => {
    const browser = await site.signedIn('admin', { language: 'de' });
    const until = new Date('2026-12-24T07:00:00Z');
    for (const fields of [
      { at: '2026-12-24T08:00', until: '' },
      { at: '', until: '24. Dezember 8 Uhr' },
      { at: '2026-12-24T08:00', until: '24.12. 8:00' },
    ]) {
      await browser.post('/switches/night/state', { do: 'on', end: 'own', ...fields }, '/switches');
      assert.deepEqual(await override('night'), { on: true, until }, JSON.stringify(fields));
      await browser.post('/switches/night/state', { do: 'clear' }, '/switches');
    }
  });

  test('shows again what was sent and is refused, with the notations that are understood', async () => {
    const browser = await site.signedIn('admin', { language: 'de' });
    const fields = { do: 'on', end: 'own', at: '', until: 'nächsten "Monat"' };
    const refused = await browser.post('/switches/night/state', fields, '/switches');
    assert.equal(refused.status, 422);
    assert.match(refused.text, /id="until-night" name="until" value="nächsten &quot;Monat&quot;"/);
    assert.match(refused.text, /<option value="own" selected>/);
    assert.match(refused.text, /aria-describedby="until-hint-night fault-night" aria-invalid="true"/);
    assert.match(refused.text, /href="#until-night"/);
    assert.match(
      plain(refused.text),
      /ist nicht als Zeitpunkt in der Zukunft zu verstehen\. Verstanden wird/,
    );
    const picked = { do: 'on', end: 'own', at: '2020-01-01T08:00', until: '' };
    const past = await browser.post('/switches/night/state', picked, '/switches');
    assert.match(past.text, /name="at" value="2020-01-01T08:00"[^>]* aria-invalid="true"/);
    const two = { do: 'on', end: 'own', at: '2026-12-24T08:00', until: '9 Uhr' };
    assert.match((await browser.post('/switches/night/state', two, '/switches')).text, /sind verschieden/);
    const none = { do: 'on', end: 'own', at: '', until: ' ' };
    assert.match((await browser.post('/switches/night/state', none, '/switches')).text, /Wählen Sie Tag/);
    const other = { do: 'on', end: 'never' };
    assert.equal((await browser.post('/switches/night/state', other, '/switches')).status, 422);
    assert.deepEqual(await store.switchStates.all(), []);
  });

  test('ends an override whatever stands in the fields of its end', async () => {
    const browser = await site.signedIn('admin');
    await browser.post('/switches/night/state', { do: 'on', end: 'changed' }, '/switches');
    await browser.post('/switches/night/state', { do: 'clear', until: 'rubbish' }, '/switches');
    assert.equal(await override('night'), undefined);
  });

  test('leaves a switch on for longer', async () => {
    const browser = await site.signedIn('admin');
    await browser.post('/switches/night/state', { do: 'on', end: 'hour' }, '/switches');
    await browser.post('/switches/night/state', { do: 'on', end: 'morning' }, '/switches');
    assert.deepEqual((await override('night'))?.until, new Date('2026-11-26T07:00:00Z'));
  });

  test('says that a schedule never changes, and that the clock does', async () => {
    const browser = await site.signedIn('admin');
    await browser.post('/switches/steady/state', { do: 'on', end: 'schedule' }, '/switches');
    assert.deepEqual(await override('steady'), { on: true });
    assert.match(await words(browser, '/switches'), /Its schedule never changes, so it stays until somebody/);
    await browser.post('/switches/night/state', { do: 'on', until: '28.3.2027 2:30' }, '/switches');
    assert.match(
      await words(browser, '/switches'),
      /Night is on, until 28 Mar 2027, 03:30, then off\. The clock change leaves out the time that was typed/,
    );
  });
});

describe('Who ends what there is not has changed nothing', () => {
  const later = async () => {
    now = now.plus({ minutes: 5 });
    return site.signedIn('admin', { name: 'later' });
  };

  test('a switch turned by hand keeps who turned it', async () => {
    const browser = await site.signedIn('admin');
    await browser.post('/switches/meeting/state', { do: 'on', end: 'changed' }, '/switches');
    const turned = await stateOf('meeting');
    assert.deepEqual([turned?.changedBy, turned?.version], ['admin', 1]);
    const other = await later();
    await other.post('/switches/meeting/state', { do: 'clear' }, '/switches');
    assert.deepEqual(await stateOf('meeting'), turned);
    await other.post('/switches/meeting/state', { do: 'reset' }, '/switches');
    const reset = await stateOf('meeting');
    assert.deepEqual([reset?.changedBy, reset?.version, reset?.on], ['later', 2, undefined]);
    await browser.post('/switches/meeting/state', { do: 'reset' }, '/switches');
    assert.deepEqual(await stateOf('meeting'), reset);
  });

  test('a switch that nobody turned has nobody who did', async () => {
    const other = await later();
    for (const fields of [{ do: 'clear' }, { do: 'reset' }, { do: 'off', end: 'schedule' }]) {
      await other.post('/switches/night/state', fields, '/switches');
      assert.deepEqual(await store.switchStates.all(), [], JSON.stringify(fields));
    }
  });
});

describe('Every other place says until when, and what then', () => {
  const EXPECTED = /overridden, until 25 Nov 2026, 10:00, then off/;

  for (const path of ['/', '/status', '/what-would-happen?group=700'])
    test(`the page ${path}`, async () => {
      const browser = await site.signedIn('admin');
      await browser.post('/switches/night/state', { do: 'on', end: 'hour' }, '/switches');
      assert.match(await words(browser, path), EXPECTED);
    });

  test('the form of a group, where the switch is chosen', async () => {
    const browser = await site.signedIn('admin');
    await browser.post('/switches/night/state', { do: 'on', end: 'hour' }, '/switches');
    assert.match(
      (await browser.get('/groups/700/form')).text,
      /<option value="night" selected>Night \(on\)<\/option>[\s\S]*>Night: on, overridden, until 25 Nov 2026, 10:00, then off</,
    );
  });

  for (const [language, said, later] of [
    [
      'en',
      /At the moment off: outside 18:00-08:00, until 25 Nov 2026, 18:00, then on\./,
      /At the moment on: overridden, until somebody changes it\./,
    ],
    [
      'de',
      /Im Augenblick aus: außerhalb der Zeit 18:00-08:00, bis 25\.11\.2026, 18:00, dann ein\./,
      /Im Augenblick ein: übersteuert, bis jemand es ändert\./,
    ],
  ] as const)
    test(`the form of the switch itself (${language})`, async () => {
      const browser = await site.signedIn('admin', { language });
      assert.match(await words(browser, '/switches/night'), said);
      await browser.post('/switches/night/state', { do: 'on', end: 'changed' }, '/switches');
      assert.match(await words(browser, '/switches/night'), later);
      assert.doesNotMatch(await words(browser, '/switches/_new'), /At the moment|Im Augenblick/);
    });

  for (const [language, said] of [
    [
      'en',
      /switch Night is on \(inside 18:00-08:00, until 26 Nov 2026, 08:00, then off\): send to voicemail/,
    ],
    [
      'de',
      /Schalter Night ist ein \(in der Zeit 18:00-08:00, bis 26\.11\.2026, 08:00, dann aus\): Voicemail/,
    ],
  ] as const)
    test(`the line of a group that a schedule diverts, on the first page (${language})`, async () => {
      const browser = await site.signedIn('admin', { language });
      now = now.plus({ hours: 10 });
      assert.match(await words(browser, '/'), said);
    });

  for (const [language, said] of [
    [
      'en',
      /switch Night is off \(outside 18:00-08:00, until 25 Nov 2026, 18:00, then on\): its rule does not/,
    ],
    [
      'de',
      /Schalter Night ist aus \(außerhalb der Zeit 18:00-08:00, bis 25\.11\.2026, 18:00, dann ein\): seine Regel/,
    ],
  ] as const)
    test(`the page of a call that met it (${language})`, async () => {
      const snapshot = buildSnapshot({ revision: 1, content: configuration, switchStates: new Map(), now });
      const step = decide(snapshot, aCall({ groupNumber: '700' }), [], now);
      const steps = step.why.map((reason) => ({ ...reason, at: now.toJSDate() }));
      await store.calls.save(aRecord({ _id: 'met', channel: 'met', steps }));
      const browser = await site.signedIn('admin', { language });
      assert.match(await words(browser, '/calls/met'), said);
    });

  test('what would happen, at the moment that is asked for', async () => {
    const browser = await site.signedIn('admin', { language: 'de' });
    const text = await words(browser, '/what-would-happen?group=700&date=2026-11-27&time=19:00');
    assert.match(text, /Night ein in der Zeit 18:00-08:00, bis 28\.11\.2026, 08:00, dann aus/);
  });

  test('a decision in German has a German date', async () => {
    const browser = await site.signedIn('admin', { language: 'de' });
    await browser.post('/switches/night/state', { do: 'on', end: 'hour' }, '/switches');
    assert.match(
      await words(browser, '/what-would-happen?group=700'),
      /Schalter Night ist ein \(übersteuert, bis 25\.11\.2026, 10:00, dann aus\)/,
    );
  });
});

test('A German reads in German what a hangup tells the caller, and no name of a program', async () => {
  const browser = await site.signedIn('admin', { language: 'de' });
  assert.match(await words(browser, '/groups'), /auflegen: besetzt/);
  assert.match(await words(browser, '/what-would-happen?group=700'), /Auflegen: besetzt/);
  for (const page of ['/groups', '/what-would-happen?group=700', '/'])
    assert.doesNotMatch(await words(browser, page), /USER_BUSY/, page);
});

describe('An override that somebody forgot', () => {
  test('is a warning on the first page and on the status page after a day', async () => {
    const browser = await site.signedIn('admin', { language: 'de' });
    await browser.post('/switches/night/state', { do: 'on', end: 'changed' }, '/switches');
    now = now.plus({ hours: 23 });
    for (const path of ['/', '/status'])
      assert.doesNotMatch(await words(browser, path), /ohne Ende übersteuert/);
    now = now.plus({ hours: 2 });
    const later = await site.signedIn('admin', { name: 'later', language: 'de' });
    for (const path of ['/', '/status'])
      assert.match(await words(later, path), /Der Schalter „Night“ ist seit mehr als einem Tag/, path);
  });
});

describe('The interface', () => {
  interface State {
    readonly on: boolean;
    readonly until: string | null;
    readonly then: boolean | null;
    readonly note: string | null;
    readonly override: unknown;
  }
  const turn = async (id: string, body: object) => {
    const call = await interfaceOf();
    const { status, body: state } = await call('POST', `/switches/${id}/state`, body);
    return { status, state: state as State };
  };

  const ENDS: [body: object, until: string | null][] = [
    [{ do: 'on' }, '2026-11-25T17:00:00.000Z'],
    [{ do: 'on', end: 'schedule' }, '2026-11-25T17:00:00.000Z'],
    [{ do: 'on', end: 'hour' }, '2026-11-25T09:00:00.000Z'],
    [{ do: 'on', end: 'evening' }, '2026-11-25T17:00:00.000Z'],
    [{ do: 'on', end: 'morning' }, '2026-11-26T07:00:00.000Z'],
    [{ do: 'on', end: 'changed' }, null],
    [{ do: 'on', until: 'tomorrow 8 am' }, '2026-11-26T07:00:00.000Z'],
    [{ do: 'on', until: '2026-11-26T07:00:00Z' }, '2026-11-26T07:00:00.000Z'],
  ];
  for (const [body, until] of ENDS)
    test(`turns with ${JSON.stringify(body)} until ${until ?? 'somebody changes it'}`, async () => {
      const { status, state } = await turn('night', body);
      assert.equal(status, 200);
      assert.deepEqual([state.on, state.until, state.note], [true, until, null]);
    });

  test('says what comes then, also without an override', async () => {
    const call = await interfaceOf();
    const { body } = await call('GET', '/switches/night/state');
    assert.deepEqual(body, {
      id: 'night',
      on: false,
      why: 'outside 18:00-08:00, until 25 Nov 2026, 18:00, then on',
      until: '2026-11-25T17:00:00.000Z',
      then: true,
      override: null,
      changedBy: null,
      changedAt: null,
    });
    const { state } = await turn('meeting', { do: 'on' });
    assert.deepEqual([state.until, state.then, state.override], [null, null, null]);
  });

  test('says it of each switch of the configuration, and takes that back unread', async () => {
    const call = await interfaceOf();
    const state = {
      on: false,
      why: 'outside 18:00-08:00, until 25 Nov 2026, 18:00, then on',
      until: '2026-11-25T17:00:00.000Z',
      then: true,
    };
    const { body } = await call('GET', '/switches');
    const [night] = body as { readonly id: string; readonly state: unknown }[];
    assert.deepEqual([night?.id, night?.state], ['night', state]);
    const one = (await call('GET', '/switches/night')).body as object;
    assert.deepEqual(one, night);
    assert.equal((await call('PUT', '/switches/night', one)).status, 200);
    const latest = (await store.configurations.latest())?.content as Configuration;
    assert.equal(Object.hasOwn(latest.switches[0] ?? {}, 'state'), false);
  });

  test('says that a schedule never changes', async () => {
    const { state } = await turn('steady', { do: 'on', end: 'schedule' });
    assert.deepEqual(
      [state.until, state.note],
      [null, 'Its schedule never changes, so it stays until somebody changes it.'],
    );
  });

  test('refuses an end that is none, with the notations that are understood', async () => {
    const { status, state } = await turn('night', { do: 'on', until: '8.12' });
    assert.equal(status, 422);
    assert.match(JSON.stringify(state), /can mean two things\. Understood are, for example: 24 Dec 8 am/);
    assert.equal((await turn('night', { do: 'on', end: 'someday' })).status, 422);
    assert.deepEqual(await store.switchStates.all(), []);
  });

  test('says what would happen with the switches of that moment', async () => {
    const call = await interfaceOf();
    const { body } = await call('GET', '/what-would-happen?group=700&date=2026-11-27&time=19:00');
    assert.deepEqual((body as { switches: unknown }).switches, [
      {
        id: 'night',
        name: 'Night',
        on: true,
        why: 'inside 18:00-08:00, until 28 Nov 2026, 08:00, then off',
        until: '2026-11-28T07:00:00.000Z',
        then: false,
      },
    ]);
  });
});

describe('The command line', () => {
  const ENDS: [until: string | undefined, lang: 'de' | 'en', said: RegExp][] = [
    [undefined, 'en', /^Switch night is on: overridden, until 25 Nov 2026, 18:00, then on \(times in Europe/],
    ['schedule', 'en', /until 25 Nov 2026, 18:00, then on/],
    [
      'changed',
      'en',
      /^Switch night is on: overridden, until somebody changes it \(times in Europe\/Berlin\)/,
    ],
    ['hour', 'en', /until 25 Nov 2026, 10:00, then off/],
    ['1h', 'en', /until 25 Nov 2026, 10:00, then off/],
    ['evening', 'en', /until 25 Nov 2026, 18:00, then on/],
    ['morning', 'en', /until 26 Nov 2026, 08:00, then off/],
    ['tomorrow 8 am', 'en', /until 26 Nov 2026, 08:00, then off/],
    [
      'morgen 8 Uhr',
      'de',
      /^Schalter night ist ein: übersteuert, bis 26\.11\.2026, 08:00, dann aus \(Zeiten in/,
    ],
  ];
  for (const [until, lang, said] of ENDS)
    test(`turns until ${until ?? 'nothing that was said'} (${lang})`, async () => {
      assert.match((await command('night', 'on', until, lang)).join('\n'), said);
    });

  test('says that a schedule never changes', async () => {
    assert.deepEqual(await command('steady', 'on', 'schedule', 'de'), [
      'Schalter steady ist ein: übersteuert, bis jemand es ändert (Zeiten in Europe/Berlin)',
      'Der Plan wechselt nie, darum bleibt es so, bis jemand es ändert.',
    ]);
  });

  test('refuses an end that is none, and a switch that is none, in its language', async () => {
    await assert.rejects(command('night', 'on', '8.12', 'de'), /--until: „8\.12“ kann zweierlei bedeuten\./);
    await assert.rejects(
      command('tag', 'on', undefined, 'de'),
      /keinen Schalter tag; es gibt: night, meeting/,
    );
    assert.deepEqual(await store.switchStates.all(), []);
  });

  test('ends everything with auto, and says who did it', async () => {
    await command('night', 'on', 'changed');
    const said = await command('night', 'auto');
    assert.match(said.join(''), /is off: outside 18:00-08:00, until 25 Nov 2026, 18:00, then on/);
    assert.match((await stateOf('night'))?.changedBy ?? '', /./);
  });

  test('leaves no entry in the audit log when there was nothing to end', async () => {
    const ended = () => store.audit.list({ event: 'overrideEnded', limit: 50 });
    await command('night', 'on', 'changed');
    await command('night', 'auto');
    const before = await ended();
    assert.equal(before[0]?.facts['subject'], 'switch night');
    await command('night', 'auto');
    assert.equal((await ended()).length, before.length);
  });
});
