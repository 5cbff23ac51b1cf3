/** Every metric that a service exports, each with every label. */
import { ServiceMetrics } from '../../../../src/base/metrics/service-metrics.js';
import { PROBLEM_KINDS } from '../../../../src/base/model/problem.js';
import type { MetricSources } from '../../../../src/base/metrics/watched.js';
import { aRecord, aRecordedLeg } from '../../../factories.js';

export const SOURCES: MetricSources = {
  liveCalls: () => 3,
  recordsWaiting: () => 0,
  mails: () => Promise.resolve({ waiting: 2, failed: 1 }),
  openCallbacks: () => Promise.resolve(4),
  freeswitches: () => [{ name: '127.0.0.1:8021', connected: true }],
  missingNeeds: () => [{ freeswitch: '127.0.0.1:8021' }, { freeswitch: '127.0.0.2:8021' }],
  limitsMet: () => ['one that is met'],
  mostCalls: 2000,
  databaseAnswers: () => Promise.resolve(true),
  disk: () => Promise.resolve({ freeBytes: 1e9, sizeBytes: 1e10 }),
  certificateEndsAt: () => Promise.resolve(new Date('2027-01-01T00:00:00Z')),
  lastBackup: () =>
    Promise.resolve({
      since: new Date(0),
      at: new Date(7_000_000),
      ok: false,
      reason: 'disk full',
      good: { at: new Date(6_000_000), host: 'pbx', file: '/b', bytes: 900, documents: 2, tookMs: 3 },
    }),
  problems: () => PROBLEM_KINDS.map((kind) => ({ kind })),
};

/** As `/metrics` answers after some calls. */
export function allMetrics(): Promise<string> {
  const metrics = new ServiceMetrics();
  metrics.watch(SOURCES);
  const rang = { rangAt: new Date(0), endedAt: new Date(4_000) };
  const legs = [aRecordedLeg({ outcome: 'answered', ...rang })];
  const fact = { kind: 'callsTooOften', by: 'caller', most: 60 } as const;
  const steps = [{ at: new Date(0), group: '700', text: '', fact }];
  metrics.callEnded(aRecord({ outcome: 'answered', waitingSec: 4, talkingSec: 60, legs, steps }));
  for (const level of ['info', 'warn', 'error', 'fatal']) metrics.logged(level);
  metrics.cdrWritten();
  return metrics.text();
}

/** Names of metrics with the names of their labels, as they are in series: `x_bucket` has `le`. */
export function seriesOf(text: string): ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>> {
  const found = new Map<string, Map<string, Set<string>>>();
  for (const line of text.split('\n')) {
    const [, name, given = ''] = /^([a-z_0-9]+)(?:\{(.*)\})? /.exec(line) ?? [];
    if (name === undefined) continue;
    const labels = found.get(name) ?? new Map<string, Set<string>>();
    found.set(name, labels);
    for (const [, label = '', value = ''] of given.matchAll(/(\w+)="([^"]*)"/g))
      labels.set(label, (labels.get(label) ?? new Set()).add(value));
  }
  return found;
}

/** Names without the endings of histograms and summaries, as `# TYPE` has them. */
export function metricNames(text: string): readonly string[] {
  return [...text.matchAll(/^# TYPE (\S+) /gm)].map(([, name = '']) => name);
}
