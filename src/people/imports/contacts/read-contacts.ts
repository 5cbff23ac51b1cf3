/** Reads a file of contacts, vCards or a table, told by its content. */
import { inSlices } from '../../../base/in-slices.js';
import { MOST_CONTACTS } from '../../../base/model/contact.js';
import { named } from '../directory.js';
import { UnreadableSource, type SourceFile } from '../source.js';
import { textSteps } from '../text.js';
import { MOST_CONTACT_BYTES, type ContactRow } from './contact-row.js';
import { contactTableSteps } from './contact-table.js';
import { isVcards, vcardSteps } from './vcard.js';

/** In slices. Errors: UnreadableSource. */
export async function readContacts({ name, bytes }: SourceFile): Promise<readonly ContactRow[]> {
  if (bytes.length > MOST_CONTACT_BYTES)
    throw new UnreadableSource('tooLarge', { most: MOST_CONTACT_BYTES / 1024 / 1024 });
  const rows = await inSlices(named(name, rowSteps(bytes)));
  if (rows.length === 0) throw new UnreadableSource('noContacts');
  if (rows.length > MOST_CONTACTS) throw new UnreadableSource('tooMany', { most: MOST_CONTACTS });
  return rows;
}

function* rowSteps(bytes: Uint8Array): Generator<undefined, readonly ContactRow[]> {
  const text = yield* textSteps(bytes);
  return yield* isVcards(text) ? vcardSteps(text) : contactTableSteps(text);
}
