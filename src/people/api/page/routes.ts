/** A page for browsing and trying the REST interface. */
import type { Endpoint } from '../endpoint.js';
import type { Pages } from '../../pages/pages.js';
import { interfaceView } from './view.js';
import { interfaceTexts } from '../../words/words.js';

export function interfacePages(pages: Pages, all: readonly Endpoint[], prefix: string): void {
  pages.get('/api', 'signedIn', ({ actor, lang, request, show }) => {
    const origin = `${request.protocol}://${(request.host as string | undefined) ?? 'localhost'}${prefix}`;
    show('interface', interfaceTexts, {
      ...interfaceView(all, actor, lang),
      origin,
      scripts: ['interface.js'],
    });
  });
}
