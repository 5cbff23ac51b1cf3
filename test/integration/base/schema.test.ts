/** Data of another version: it is brought to this program's once, by one of several, or refused in words. */
import assert from 'node:assert/strict';
import { beforeEach, it } from 'node:test';
import type { Db } from 'mongodb';
import { lookAtSchema } from '../../../src/base/store/schema/look.js';
import { planOf, type Migration } from '../../../src/base/store/schema/migrations.js';
import { SchemaStates, type SchemaState } from '../../../src/base/store/schema/schema-state.js';
import type { SchemaEvent, SchemaOptions } from '../../../src/base/store/schema/options.js';
import { settleSchema } from '../../../src/base/store/schema/settle.js';
import { connectStore } from '../../../src/base/store/connection.js';
import { onEachServer } from '@rufgruppe/embedded-mongodb/testing';

/** A program counts as dead after so long that a busy machine is not taken for one. */
const SOON = { beatMs: 5, deadMs: 20_000, lookMs: 3, waitMs: 20_000, stopMs: 40, silentMs: 200 };

/** Writes `to` into each call that does not have it. */
function migration(to: number, more: Partial<Migration> = {}): Migration {
  return {
    to,
    what: { en: `number ${to}`, de: `Nummer ${to}` },
    readableFrom: 1,
    count: (db) => db.collection('calls').countDocuments({ [`v${to}`]: { $exists: false } }),
    run: async (db) => {
      const unchanged = { [`v${to}`]: { $exists: false } };
      await db.collection('calls').updateMany(unchanged, { $set: { [`v${to}`]: true } });
      await db.collection('runs').insertOne({ to });
    },
    ...more,
  };
}

const rolling = planOf([migration(2), migration(3)]);
const alone = planOf([migration(2, { readableFrom: 2 })]);

onEachServer('Data of another version', (server) => {
  let db: Db;
  let said: SchemaEvent[];

  beforeEach(async () => {
    db = server().db;
    await db.dropDatabase();
    said = [];
  });

  const nothing = () => Promise.resolve();
  const settle = (more: Partial<SchemaOptions> = {}, makeIndexes: (db: Db) => Promise<void> = nothing) => {
    const onEvent = (event: SchemaEvent) => void said.push(event);
    return settleSchema(
      db,
      { plan: rolling, mayMigrate: true, program: '9.9.9', onEvent, times: SOON, ...more },
      makeIndexes,
    );
  };
  const kinds = () => said.map(({ kind }) => kind);
  const runs = async () => (await db.collection('runs').find({}).toArray()).map((one) => one['to'] as number);
  const state = async () => {
    const found = await new SchemaStates(db).read();
    assert.ok(found !== undefined);
    return found;
  };
  const write = async (changed: Partial<SchemaState>) => {
    await db.collection('calls').insertOne({ n: 1 });
    const first = { version: 1, readableFrom: 1, program: '1.0.0', at: new Date(0) };
    await new SchemaStates(db).begin({ ...first, ...changed });
  };

  it('an empty database begins with the newest version, and nothing is migrated', async () => {
    assert.equal(await settle(), 'own');
    const { version, readableFrom, program } = await state();
    assert.deepEqual([version, readableFrom, program, await runs()], [3, 1, '9.9.9', []]);
  });

  it('what is without a version is migrated as the first release, each step once and in order', async () => {
    await db.collection('calls').insertOne({ n: 1 });
    await settle();
    await settle();
    assert.deepEqual(await runs(), [2, 3]);
    assert.deepEqual(kinds(), ['migrates', 'migrates', 'migrated']);
    assert.equal(await db.collection('calls').countDocuments({ v2: true, v3: true }), 1);
    const { version, claim } = await state();
    assert.deepEqual([version, claim], [3, undefined]);
  });

  it('of five that start at once one migrates, and the others go on when it has ended', async () => {
    await write({});
    let built = 0;
    const makeIndexes = () => {
      built += 1;
      return Promise.resolve();
    };
    const all = await Promise.all(Array.from({ length: 5 }, () => settle({}, makeIndexes)));
    assert.deepEqual(all, ['own', 'own', 'own', 'own', 'own']);
    assert.deepEqual([await runs(), built], [[2, 3], 1]);
  });

  it('can be looked at before, with what it would change', async () => {
    await write({});
    const { standing, known, pending } = await lookAtSchema(
      db,
      planOf([migration(2), migration(3, { readableFrom: 3 })]),
    );
    assert.deepEqual([standing, known], ['older', 3]);
    assert.deepEqual(
      pending.map(({ to, documents, rolling: isRolling }) => [to, documents, isRolling]),
      [
        [2, 1, true],
        [3, 1, false],
      ],
    );
    assert.deepEqual([await runs(), (await state()).version], [[], 1]);
  });

  it('is taken over from a program that died, and done again from where it stands', async () => {
    await write({ version: 2, claim: { by: 'dead', who: 'other, process 7', beat: 4, to: 3 } });
    await settle({ times: { ...SOON, deadMs: 30 } });
    assert.deepEqual(await runs(), [3]);
    assert.deepEqual(kinds(), ['waits', 'takesOver', 'migrates', 'migrated']);
  });

  it('a wait for a program that lives has an end', async () => {
    const claim = { by: 'slow', who: 'other, process 7', beat: 0, to: 3 };
    await write({ claim });
    const living = setInterval(() => void new SchemaStates(db).beat('slow'), 2);
    const times = { ...SOON, waitMs: 50 };
    await assert.rejects(settle({ times }), { code: 'SCHEMA_BUSY', message: /other, process 7/ });
    clearInterval(living);
  });

  it('a program that lost its claim writes no version', async () => {
    await write({});
    const stolen = migration(2, {
      run: async () => {
        await db.collection('schema').updateOne({}, { $set: { 'claim.by': 'thief' } });
      },
    });
    await assert.rejects(settle({ plan: planOf([stolen]) }), { code: 'SCHEMA_LOST' });
    assert.equal((await state()).version, 1);
    assert.equal((await state()).claim?.by, 'thief');
  });

  it('nothing is changed when the backup before it fails', async () => {
    await write({});
    const before = () => Promise.reject(new Error('disk full'));
    await assert.rejects(settle({ before }), { code: 'SCHEMA_FAILED', message: /disk full/ });
    assert.deepEqual([await runs(), (await state()).version, (await state()).claim], [[], 1, undefined]);
  });

  it('a migration that fails leaves the version of the last one that did not, and can be run again', async () => {
    await write({});
    const broken = planOf([migration(2), migration(3, { run: () => Promise.reject(new Error('no')) })]);
    await assert.rejects(settle({ plan: broken }), { code: 'SCHEMA_FAILED' });
    assert.equal((await state()).version, 2);
    await settle();
    assert.deepEqual(await runs(), [2, 3]);
  });

  it('what may not be rolling waits until the older controllers have stopped, and keeps others from starting', async () => {
    await write({});
    const controllers = db.collection<{ _id: string; seenAt: Date }>('controllers');
    await controllers.insertMany([
      { _id: 'pbx-1:8084', seenAt: new Date(1000) },
      { _id: 'pbx-2:8084', seenAt: new Date(0) },
    ]);
    let refused: unknown;
    const onEvent = (event: SchemaEvent) => {
      said.push(event);
      if (event.kind !== 'waitsForStop') return;
      refused = settle({ plan: planOf([]) }).catch((error: unknown) => error);
      void controllers.updateOne({ _id: 'pbx-1:8084' }, { $set: { seenAt: new Date(0) } });
    };
    await settle({ plan: alone, onEvent, times: { ...SOON, stopMs: 20_000, silentMs: 10_000 } });
    assert.deepEqual(said[0], { kind: 'waitsForStop', controllers: ['pbx-1:8084'] });
    assert.deepEqual(await runs(), [2]);
    assert.equal(((await refused) as { code?: string }).code, 'SCHEMA_NEWER');
  });

  it('is given up when a controller goes on, which may then be started again', async () => {
    await write({});
    await db
      .collection<{ _id: string; seenAt: Date }>('controllers')
      .insertOne({ _id: 'pbx-1:8084', seenAt: new Date() });
    await assert.rejects(settle({ plan: alone, times: { ...SOON, silentMs: 10_000 } }), {
      code: 'SCHEMA_NOT_ALONE',
      message: /pbx-1:8084/,
    });
    assert.deepEqual([await runs(), (await state()).readableFrom], [[], 1]);
    assert.equal(await settle({ plan: planOf([]) }), 'own');
  });

  it('an older program refuses newer data in words, and uses what is newer in a way that it survives', async () => {
    await write({ version: 3, readableFrom: 2, program: '3.0.0' });
    await assert.rejects(connectStore(server().uri), {
      code: 'SCHEMA_NEWER',
      message: /of version 3, .* knows versions up to 1\. .*as 3\.0\.0 again.*Nothing was changed/,
    });
    assert.equal(await settle({ plan: planOf([migration(2)]) }), 'newer');
    assert.deepEqual(kinds(), ['usable']);
  });

  it('a command refuses older data and changes nothing', async () => {
    await write({});
    await assert.rejects(settle({ mayMigrate: false }), { code: 'SCHEMA_OLDER' });
    assert.deepEqual([await runs(), (await state()).version], [[], 1]);
  });

  it('indexes of newer data are left alone', async () => {
    await write({ version: 2 });
    await (await connectStore(server().uri)).close();
    assert.deepEqual((await db.collection('calls').indexes()).length, 1);
    assert.deepEqual((await lookAtSchema(db)).indexes, []);
  });

  it('the look names indexes that would be made or replaced, and none after that', async () => {
    await write({});
    await db.collection('callbacks').createIndexes([{ key: { endedAt: 1 }, expireAfterSeconds: 1 }]);
    const changes = (await lookAtSchema(db)).indexes.map(
      ({ collection, key, change }) => `${collection} ${key} ${change}`,
    );
    assert.ok(changes.includes('callbacks {"endedAt":1} replaced'), changes.join('\n'));
    assert.ok(changes.some((one) => /^calls .* made$/.test(one)));
    await (await connectStore(server().uri)).close();
    assert.deepEqual((await lookAtSchema(db)).indexes, []);
  });
});

it('versions have no gap', () => {
  assert.throws(() => planOf([migration(3)]), /The migration to 3 follows version 1/);
  assert.throws(() => planOf([migration(2, { readableFrom: 3 })]), /readable from 3/);
});
