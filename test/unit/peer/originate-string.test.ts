import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseOriginate, type OriginateLeg } from '../../../scripts/peer/originate-string.js';

function legs(text: string): readonly (readonly OriginateLeg[])[] {
  const result = parseOriginate(text);
  if (result.kind === 'refused') assert.fail(result.reason);
  return result.originate.attempts;
}

/** `endpoint/data {name=value}` */
function shown(text: string): string[][] {
  return legs(text).map((attempt) =>
    attempt.map(({ endpoint, data, variables }) => {
      const pairs = [...variables].map(([name, value]) => `${name}=${value}`);
      return `${endpoint}/${data}${pairs.length === 0 ? '' : ` {${pairs.join('|')}}`}`;
    }),
  );
}

test('reads the dial string of the recordings', () => {
  assert.deepEqual(
    shown(
      '{ignore_early_media=true,originate_timeout=3}' +
        '[origination_uuid=leg-1]sofia/internal/sip:1001@127.0.0.1:6001,[origination_uuid=leg-2]sofia/internal/sip:1002@127.0.0.1:6002',
    ),
    [
      [
        'sofia/internal/sip:1001@127.0.0.1:6001 {ignore_early_media=true|originate_timeout=3|origination_uuid=leg-1}',
        'sofia/internal/sip:1002@127.0.0.1:6002 {ignore_early_media=true|originate_timeout=3|origination_uuid=leg-2}',
      ],
    ],
  );
});

test('commas ring together, bars one after the other', () => {
  assert.deepEqual(shown('user/1,user/2|user/3'), [['user/1', 'user/2'], ['user/3']]);
});

test('brackets of a kind add up, and the leg wins over the whole', () => {
  assert.deepEqual(shown('<a=0>{a=1}{b=2} [b=3][c=4] user/1'), [['user/1 {a=1|b=3|c=4}']]);
});

test('in braces quotes and backslashes protect a comma', () => {
  assert.deepEqual(shown(`{a='x,y',b=x\\,y}user/1`), [['user/1 {a=x,y|b=x,y}']]);
});

test('in square brackets only a backslash does: the quotes are taken off before the commas are looked at', () => {
  assert.deepEqual(shown(`[a=x\\,y]user/1`), [['user/1 {a=x,y}']]);
  assert.deepEqual(shown(`[a='x,y']user/1`), [['user/1 {a=x}']]);
});

test('^^ chooses another delimiter', () => {
  assert.deepEqual(shown('{^^;a=1,2;b=3}user/1'), [['user/1 {a=1,2|b=3}']]);
  assert.deepEqual(shown('[^^;a=1,2;b=3]user/1'), [['user/1 {a=1,2|b=3}']]);
});

test('a bar inside square brackets splits the dial string: brackets do not protect it', () => {
  assert.equal(parseOriginate('[a=1|2]user/1').kind, 'refused');
});

test('a bracket that ends early lets the rest become an endpoint', () => {
  assert.deepEqual(shown('[a=x]sofia/evil/900@evil,[b=1]user/1'), [
    ['sofia/evil/900@evil {a=x}', 'user/1 {b=1}'],
  ]);
});

test('a value with ${…} is not set on a leg', () => {
  assert.deepEqual(shown('[a=${system(id)},b=1]user/1'), [['user/1 {b=1}']]);
});

test('what FreeSWITCH cannot read is refused with the reason', () => {
  assert.deepEqual(parseOriginate('{a=1'), { kind: 'refused', reason: 'no } behind {' });
  assert.deepEqual(parseOriginate('[a=1 user/1'), { kind: 'refused', reason: 'no ] behind [' });
  assert.deepEqual(parseOriginate('{a=1}'), { kind: 'refused', reason: 'no origination URL specified' });
  assert.deepEqual(parseOriginate('user/1:_:user/2'), {
    kind: 'refused',
    reason: 'several originates at once (:_:)',
  });
});

test('plain names and values come back as they were written', () => {
  const word = fc.stringMatching(/^[A-Za-z0-9_.@:;-]{1,12}$/).filter((text) => !text.includes(':_:'));
  const variables = fc.uniqueArray(fc.tuple(fc.stringMatching(/^[a-z_]{1,8}$/), word), {
    selector: ([name]) => name,
    maxLength: 4,
  });
  const leg = fc.tuple(variables, word);
  fc.assert(
    fc.property(variables, fc.array(leg, { minLength: 1, maxLength: 5 }), (globals, given) => {
      const block = (open: string, list: readonly (readonly [string, string])[], close: string): string =>
        list.length === 0 ? '' : open + list.map(([name, value]) => `${name}=${value}`).join(',') + close;
      const text =
        block('{', globals, '}') +
        given.map(([own, data]) => `${block('[', own, ']')}sofia/${data}`).join(',');
      assert.deepEqual(
        legs(text).map((attempt) => attempt.map(({ data, variables: seen }) => [data, [...seen]])),
        [given.map(([own, data]) => [data, [...new Map([...globals, ...own])]])],
      );
    }),
  );
});

test('any text is either read or refused, and never an exception', () => {
  const nasty = fc.string({ unit: fc.constantFrom(...Array.from(`{}[]<>,|'"\\^=$/: a1`)) });
  fc.assert(fc.property(nasty, (text) => ['ok', 'refused'].includes(parseOriginate(text).kind)));
});
