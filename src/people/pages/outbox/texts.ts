/** Words of the outbox. */
import type { MailWay } from '../../../afterwards/mail/open-transport.js';
import { fill, type Language } from '../language.js';
import { outboxTexts } from '../../words/words.js';

/** Where mails go, to follow "Mails go to", in German "Mails gehen". */
export function mailWayText(way: MailWay, lang: Language): string {
  const t = outboxTexts[lang];
  return way.kind === 'server'
    ? fill(t.toServer, { host: way.host })
    : fill(t.toFolder, { folder: way.folder });
}
