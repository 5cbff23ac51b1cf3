import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { test } from 'node:test';
import type { LiveBoard } from '../../../../src/calls/live/live-board.js';
import { LiveStreams } from '../../../../src/people/http/live-stream.js';
import { Reader } from './stream-reader.js';

function aBoard() {
  const listeners = new Set<() => void>();
  const board: Pick<LiveBoard, 'onChange'> = {
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const change = async (): Promise<void> => {
    for (const listener of listeners) listener();
    await setImmediate();
  };
  const logged: object[] = [];
  const log = { error: (facts: object) => void logged.push(facts) };
  const clock = aClock();
  return { streams: new LiveStreams(board as LiveBoard, log, clock), listeners, change, logged, clock };
}

/** Time that passes when a test says so; pauses end when it says so. */
function aClock() {
  const pauses: number[] = [];
  const clock = {
    now: 0,
    pauses,
    nowMs: () => clock.now,
    pause: (ms: number) =>
      new Promise<void>((resolve) => {
        pauses.push(ms);
        clock.endPause = resolve;
      }),
    endPause: (): void => undefined,
  };
  return clock;
}

const allowed = () => Promise.resolve(true);

/** Counts how often the text is made. */
function aSource(name: string) {
  const source = { name, event: 'live', made: 0, now: 'nobody calls', text: () => '' };
  source.text = () => {
    source.made += 1;
    return source.now;
  };
  return source;
}

test('a change is put into words once for all readers who see the same', async () => {
  const { streams, change } = aBoard();
  const [german, english] = [aSource('de'), aSource('en')];
  const readers = Array.from({ length: 20 }, () => new Reader());
  for (const [index, reader] of readers.entries()) {
    streams.serve(reader.request, reader.response, index < 15 ? german : english, allowed);
  }
  [german.made, english.made] = [0, 0];
  [german.now, english.now] = ['jemand ruft an', 'somebody calls'];
  await change();
  assert.deepEqual([german.made, english.made], [1, 1]);
  assert.deepEqual(
    readers.map(({ got }) => got.at(-1)),
    readers.map((_, index) => `event: live\ndata: ${index < 15 ? 'jemand ruft an' : 'somebody calls'}\n\n`),
  );
  for (const reader of readers) reader.emit('close');
});

test('what is as before is not sent again, and a slow reader gets the newest state when it has caught up', async () => {
  const { streams, change } = aBoard();
  const source = aSource('en');
  const [quick, slow] = [new Reader(), new Reader()];
  for (const reader of [quick, slow]) streams.serve(reader.request, reader.response, source, allowed);
  slow.writableLength = 200_000;
  for (source.now of ['one call', 'two calls', 'two calls']) await change();
  assert.deepEqual([quick.got.length, slow.got.length], [3, 1]);
  slow.writableLength = 0;
  await change();
  assert.deepEqual([quick.got.length, slow.got.length], [3, 2]);
  assert.equal(slow.got.at(-1), 'event: live\ndata: two calls\n\n');
  for (const reader of [quick, slow]) reader.emit('close');
});

test('the board is listened to as long as somebody reads', async () => {
  const { streams, listeners, change } = aBoard();
  const source = aSource('en');
  const [one, other] = [new Reader(), new Reader()];
  for (const reader of [one, other]) streams.serve(reader.request, reader.response, source, allowed);
  assert.equal(listeners.size, 1);
  one.emit('close');
  source.now = 'one call';
  await change();
  assert.deepEqual([one.got.length, other.got.length], [1, 2]);
  other.emit('close');
  assert.equal(listeners.size, 0);
});

test('a state that cannot be put into words is logged, and the next one arrives', async () => {
  const { streams, change, logged } = aBoard();
  const source = aSource('en');
  const good = source.text;
  const [one, german] = [new Reader(), new Reader()];
  streams.serve(one.request, one.response, source, allowed);
  const other = aSource('de');
  streams.serve(german.request, german.response, other, allowed);
  source.text = () => {
    throw new Error('no words');
  };
  other.now = 'jemand ruft an';
  await change();
  assert.deepEqual([one.got.length, german.got.length, logged.length], [1, 2, 1]);
  source.text = good;
  source.now = 'one call';
  await change();
  assert.equal(one.got.at(-1), 'event: live\ndata: one call\n\n');
  for (const reader of [one, german]) reader.emit('close');
});

test('too many readers are told to come again, and a place that is left is given to the next', () => {
  const { streams } = aBoard();
  const readers = Array.from({ length: 201 }, () => new Reader());
  for (const reader of readers) streams.serve(reader.request, reader.response, aSource('en'), allowed);
  assert.deepEqual([readers[199]?.code, readers[200]?.code], [200, 503]);
  readers[0]?.emit('close');
  const next = new Reader();
  streams.serve(next.request, next.response, aSource('en'), allowed);
  assert.equal(next.code, 200);
  for (const reader of [...readers.slice(1, 200), next]) reader.emit('close');
});

test('where it takes long to tell all, states come less often', async () => {
  const { streams, change, clock } = aBoard();
  const source = aSource('en');
  const reader = new Reader();
  streams.serve(reader.request, reader.response, source, allowed);
  const good = source.text;
  source.text = () => {
    clock.now += 400;
    return good();
  };
  for (source.now of ['one call', 'two calls', 'three calls']) await change();
  assert.deepEqual([reader.got.length, ...clock.pauses], [2, 1200]);
  clock.endPause();
  await setImmediate();
  assert.equal(reader.got.at(-1), 'event: live\ndata: three calls\n\n');
  assert.equal(reader.got.length, 3);
  reader.emit('close');
});

test('a reader who takes nothing for a minute is let go', async () => {
  const { streams, change, clock } = aBoard();
  const source = aSource('en');
  const [quick, stuck] = [new Reader(), new Reader()];
  for (const reader of [quick, stuck]) streams.serve(reader.request, reader.response, source, allowed);
  stuck.writableLength = 200_000;
  await change();
  clock.now = 59_000;
  await change();
  assert.equal(stuck.isDestroyed, false);
  clock.now = 61_000;
  await change();
  assert.deepEqual([stuck.isDestroyed, quick.isDestroyed], [true, false]);
  for (const reader of [quick, stuck]) reader.emit('close');
});
