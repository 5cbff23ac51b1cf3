/** The files of a list of extensions on this machine: one, or a FreeSWITCH directory with what it includes. */
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { fits } from '../src/people/imports/read.js';
import type { FindIncluded } from '../src/people/imports/directory.js';
import { MOST_BYTES, UnreadableSource, type SourceFile } from '../src/people/imports/source.js';

export interface SourceFiles {
  readonly files: readonly SourceFile[];
  readonly find: FindIncluded;
}

/**
 * A folder stands for the XML files in it. Included files are read if they are below the folder of the file, after links are
 * followed: a directory of somebody else must not show what else is on this machine. Errors: those of the file system;
 * UnreadableSource.
 */
export async function sourceFiles(given: string): Promise<SourceFiles> {
  const place = await realpath(given);
  const isFolder = (await stat(place)).isDirectory();
  const root = isFolder ? place : path.dirname(place);
  const shelf = new Shelf(root);
  const paths = isFolder ? await shelf.matching(root, '*.xml') : [place];
  if (paths.length === 0) throw new UnreadableSource('noXmlFiles');
  const files = await shelf.read(paths);
  return {
    files,
    find: async (pattern, from) => {
      const folder = path.dirname(shelf.pathOf(from) ?? root);
      const wanted = path.resolve(folder, pattern);
      return shelf.read(await shelf.matching(path.dirname(wanted), path.basename(wanted)));
    },
  };
}

/** Files below one folder, each read once. */
class Shelf {
  readonly #known = new Map<string, SourceFile>();
  #bytes = 0;

  constructor(readonly root: string) {}

  pathOf(file: SourceFile): string | undefined {
    return [...this.#known].find(([, known]) => known === file)?.[0];
  }

  /** Paths in a folder, in order; none if the folder is not below the root. */
  async matching(folder: string, pattern: string): Promise<readonly string[]> {
    const names = await readdir(folder).catch(() => []);
    const all = names.filter((name) => fits(name, pattern)).toSorted();
    const places = await Promise.all(all.map((name) => realpath(path.join(folder, name)).catch(() => '')));
    return places.filter((place) => place.startsWith(`${this.root}${path.sep}`));
  }

  async read(paths: readonly string[]): Promise<readonly SourceFile[]> {
    const files: SourceFile[] = [];
    for (const place of paths) {
      const known = this.#known.get(place) ?? (await this.#open(place));
      this.#known.set(place, known);
      files.push(known);
    }
    return files;
  }

  async #open(place: string): Promise<SourceFile> {
    const name = path.relative(this.root, place);
    this.#bytes += (await stat(place)).size;
    if (this.#bytes > MOST_BYTES)
      throw new UnreadableSource('tooLarge', { file: name, most: MOST_BYTES / 1024 / 1024 });
    return { name, bytes: await readFile(place) };
  }
}
