/** The folder of sounds follows the database, and nothing in it is ever half. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import type { StoredSound } from '../../../../src/base/model/sound.js';
import { SoundFolder, type SoundSource } from '../../../../src/base/sounds/folder.js';

let root: string;
let folder: string;
let stored: Map<string, Buffer>;
/** Versions whose content was read. */
let read: string[];

beforeEach(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'rufgruppe-sounds-'));
  folder = path.join(root, 'made', 'sounds');
  stored = new Map();
  read = [];
});
afterEach(() => rm(root, { recursive: true }));

const sum = (content: Buffer) => createHash('sha256').update(content).digest('hex');

function soundOf(name: string, content: Buffer): StoredSound {
  return {
    name,
    version: sum(content),
    sha256: sum(content),
    bytes: content.length,
    lengthMs: 1,
    rate: 8_000,
    peakDb: -6,
    loudnessDb: -9,
    clips: 0,
    addedAt: new Date(0),
    addedBy: 'admin',
  };
}

const source: SoundSource = {
  list: () => Promise.resolve([...stored].map(([name, content]) => soundOf(name, content))),
  content: ({ name }) => {
    read.push(name);
    return Promise.resolve(stored.get(name));
  },
};

const keep = (own = new SoundFolder(folder)) => own.keep(source);
const files = async () => (await readdir(folder)).filter((name) => name !== '.sounds.json').sort();
const content = (name: string) => readFile(path.join(folder, name), 'utf8');
const put = (name: string, text: string) => stored.set(name, Buffer.from(text));

describe('The folder of sounds', () => {
  test('is made, and has what the database has', async () => {
    put('a.wav', 'one');
    put('b.wav', 'two');
    assert.deepEqual(await keep(), { written: ['a.wav', 'b.wav'], deleted: [] });
    assert.deepEqual(await files(), ['a.wav', 'b.wav']);
    assert.equal(await content('a.wav'), 'one');
  });

  test('is left alone when nothing has changed, also by a process that has not seen it before', async () => {
    put('a.wav', 'one');
    const own = new SoundFolder(folder);
    await keep(own);
    assert.deepEqual(await keep(own), { written: [], deleted: [] });
    assert.deepEqual(await keep(), { written: [], deleted: [] });
    assert.deepEqual(read, ['a.wav']);
  });

  test('gets what is replaced, and what somebody has broken or deleted', async () => {
    put('a.wav', 'one');
    const own = new SoundFolder(folder);
    await keep(own);
    put('a.wav', 'other');
    assert.deepEqual((await keep(own)).written, ['a.wav']);
    await writeFile(path.join(folder, 'a.wav'), 'broken by hand');
    assert.deepEqual((await keep(own)).written, ['a.wav']);
    await rm(path.join(folder, 'a.wav'));
    assert.deepEqual((await keep(own)).written, ['a.wav']);
    assert.equal(await content('a.wav'), 'other');
  });

  test('loses what is no sound any more, also when that happened while no service ran', async () => {
    put('a.wav', 'one');
    put('b.wav', 'two');
    await keep();
    stored.delete('a.wav');
    assert.deepEqual(await keep(), { written: [], deleted: ['a.wav'] });
    assert.deepEqual(await files(), ['b.wav']);
  });

  test('keeps files of others, and what somebody has changed since', async () => {
    put('a.wav', 'one');
    await keep();
    await writeFile(path.join(folder, 'own.wav'), 'of somebody');
    stored.delete('a.wav');
    await writeFile(path.join(folder, 'a.wav'), 'changed by hand');
    assert.deepEqual((await keep()).deleted, []);
    assert.deepEqual(await files(), ['a.wav', 'own.wav']);
  });

  test('is never written through a link', async () => {
    const secret = path.join(root, 'secret');
    await writeFile(secret, 'untouched');
    await mkdir(folder, { recursive: true });
    await symlink(secret, path.join(folder, 'a.wav'));
    put('a.wav', 'one');
    await keep();
    assert.equal(await readFile(secret, 'utf8'), 'untouched');
    assert.equal(await content('a.wav'), 'one');
  });

  test('is never written outside, whatever the database or its own list says', async () => {
    await writeFile(path.join(root, 'made.wav'), 'untouched');
    stored.set('../../made.wav', Buffer.from('evil'));
    put('a.wav', 'one');
    await keep();
    assert.deepEqual(await files(), ['a.wav']);
    stored.clear();
    const list = { '../../made.wav': sum(Buffer.from('untouched')) };
    await writeFile(path.join(folder, '.sounds.json'), JSON.stringify(list));
    await keep();
    assert.equal(await readFile(path.join(root, 'made.wav'), 'utf8'), 'untouched');
  });

  test('is kept although its list is broken', async () => {
    put('a.wav', 'one');
    await keep();
    await writeFile(path.join(folder, '.sounds.json'), '{"a');
    put('b.wav', 'two');
    assert.deepEqual((await keep()).written, ['b.wav']);
  });

  test('loses what a killed process left, and not what another is writing', async () => {
    put('a.wav', 'one');
    await mkdir(folder, { recursive: true });
    const [old, young] = ['.a.wav.00000000.part', '.a.wav.11111111.part'];
    await writeFile(path.join(folder, old), 'half');
    await writeFile(path.join(folder, young), 'half');
    await utimes(path.join(folder, old), new Date(0), new Date(0));
    await keep();
    assert.deepEqual(await files(), [young, 'a.wav']);
  });

  test('that cannot be written says so, has nothing half, and is kept as soon as it can be', async () => {
    await mkdir(path.dirname(folder), { recursive: true });
    await writeFile(folder, 'a file in its place');
    put('a.wav', 'one');
    const own = new SoundFolder(folder);
    await assert.rejects(keep(own), { code: 'EEXIST' });
    await rm(folder);
    assert.deepEqual((await keep(own)).written, ['a.wav']);
  });

  test('has nothing half when the disk fails in the middle', async () => {
    put('a.wav', 'one');
    const own = new SoundFolder(folder);
    await keep(own);
    // A folder cannot be replaced by a file: the last step fails, as it does on a full disk.
    await mkdir(path.join(folder, 'b.wav'));
    await writeFile(path.join(folder, 'b.wav', 'x'), '');
    put('b.wav', 'two');
    await assert.rejects(keep(own));
    assert.deepEqual(await files(), ['a.wav', 'b.wav']);
    assert.equal(await content('a.wav'), 'one');
  });

  test('can be read by FreeSWITCH, which has another user', async () => {
    put('a.wav', 'one');
    const mask = process.umask(0o077);
    try {
      await keep();
    } finally {
      process.umask(mask);
    }
    assert.equal((await stat(folder)).mode & 0o777, 0o755);
    assert.equal((await stat(path.join(folder, 'a.wav'))).mode & 0o777, 0o644);
  });

  test('stays as it is while the database is away', async () => {
    put('a.wav', 'one');
    const own = new SoundFolder(folder);
    await keep(own);
    await assert.rejects(own.keep({ ...source, list: () => Promise.reject(new Error('away')) }), /away/);
    assert.deepEqual(await files(), ['a.wav']);
  });
});
