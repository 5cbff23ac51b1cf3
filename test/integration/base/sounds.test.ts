/** Sounds in the database: whole or not there. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import type { NewSound } from '../../../src/base/store/sounds.js';
import type { Store } from '../../../src/base/store/connection.js';
import { startDatabase, type TestDatabase } from '../afterwards/mail/harness.js';

const AT = new Date('2026-11-25T12:00:00Z');

let database: TestDatabase;
let store: Store;

before(async () => {
  database = await startDatabase();
});
after(() => database.close());
beforeEach(async () => {
  store = await database.store();
});

const facts = (name: string, content: Buffer, changes: Partial<NewSound> = {}): NewSound => ({
  name,
  sha256: 'sum',
  bytes: content.length,
  lengthMs: 1_000,
  rate: 8_000,
  peakDb: -6.5,
  loudnessDb: -9,
  clips: 0,
  addedAt: AT,
  addedBy: 'admin',
  ...changes,
});

/** More than a document holds. */
const LARGE = Buffer.alloc(17 * 1024 * 1024, 7);
const pieces = () => store.connection.collection('soundPieces').countDocuments();

describe('A sound of the database', () => {
  test('is read as it was written, however large', async () => {
    const kept = await store.sounds.put(facts('a.wav', LARGE), LARGE, 'new');
    assert.ok(kept !== undefined);
    assert.deepEqual(await store.sounds.get('a.wav'), kept);
    assert.deepEqual(await store.sounds.list(), [kept]);
    assert.equal((await store.sounds.content(kept))?.equals(LARGE), true);
  });

  test('does not give way to another of its name unless that is meant, and then leaves nothing', async () => {
    const [one, two] = [Buffer.from('one'), Buffer.from('other')];
    const first = await store.sounds.put(facts('a.wav', one), one, 'new');
    assert.equal(await store.sounds.put(facts('a.wav', two), two, 'new'), undefined);
    assert.ok(first !== undefined);
    assert.equal((await store.sounds.content(first))?.toString(), 'one');
    const second = await store.sounds.put(facts('a.wav', two), two, 'replace');
    assert.ok(second !== undefined);
    assert.equal((await store.sounds.content(second))?.toString(), 'other');
    assert.equal(await store.sounds.content(first), undefined);
    assert.equal(await pieces(), 1);
  });

  test('is one of two that are uploaded at once', async () => {
    const [one, two] = [Buffer.from('one'), Buffer.from('other')];
    const both = await Promise.all([
      store.sounds.put(facts('a.wav', one), one, 'new'),
      store.sounds.put(facts('a.wav', two), two, 'new'),
    ]);
    assert.equal(both.filter((kept) => kept !== undefined).length, 1);
    assert.equal(await pieces(), 1);
  });

  test('that lacks a piece is none', async () => {
    const kept = await store.sounds.put(facts('a.wav', LARGE), LARGE, 'new');
    assert.ok(kept !== undefined);
    await store.connection.collection('soundPieces').deleteOne({});
    assert.equal(await store.sounds.content(kept), undefined);
  });

  test('is removed with all its pieces, once', async () => {
    await store.sounds.put(facts('a.wav', LARGE), LARGE, 'new');
    assert.equal(await store.sounds.remove('a.wav'), true);
    assert.equal(await store.sounds.remove('a.wav'), false);
    assert.equal(await pieces(), 0);
  });

  test('keeps its pieces when those of uploads that were broken off are swept', async () => {
    const one = Buffer.from('one');
    const kept = await store.sounds.put(facts('a.wav', one), one, 'new');
    assert.ok(kept !== undefined);
    const left = store.connection.collection<{ _id: string; at: Date }>('soundPieces');
    await left.insertOne({ _id: 'killed/000000', at: AT });
    await left.insertOne({ _id: 'running/000000', at: new Date(AT.getTime() + 60_000) });
    assert.equal(await store.sounds.sweep(new Date(AT.getTime() + 1_000)), 1);
    assert.equal((await store.sounds.content(kept))?.toString(), 'one');
    assert.equal(await pieces(), 2);
  });
});
