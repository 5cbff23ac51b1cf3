/** Alerts and dashboard ask for metrics that there are, alerts fire and stay silent, and the document names every metric. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { before, describe, test, type TestContext } from 'node:test';
import { parse, stringify } from 'yaml';
import { projectFolder } from '../../src/base/project-folder.js';
import { PROBLEM_KINDS } from '../../src/base/model/problem.js';
import { PATIENCE } from '../../src/afterwards/problems/course.js';
import { allMetrics, metricNames, seriesOf } from './base/metrics/all-metrics.js';

const file = (...names: readonly string[]) => path.join(projectFolder(), ...names);
const text = (...names: readonly string[]) => readFileSync(file(...names), 'utf8');
const PROMETHEUS = file('packaging', 'prometheus');

interface Rule {
  readonly alert: string;
  readonly expr: string;
}
interface RuleTest {
  readonly alert_rule_test: readonly {
    readonly alertname: string;
    readonly exp_alerts: readonly unknown[];
  }[];
}
interface Panel {
  readonly id: number;
  readonly title: string;
  readonly description: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets: readonly { readonly expr: string }[];
}

const { groups } = parse(text('packaging', 'prometheus', 'rules.yml')) as {
  groups: readonly { rules: readonly Rule[] }[];
};
const rules = groups.flatMap((group) => group.rules);
const { panels } = JSON.parse(text('packaging', 'grafana', 'rufgruppe.json')) as {
  panels: readonly Panel[];
};
const queries = panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));

/** Labels that Prometheus adds itself. */
const ADDED = new Set(['instance', 'job']);

function promtool(t: TestContext, ...words: readonly string[]): void {
  const { error, status, stdout, stderr } = spawnSync('promtool', words, {
    cwd: PROMETHEUS,
    encoding: 'utf8',
  });
  if (error !== undefined)
    t.skip('PROMTOOL IS NOT INSTALLED: nothing has tried the alerts (Debian: prometheus)');
  else assert.equal(status, 0, stdout + stderr);
}

describe('Alerts and dashboard', () => {
  let series: ReturnType<typeof seriesOf>;
  before(async () => {
    series = seriesOf(await allMetrics());
  });

  test('ask only for metrics, labels and values that /metrics has', () => {
    assert.ok(rules.length > 10 && queries.length > 20);
    for (const query of [...rules.map(({ expr }) => expr), ...queries]) {
      const asked = [...query.matchAll(/\b((?:rufgruppe|nodejs|process)_\w+)(?:\{([^}]*)\})?/g)];
      assert.ok(asked.length > 0 || query.startsWith('up{'), query);
      for (const [, name = '', selectors = ''] of asked) {
        const labels = series.get(name);
        assert.ok(labels !== undefined, `${name} in ${query}`);
        for (const [, label = '', wanted = ''] of selectors.matchAll(/(\w+)[!=]~?"([^"]*)"/g)) {
          if (ADDED.has(label)) continue;
          const values = labels.get(label) ?? new Set();
          for (const value of wanted.split('|'))
            assert.ok(values.has(value), `${label}="${value}" in ${query}`);
        }
      }
      // `by (…)`, and what a legend or a summary says.
      for (const [, given = ''] of query.matchAll(/\b(?:by|on) \(([^)]*)\)/g))
        for (const label of given.split(', ')) {
          const known = asked.some(([, name = '']) => series.get(name)?.has(label));
          assert.ok(ADDED.has(label) || known, `${label} in ${query}`);
        }
    }
  });

  test('alerts: each one fires in a test, and stays silent in another', (t) => {
    const { tests } = parse(text('packaging', 'prometheus', 'rules.test.yml')) as {
      tests: readonly RuleTest[];
    };
    const tried = tests.flatMap((one) => one.alert_rule_test);
    for (const { alert } of rules) {
      const own = tried.filter(({ alertname }) => alertname === alert);
      assert.deepEqual(own.map(({ exp_alerts: fired }) => fired.length).toSorted(), [0, 1], alert);
    }
    promtool(t, 'test', 'rules', 'rules.test.yml');
  });

  test('alerts: promtool finds nothing wrong', (t) => promtool(t, 'check', 'rules', 'rules.yml'));

  test('dashboard: promtool reads every query', (t) => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'rufgruppe-queries-'));
    // Grafana puts in what is chosen on the page.
    const recorded = queries.map((expr, index) => ({
      record: `query_${index}`,
      expr: expr.replaceAll('$instance', '.*'),
    }));
    const given = path.join(folder, 'queries.yml');
    writeFileSync(given, stringify({ groups: [{ name: 'queries', rules: recorded }] }));
    try {
      promtool(t, 'check', 'rules', given);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('dashboard: panels have names and words, and do not lie on each other', () => {
    assert.equal(new Set(panels.map(({ id }) => id)).size, panels.length);
    const taken = new Set<string>();
    for (const { title, description, targets, gridPos } of panels) {
      assert.ok(title !== '' && description !== '' && targets.length > 0, title);
      assert.ok(gridPos.x + gridPos.w <= 24, title);
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++)
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
          assert.ok(!taken.has(`${x} ${y}`), title);
          taken.add(`${x} ${y}`);
        }
    }
  });
});

describe('docs/watching.md', () => {
  const document = text('docs', 'watching.md');
  /** First cells of table rows. */
  const named = [...document.matchAll(/^\| `(\w+)`/gm)].map(([, name = '']) => name);

  test('explains every metric of the service, and no other', async () => {
    const exported = metricNames(await allMetrics());
    const ours = exported.filter((name) => name.startsWith('rufgruppe_'));
    assert.deepEqual(named.filter((name) => name.startsWith('rufgruppe_')).toSorted(), ours.toSorted());
    const others = named.filter((name) => /^(nodejs|process)_/.test(name));
    assert.ok(others.length >= 4);
    for (const name of others) assert.ok(exported.includes(name), name);
  });

  test('explains every alert and every problem, with its times', () => {
    for (const { alert } of rules) assert.ok(named.includes(alert), alert);
    for (const problem of PROBLEM_KINDS) {
      const row = document.split('\n').find((line) => line.startsWith(`| \`${problem}\``)) ?? '';
      const { beginsAfterMin, endsAfterMin } = PATIENCE[problem];
      assert.match(row, new RegExp(`\\| ${beginsAfterMin} min[^|]*\\| ${endsAfterMin} min \\|$`), problem);
    }
  });
});
