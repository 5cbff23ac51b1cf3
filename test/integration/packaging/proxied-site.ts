/** The pages as a proxy finds them, with calls to see; can be stopped and started again on the same port. */
import { DateTime } from 'luxon';
import { Stories } from '../../../src/calls/follow/stories.js';
import { liveBoard } from '../../../src/calls/live/live-board.js';
import { createLog } from '../../../src/base/log.js';
import type { CallRecord } from '../../../src/base/model/call-record.js';
import type { Store } from '../../../src/base/store/connection.js';
import { aRecord } from '../../factories.js';
import { startConfiguredSite, type ConfiguredSite } from '../people/configured-site.js';
import { PASSWORD } from '../people/site.js';
import { startDatabase, type TestDatabase } from '../afterwards/mail/harness.js';

export class ProxiedSite {
  readonly #database: TestDatabase;
  readonly #store: Store;
  readonly #prefix: string;
  readonly #live: CallRecord[] = [];
  readonly #listeners = new Set<() => void>();
  #site: ConfiguredSite | undefined;
  #port = 0;

  private constructor(database: TestDatabase, store: Store, prefix: string) {
    this.#database = database;
    this.#store = store;
    this.#prefix = prefix;
  }

  static async start(prefix = ''): Promise<ProxiedSite> {
    const database = await startDatabase();
    const house = new ProxiedSite(database, await database.store(), prefix);
    await house.start();
    await house.site.access.add({ name: 'admin', role: 'admin', userId: null, password: PASSWORD });
    return house;
  }

  get site(): ConfiguredSite {
    if (this.#site === undefined) throw new Error('the pages are not served now');
    return this.#site;
  }

  get port(): number {
    return this.#port;
  }

  get store(): Store {
    return this.#store;
  }

  /** Serves the pages again after `stop`. */
  async start(): Promise<void> {
    const board = liveBoard({
      sources: [],
      stories: new Stories(),
      log: createLog('silent'),
      now: () => DateTime.utc(),
      snapshot: () => undefined,
      records: () => this.#live,
      onSnapshot: () => () => undefined,
      onRecords: (listener) => {
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
      },
    });
    const options = { trustProxy: ['127.0.0.1'], prefix: this.#prefix, port: this.#port };
    this.#site = await startConfiguredSite(this.#store, undefined, { board }, options);
    this.#port = Number(new URL(this.#site.url).port);
  }

  async stop(): Promise<void> {
    await this.#site?.close();
    this.#site = undefined;
  }

  /** One more call rings, and readers of the live page are told. */
  ring(id: string): void {
    this.#live.push(aRecord({ _id: id, startedAt: new Date() }));
    for (const listener of this.#listeners) listener();
  }

  async close(): Promise<void> {
    await this.stop();
    await this.#database.close();
  }
}
