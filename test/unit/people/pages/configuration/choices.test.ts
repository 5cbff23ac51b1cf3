import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import {
  groupChoices,
  holidayCountryOptions,
  phoneCountryOptions,
  settingsChoices,
  SHIPPED_SOUNDS,
  zoneOptions,
} from '../../../../../src/people/pages/configuration/choices.js';
import { NO_STOCK } from '../../../../../src/base/model/stock.js';
import { formView } from '../../../../../src/people/pages/forms/view.js';
import { checkValue } from '../../../../../src/base/configuration/check.js';
import { projectFolder } from '../../../../../src/base/project-folder.js';

const checked = checkValue({
  version: 1,
  settings: { domain: 'pbx.example', gateway: 'telco', confirmFile: 'own/press-1.wav' },
  users: [
    { id: 'anna', name: 'Anna', extension: '1001', email: 'anna@pbx.example' },
    { id: 'ben', name: 'Ben' },
  ],
  groups: [
    {
      number: '700',
      name: 'Sales',
      final: { voicemail: '1009' },
      ringback: { music: 'jazz' },
      anonymous: { divert: { announcement: 'no-anonymous.wav' } },
      stages: [],
      report: { to: ['anna', 'boss@pbx.example'] },
    },
  ],
});
assert.ok(checked.kind === 'good', JSON.stringify(checked));
const { configuration } = checked;

const optionsOf = (id: string, stock = NO_STOCK) =>
  groupChoices(configuration, 'en', stock).find((list) => list.id === id)?.options;
const valuesOf = (id: string) => optionsOf(id)?.map(({ value }) => value);

describe('What a group’s pickers offer', () => {
  test('is what the configuration has', () => {
    assert.deepEqual(valuesOf('users'), ['Anna (anna)', 'Ben (ben)']);
    assert.deepEqual(valuesOf('extensions'), ['1001']);
    assert.deepEqual(valuesOf('boxes'), ['1001', '1009']);
    assert.deepEqual(valuesOf('group-numbers'), ['700']);
    assert.deepEqual(valuesOf('music'), ['moh', 'jazz']);
    assert.deepEqual(valuesOf('recipients'), ['anna', 'boss@pbx.example']);
    assert.deepEqual(valuesOf('sounds'), [...SHIPPED_SOUNDS, 'own/press-1.wav', 'no-anonymous.wav']);
  });

  test('is what FreeSWITCH has besides, and says what it does not have', () => {
    const stock = {
      sounds: ['no-anonymous.wav', 'ivr/hello.wav'],
      extensions: ['1001', '1005'],
      music: ['moh'],
      gateways: ['other'],
    };
    assert.deepEqual(optionsOf('music', stock), [
      { value: 'jazz', text: 'not in FreeSWITCH' },
      { value: 'moh', text: '' },
    ]);
    assert.deepEqual(
      settingsChoices(configuration, 'de', stock).find(({ id }) => id === 'gateways')?.options,
      [
        { value: 'telco', text: 'fehlt in FreeSWITCH' },
        { value: 'other', text: '' },
      ],
    );
    assert.deepEqual(optionsOf('sounds', stock), [
      { value: 'own/press-1.wav', text: 'not in FreeSWITCH' },
      { value: 'no-anonymous.wav', text: '' },
      { value: 'ivr/hello.wav', text: '' },
    ]);
    assert.deepEqual(optionsOf('boxes', stock), [
      { value: '1001', text: 'Anna' },
      { value: '1009', text: 'not in FreeSWITCH' },
      { value: '1005', text: '' },
    ]);
  });

  test('are sound files that come with the product', () => {
    const folder = path.join(projectFolder(), 'freeswitch', 'sounds');
    assert.deepEqual(
      SHIPPED_SOUNDS.filter((name) => !existsSync(path.join(folder, name))),
      [],
    );
  });
});

test('time zones and countries are all there, by name', () => {
  const zones = zoneOptions('de', 'optional').map(({ value }) => value);
  assert.deepEqual([zones[0], zones.includes('Pacific/Chatham'), zones.includes('UTC')], ['', true, true]);
  const named = (options: readonly { value: string; text: string }[]) =>
    options.find(({ value }) => value === 'AT')?.text;
  assert.equal(named(phoneCountryOptions('de')), 'Österreich (AT)');
  assert.equal(named(holidayCountryOptions('de')), 'Österreich (AT)');
});

test('a value that a choice does not offer is one of its options, so that saving keeps it', () => {
  const view = formView({
    sections: [
      {
        title: '',
        fields: [
          { kind: 'choice', path: 'zone', label: '', hint: '', options: zoneOptions('en', 'required') },
        ],
      },
    ],
    draft: { zone: 'Asia/Calcutta-Old' },
    fresh: {},
    faults: [],
    lang: 'en',
    dayNames: [],
    userText: (id) => id,
  });
  const field = view.sections[0]?.fields[0];
  assert.ok(field !== undefined && 'options' in field);
  assert.deepEqual(
    field.options.filter(({ selected }) => selected).map(({ value }) => value),
    ['Asia/Calcutta-Old'],
  );
});
