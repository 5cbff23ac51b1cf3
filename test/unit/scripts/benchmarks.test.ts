import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AllFigures } from '../../../scripts/bench/figures.js';
import { picture } from '../../../scripts/bench/picture.js';
import { tables } from '../../../scripts/bench/tables.js';

const MACHINE = {
  day: '2026-11-30',
  node: 'v20.20.2',
  processor: 'Some CPU',
  processors: 2,
  memoryGb: 24,
  load: 3.5,
  commit: 'abc1234',
};
const call = (perSec: number) => ({ perSec, p50: 5.04, p99: 20.4, cpuMs: 0.7 });
const LOAD: AllFigures = {
  load: {
    ...MACHINE,
    figures: { loads: [{ parallel: 300, bare: call(2000), service: call(1500), large: call(1400) }] },
  },
};

test('the table of calls has the share of the bare server beside each figure, and says where it was measured', () => {
  const text = tables(LOAD);
  assert.match(text, /2026-11-30, commit abc1234, Node v20\.20\.2, 2 × Some CPU, 24 GB/);
  assert.match(text, /\| 300 at a time: this service \| 1,500 \(0\.75\) \| 5\.0 ms \/ 20 ms \| 0\.70 ms \|/);
  assert.doesNotMatch(text, /bench:soak|others used/);
});

test('figures of a machine on which others worked are marked', () => {
  const { load } = LOAD;
  assert.ok(load !== undefined);
  assert.match(tables({ load: { ...load, load: 11.2 } }), /\*\*others used the machine too/);
});

test('the picture has a bar for each figure, the longest for the largest', () => {
  const svg = picture(LOAD);
  const widths = [...svg.matchAll(/<rect x="250" y="\d+" width="([\d.]+)"/g)].map(([, width]) =>
    Number(width),
  );
  assert.deepEqual(widths, [420, 315, 294]);
  assert.match(svg, />1500 \(0\.75\)</);
});
