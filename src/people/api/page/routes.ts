/** A page for browsing and trying the REST interface. */
import type { Endpoint } from '../endpoint.js';
import type { Pages } from '../../pages/pages.js';
import { interfaceView } from './view.js';
import { interfaceTexts } from '../../words/words.js';

export function interfacePages(pages: Pages, all: readonly Endpoint[]): void {
  pages.get('/api', 'signedIn', ({ actor, lang, request, show }) => {
    const origin = `${request.protocol}://${request.get('host') ?? 'localhost'}`;
    show('interface', interfaceTexts, {
      ...interfaceView(all, actor, lang),
      origin,
      scripts: ['interface.js'],
    });
  });
}
