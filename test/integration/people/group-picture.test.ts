/**
 * A group as a picture: what it shows, and its parts, each saved alone. A part's form must never change what it does not
 * show.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, test } from 'node:test';
import { DateTime } from 'luxon';
import { checkText } from '../../../src/base/configuration/check.js';
import type { Configuration, GroupContent } from '../../../src/base/configuration/schema.js';
import { projectFolder } from '../../../src/base/project-folder.js';
import type { Store } from '../../../src/base/store/connection.js';
import { formsOf, untouched } from '../../html-form.js';
import type { Browser, Page } from './browser.js';
import { startConfiguredSite, type ConfiguredSite } from './configured-site.js';
import { onOwnStores } from './site.js';

const PARTS = [
  'basics',
  'anonymous',
  'rules',
  'heard',
  'stage-1',
  'stage-2',
  'ringing',
  'final',
  'phones',
  'missed',
  'mail',
  'report',
];
/** A Wednesday, 9 o'clock in Berlin. */
const NOW = DateTime.utc(2026, 11, 25, 8);

let store: Store;
let site: ConfiguredSite;
let example: Configuration;

onOwnStores(async (own) => {
  store = own;
  const checked = checkText(await readFile(path.join(projectFolder(), 'docs', 'example.yaml')));
  assert.ok(checked.kind === 'good');
  example = withEverything(checked.configuration);
  site = await startConfiguredSite(store, example, { now: () => NOW });
  return site;
});

/** Nothing of the first group is as it would be if nobody said anything. */
function withEverything(of: Configuration): Configuration {
  const [first, ...others] = of.groups;
  assert.ok(first !== undefined);
  const full: GroupContent = {
    ...first,
    anonymous: { divert: { external: '030 23125001', ringSec: 33 } },
    blocked: ['030 23125099 = sells windows', '+49900*'],
    blockedAnnouncement: 'blocked.wav',
    timezone: 'Europe/Lisbon',
    language: 'en',
    busy: 'skip',
    sayCaller: true,
    nameFile: 'sales.wav',
    mobiles: false,
    externalCallerId: 'group',
    ringback: { music: 'moh' },
    recording: 'always',
    recordingKeepDays: 12,
    greeting: { file: 'hello.wav', answer: true, whenDiverted: true },
    recordingNotice: { file: 'recorded.wav', memberFile: 'you-too.wav' },
    missed: {
      ...first.missed,
      gaveUpAfterSec: 'never',
      final: ['group'],
      mail: { to: ['boss@example.com'], graceMin: 7, quiet: [] },
    },
    report: {
      to: ['boss@example.com'],
      at: '07:15',
      days: ['mon'],
      callList: true,
      csv: true,
      perPerson: true,
    },
    pickup: ['bernd', { extension: '1003' }],
    stages: [
      { ringSec: 15, members: ['anna', 'bernd'] },
      {
        ringSec: 20,
        members: [
          { user: 'bernd', delaySec: 5 },
          { external: '030 23125088', label: 'Desk', confirm: false, delaySec: 8, ringSec: 10 },
        ],
      },
    ],
  };
  return { ...of, groups: [full, ...others] };
}

async function group(): Promise<GroupContent> {
  const found = ((await store.configurations.latest())?.content as Configuration).groups[0];
  assert.ok(found !== undefined);
  return found;
}

/** What a browser would send of the form of a part, unchanged. */
function fieldsOf({ text }: Page, action: string): Record<string, string | string[]> {
  const form = formsOf(text).find((one) => one.action === action);
  assert.ok(form !== undefined, `${action}: ${text}`);
  return untouched(form);
}

const at = (part: string) => `/groups/700/part/${part}`;

async function edit(browser: Browser, part: string, changes: Record<string, string>): Promise<Page> {
  const fields = fieldsOf(await browser.get(at(part)), at(part));
  return browser.send(at(part), { ...fields, _do: 'save', ...changes });
}

async function move(browser: Browser, from: string, to: string): Promise<Page> {
  const fields = fieldsOf(await browser.get('/groups/700'), '/groups/700/move');
  return browser.send('/groups/700/move', { ...fields, from, to });
}

const plain = ({ text }: Page) =>
  text
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .replaceAll('&#x3D;', '=');

describe('The picture of a group', () => {
  test('tells the way of a call from top to bottom, with what holds now', async () => {
    const page = await (await site.signedIn('admin')).get('/groups/700');
    const words = plain(page);
    const order = [
      'Somebody calls 700',
      'Callers who withhold their number are diverted',
      '2 numbers are blocked.',
      'Sales meeting is on',
      'Night is on',
      'Greeting hello.wav, answered',
      'Stage 1',
      'Stage 2',
      'Nobody answered after 0:35 at most',
      'Anna Albrecht (1001)',
    ].map((text) => words.indexOf(text));
    assert.ok(!order.includes(-1), `${order.join(' ')}: ${words}`);
    assert.deepEqual(
      order.toSorted((one, other) => one - other),
      order,
    );
    assert.match(words, /now: off outside 18:00-08:00, until 25 Nov 2026, 17:00, then on/);
    assert.match(words, /from 5 s to the end/);
    assert.match(words, /\+49 30 23125088 from 8 s to 18 s/);
    assert.doesNotMatch(page.text, /not-reached/);
  });

  test('shows that a switch keeps calls away from the phones', async () => {
    await store.switchStates.setOverride('meeting', { on: true }, { by: 'test', at: NOW.toJSDate() });
    await site.refresh();
    const { text } = await (await site.signedIn('admin')).get('/groups/700');
    assert.match(text, /way-rule holds" data-drag="rules\[0\]"/);
    assert.match(text, /A switch sends calls elsewhere now/);
    assert.equal([...text.matchAll(/way-part[^"]* not-reached/g)].length, 4);
  });

  test('offers no change to somebody who may only read', async () => {
    const { text } = await (await site.signedIn('viewer')).get('/groups/700');
    assert.doesNotMatch(text, /way-move|data-part|draggable|\/remove/);
    assert.equal((await (await site.signedIn('viewer')).post(at('final'), {}, '/')).status, 403);
  });

  test('shows no whole number to somebody who sees them masked', async () => {
    const digits = async (role: 'viewer' | 'observer') =>
      (await (await site.signedIn(role)).get('/groups/700')).text.replaceAll(/\s/g, '');
    assert.match(await digits('viewer'), /\+493023125088/);
    const masked = await digits('observer');
    assert.doesNotMatch(masked, /23125088|23125001/);
    assert.match(masked, /•+88/);
  });

  test('of a group or part that is not there is not found', async () => {
    const admin = await site.signedIn('admin');
    for (const where of [
      '/groups/999',
      at('nothing'),
      at('toString'),
      at('stage-4'),
      '/groups/701/part/stage-4',
      '/groups/999/part/final',
    ])
      assert.equal((await admin.get(where)).status, 404, where);
  });
});

describe('The form of a part', () => {
  for (const part of PARTS) {
    test(`${part} that is sent unchanged changes nothing`, async () => {
      const browser = await site.signedIn('admin');
      const page = await edit(browser, part, {});
      assert.equal(page.to, '/groups/700', page.text);
      assert.match((await browser.get('/groups/700')).text, /Nothing had changed\./);
      assert.deepEqual(await group(), example.groups[0]);
    });
  }

  test('saves its own part and leaves all others as they are', async () => {
    const browser = await site.signedIn('admin');
    assert.equal(
      (await edit(browser, 'final', { 'final.kind': 'hangup', 'final.value': 'NO_ANSWER' })).status,
      303,
    );
    assert.deepEqual(await group(), { ...example.groups[0], final: { hangup: 'NO_ANSWER' } });
  });

  test('saves one stage, and adds a third behind the two', async () => {
    const browser = await site.signedIn('admin');
    const [before] = example.groups;
    assert.equal((await edit(browser, 'stage-2', { 'stages[1].ringSec': '44' })).status, 303);
    const [first, second] = before?.stages ?? [];
    assert.deepEqual((await group()).stages, [first, { ...second, ringSec: 44 }]);
    const opened = fieldsOf(await browser.get(at('stage-3')), at('stage-3'));
    const added = await browser.send(at('stage-3'), { ...opened, _do: 'add stages[2].members' });
    const fields = { ...fieldsOf(added, at('stage-3')), 'stages[2].members[0].value': 'clara', _do: 'save' };
    assert.equal((await browser.send(at('stage-3'), fields)).status, 303);
    assert.deepEqual((await group()).stages[2], { ringSec: 20, members: ['clara'] });
    assert.equal((await group()).stages.length, 3);
  });

  test('keeps what somebody else saved meanwhile, also in the same part', async () => {
    const [anna, bernd] = [await site.signedIn('admin'), await site.signedIn('admin')];
    const seen = fieldsOf(await anna.get(at('stage-1')), at('stage-1'));
    await edit(bernd, 'basics', { name: 'Vertrieb' });
    await edit(bernd, 'stage-2', { 'stages[1].ringSec': '44' });
    const saved = await anna.send(at('stage-1'), { ...seen, _do: 'save', 'stages[0].ringSec': '9' });
    assert.equal(saved.status, 303, saved.text);
    const { name, stages } = await group();
    assert.deepEqual([name, ...stages.map(({ ringSec }) => ringSec)], ['Vertrieb', 9, 44]);
  });

  test('asks which of two values holds, within the same small form', async () => {
    const [anna, bernd] = [await site.signedIn('admin'), await site.signedIn('admin')];
    const seen = fieldsOf(await anna.get(at('basics')), at('basics'));
    await edit(bernd, 'basics', { name: 'Vertrieb' });
    const asked = await anna.send(at('basics'), { ...seen, _do: 'save', name: 'Verkauf' });
    assert.equal(asked.status, 409);
    assert.equal((await group()).name, 'Vertrieb');
    const chosen = { ...fieldsOf(asked, at('basics')), _do: 'save', '_choose.name': 'ours' };
    assert.equal((await anna.send(at('basics'), chosen)).status, 303);
    assert.deepEqual(await group(), { ...example.groups[0], name: 'Verkauf' });
  });

  test('shows its faults and saves nothing', async () => {
    const page = await edit(await site.signedIn('admin'), 'stage-1', { 'stages[0].ringSec': 'soon' });
    assert.equal(page.status, 422);
    assert.match(page.text, /href="#f-stages-0-ringSec"/);
    assert.match(page.text, /<form method="post" action="\/groups\/700\/part\/stage-1"/);
    assert.deepEqual(await group(), example.groups[0]);
  });
});

describe('Trying a draft', () => {
  const tried = async (part: string, changes: Record<string, string>) =>
    plain(await edit(await site.signedIn('admin'), part, { ...changes, _do: 'try' }));

  test('says what would happen with what is typed, and saves nothing', async () => {
    const words = await tried('stage-1', { 'stages[0].members[0].value': 'Dieter Dahl (dieter)' });
    assert.match(words, /Now 25 Nov 2026, 08:00 Greeting .* Rings for 15 s Dieter Dahl, Bernd Brandt/);
    assert.match(words, /Tonight 25 Nov 2026, 23:00 by switch Night/);
    assert.deepEqual(await group(), example.groups[0]);
  });

  test('asks as anonymous callers do, and at a time of one’s own', async () => {
    const words = await tried('anonymous', {
      'anonymous.mode': 'reject',
      'try-date': '2026-11-28',
      'try-time': '10:00',
    });
    assert.match(words, /Without a number 25 Nov 2026, 08:00 Hang up: rejected/);
    assert.match(words, /Your question 28 Nov 2026, 10:00 by switch Night/);
  });

  test('says that faults stand in the way, and which moment or caller is none', async () => {
    assert.match(await tried('stage-1', { 'stages[0].ringSec': 'soon' }), /The form has faults/);
    assert.match(await tried('stage-1', { 'stages[0].members[0].value': 'nobody' }), /The form has faults/);
    assert.match(await tried('final', { 'try-date': '1999-01-01' }), /no day and time .*: 1999-01-01/);
    assert.match(await tried('final', { 'try-caller': 'who' }), /no caller: who/);
  });
});

describe('Moving', () => {
  test('puts rules, stages and members to other places, and takes out', async () => {
    const browser = await site.signedIn('admin');
    const [before] = example.groups;
    assert.equal((await move(browser, 'rules[1]', 'rules[0]')).to, '/groups/700');
    assert.deepEqual((await group()).rules, before?.rules.toReversed());
    await move(browser, 'stages[0].members[0]', 'stages[1].members[2]');
    await move(browser, 'stages[1]', 'stages[0]');
    await move(browser, 'rules[0]', '');
    assert.deepEqual(await group(), {
      ...before,
      rules: [before?.rules[0]],
      stages: [
        { ringSec: 20, members: [...(before?.stages[1]?.members ?? []), 'anna'] },
        { ringSec: 15, members: ['bernd'] },
      ],
    });
  });

  test('of what is not there, or to a place of another kind, is refused', async () => {
    const browser = await site.signedIn('admin');
    for (const [from, to] of [
      ['rules[7]', 'rules[0]'],
      ['rules[0]', 'stages[0]'],
      ['stages[0].members[0]', 'stages[9].members[0]'],
      ['final', ''],
      ['__proto__[0]', ''],
    ] as const)
      assert.equal((await move(browser, from, to)).status, 404, from);
    assert.deepEqual(await group(), example.groups[0]);
  });

  test('keeps what somebody else saved meanwhile', async () => {
    const browser = await site.signedIn('admin');
    const seen = fieldsOf(await browser.get('/groups/700'), '/groups/700/move');
    await edit(browser, 'basics', { name: 'Vertrieb' });
    const done = await browser.send('/groups/700/move', { ...seen, from: 'rules[1]', to: 'rules[0]' });
    assert.equal(done.status, 303, done.text);
    assert.deepEqual(await group(), {
      ...example.groups[0],
      name: 'Vertrieb',
      rules: example.groups[0]?.rules.toReversed(),
    });
  });
});
