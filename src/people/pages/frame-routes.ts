/** What the script of the frame asks for: the counts of the menu. */
import { waitingFor, type WaitingFor } from '../operations/waiting.js';
import type { FrameParts } from './frame.js';
import { countView } from './navigation.js';
import type { Pages } from './pages.js';

export function framePages(pages: Pages, { waiting, snapshot }: FrameParts): void {
  pages.get('/live/counts', 'signedIn', ({ actor, lang, response }) => {
    const counts = waitingFor(actor, waiting.known, snapshot());
    const keys = Object.keys(counts) as (keyof WaitingFor)[];
    response.json(keys.map((key) => countView(key, counts[key], lang)));
  });
}
