/** What an answer means, and when the next attempt is. Pure. */
import type { WebhookHealth } from '../../base/store/webhook-states.js';
import { nextAttempt } from '../notices/pauses.js';
import type { HttpAnswer } from './request.js';

export type Judgement =
  | { readonly kind: 'taken' }
  /** It may be taken later. `waitMs`: what the receiver asks for. */
  | { readonly kind: 'later'; readonly words: string; readonly waitMs: number | undefined }
  /** It is never taken: the receiver does not understand it, or does not let us in. */
  | { readonly kind: 'refused'; readonly words: string }
  /** The address does not exist any more. */
  | { readonly kind: 'gone'; readonly words: string };

/** A receiver cannot ask for more. */
const LONGEST_WAIT_MS = 60 * 60_000;

/** Answers below 500 that ask for another attempt. */
const TRY_AGAIN: readonly number[] = [408, 425, 429];

export function judged(answer: HttpAnswer, now: Date): Judgement {
  if (answer.kind === 'none') return { kind: 'later', words: answer.words, waitMs: undefined };
  const { status } = answer;
  if (status >= 200 && status < 300) return { kind: 'taken' };
  const words = `The webhook answers ${status}${detailOf(answer)}`;
  if (status === 410) return { kind: 'gone', words };
  if (status < 500 && !TRY_AGAIN.includes(status)) return { kind: 'refused', words };
  return { kind: 'later', words, waitMs: waitOf(answer, now) };
}

type Answer = Extract<HttpAnswer, { kind: 'answer' }>;

/** A number of seconds, or a date; Matrix says it in milliseconds in its body. */
function waitOf({ retryAfter, said }: Answer, now: Date): number | undefined {
  const [, ofMatrix] = /"retry_after_ms"\s*:\s*(\d{1,9})\b/.exec(said) ?? [];
  const given = retryAfter?.trim() ?? '';
  const asked = /^\d{1,9}$/.test(given)
    ? Number(given) * 1000
    : given !== ''
      ? new Date(given).getTime() - now.getTime()
      : Number(ofMatrix);
  return Number.isFinite(asked) && asked > 0 ? Math.min(asked, LONGEST_WAIT_MS) : undefined;
}

/**
 * The word by which Slack and Matrix name the reason: `invalid_payload`, `M_FORBIDDEN`. Nothing else of an answer is shown, as
 * the address may be that of a program of the house that was never meant to be read from outside.
 */
function detailOf({ said }: Answer): string {
  const [, ofMatrix] = /"errcode"\s*:\s*"(M_[A-Z_]{1,40})"/.exec(said) ?? [];
  const [ofSlack] = /^[a-z]+(?:_[a-z]+){1,5}$/.exec(said.trim()) ?? [];
  const word = ofMatrix ?? ofSlack;
  return word === undefined ? '' : `: ${word}`;
}

/** From so many failures in a row on, the others wait too: it is not this one event that the receiver dislikes. */
export const FAILURES_OF_RECEIVER = 3;

/** How the receiver stands after an attempt. */
export function healthAfter(before: WebhookHealth, judgement: Judgement, now: Date): WebhookHealth {
  if (judgement.kind === 'taken')
    return {
      failures: 0,
      failingSince: undefined,
      pausedUntil: undefined,
      isGone: false,
      lastError: undefined,
      lastAt: now,
    };
  const failures = before.failures + 1;
  const failingSince = before.failingSince ?? now;
  const waitMs = judgement.kind === 'later' ? judgement.waitMs : undefined;
  const isDown = failures >= FAILURES_OF_RECEIVER;
  const pausedUntil =
    waitMs !== undefined
      ? new Date(now.getTime() + waitMs)
      : isDown
        ? nextAttempt(failures - FAILURES_OF_RECEIVER + 1, now, now)
        : undefined;
  const isGone = judgement.kind === 'gone';
  return { failures, failingSince, pausedUntil, isGone, lastError: judgement.words, lastAt: now };
}
