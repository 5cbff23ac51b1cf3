/** What others write is read without harm: a few inputs on each part, always the same ones. `npm run fuzz` tries many. */
import { test } from 'node:test';
import { fuzz } from './harness.js';
import { targets } from './targets/all.js';

/** Another one is tried with FUZZ_SEED=…; a failure names the one that it came from. */
const SEED = Number(process.env['FUZZ_SEED'] ?? 20261130);

for (const target of targets) {
  test(`${target.name}: ${target.few} inputs from seed ${SEED} do no harm`, () =>
    fuzz(target, { inputs: target.few, seed: SEED }));
}
