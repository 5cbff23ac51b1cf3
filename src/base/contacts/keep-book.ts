/**
 * Keeps the address book in memory as the database has it, whoever changes it. A call never waits for it: while the
 * database is away, the last known names stay.
 */
import { inSlices } from '../in-slices.js';
import { LONGEST_NAME, MOST_CONTACTS, type Contact } from '../model/contact.js';
import type { ContactStore } from '../store/contacts.js';
import { ContactBook } from './book.js';

export interface KeptBookLog {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
}

export interface KeptBookOptions {
  readonly store: Pick<ContactStore, 'version' | 'batches'>;
  readonly log: KeptBookLog;
  /** Pause between two looks at the database. Default 2000. */
  readonly pollMs?: number;
}

export interface KeptBook {
  /** As last read. */
  book(): ContactBook;
  /** Reads the database if it has changed. Never rejects. */
  refresh(): Promise<void>;
  /** This process has made the change that led to `version`; nothing need be read, unless others changed something too. */
  changed(version: number, change: (book: ContactBook) => void): void;
  stop(): Promise<void>;
}

/** Begins at once, and does not wait. */
export function keepBook(options: KeptBookOptions): KeptBook {
  return new Keeper(options);
}

class Keeper implements KeptBook {
  readonly #options: KeptBookOptions;
  #book = new ContactBook();
  #version: number | undefined;
  #trouble = false;
  #work: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(options: KeptBookOptions) {
    this.#options = options;
    void this.refresh().then(() => this.#schedule());
  }

  book(): ContactBook {
    return this.#book;
  }

  refresh(): Promise<void> {
    this.#work = this.#work.then(() => this.#look());
    return this.#work;
  }

  changed(version: number, change: (book: ContactBook) => void): void {
    // While a list is being read, the change is in it or not: it is read once more.
    if (this.#version !== version - 1) return;
    change(this.#book);
    this.#version = version;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#work;
  }

  #schedule(): void {
    if (this.#stopped) return;
    this.#timer = setTimeout(
      () => void this.refresh().then(() => this.#schedule()),
      this.#options.pollMs ?? 2000,
    );
    this.#timer.unref();
  }

  async #look(): Promise<void> {
    const { store, log } = this.#options;
    try {
      const version = await store.version();
      if (version !== this.#version) {
        this.#version = undefined;
        this.#book = await this.#read();
        this.#version = version;
        log.info({ contacts: this.#book.size }, 'the address book is in memory');
      }
      this.#trouble = false;
    } catch (error) {
      if (!this.#trouble && !this.#stopped)
        log.warn({ err: error }, 'the address book cannot be read; calls keep the last known names');
      this.#trouble = true;
    }
  }

  async #read(): Promise<ContactBook> {
    const book = new ContactBook();
    for await (const batch of this.#options.store.batches()) {
      await inSlices(appendSteps(book, batch));
      if (book.size >= MOST_CONTACTS || this.#stopped) break;
    }
    return book;
  }
}

/** What somebody else wrote into the database must not fill the memory. */
const LONGEST = 4 * LONGEST_NAME;

function* appendSteps(book: ContactBook, batch: readonly Contact[]): Generator<undefined, void> {
  for (const contact of batch) {
    if (contact.name.length + contact.company.length <= LONGEST) book.append(contact);
    yield;
  }
}
