/** Words of `npm run database`, `backup`, `restore`. */
import { sayer, texts } from './words.js';

export const databaseTexts = texts({
  en: {
    usage: `Usage: npm run database -- status
       npm run database -- compact
       npm run database -- copy-to URI [--replace]`,
    usageBackup: 'Usage: npm run backup -- FILE',
    usageRestore: 'Usage: npm run restore -- FILE [--replace]',
    status: '{name} ({kind}): {count} documents, {size} on disk',
    collection: 'collection',
    documents: 'documents',
    size: 'size',
    oldest: 'oldest',
    newest: 'newest',
    zone: 'Times are in {zone}.',
    givenBack: '{size} given back',
    copying: 'Copying {name} to {target} of {host}',
    agree: 'All counts and checksums agree.',
    backingUp: 'Backing up {name} ({kind}) to {file}',
    restoring: 'Restoring {file} to {name} ({kind})',
    restored: '  {name}: {count} documents',
    copied: '  {name}: {count} documents, same checksum',
    occupied: '{name} already has documents in {collections}: give --replace to replace them',
    targetOccupied: 'The target already has documents in {collections}: give --replace to replace them',
    differs: '{collection} holds {count} documents (checksum {crc}) where {expected} ({expectedCrc}) belong',
    noArchive: 'This is no archive of mongodump or of npm run backup',
    damaged: 'The archive is damaged or cut off ({reason})',
    cutOff: 'The archive is cut off',
    badLength: 'The archive is damaged: a document has an impossible length',
    noHeader: 'The archive is damaged: a block has no header',
    badSum: 'The archive is damaged: the checksum of {collection} does not match',
  },
  de: {
    usage: `Aufruf: npm run database -- status
        npm run database -- compact
        npm run database -- copy-to URI [--replace]`,
    usageBackup: 'Aufruf: npm run backup -- DATEI',
    usageRestore: 'Aufruf: npm run restore -- DATEI [--replace]',
    status: '{name} ({kind}): {count} Dokumente, {size} auf der Platte',
    collection: 'Sammlung',
    documents: 'Dokumente',
    size: 'Größe',
    oldest: 'ältestes',
    newest: 'neuestes',
    zone: 'Zeiten in {zone}.',
    givenBack: '{size} zurückgegeben',
    copying: '{name} wird nach {target} auf {host} kopiert',
    agree: 'Alle Anzahlen und Prüfsummen stimmen überein.',
    backingUp: '{name} ({kind}) wird in {file} gesichert',
    restoring: '{file} wird in {name} ({kind}) zurückgespielt',
    restored: '  {name}: {count} Dokumente',
    copied: '  {name}: {count} Dokumente, gleiche Prüfsumme',
    occupied: '{name} hat schon Dokumente in {collections}: --replace ersetzt sie',
    targetOccupied: 'Das Ziel hat schon Dokumente in {collections}: --replace ersetzt sie',
    differs: '{collection} hat {count} Dokumente (Prüfsumme {crc}), wo {expected} ({expectedCrc}) hingehören',
    noArchive: 'Das ist kein Archiv von mongodump oder von npm run backup',
    damaged: 'Das Archiv ist beschädigt oder abgeschnitten ({reason})',
    cutOff: 'Das Archiv ist abgeschnitten',
    badLength: 'Das Archiv ist beschädigt: Ein Dokument hat eine unmögliche Länge',
    noHeader: 'Das Archiv ist beschädigt: Ein Block hat keinen Kopf',
    badSum: 'Das Archiv ist beschädigt: Die Prüfsumme von {collection} stimmt nicht',
  },
});

export const say = sayer(databaseTexts);
