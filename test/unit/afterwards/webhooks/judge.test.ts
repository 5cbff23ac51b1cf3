/** What an answer means, and when the next attempt is. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { healthAfter, judged, type Judgement } from '../../../../src/afterwards/webhooks/judge.js';
import { UNTRIED, type WebhookHealth } from '../../../../src/base/store/webhook-states.js';

const NOW = new Date('2026-11-24T08:00:00Z');
const answer = (status: number, said = '', retryAfter?: string) =>
  judged({ kind: 'answer', status, retryAfter, said }, NOW);
const waits = (judgement: Judgement) => (judgement.kind === 'later' ? judgement.waitMs : judgement.kind);

describe('An answer', () => {
  it('arrives from 200 to 299; everything below 500 is given up, but for what asks for another attempt', () => {
    const kinds = [200, 202, 299, 302, 400, 401, 404, 408, 410, 425, 429, 500, 503].map(
      (status) => answer(status).kind,
    );
    assert.deepEqual(kinds, [
      'taken',
      'taken',
      'taken',
      'refused',
      'refused',
      'refused',
      'refused',
      'later',
      'gone',
      'later',
      'later',
      'later',
      'later',
    ]);
  });

  it('says how long to wait, in seconds, as a date or as Matrix does; never longer than an hour', () => {
    assert.equal(waits(answer(429, '', '30')), 30_000);
    assert.equal(waits(answer(429, '', 'Tue, 24 Nov 2026 08:02:00 GMT')), 120_000);
    assert.equal(waits(answer(429, '{"errcode":"M_LIMIT_EXCEEDED","retry_after_ms":2000}')), 2000);
    assert.equal(waits(answer(503, '', '999999999')), 3_600_000);
    for (const odd of ['', 'soon', '-5', 'Tue, 24 Nov 2020 08:02:00 GMT'])
      assert.equal(waits(answer(429, '', odd)), undefined, odd);
  });

  it('is shown with the word of Slack or Matrix, and with nothing else that it says', () => {
    const words = (status: number, said: string) => {
      const judgement = answer(status, said);
      return judgement.kind === 'taken' ? '' : judgement.words;
    };
    assert.equal(words(400, 'invalid_payload\n'), 'The webhook answers 400: invalid_payload');
    assert.equal(
      words(403, '{"errcode":"M_FORBIDDEN","error":"no"}'),
      'The webhook answers 403: M_FORBIDDEN',
    );
    assert.equal(words(404, '<h1>Router of the house, password admin</h1>'), 'The webhook answers 404');
  });
});

describe('A receiver', () => {
  const later: Judgement = { kind: 'later', words: 'The webhook answers 500', waitMs: undefined };
  const failing = (times: number): WebhookHealth =>
    Array.from({ length: times }).reduce<WebhookHealth>((health) => healthAfter(health, later, NOW), UNTRIED);
  const pauseMin = (health: WebhookHealth) =>
    health.pausedUntil === undefined ? 0 : (health.pausedUntil.getTime() - NOW.getTime()) / 60_000;

  it('has a pause from the third failure on, that grows to an hour; one success ends all', () => {
    assert.deepEqual(
      [1, 2, 3, 4, 5, 6, 7, 8, 20].map((times) => pauseMin(failing(times))),
      [0, 0, 1, 2, 5, 15, 30, 60, 60],
    );
    const works = healthAfter(failing(9), { kind: 'taken' }, NOW);
    assert.deepEqual(works, { ...UNTRIED, lastAt: NOW });
  });

  it('waits as long as it asks, also after its first failure', () => {
    assert.equal(pauseMin(healthAfter(UNTRIED, { ...later, waitMs: 90_000 }, NOW)), 1.5);
  });
});
