/**
 * Metrics for Prometheus, counted here and read at `/metrics`. No label holds a number, a name or a group, so the
 * number of series does not grow with the installation, and a scrape reveals nothing about a person.
 */
import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';
import type { CallRecord } from '../model/call-record.js';
import type { NotRungWhy } from '../model/reason.js';
import { watchSources, type MetricSources } from './watched.js';

const SECONDS = [1, 2, 5, 10, 15, 20, 30, 45, 60, 90, 120, 300];

/** The reasons that mean a limit kept an external phone from ringing. */
const LIMITED: ReadonlySet<NotRungWhy['kind']> = new Set(['rungTooOften', 'tooManyRing']);

/** Default metrics that are dropped: sums of values that also exist by type. `_total` is for counters, and these are gauges. */
const MISNAMED = [
  'nodejs_active_handles_total',
  'nodejs_active_requests_total',
  'nodejs_active_resources_total',
];

export class ServiceMetrics {
  readonly #registry = new Registry();
  readonly #calls: Counter<'outcome'>;
  readonly #missed: Counter;
  readonly #failed: Counter;
  readonly #waiting: Histogram<'outcome'>;
  readonly #talking: Histogram;
  readonly #legs: Counter<'kind' | 'outcome'>;
  readonly #rang: Histogram<'kind'>;
  readonly #limited: Counter<'what'>;
  readonly #logged: Counter<'level'>;
  readonly #cdrs: Counter;

  /** @param withProcess also memory, CPU time and the delay of the event loop. */
  constructor(withProcess = true) {
    const registers = [this.#registry];
    const named = (name: string, help: string) => ({ name: `rufgruppe_${name}`, help, registers });
    if (withProcess) {
      collectDefaultMetrics({ register: this.#registry });
      for (const name of MISNAMED) this.#registry.removeSingleMetric(name);
    }
    this.#calls = new Counter({ ...named('calls_total', 'Calls that are over'), labelNames: ['outcome'] });
    this.#failed = new Counter(
      named('calls_failed_total', 'Calls that failed for a technical reason: no phone could be reached'),
    );
    this.#missed = new Counter(named('calls_missed_total', 'Calls that count as missed'));
    this.#waiting = new Histogram({
      ...named('call_waiting_seconds', 'From the begin of a call to its answer, or to its end without one'),
      labelNames: ['outcome'],
      buckets: SECONDS,
    });
    this.#talking = new Histogram({
      ...named('call_talking_seconds', 'Talking time of answered calls'),
      buckets: [10, 30, 60, 120, 300, 600, 1200, 3600],
    });
    this.#legs = new Counter({
      ...named('legs_total', 'Phones that were called, by kind and what became of it'),
      labelNames: ['kind', 'outcome'],
    });
    this.#rang = new Histogram({
      ...named('leg_ringing_seconds', 'How long phones rang'),
      labelNames: ['kind'],
      buckets: SECONDS,
    });
    this.#limited = new Counter({
      ...named('limited_total', 'Calls that were refused and phones outside that were left out by a limit'),
      labelNames: ['what'],
    });
    this.#cdrs = new Counter(named('cdr_files_total', 'CDRs that FreeSWITCH wrote and this instance found'));
    this.#logged = new Counter({ ...named('log_lines_total', 'Lines of the log'), labelNames: ['level'] });
  }

  /** Once for each call, when it is over. @param hasFailed for a technical reason */
  callEnded(record: CallRecord, hasFailed = false): void {
    const { outcome, waitingSec, talkingSec, missed, legs, steps } = record;
    this.#calls.inc({ outcome });
    if (missed !== null) this.#missed.inc();
    if (hasFailed) this.#failed.inc();
    if (waitingSec !== null) this.#waiting.observe({ outcome }, waitingSec);
    if (outcome === 'answered' && talkingSec !== null) this.#talking.observe(talkingSec);
    for (const { fact } of steps) {
      if (fact?.kind === 'callsTooOften') this.#limited.inc({ what: 'call' });
      if (fact?.kind === 'notRung' && LIMITED.has(fact.why.kind)) this.#limited.inc({ what: 'phone' });
    }
    for (const leg of legs) {
      this.#legs.inc({ kind: leg.kind, outcome: leg.outcome });
      if (leg.rangAt !== null && leg.endedAt !== null) {
        this.#rang.observe(
          { kind: leg.kind },
          Math.max(0, leg.endedAt.getTime() - leg.rangAt.getTime()) / 1000,
        );
      }
    }
  }

  logged(level: string): void {
    this.#logged.inc({ level });
  }

  cdrWritten(): void {
    this.#cdrs.inc();
  }

  /** To be called once. */
  watch(sources: MetricSources): void {
    watchSources(this.#registry, sources);
  }

  readonly contentType = Registry.PROMETHEUS_CONTENT_TYPE;

  text(): Promise<string> {
    return this.#registry.metrics();
  }
}
