/** Holds the current snapshot in memory, so that no call waits for the database. */
import type { DateTime } from 'luxon';
import { AppError } from '../errors.js';
import { inSlices } from '../in-slices.js';
import type { Snapshot } from '../model/snapshot.js';
import type { Store } from '../store/connection.js';
import { storedSteps } from './import.js';
import { readLastKnown, writeLastKnown, type Material } from './last-known.js';
import type { Configuration } from './schema.js';
import { snapshotSteps } from './snapshot.js';

/** The lines of a pino logger that are used here. */
export interface ProviderLog {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

export interface ProviderOptions {
  readonly store: Pick<Store, 'configurations' | 'switchStates' | 'awayStates'>;
  /** The folder in which the last good configuration is kept. */
  readonly dataFolder: string;
  readonly now: () => DateTime;
  readonly log: ProviderLog;
  /** Pause between two reads of the database. Default 500. */
  readonly pollMs?: number;
}

type Listener = (snapshot: Snapshot) => void;

export class SnapshotProvider {
  readonly #options: ProviderOptions;
  readonly #listeners = new Set<Listener>();
  #snapshot: Snapshot | undefined;
  #material: Material | undefined;
  #checked: { readonly from: unknown; readonly content: Configuration } | undefined;
  /** The text from which the snapshot was made; if it is the same again, nothing has changed. */
  #madeFrom = '';
  #date = '';
  /** The failure that was logged last, so that an outage is logged once. */
  #trouble = '';
  /** The text from which the copy on the disk was made. */
  #kept = '';
  #work: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(options: ProviderOptions) {
    this.#options = options;
  }

  /** The snapshot that a new call starts with. Errors: `NO_CONFIGURATION` before `start` has resolved. */
  current(): Snapshot {
    if (this.#snapshot === undefined) throw new AppError('NO_CONFIGURATION', 'There is no configuration yet');
    return this.#snapshot;
  }

  /** The same, undefined while there is none. */
  known(): Snapshot | undefined {
    return this.#snapshot;
  }

  /** Called after each change, including the first. Returns a function that removes the listener. */
  onChange(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Loads from the database, or else from the last known copy, and keeps watching. Errors: `NO_CONFIGURATION` when
   * neither has one; even then it keeps watching and loads one as soon as the database has it.
   */
  async start(): Promise<void> {
    await this.refresh();
    if (this.#snapshot === undefined) await this.#takeLastKnown();
    this.#schedule();
    this.current();
  }

  /** Reads the database now, after this instance has written. Never rejects: during an outage the snapshot stays. */
  refresh(): Promise<void> {
    this.#work = this.#work.then(() => this.#look());
    return this.#work;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#work;
  }

  #schedule(): void {
    if (this.#stopped) return;
    this.#timer = setTimeout(() => {
      void this.refresh().then(() => this.#schedule());
    }, this.#options.pollMs ?? 500);
    // The timer must not keep the process alive.
    this.#timer.unref();
  }

  async #look(): Promise<void> {
    try {
      const material = await this.#read();
      if (material === undefined) {
        await this.#followDate();
        this.#troubled('empty', 'The database holds no configuration; calls keep the last one');
        return;
      }
      await this.#take(material);
      this.#recovered();
      await this.#keep(material);
    } catch (error) {
      const broken = error instanceof AppError && error.code === 'CONFIGURATION_BROKEN';
      if (!broken) await this.#followDate();
      this.#troubled(
        broken ? 'broken' : 'unreachable',
        broken
          ? 'This program cannot read the configuration; calls keep the last one'
          : 'The database is unreachable; calls keep the last configuration',
        error,
      );
    }
  }

  async #read(): Promise<Material | undefined> {
    const { configurations, switchStates, awayStates } = this.#options.store;
    const head = await configurations.head();
    if (head === undefined) return undefined;
    const states = (await switchStates.all()).map(({ id, on, override, changedAt }) => ({
      id,
      on,
      override,
      changedAt,
    }));
    const away = await awayStates.all();
    const last = this.#material;
    const sameRevision = last?.revision === head.revision && last.createdAtMs === head.createdAt.getTime();
    if (sameRevision) return { ...last, switchStates: states, away };
    const latest = await configurations.latest();
    return (
      latest && {
        revision: latest.revision,
        createdAtMs: latest.createdAt.getTime(),
        content: latest.content,
        switchStates: states,
        away,
      }
    );
  }

  /**
   * Builds the snapshot when something has changed, in slices: calls that arrive meanwhile start with the old one.
   * Throws, and changes nothing, if the content is broken.
   */
  async #take(material: Material): Promise<void> {
    const now = this.#options.now();
    const date = now.toISODate() ?? '';
    const { revision, createdAtMs, switchStates, away } = material;
    const madeFrom = JSON.stringify([revision, createdAtMs, switchStates, away, date]);
    if (madeFrom === this.#madeFrom) return;
    const content = await this.#contentOf(material);
    const states = new Map(switchStates.map((state) => [state.id, state]));
    const snapshot = await inSlices(snapshotSteps({ revision, content, switchStates: states, away, now }));
    this.#snapshot = snapshot;
    this.#material = material;
    this.#madeFrom = madeFrom;
    this.#date = date;
    this.#tell(snapshot);
  }

  /** Returns the same object for the same revision, so that it is not checked again when only a switch was turned. */
  async #contentOf({ revision, content }: Material): Promise<Configuration> {
    const known = this.#checked;
    if (known !== undefined && known.from === content) return known.content;
    const checked = await inSlices(storedSteps(revision, content));
    this.#checked = { from: content, content: checked };
    return checked;
  }

  #tell(snapshot: Snapshot): void {
    for (const listener of this.#listeners) {
      try {
        listener(snapshot);
      } catch (error) {
        this.#options.log.error({ err: error }, 'A listener for configuration changes failed');
      }
    }
  }

  /**
   * Holidays are known for the years around a date. The next day may need another year, even while the database is
   * down.
   */
  async #followDate(): Promise<void> {
    const today = this.#options.now().toISODate() ?? '';
    if (this.#material !== undefined && today !== this.#date) await this.#take(this.#material);
  }

  async #keep(material: Material): Promise<void> {
    const key = JSON.stringify([
      material.revision,
      material.createdAtMs,
      material.switchStates,
      material.away,
    ]);
    if (key === this.#kept) return;
    this.#kept = key;
    try {
      await writeLastKnown(this.#options.dataFolder, material);
    } catch (error) {
      this.#options.log.warn({ err: error }, 'The copy of the configuration could not be written');
    }
  }

  async #takeLastKnown(): Promise<void> {
    const material = await readLastKnown(this.#options.dataFolder);
    if (material === undefined) return;
    await this.#take(material);
    this.#options.log.warn({ revision: material.revision }, 'Calls follow the last known configuration');
  }

  #troubled(trouble: string, message: string, error?: unknown): void {
    if (trouble === this.#trouble) return;
    this.#trouble = trouble;
    const facts = error instanceof AppError ? error.facts : {};
    this.#options.log.error({ ...facts, err: error, revision: this.#snapshot?.revision }, message);
  }

  #recovered(): void {
    if (this.#trouble === '') return;
    this.#trouble = '';
    this.#options.log.info({ revision: this.#snapshot?.revision }, 'The configuration is up to date again');
  }
}
