/** mongoose works as on MongoDB. */
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import mongoose, { Schema, type Connection, type Types } from 'mongoose';
import { codeOf, onEachServer } from '../servers.js';

interface Agent {
  name: string;
  mail?: string;
  extension?: number;
  active: boolean;
}

interface Group {
  title: string;
  members: Types.ObjectId[] | Agent[];
  stages: { ringSec: number; agents: Types.ObjectId[] }[];
  calls: number;
}

const agentSchema = new Schema<Agent>(
  {
    name: { type: String, required: true },
    mail: { type: String, unique: true, sparse: true },
    extension: Number,
    active: { type: Boolean, default: true },
  },
  { timestamps: true },
);
agentSchema.index(
  { extension: 1 },
  { unique: true, partialFilterExpression: { active: true, extension: { $exists: true } } },
);

const groupSchema = new Schema<Group>(
  {
    title: { type: String, required: true, unique: true },
    members: [{ type: Schema.Types.ObjectId, ref: 'Agent' }],
    stages: [{ ringSec: Number, agents: [{ type: Schema.Types.ObjectId, ref: 'Agent' }] }],
    calls: { type: Number, default: 0 },
  },
  { timestamps: true, optimisticConcurrency: true },
);

onEachServer('mongoose', (server) => {
  let connection: Connection;
  const agents = () => connection.model('Agent', agentSchema);
  const groups = () => connection.model('Group', groupSchema);

  before(async () => {
    connection = await mongoose.createConnection(server().uri).asPromise();
    await Promise.all([agents().init(), groups().init()]);
  });
  after(() => connection.close());

  it('makes the indexes of its models', async () => {
    assert.deepEqual(Object.keys(await agents().collection.indexInformation()).sort(), [
      '_id_',
      'extension_1',
      'mail_1',
    ]);
    await agents().syncIndexes();
  });
  it('creates with defaults and timestamps', async () => {
    const anna = await agents().create({ name: 'Anna', mail: 'anna@example.com', extension: 11 });
    const found = await agents().findById(anna._id).lean();
    assert.equal(found?.active, true);
    assert.ok((found as unknown as { createdAt: unknown }).createdAt instanceof Date);
    assert.equal((found as unknown as { __v: number }).__v, 0);
  });
  it('unique, sparse and partial indexes hold', async () => {
    await agents().create([{ name: 'Ben' }, { name: 'Cem' }]);
    assert.equal(await codeOf(agents().create({ name: 'Other', mail: 'anna@example.com' })), 11000);
    assert.equal(await codeOf(agents().create({ name: 'Other', extension: 11 })), 11000);
    await agents().create({ name: 'Gone', extension: 11, active: false });
  });
  it('populates references in arrays and nested documents', async () => {
    const [anna, ben] = await agents()
      .find({ name: { $in: ['Anna', 'Ben'] } })
      .sort('name');
    assert.ok(anna && ben);
    await groups().create({
      title: 'Office',
      members: [ben._id, anna._id],
      stages: [{ ringSec: 20, agents: [anna._id] }],
    });
    const group = await groups()
      .findOne({ title: 'Office' })
      .populate('members')
      .populate('stages.agents')
      .lean();
    assert.deepEqual(
      (group?.members as Agent[]).map(({ name }) => name),
      ['Ben', 'Anna'],
    );
    assert.equal((group?.stages[0]?.agents[0] as unknown as Agent).name, 'Anna');
  });
  it('saves changed arrays and counts the version up', async () => {
    const group = await groups().findOne({ title: 'Office' }).orFail();
    group.stages.push({ ringSec: 30, agents: [] });
    group.members.splice(0, 1);
    await group.save();
    const found = await groups().findOne({ title: 'Office' }).orFail();
    assert.deepEqual([found.stages.length, found.members.length, found.__v], [2, 1, 1]);
  });
  it('refuses to save over the change of another', async () => {
    const [mine, theirs] = await Promise.all([
      groups().findOne({ title: 'Office' }).orFail(),
      groups().findOne({ title: 'Office' }).orFail(),
    ]);
    theirs.calls = 5;
    await theirs.save();
    mine.calls = 6;
    await assert.rejects(mine.save(), { name: 'VersionError' });
    assert.equal((await groups().findOne({ title: 'Office' }).orFail()).calls, 5);
  });
  it('findOneAndUpdate upserts with timestamps', async () => {
    const made = await groups().findOneAndUpdate(
      { title: 'Night' },
      { $inc: { calls: 1 } },
      { upsert: true, returnDocument: 'after', setDefaultsOnInsert: true },
    );
    assert.equal(made.calls, 1);
    const again = await groups().findOneAndUpdate(
      { title: 'Night' },
      { $inc: { calls: 1 } },
      { upsert: true, returnDocument: 'after' },
    );
    assert.equal(again.calls, 2);
    assert.equal(String(again._id), String(made._id));
  });
  it('bulkWrite, updateMany, countDocuments, exists', async () => {
    await groups().bulkWrite([
      { insertOne: { document: { title: 'Bulk 1' } as Group } },
      { updateOne: { filter: { title: 'Bulk 2' }, update: { $set: { calls: 9 } }, upsert: true } },
      { deleteOne: { filter: { title: 'Night' } } },
    ]);
    assert.equal(
      (await groups().updateMany({ title: { $in: ['Bulk 1', 'Bulk 2'] } }, { $inc: { calls: 1 } }))
        .modifiedCount,
      2,
    );
    assert.equal(await groups().countDocuments({ calls: { $gte: 10 } }), 1);
    assert.equal(await groups().exists({ title: 'Night' }), null);
  });
  it('walks a cursor', async () => {
    await agents().insertMany(
      Array.from({ length: 250 }, (_, n) => ({ name: `Agent ${String(n).padStart(3, '0')}` })),
    );
    const names: string[] = [];
    for await (const agent of agents()
      .find({ name: { $gte: 'Agent', $lt: 'Agent Z' } })
      .sort('-name')
      .lean()
      .cursor({ batchSize: 20 }))
      names.push(agent.name);
    assert.deepEqual([names.length, names[0], names[249]], [250, 'Agent 249', 'Agent 000']);
  });
  it('deletes', async () => {
    assert.equal((await agents().deleteMany({ name: { $gte: 'Agent', $lt: 'Agent Z' } })).deletedCount, 250);
    const gone = await agents().findOneAndDelete({ name: 'Gone' });
    assert.equal(gone?.name, 'Gone');
  });
});
