/** Samples what a process runs, and says what ran while its event loop was held. */
import { Session, type Profiler } from 'node:inspector/promises';
import { performance } from 'node:perf_hooks';

const SAMPLE_US = 500;
/** Functions named of each hold. */
const NAMED = 14;

export class LoopProfile {
  readonly #session = new Session();
  #isRunning = false;
  /** The profile's clock less that of `performance.now()`, milliseconds. */
  #apartMs = 0;

  async begin(): Promise<void> {
    if (!this.#isRunning) this.#session.connect();
    else await this.#session.post('Profiler.stop');
    await this.#session.post('Profiler.enable');
    await this.#session.post('Profiler.setSamplingInterval', { interval: SAMPLE_US });
    await this.#session.post('Profiler.start');
    this.#isRunning = true;
    this.#apartMs = Number(process.hrtime.bigint()) / 1e6 - performance.now();
  }

  /** For each hold its functions, those with most samples first, callers included. Ends the sampling. */
  async during(
    holds: readonly { readonly endedAt: number; readonly lateMs: number }[],
  ): Promise<readonly string[][]> {
    const { profile } = await this.#session.post('Profiler.stop');
    this.#session.disconnect();
    this.#isRunning = false;
    const samples = timed(profile);
    const names = stacks(profile);
    return holds.map(({ endedAt, lateMs }) => {
      const end = endedAt + this.#apartMs;
      const during = samples.filter(({ atMs }) => atMs > end - lateMs && atMs <= end);
      return [`${during.length} samples`, ...mostly(during.map(({ node }) => names.get(node) ?? []))];
    });
  }
}

function timed({ startTime, samples = [], timeDeltas = [] }: Profiler.Profile) {
  let us = startTime;
  return samples.map((node, index) => {
    us += timeDeltas[index] ?? 0;
    return { node, atMs: us / 1000 };
  });
}

/** Each node's functions from the innermost outwards, each once. */
function stacks({ nodes }: Profiler.Profile): ReadonlyMap<number, readonly string[]> {
  const parents = new Map<number, number>();
  for (const { id, children = [] } of nodes) for (const child of children) parents.set(child, id);
  const names = new Map(nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]));
  return new Map(
    nodes.map(({ id }) => {
      const found = new Set<string>();
      for (let at: number | undefined = id; at !== undefined; at = parents.get(at)) {
        const name = names.get(at);
        if (name !== undefined && name !== '(root)') found.add(name);
      }
      return [id, [...found]];
    }),
  );
}

function nameOf({ functionName, url, lineNumber }: Profiler.ProfileNode['callFrame']): string {
  const place = url.replace(/^.*\/(dist\/src|node_modules)\//, '');
  return place === '' ? functionName : `${functionName} ${place}:${lineNumber + 1}`;
}

function mostly(found: readonly (readonly string[])[]): string[] {
  const counts = new Map<string, number>();
  for (const stack of found) for (const name of stack) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts]
    .toSorted(([, one], [, other]) => other - one)
    .slice(0, NAMED)
    .map(([name, count]) => `${count} ${name}`);
}
