/** A FreeSWITCH directory of one or several files: includes are followed, variables are put in. */
import { inSlices } from '../../base/in-slices.js';
import { directorySteps, type DirectoryUser, type Include } from './directory-xml.js';
import { MOST_ROWS, UnreadableSource, type SourceFile, type SourceRow } from './source.js';
import { textSteps } from './text.js';

/** Finds the files of an include; none: it names nothing that may be read. */
export type FindIncluded = (pattern: string, from: SourceFile) => Promise<readonly SourceFile[]>;

/** An include that names nothing; users in those files are missing in the list. */
export interface MissingInclude {
  readonly file: string;
  readonly line: number;
  readonly pattern: string;
}

export interface Directory {
  readonly rows: readonly SourceRow[];
  readonly missing: readonly MissingInclude[];
}

interface Found extends DirectoryUser {
  readonly file: string;
}

/** Errors: UnreadableSource. */
export async function readDirectory(files: readonly SourceFile[], find: FindIncluded): Promise<Directory> {
  const walk = new Walk(find);
  for (const file of includingFirst(files)) await walk.read(file, '');
  return { rows: walk.rows(), missing: walk.missing };
}

/** Files that include others come first, so that those are read where they belong. */
function includingFirst(files: readonly SourceFile[]): readonly SourceFile[] {
  const includes = ({ bytes }: SourceFile) =>
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes('X-PRE-PROCESS');
  return [...files.filter(includes), ...files.filter((file) => !includes(file))];
}

/** Of all files together. */
const MOST_INCLUDES = 1000;

class Walk {
  readonly missing: MissingInclude[] = [];
  readonly #find: FindIncluded;
  readonly #found: Found[] = [];
  readonly #variables = new Map<string, string>();
  readonly #read = new Set<SourceFile>();
  #includes = 0;

  constructor(find: FindIncluded) {
    this.#find = find;
  }

  /** Each file is read once, so one that includes itself ends. */
  async read(file: SourceFile, domain: string): Promise<void> {
    if (this.#read.has(file)) return;
    this.#read.add(file);
    const part = await inSlices(partSteps(file, domain));
    for (const [name, value] of part.variables) this.#variables.set(name, value);
    if (this.#found.length + part.users.length > MOST_ROWS)
      throw new UnreadableSource('tooMany', { file: file.name, most: MOST_ROWS });
    for (const user of part.users) this.#found.push({ ...user, file: file.name });
    for (const include of part.includes) await this.#include(include, file);
  }

  rows(): readonly SourceRow[] {
    return this.#found.map(({ file, line, id, alias, domain, email, names }) => ({
      file,
      line,
      extension: this.#filled(id) ?? id,
      alias: this.#filled(alias) ?? '',
      name: names.map((name) => this.#filled(name)).find((name) => name !== undefined) ?? '',
      email: this.#filled(email) ?? '',
      mobile: '',
      // A domain that is only known to the running FreeSWITCH is taken for ours.
      domain: this.#filled(domain) ?? '',
      enabled: true,
    }));
  }

  async #include({ pattern, line, domain }: Include, from: SourceFile): Promise<void> {
    this.#includes += 1;
    if (this.#includes > MOST_INCLUDES)
      throw new UnreadableSource('tooMany', { file: from.name, line, most: MOST_INCLUDES });
    const files = await this.#find(this.#filled(pattern) ?? pattern, from);
    if (files.length === 0) this.missing.push({ file: from.name, line, pattern });
    for (const file of files) await this.read(file, domain);
  }

  /** The text with `$${name}` put in; undefined: one is not known, or it takes another in. */
  #filled(text: string): string | undefined {
    const filled = text.replaceAll(
      /\$\$\{([\w.-]+)\}/g,
      (all, name: string) => this.#variables.get(name) ?? all,
    );
    return filled.includes('${') ? undefined : filled;
  }
}

function* partSteps(file: SourceFile, domain: string) {
  const text = yield* named(file.name, textSteps(file.bytes));
  return yield* directorySteps(file.name, text, domain);
}

/** Errors of the steps, with the name of the file. */
export function* named<T>(file: string, steps: Generator<undefined, T>): Generator<undefined, T> {
  try {
    return yield* steps;
  } catch (error) {
    if (!(error instanceof UnreadableSource)) throw error;
    throw new UnreadableSource(error.why, { file, ...error.values });
  }
}
