/**
 * Which entries a journal keeps, and which of its files has the newest state of each. Does no I/O. Files are numbered
 * by age. A file may be deleted only after all older ones, because it may mark entries of those as done.
 */

interface Thing<T> {
  /** Undefined: released from memory; only the file has it. */
  value: T | undefined;
  /** The file that holds the newest state; undefined: not written yet. */
  segment: number | undefined;
}

export class Kept<T> {
  readonly #things = new Map<string, Thing<T>>();
  /** How many kept entries each existing file has, oldest file first. */
  readonly #count = new Map<number, number>();
  #letGo = 0;

  get size(): number {
    return this.#things.size;
  }

  /** How many entries are in a file but no longer in memory. */
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

  /** Adds what an earlier run left in a file. A newer state is not replaced. */
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

  /** Removes an entry. `isWritten`: some file has a state of it. Undefined: it was not kept. */
  done(id: string): { readonly isWritten: boolean } | undefined {
    const thing = this.#remove(id);
    if (thing === undefined) return undefined;
    if (thing.segment !== undefined) this.#leave(thing.segment);
    return { isWritten: thing.segment !== undefined };
  }

  /** Releases a state from memory. False: no file has it yet, so it stays. */
  letGoOf(id: string): boolean {
    const thing = this.#things.get(id);
    if (thing?.segment === undefined) return false;
    if (thing.value !== undefined) this.#letGo += 1;
    thing.value = undefined;
    return true;
  }

  /** A file that holds something released from memory. */
  recallable(): number | undefined {
    for (const { value, segment } of this.#things.values()) if (value === undefined) return segment;
    return undefined;
  }

  /** What was released from memory and is in this file. */
  goneIn(segment: number): string[] {
    return [...this.#things].flatMap(([id, thing]) =>
      thing.segment === segment && thing.value === undefined ? [id] : [],
    );
  }

  /**
   * Takes a released state back into memory. Undefined: it was not released or is in another file, in which case `read`
   * is not called, or `read` found nothing.
   */
  recall(id: string, segment: number, read: () => T | undefined): T | undefined {
    const thing = this.#things.get(id);
    if (thing === undefined || thing.value !== undefined || thing.segment !== segment) return undefined;
    thing.value = read();
    if (thing.value !== undefined) this.#letGo -= 1;
    return thing.value;
  }

  /** Adds a file. Files are added in the order of their age; the last one is the one being written. */
  begin(segment: number): void {
    this.#count.set(segment, 0);
  }

  /** Takes a file back that was begun and has nothing. False: there is no such file. */
  forget(segment: number): boolean {
    return this.#count.get(segment) === 0 && this.#count.delete(segment);
  }

  /** Notes that this file now has the entry's newest state. Does nothing if the entry is done by now. */
  written(id: string, segment: number): void {
    const thing = this.#things.get(id);
    if (thing === undefined || thing.segment === segment) return;
    const before = thing.segment;
    thing.segment = segment;
    this.#count.set(segment, (this.#count.get(segment) ?? 0) + 1);
    if (before !== undefined) this.#leave(before);
  }

  /** The entries in memory that alone keep the oldest file, if there are at most `most`. Never those of the newest file. */
  stragglers(most: number): string[] {
    const [[oldest, count] = []] = this.#count;
    if (this.#count.size < 2 || count === undefined || count > most) return [];
    return [...this.#things].flatMap(([id, { segment, value }]) =>
      segment === oldest && value !== undefined ? [id] : [],
    );
  }

  /** Removes and returns the oldest files that have no kept entries left. Never the newest file. */
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
