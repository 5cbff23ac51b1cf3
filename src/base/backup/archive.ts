/**
 * mongodump's archive format 0.1, as `mongorestore --archive=FILE --gzip` reads it.
 *
 * 4 bytes 6d e2 99 81; then blocks of a header document, body documents and ff ff ff ff. The first block has
 * the archive's header and one metadata document per collection (options and indexes as extended JSON). Each
 * further block belongs to the collection named in its header {db, collection, EOF: false, CRC: 0}; the last
 * block of a collection has EOF: true and the CRC-64 of all its documents. The whole file is gzipped.
 */
import { deserialize, EJSON, Long, serialize, type Document } from 'bson';
import { Crc64 } from './crc64.js';
import { badLength, badSum, cutOff, noArchive, noHeader } from './errors.js';

const magic = Buffer.from([0x6d, 0xe2, 0x99, 0x81]);
const terminator = Buffer.alloc(4, 0xff);
const maxDocumentBytes = 16 * 1024 * 1024 + 16 * 1024;

/** One collection as the archive describes it. */
export interface CollectionInfo {
  readonly name: string;
  readonly indexes: readonly Document[];
}

const bson = (document: Document): Buffer => Buffer.from(serialize(document));

/** The first bytes of every archive. */
export function beginsAsArchive(bytes: Buffer): boolean {
  return bytes.subarray(0, magic.length).equals(magic);
}

export function archiveHead(
  database: string,
  serverVersion: string,
  collections: readonly CollectionInfo[],
): Buffer {
  const header = {
    concurrent_collections: 1,
    version: '0.1',
    server_version: serverVersion,
    tool_version: 'rufgruppe',
  };
  const described = collections.map(({ name, indexes }) =>
    bson({
      db: database,
      collection: name,
      metadata: EJSON.stringify(
        { options: {}, indexes, collectionName: name, type: 'collection' },
        { relaxed: false },
      ),
      size: 0,
      type: 'collection',
    }),
  );
  return Buffer.concat([magic, bson(header), ...described, terminator]);
}

function blockHeader(database: string, collection: string, crc?: bigint): Buffer {
  return bson({ db: database, collection, EOF: crc !== undefined, CRC: Long.fromBigInt(crc ?? 0n) });
}

/** One collection's blocks, piece by piece. */
export async function* archiveCollection(
  database: string,
  name: string,
  documents: AsyncIterable<Buffer>,
): AsyncGenerator<Buffer> {
  const crc = new Crc64();
  yield blockHeader(database, name);
  for await (const document of documents) {
    crc.update(document);
    yield document;
  }
  yield Buffer.concat([terminator, blockHeader(database, name, crc.value()), terminator]);
}

/** Cuts a stream of bytes into documents and terminators (undefined). */
async function* pieces(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer | undefined> {
  let held = Buffer.alloc(0);
  let isStarted = false;
  for await (const chunk of bytes) {
    held = Buffer.concat([held, chunk]);
    if (!isStarted && held.length >= 4) {
      if (!held.subarray(0, 4).equals(magic)) throw noArchive();
      held = held.subarray(4);
      isStarted = true;
    }
    while (isStarted && held.length >= 4) {
      const length = held.readInt32LE();
      if (length !== -1 && (length < 5 || length > maxDocumentBytes)) throw badLength();
      if (held.length < length) break;
      yield length === -1 ? undefined : held.subarray(0, length);
      held = held.subarray(length === -1 ? 4 : length);
    }
  }
  if (held.length > 0 || !isStarted) throw cutOff();
}

/** The contents of an archive, in order: first all collections, then their documents and the end of each collection. */
export type ArchiveEvent =
  | { readonly kind: 'collections'; readonly collections: readonly CollectionInfo[] }
  | { readonly kind: 'document'; readonly collection: string; readonly bytes: Buffer }
  | { readonly kind: 'end'; readonly collection: string; readonly count: number; readonly crc: bigint };

function readInfo(bytes: Buffer): CollectionInfo {
  const { collection, metadata } = deserialize(bytes) as { collection: string; metadata: string };
  const { indexes } = EJSON.parse(metadata === '' ? '{"indexes":[]}' : metadata, { relaxed: true }) as {
    indexes: Document[];
  };
  return { name: collection, indexes };
}

async function* blocks(
  bytes: AsyncIterable<Buffer>,
): AsyncGenerator<{ header: Buffer; body: Buffer } | { header: Buffer; body: undefined }> {
  let header: Buffer | undefined;
  for await (const piece of pieces(bytes)) {
    if (header === undefined) {
      if (piece === undefined) throw noHeader();
      header = Buffer.from(piece);
    } else {
      yield { header, body: piece };
      if (piece === undefined) header = undefined;
    }
  }
  if (header !== undefined) throw cutOff();
}

/** Reads an archive that is already unzipped. Errors: DamagedArchiveError, as soon as something is wrong or missing. */
export async function* readArchive(bytes: AsyncIterable<Buffer>): AsyncGenerator<ArchiveEvent> {
  const found: CollectionInfo[] = [];
  const open = new Map<string, { crc: Crc64; count: number }>();
  const ended = new Set<string>();
  let isHead = true;
  for await (const { header, body } of blocks(bytes)) {
    if (isHead) {
      if (body !== undefined) found.push(readInfo(body));
      else {
        isHead = false;
        yield { kind: 'collections', collections: found };
      }
      continue;
    }
    const { collection, EOF, CRC } = deserialize(header, { useBigInt64: true }) as {
      collection: string;
      EOF: boolean;
      CRC: bigint;
    };
    const state = open.get(collection) ?? { crc: new Crc64(), count: 0 };
    open.set(collection, state);
    if (body !== undefined) {
      state.crc.update(body);
      state.count += 1;
      yield { kind: 'document', collection, bytes: body };
    } else if (EOF) {
      if (state.crc.value() !== CRC) throw badSum(collection);
      ended.add(collection);
      yield { kind: 'end', collection, count: state.count, crc: CRC };
    }
  }
  const missing = found.find(({ name }) => !ended.has(name));
  if (isHead || missing !== undefined) throw cutOff(missing?.name);
}
