/**
 * Which things a journal keeps, and in which of its files the newest state of each stands. Knows no disk. Files are numbered
 * by age, and one may go only after those that are older: it says of what stands in them that it is done.
 */

interface Thing<T> {
  /** Undefined: it was let go of, and stands in the file only. */
  value: T | undefined;
  /** The file that has the newest state; undefined: none has it yet. */
  segment: number | undefined;
}

export class Kept<T> {
  readonly #things = new Map<string, Thing<T>>();
  /** How many things each file has that is there, the oldest file first. */
  readonly #count = new Map<number, number>();
  #letGo = 0;

  get size(): number {
    return this.#things.size;
  }

  /** Those of which the state stands in a file only. */
  get letGo(): number {
    return this.#letGo;
  }

  /** Those in memory, the oldest first. */
  entries(): (readonly [string, T])[] {
    return [...this.#things].flatMap(([id, { value }]) =>
      value === undefined ? [] : [[id, value] as const],
    );
  }

  value(id: string): T | undefined {
    return this.#things.get(id)?.value;
  }

  /** The file that has its newest state. */
  segmentOf(id: string): number | undefined {
    return this.#things.get(id)?.segment;
  }

  /** What an earlier run left in a file that has begun. A state that is newer stays. */
  load(id: string, segment: number): void {
    if (this.#things.has(id)) return;
    this.#things.set(id, { value: undefined, segment });
    this.#count.set(segment, (this.#count.get(segment) ?? 0) + 1);
    this.#letGo += 1;
  }

  put(id: string, value: T): void {
    const segment = this.#remove(id)?.segment;
    this.#things.set(id, { value, segment });
  }

  /** `isWritten`: a file has a state of it. Undefined: it was not kept. */
  done(id: string): { readonly isWritten: boolean } | undefined {
    const thing = this.#remove(id);
    if (thing === undefined) return undefined;
    if (thing.segment !== undefined) this.#leave(thing.segment);
    return { isWritten: thing.segment !== undefined };
  }

  /** Gives the memory of a state back. False: no file has one. */
  letGoOf(id: string): boolean {
    const thing = this.#things.get(id);
    if (thing?.segment === undefined) return false;
    if (thing.value !== undefined) this.#letGo += 1;
    thing.value = undefined;
    return true;
  }

  /** A file that has something that was let go of. */
  recallable(): number | undefined {
    for (const { value, segment } of this.#things.values()) if (value === undefined) return segment;
    return undefined;
  }

  /** What was let go of and stands in this file. */
  goneIn(segment: number): string[] {
    return [...this.#things].flatMap(([id, thing]) =>
      thing.segment === segment && thing.value === undefined ? [id] : [],
    );
  }

  /**
   * Takes a state back that was let go of. Undefined: it was not, or stands in another file (then it is not read), or
   * `read` knows none.
   */
  recall(id: string, segment: number, read: () => T | undefined): T | undefined {
    const thing = this.#things.get(id);
    if (thing === undefined || thing.value !== undefined || thing.segment !== segment) return undefined;
    thing.value = read();
    if (thing.value !== undefined) this.#letGo -= 1;
    return thing.value;
  }

  /** A file that is there: in the order of their age, the one that is written from now on last. */
  begin(segment: number): void {
    this.#count.set(segment, 0);
  }

  /** The file has a state of it now. Nothing happens when it was done meanwhile. */
  written(id: string, segment: number): void {
    const thing = this.#things.get(id);
    if (thing === undefined || thing.segment === segment) return;
    const before = thing.segment;
    thing.segment = segment;
    this.#count.set(segment, (this.#count.get(segment) ?? 0) + 1);
    if (before !== undefined) this.#leave(before);
  }

  /** Things in memory that alone hold the oldest file, when there are `most` of them or fewer; not of the newest. */
  stragglers(most: number): string[] {
    const [[oldest, count] = []] = this.#count;
    if (this.#count.size < 2 || count === undefined || count > most) return [];
    return [...this.#things].flatMap(([id, { segment, value }]) =>
      segment === oldest && value !== undefined ? [id] : [],
    );
  }

  /** The files, from the oldest on, in which nothing is needed any more; not the newest. They are not known any more. */
  takeUnneeded(): number[] {
    const unneeded: number[] = [];
    for (const [segment, count] of this.#count) {
      if (count > 0 || this.#count.size === 1) break;
      this.#count.delete(segment);
      unneeded.push(segment);
    }
    return unneeded;
  }

  segments(): number[] {
    return [...this.#count.keys()];
  }

  #remove(id: string): Thing<T> | undefined {
    const thing = this.#things.get(id);
    if (thing !== undefined && thing.value === undefined) this.#letGo -= 1;
    this.#things.delete(id);
    return thing;
  }

  #leave(segment: number): void {
    this.#count.set(segment, (this.#count.get(segment) ?? 0) - 1);
  }
}
