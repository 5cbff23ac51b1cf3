/** What webhooks send, in English. Pure. */
import type { WebhookWords } from './webhook-words.js';

export const englishWebhooks: WebhookWords = {
  withheld: 'number withheld',
  somebody: 'a caller',
  open: 'Open in Rufgruppe',
  missed: (caller, group, at) => `Missed call: ${caller} called ${group} on ${at}.`,
  taken: (who, caller, group) => `${who ?? 'Somebody'} calls back ${caller} (${group}).`,
  done: (who, caller, group) => `${who ?? 'Somebody'} has called back ${caller} (${group}).`,
  closed: (because, caller, group) =>
    because === 'calledBack'
      ? `Call-back done by itself: ${caller} was called back (${group}).`
      : `Call-back done by itself: ${caller} got through (${group}).`,
  reopened: (caller, group) => `Open again: ${caller} is to be called back (${group}).`,
  turned: (name, on, until, who) =>
    `Switch “${name}” is ${on ? 'on' : 'off'}${until === null ? '' : ` until ${until}`} (${who ?? 'by itself'}).`,
  begun: (what, remedy) => `Warning: ${what}. ${remedy}`,
  over: (what) => `Over: ${what}.`,
  test: (who) => `This is a test of Rufgruppe, sent by ${who}. Nothing has happened.`,
};
