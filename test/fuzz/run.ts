/** `npm run fuzz -- …`: many inputs on each part, with what they cost in memory and handles. Ends with 1 at the first failure. */
import { setImmediate as turn } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { fuzz, type AnyTarget } from './harness.js';
import { targets } from './targets/all.js';

const USAGE = `Usage: npm run fuzz -- [--inputs N] [--only NAME[,NAME]] [--seed N]
  --inputs N   inputs for each part; default 100000
  --only NAME  ${targets.map(({ name }) => name).join(', ')}; default: all
  --seed N     where to begin; default: another one each time`;

/** What may be more after all inputs than after a tenth of them. */
const MORE_HEAP_MB = 16;
const MORE_HANDLES = 10;

interface Cost {
  readonly heapMb: number;
  readonly residentMb: number;
  readonly handles: number;
}

async function cost(): Promise<Cost> {
  for (let round = 0; round < 3; round += 1) {
    await turn();
    globalThis.gc?.();
  }
  const { heapUsed, external, rss } = process.memoryUsage();
  const handles = process.getActiveResourcesInfo().length;
  return { heapMb: (heapUsed + external) / 2 ** 20, residentMb: rss / 2 ** 20, handles };
}

/** fast-check says which input failed, its cause what was wrong with it. */
function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined
    ? (error.stack ?? error.message)
    : `${error.message}\n${textOf(error.cause)}`;
}

async function run(target: AnyTarget, inputs: number, seed: number): Promise<boolean> {
  const begun = Date.now();
  let early: Cost | undefined;
  let last: Cost | undefined;
  try {
    await fuzz(target, {
      inputs,
      seed,
      onBatch: async (done) => {
        if (early === undefined && done >= inputs / 10) early = await cost();
        if (done === inputs) last = await cost();
      },
    });
  } catch (error) {
    console.log(`${target.name}: ${textOf(error)}`);
    return false;
  }
  const text = (one: Cost | undefined) =>
    one === undefined
      ? ''
      : `${one.heapMb.toFixed(1)} MB heap, ${one.residentMb.toFixed(0)} MB resident, ${one.handles} handles`;
  console.log(
    `${target.name}: ${inputs} inputs from seed ${seed} in ${((Date.now() - begun) / 1000).toFixed(0)} s`,
  );
  console.log(`  after a tenth: ${text(early)}\n  after all:     ${text(last)}`);
  const grew =
    last !== undefined &&
    early !== undefined &&
    (last.heapMb - early.heapMb > MORE_HEAP_MB || last.handles - early.handles > MORE_HANDLES);
  if (grew) console.log(`  ${target.name} grew`);
  return !grew;
}

const { values } = parseArgs({
  options: {
    inputs: { type: 'string' },
    only: { type: 'string' },
    seed: { type: 'string' },
    help: { type: 'boolean' },
  },
});
const only = values.only?.split(',');
const chosen = targets.filter(({ name }) => only === undefined || only.includes(name));
const inputs = Number(values.inputs ?? 100_000);
const seed = Number(values.seed ?? Date.now() % 1_000_000_000);
const isUsable = [inputs, seed].every((number) => Number.isSafeInteger(number) && number >= 0) && inputs > 0;
if (values.help === true || !isUsable || chosen.length < (only?.length ?? 1)) {
  console.log(USAGE);
  process.exit(values.help === true ? 0 : 2);
}
let isGood = true;
for (const target of chosen) isGood = (await run(target, inputs, seed)) && isGood;
process.exit(isGood ? 0 : 1);
