import assert from 'node:assert/strict';
import { test } from 'node:test';
import { homeLanguage } from '../../../../src/base/configuration/home-language.js';
import { buildSnapshot } from '../../../../src/base/configuration/snapshot.js';
import { checkValue } from '../../../../src/base/configuration/check.js';
import { at } from '../../../factories.js';

test('a group that names no language has that of the settings, else the one of the country', () => {
  assert.equal(homeLanguage({ country: 'DE', language: undefined }), 'de');
  assert.equal(homeLanguage({ country: 'AT', language: undefined }), 'de');
  assert.equal(homeLanguage({ country: 'GB', language: undefined }), 'en');
  assert.equal(homeLanguage({ country: 'FR', language: undefined }), 'en');
  assert.equal(homeLanguage({ country: 'DE', language: 'en' }), 'en');
  const group = (number: string, more: object) => ({
    number,
    name: number,
    stages: [],
    final: { hangup: 'USER_BUSY' },
    ...more,
  });
  const checked = checkValue({
    version: 1,
    settings: { domain: '127.0.0.1', language: 'en' },
    groups: [group('700', {}), group('701', { language: 'de' })],
  });
  assert.ok(checked.kind === 'good');
  const content = checked.configuration;
  const { groups } = buildSnapshot({
    revision: 1,
    content,
    switchStates: new Map(),
    now: at('2026-11-23T06:00'),
  });
  assert.deepEqual([groups.get('700')?.language, groups.get('701')?.language], ['en', 'de']);
});
