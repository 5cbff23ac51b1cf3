import assert from 'node:assert/strict';
import { test } from 'node:test';
import Handlebars from 'handlebars';
import { below, linksBelow, prefixOf } from '../../../../src/people/http/prefix.js';

test('the prefix is the path of the public address', () => {
  assert.deepEqual([undefined, 'https://pbx.example/', 'https://pbx.example/a/rufgruppe/'].map(prefixOf), [
    '',
    '',
    '/a/rufgruppe',
  ]);
});

test('a request with the prefix and one without are handled alike, and a longer name is not the prefix', () => {
  const seen: (string | undefined)[][] = [];
  const listener = below('/rufgruppe', (request) => {
    seen.push([request.url, (request as { originalUrl?: string }).originalUrl]);
  });
  for (const url of ['/rufgruppe/calls?a=1', '/calls?a=1', '/rufgruppe', '/rufgruppe?a=1', '/rufgruppes/x']) {
    listener(Object.assign(Object.create(null), { url }) as never, undefined as never);
  }
  assert.deepEqual(seen, [
    ['/calls?a=1', '/rufgruppe/calls?a=1'],
    ['/calls?a=1', '/rufgruppe/calls?a=1'],
    ['/', '/rufgruppe/'],
    ['/?a=1', '/rufgruppe/?a=1'],
    ['/rufgruppes/x', '/rufgruppe/rufgruppes/x'],
  ]);
});

test('what somebody typed is not taken for a link', () => {
  const html = Handlebars.compile('<a href="/calls" title="{{typed}}">{{typed}}</a> <code>/calls</code>')({
    typed: 'x" href="/groups" action=\'/x\'',
  });
  assert.equal(linksBelow('/rufgruppe', html), html.replace('href="/calls"', 'href="/rufgruppe/calls"'));
});
