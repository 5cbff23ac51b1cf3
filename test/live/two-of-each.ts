/** Two FreeSWITCHes and two controllers on one database: each FreeSWITCH asks the controller beside it first, then the other one. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startEmbeddedMongo } from '@rufgruppe/embedded-mongodb';
import { checkText } from '../../src/base/configuration/check.js';
import { importConfiguration } from '../../src/base/configuration/import.js';
import { connectStore, type Store } from '../../src/base/store/connection.js';
import { Browser } from '../integration/people/browser.js';
import { startController, type Controller } from '../integration/app/controller-process.js';
import { freeTcpPort } from './freeswitch.js';
import { startRig, type Rig } from './rig.js';
import { firstPassword, pagesOf, PROJECT } from './service.js';

/** A FreeSWITCH with its phones, and the controller beside it, which reads its CDRs. */
export interface Node {
  readonly rig: Rig;
  /** As records name the controller. */
  readonly name: RegExp;
  readonly controller: Controller;
  restart(): Promise<void>;
  /** As a power cut does it. */
  crash(): Promise<void>;
  again(): Promise<void>;
  /** The pages, signed in. */
  browser(): Promise<Browser>;
}

export interface TwoOfEach {
  readonly nodes: readonly [Node, Node];
  readonly store: Store;
  stop(): Promise<void>;
}

/** @param uriFor what stands between the controllers and the database, for measurements. */
export async function startTwoOfEach(
  binary: string,
  uriFor: (uri: string) => Promise<string> = (uri) => Promise.resolve(uri),
): Promise<TwoOfEach> {
  const folder = await mkdtemp(path.join(tmpdir(), 'rufgruppe-live-two-'));
  const database = await startEmbeddedMongo({ folder: path.join(folder, 'db'), transport: 'tcp' });
  const uri = database.uriFor('two');
  const ports = [await freeTcpPort(), await freeTcpPort()] as const;
  const rigs = [
    await startRig(binary, undefined, { controllerPort: ports[0], standbyPort: ports[1] }),
    await startRig(binary, undefined, { controllerPort: ports[1], standbyPort: ports[0] }),
  ] as const;
  const store = await connectStore(uri);
  await configure(store, rigs[0].recordings);
  const events = rigs.map(({ fs }) => `127.0.0.1:${fs.eventPort}`).join();
  const settings = { MONGODB_URI: await uriFor(uri), FREESWITCH_EVENTS: events };
  const started: Controller[] = [];
  const start = async (index: 0 | 1): Promise<Controller> => {
    const controller = await startController({
      ...settings,
      DATA_DIR: path.join(folder, `data-${index}`),
      ESL_PORT: String(ports[index]),
      FREESWITCH_CDRS: rigs[index].cdrs,
    });
    started.push(controller);
    return controller;
  };
  // The first that finds no account makes one and says so.
  const password = () => firstPassword(() => started.map((controller) => controller.output()).join('\n'));
  const nodes = [
    await startNode(rigs[0], ports[0], () => start(0), password),
    await startNode(rigs[1], ports[1], () => start(1), password),
  ] as const;
  return {
    nodes,
    store,
    stop: async () => {
      for (const { controller } of nodes) await controller.end('SIGTERM');
      for (const rig of rigs) await rig.stop();
      await store.close();
      await database.close();
      await rm(folder, { recursive: true });
    },
  };
}

async function startNode(
  rig: Rig,
  port: number,
  start: () => Promise<Controller>,
  password: () => Promise<string>,
): Promise<Node> {
  let controller = await start();
  return {
    rig,
    name: new RegExp(`:${port}$`),
    get controller() {
      return controller;
    },
    restart: async () => {
      await controller.end('SIGTERM');
      controller = await start();
    },
    crash: () => controller.end('SIGKILL'),
    again: async () => {
      controller = await start();
    },
    browser: async () => {
      const browser = new Browser(pagesOf(controller.output()));
      await browser.signIn('admin', await password());
      return browser;
    },
  };
}

async function configure({ configurations }: Store, recordings: string): Promise<void> {
  const yaml = await readFile(path.join(PROJECT, 'test/live/configuration.yaml'), 'utf8');
  const checked = checkText(yaml.replace('RECORDINGS', recordings));
  if (checked.kind === 'faulty') throw new Error(JSON.stringify(checked.faults));
  const { configuration } = checked;
  const at = new Date();
  await importConfiguration({ configurations, configuration, author: 'test', reason: 'test', at });
}
