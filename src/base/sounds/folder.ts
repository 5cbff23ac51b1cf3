/**
 * The folder in which FreeSWITCH finds the sounds of the database. Each controller keeps one; several may keep the same. Files
 * that somebody else put there stay, unless a sound has their name.
 */
import { randomBytes } from 'node:crypto';
import { chmod, lstat, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { isSoundName, type StoredSound } from '../model/sound.js';
import { sha256Of } from './sha256.js';

/** Where sounds come from. */
export interface SoundSource {
  list(): Promise<readonly StoredSound[]>;
  content(sound: StoredSound): Promise<Buffer | undefined>;
}

/** What one round did. */
export interface Kept {
  readonly written: readonly string[];
  readonly deleted: readonly string[];
}

/** `.closed.wav.1f2e3d4c.part`: what is being written. */
const PART = /^\.[a-z0-9._-]+\.[0-9a-f]{8}\.part$/;
/** What was written here, so that it can be deleted when it is no sound any more. */
const LIST = '.sounds.json';
/** A part that is older was left by somebody who was killed. */
const PART_MS = 10 * 60_000;

export class SoundFolder {
  readonly folder: string;
  /** What is in the folder, as this process has seen it. */
  readonly #known = new Map<string, { readonly sha256: string; readonly stamp: string }>();
  #running: Promise<unknown> = Promise.resolve();

  constructor(folder: string) {
    this.folder = folder;
  }

  /** Makes the folder as the source is; one round at a time. Errors: those of the source, of the disk. */
  keep(source: SoundSource): Promise<Kept> {
    const round = this.#running.then(() => this.#round(source));
    this.#running = round.catch(() => undefined);
    return round;
  }

  /** Whether a file of this name is there, whoever put it there. */
  async has(name: string): Promise<boolean> {
    return (await stampOf(path.join(this.folder, name))) !== undefined;
  }

  async #round(source: SoundSource): Promise<Kept> {
    const sounds = await source.list();
    const made = await mkdir(this.folder, { recursive: true });
    if (made !== undefined) await chmod(this.folder, 0o755);
    const written: string[] = [];
    for (const sound of sounds) {
      if (isSoundName(sound.name) && (await this.#keepOne(sound, source))) written.push(sound.name);
    }
    const deleted = await this.#deleteGone(sounds);
    if (written.length + deleted.length > 0) {
      const list = Object.fromEntries(sounds.map(({ name, sha256 }) => [name, sha256]));
      await this.#write(path.join(this.folder, LIST), Buffer.from(`${JSON.stringify(list, undefined, 1)}\n`));
    }
    await this.#sweep();
    return { written, deleted };
  }

  /** True: it was written. */
  async #keepOne(sound: StoredSound, source: SoundSource): Promise<boolean> {
    const file = path.join(this.folder, sound.name);
    if ((await this.#shaOf(sound.name, file)) === sound.sha256) return false;
    const content = await source.content(sound);
    // It was removed or replaced meanwhile: the next round sees that.
    if (content === undefined) return false;
    await this.#write(file, content);
    await this.#remember(sound.name, file, sound.sha256);
    return true;
  }

  /** Beside, onto the disk, and then its name: FreeSWITCH opens the whole one before or the whole one after. */
  async #write(file: string, content: Buffer): Promise<void> {
    const part = path.join(this.folder, `.${path.basename(file)}.${randomBytes(4).toString('hex')}.part`);
    try {
      const handle = await open(part, 'wx');
      try {
        await handle.writeFile(content);
        // FreeSWITCH has a user of its own, which must be able to read, whatever the mask of this process is.
        await handle.chmod(0o644);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(part, file);
    } catch (error) {
      await rm(part, { force: true }).catch(() => undefined);
      throw error;
    }
    const folder = await open(this.folder, 'r');
    await folder
      .sync()
      .catch(() => undefined)
      .finally(() => folder.close());
  }

  /** Of the file as it is; undefined: there is none, or it is no file. Read again only when it has changed. */
  async #shaOf(name: string, file: string): Promise<string | undefined> {
    const stamp = await stampOf(file);
    if (stamp === undefined) return undefined;
    const known = this.#known.get(name);
    if (known?.stamp === stamp) return known.sha256;
    const sha256 = await sha256Of(await readFile(file));
    this.#known.set(name, { sha256, stamp });
    return sha256;
  }

  async #remember(name: string, file: string, sha256: string): Promise<void> {
    const stamp = await stampOf(file);
    if (stamp !== undefined) this.#known.set(name, { sha256, stamp });
  }

  /** What was written here and is no sound any more goes, unless somebody has changed the file since. */
  async #deleteGone(sounds: readonly StoredSound[]): Promise<readonly string[]> {
    const names = new Set(sounds.map(({ name }) => name));
    const deleted: string[] = [];
    for (const [name, sha256] of Object.entries(await this.#written())) {
      if (names.has(name) || !isSoundName(name)) continue;
      const file = path.join(this.folder, name);
      if ((await this.#shaOf(name, file)) === sha256) {
        await rm(file, { force: true });
        deleted.push(name);
      }
      this.#known.delete(name);
    }
    return deleted;
  }

  /** Names and sums of what was written by an earlier round, perhaps of another process. */
  async #written(): Promise<Readonly<Record<string, unknown>>> {
    const text = await readFile(path.join(this.folder, LIST), 'utf8').catch(() => '{}');
    try {
      const list: unknown = JSON.parse(text);
      return typeof list === 'object' && list !== null ? (list as Record<string, unknown>) : {};
    } catch {
      return {};
    }
  }

  async #sweep(): Promise<void> {
    for (const name of await readdir(this.folder)) {
      if (!PART.test(name)) continue;
      const file = path.join(this.folder, name);
      const { mtimeMs } = await lstat(file).catch(() => ({ mtimeMs: Infinity }));
      if (mtimeMs < Date.now() - PART_MS) await rm(file, { force: true });
    }
  }
}

/** Equal for a file that nobody has touched; undefined: there is none, or it is a link or a folder. */
async function stampOf(file: string): Promise<string | undefined> {
  const found = await lstat(file).catch(() => undefined);
  return found?.isFile() === true ? `${found.ino} ${found.size} ${found.mtimeMs}` : undefined;
}
