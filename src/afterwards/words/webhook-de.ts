/** What webhooks send, in German. Pure. */
import type { WebhookWords } from './webhook-words.js';

export const germanWebhooks: WebhookWords = {
  withheld: 'Nummer unterdrückt',
  somebody: 'ein Anrufer',
  open: 'In Rufgruppe öffnen',
  missed: (caller, group, at) => `Verpasster Anruf: ${caller} an ${group}, ${at}.`,
  taken: (who, caller, group) => `${who ?? 'Jemand'} ruft zurück: ${caller} (${group}).`,
  done: (who, caller, group) => `${who ?? 'Jemand'} hat zurückgerufen: ${caller} (${group}).`,
  closed: (because, caller, group) =>
    because === 'calledBack'
      ? `Rückruf von selbst erledigt: ${caller} wurde zurückgerufen (${group}).`
      : `Rückruf von selbst erledigt: ${caller} hat jemanden erreicht (${group}).`,
  reopened: (caller, group) => `Wieder offen: ${caller} wartet auf einen Rückruf (${group}).`,
  turned: (name, on, until, who) =>
    `Schalter „${name}“ ist ${on ? 'an' : 'aus'}${until === null ? '' : ` bis ${until}`} (${who ?? 'von selbst'}).`,
  begun: (what, remedy) => `Warnung: ${what}. ${remedy}`,
  over: (what) => `Vorbei: ${what}.`,
  test: (who) => `Das ist ein Test von Rufgruppe, gesendet von ${who}. Es ist nichts passiert.`,
};
