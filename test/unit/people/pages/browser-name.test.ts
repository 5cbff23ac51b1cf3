import assert from 'node:assert/strict';
import { test } from 'node:test';
import { browserName } from '../../../../src/people/pages/accounts/browser-name.js';

const NAMES: Readonly<Record<string, readonly [string | undefined, string | undefined]>> = {
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0': ['Firefox', 'Windows'],
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36 Edg/138.0.0.0':
    ['Edge', 'Windows'],
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15':
    ['Safari', 'macOS'],
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/138.0 Mobile/15E148 Safari/604.1':
    ['Chrome', 'iPhone'],
  'Mozilla/5.0 (Linux; Android 15; SM-S921B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36':
    ['Samsung Internet', 'Android'],
  'Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36':
    ['Chrome', 'ChromeOS'],
  'curl/8.14.1': ['curl', undefined],
  '<script>Firefox</script>': [undefined, undefined],
  '': [undefined, undefined],
};

test('browsers are called what people call them, whatever else they claim to be', () => {
  for (const [agent, [browser, system]] of Object.entries(NAMES))
    assert.deepEqual(browserName(agent), { browser, system }, agent);
});
