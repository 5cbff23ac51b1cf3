/** Words of the outbox. */
import { texts } from '../language.js';

export const outboxTexts = texts({
  en: { title: 'Outbox' },
  de: { title: 'Postausgang' },
});
