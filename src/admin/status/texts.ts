/** Words of the status page. */
import { texts } from '../language.js';

export const statusTexts = texts({
  en: { title: 'Status' },
  de: { title: 'Status' },
});
