/** Something that happens once. A promise for it is made only when somebody waits: most calls end without one. */
export class Occasion<T> {
  #result: { readonly value: T } | undefined;
  #promise: Promise<T> | undefined;
  #resolve: ((value: T) => void) | undefined;

  /** Only the first time counts. */
  happened(value: T): void {
    if (this.#result !== undefined) return;
    this.#result = { value };
    this.#resolve?.(value);
  }

  get promise(): Promise<T> {
    this.#promise ??=
      this.#result === undefined
        ? new Promise((resolve) => (this.#resolve = resolve))
        : Promise.resolve(this.#result.value);
    return this.#promise;
  }
}
