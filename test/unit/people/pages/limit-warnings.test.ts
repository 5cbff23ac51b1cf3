import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LimitIncident, LimitMet } from '../../../../src/base/model/limit-incident.js';
import type { CallLimits } from '../../../../src/calls/limits/call-limits.js';
import { limitsWithWarnings } from '../../../../src/calls/live/limit-warnings.js';
import { limitText } from '../../../../src/calls/words/words.js';
import { warningsOf } from '../../../../src/people/pages/now/warnings.js';
import { aCall, NO_LIMITS } from '../../../factories.js';

const NOTHING = {
  groups: [],
  nodes: [],
  missing: [],
  recordsWaiting: 0,
  mailsFailed: 0,
  forgotten: [],
  lost: [],
};

function met(what: LimitMet): LimitIncident {
  return { ...what, most: 60, count: 940, sinceMs: 0, lastMs: 100_000 };
}

test('Now says who meets a limit, what that does, and how often up to now', () => {
  const limits = [met({ kind: 'callerFloods', number: '+493023125001' })];
  assert.deepEqual(
    warningsOf({ ...NOTHING, limits }, 'en').map(({ text }) => text),
    [
      '+49 30 23125001 calls more than 60 times a minute: its calls are refused until it calls less often (so far: 940). Everybody else’s calls ring.',
    ],
  );
  assert.deepEqual(
    warningsOf({ ...NOTHING, limits }, 'de').map(({ text }) => text),
    [
      '+49 30 23125001 ruft öfter als 60-mal in der Minute an: die Anrufe werden abgewiesen, bis es weniger sind (bisher 940). Die Anrufe aller anderen klingeln.',
    ],
  );
});

test('each kind of limit has words of its own in both languages', () => {
  const all: readonly LimitMet[] = [
    { kind: 'callerFloods', number: '+493023125001' },
    { kind: 'withheldFlood', group: '700' },
    { kind: 'callerRings', number: '+493023125001' },
    { kind: 'withheldRings', group: '700' },
    { kind: 'groupRings', group: '700' },
    { kind: 'ringAtOnce' },
  ];
  const texts = (['en', 'de'] as const).flatMap((lang) =>
    all.map((one) => limitText(met(one), lang, (number) => number)),
  );
  assert.equal(new Set(texts).size, 12);
  for (const text of texts) assert.match(text, /\b60\b.*\b940\b/);
});

test('the log says it once, with the number masked, and once when it is over', () => {
  const lines: string[] = [];
  const log = {
    warn: ({ what }: { what: string }, message: string) => lines.push(`warn ${message}: ${what}`),
    info: (_facts: object, message: string) => lines.push(`info ${message}`),
  };
  const limits: CallLimits = limitsWithWarnings(log as never, 'masked');
  const arrives = (atMs: number) =>
    limits.next({ call: aCall(), attempts: [], limits: { ...NO_LIMITS, callsPerMinute: 1 }, atMs }, () => ({
      kind: 'release',
      why: [],
      cause: 'NO_ANSWER',
      sipStatus: undefined,
    }));
  for (let call = 0; call < 100; call += 1) arrives(call);
  limits.incidents(100_000);
  assert.deepEqual(lines, [
    'warn a limit is reached: +4930******** calls more than 1 times a minute: its calls are refused until it calls less often (so far: 1). Everybody else’s calls ring.',
    'info a limit is no longer reached',
  ]);
});
