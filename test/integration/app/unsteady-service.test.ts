/** A database that comes and goes ends no page, no job and no stop of the whole service. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { MongoClient } from 'mongodb';
import { readConfig } from '../../../src/app/config.js';
import { startEmbeddedMongo } from '@rufgruppe/embedded-mongodb';
import { createLog } from '../../../src/base/log.js';
import { startService, type Service } from '../../../src/app/service.js';
import { boundedWaits } from '../../../src/base/store/bounded-waits.js';
import { withDatabase } from '../../fakes/database.js';
import { UnsteadyProxy, type Trouble } from '../../fakes/unsteady-proxy.js';
import { Browser } from '../people/browser.js';

/** Those that the service sees at once; a stall lasts as long as its waits, and comes last. */
const TROUBLES: readonly Trouble[] = ['cut', 'halfClose', 'refuse'];

/** Asks until it is so; the test's own limit ends it otherwise. */
async function until(what: () => Promise<boolean>): Promise<void> {
  while (!(await what())) await delay(50);
}

const realUri = process.env['MONGODB_URI'] ?? '';

for (const kind of realUri === '' ? ['embedded'] : ['embedded', 'real']) {
  describe(`a service whose database comes and goes (${kind})`, () => {
    let folder: string;
    let direct = withDatabase(realUri, `unsteady-service-${process.pid}`);
    let closeServer = () => Promise.resolve();
    let proxy: UnsteadyProxy;
    let side: MongoClient;
    let service: Service;
    let browser: Browser;

    before(async () => {
      folder = await mkdtemp(path.join(tmpdir(), 'rufgruppe-unsteady-service-'));
      if (kind === 'embedded') {
        const server = await startEmbeddedMongo({ folder: path.join(folder, 'db'), transport: 'tcp' });
        direct = server.uriFor('unsteady');
        closeServer = () => server.close();
      }
      const way = await UnsteadyProxy.before(direct);
      proxy = way.proxy;
      side = await MongoClient.connect(direct, boundedWaits(5000));
      const env = { ESL_PORT: '0', ADMIN_PORT: '0', DATA_DIR: folder, FREESWITCH_EVENTS: 'none' };
      service = await startService(readConfig({ ...env, MONGODB_URI: way.uri }), createLog('silent'));
      browser = new Browser(service.adminUrl);
      await browser.signIn('admin', (await service.firstPassword) ?? '');
    });
    after(async () => {
      await service.stop(0);
      if (kind === 'real') await side.db().dropDatabase();
      await side.close();
      await proxy.close();
      await closeServer();
      await rm(folder, { recursive: true });
    });

    /** When Agenda last began the job that runs every five seconds. */
    async function lastRun(): Promise<number> {
      const job = await side.db().collection('jobs').findOne<{ lastRunAt?: Date }>({ name: 'send mails' });
      return job?.lastRunAt?.getTime() ?? 0;
    }

    const pageSays = async (text: RegExp) => text.test((await browser.get('/status')).text);

    it('answers pages all the time, and afterwards with data', { timeout: 60_000 }, async () => {
      for (const trouble of TROUBLES) {
        const asked = [1, 2, 3].map(() => browser.get('/status'));
        proxy.begin(trouble);
        const pages = [...(await Promise.all(asked)), await browser.get('/callbacks')];
        assert.deepEqual(
          pages.map(({ status }) => status).filter((status) => status !== 200 && status !== 503),
          [],
        );
        proxy.end();
        await until(async () => (await browser.get('/status')).status === 200);
      }
    });

    it('follows the configuration and runs its jobs again', { timeout: 60_000 }, async () => {
      const before = await lastRun();
      const configurations = side.db().collection<{ _id: number; createdAt: Date }>('configurations');
      const [newest] = await configurations.find().sort({ _id: -1 }).limit(1).toArray();
      assert.ok(newest !== undefined);
      await configurations.insertOne({ ...newest, _id: newest._id + 1 });
      await until(() => pageSays(new RegExp(`revision ${newest._id + 1},`)));
      await until(async () => (await lastRun()) > before);
    });

    it('stops while the database stalls', { timeout: 60_000 }, async () => {
      proxy.begin('stall');
      await service.stop(0);
    });
  });
}
