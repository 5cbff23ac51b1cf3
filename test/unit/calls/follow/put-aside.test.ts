/** Events that cannot be true: nothing of them is believed, and a person can look at them. */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { puttingAside } from '../../../../src/calls/follow/put-aside.js';
import { Stories } from '../../../../src/calls/follow/stories.js';
import { lieOf } from '../../../../src/calls/story/lie.js';

const ANSWER: Readonly<Record<string, string>> = {
  'Event-Name': 'CHANNEL_ANSWER',
  'Unique-ID': 'leg-a',
  'Event-Date-Timestamp': '1795460541894551',
  'Caller-Channel-Created-Time': '1795460530000000',
  'Caller-Channel-Answered-Time': '1795460541890000',
  'Caller-Caller-ID-Number': '03023125001',
  variable_rufgruppe_call: 'caller-a',
};
const header =
  (headers: Readonly<Record<string, string | undefined>>) =>
  (name: string): string | undefined =>
    headers[name];

const unexpected = (): never => assert.fail('nothing else is logged');

describe('An event', () => {
  for (const [what, changes, why] of [
    ['as FreeSWITCH sends it', {}, undefined],
    [
      'of a FreeSWITCH that does not tell the time of its events',
      { 'Event-Date-Timestamp': undefined },
      undefined,
    ],
    ['whose threads differ by a second', { 'Caller-Channel-Answered-Time': '1795460542894551' }, undefined],
    ['of a channel that was not answered', { 'Caller-Channel-Answered-Time': '0' }, undefined],
    ['of a caller whom no controller had', { variable_rufgruppe_call: undefined }, undefined],
    ['without a channel', { 'Unique-ID': undefined }, 'it names no channel'],
    ['of a channel with a strange name', { 'Unique-ID': '../../etc/passwd' }, 'it names no channel'],
    ['of a call with a strange name', { variable_rufgruppe_call: 'a b' }, 'it names no call'],
    [
      'that knows an answer of the next hour',
      { 'Caller-Channel-Answered-Time': '1795464141890000' },
      'it tells of a time that was still to come',
    ],
    [
      'that knows when the other side will answer',
      { 'Other-Leg-Channel-Answered-Time': '1795460544894552' },
      'it tells of a time that was still to come',
    ],
  ] as const)
    test(`${what} is ${why === undefined ? 'believed' : `not believed: ${why}`}`, () => {
      assert.equal(lieOf(header({ ...ANSWER, ...changes })), why);
    });
});

describe('An event that cannot be true', () => {
  let folder: string;
  before(() => (folder = mkdtempSync(path.join(tmpdir(), 'rufgruppe-put-aside-'))));
  after(() => rmSync(folder, { recursive: true }));
  const lie = header({ ...ANSWER, 'Caller-Channel-Answered-Time': '1795464141890000' });

  test('changes no story, and the next true one does', () => {
    const lies: string[] = [];
    const stories = new Stories((why) => lies.push(why));
    assert.equal(stories.hear(lie), false);
    assert.equal(stories.of('caller-a').size, 0);
    assert.equal(stories.hear(header(ANSWER)), true);
    assert.equal(stories.of('caller-a').get('leg-a')?.answeredAtMs, 1795460541890);
    assert.deepEqual(lies, ['it tells of a time that was still to come']);
  });

  test('lies in a file that only the service may read, without the numbers of people', async () => {
    const lines: { facts: Record<string, unknown>; text: string }[] = [];
    const log = {
      warn: (facts: Record<string, unknown>, text: string) => lines.push({ facts, text }),
      error: unexpected,
    };
    const place = path.join(folder, 'lies');
    await puttingAside(place, log)('it names no call', lie);
    const [name = ''] = readdirSync(place);
    const file = path.join(place, name);
    const told = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
    assert.equal(told['why'], 'it names no call');
    assert.equal(told['Unique-ID'], 'leg-a');
    assert.doesNotMatch(JSON.stringify(told), /03023125001/);
    assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.deepEqual(lines, [
      {
        facts: { file, why: 'it names no call' },
        text: 'an event of FreeSWITCH is put aside for a person to look at',
      },
    ]);
  });

  test('fills neither the disk nor the log when there are ten thousand', async () => {
    let lines = 0;
    const log = { warn: () => (lines += 1), error: unexpected };
    const place = path.join(folder, 'many');
    const putAside = puttingAside(place, log);
    for (let one = 0; one < 10_000; one += 1) await putAside('it names no call', lie);
    assert.equal(readdirSync(place).length, 100);
    // Five in ten seconds.
    assert.ok(lines <= 50, String(lines));
  });

  test('stops nothing when the disk takes no file', async () => {
    const lines: string[] = [];
    const log = { warn: (_facts: object, text: string) => lines.push(text), error: unexpected };
    const place = path.join(folder, 'a-file');
    writeFileSync(place, '');
    await puttingAside(place, log)('it names no call', lie);
    assert.equal(lines.length, 1);
    assert.ok(existsSync(place));
  });
});
