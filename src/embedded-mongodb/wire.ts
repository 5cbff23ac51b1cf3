import { decode, isDocument, type Document } from './values.js';

/** MongoDB's own limit for one message. */
export const maxMessageBytes = 48_000_000;

const headerBytes = 16;
const opReply = 1;
const opQuery = 2004;
export const opMsg = 2013;

const checksumPresent = 1;
const moreToCome = 2;
/** The lower 16 flag bits must be understood, the upper ones may be ignored (exhaustAllowed is one of those). */
const requiredFlags = 0xffff;

/** Bytes that are no MongoDB message: the connection is of no use any more. */
export class ProtocolError extends Error {}

export interface Request {
  readonly id: number;
  readonly opcode: number;
  readonly database: string;
  readonly body: Document;
  /** The client waits for no reply (write concern w: 0). */
  readonly isOneWay: boolean;
}

/** Collects the bytes of one connection and gives whole messages, whatever pieces they arrive in. */
export class MessageReader {
  #pieces: Buffer[] = [];
  #heldBytes = 0;
  /** Longer messages end the connection. */
  limitBytes = maxMessageBytes;

  /** Throws ProtocolError for an impossible length. */
  *push(piece: Buffer): Generator<Buffer> {
    this.#pieces.push(piece);
    this.#heldBytes += piece.length;
    while (this.#heldBytes >= 4) {
      const first = this.#pieces[0];
      if (first === undefined || first.length < 4) this.#pieces = [Buffer.concat(this.#pieces)];
      const length = this.#pieces[0]?.readInt32LE() ?? 0;
      if (length < headerBytes || length > this.limitBytes)
        throw new ProtocolError(`message length ${length}`);
      if (this.#heldBytes < length) return;
      const all =
        this.#pieces.length === 1 && this.#pieces[0] !== undefined
          ? this.#pieces[0]
          : Buffer.concat(this.#pieces);
      this.#pieces = all.length > length ? [all.subarray(length)] : [];
      this.#heldBytes = all.length - length;
      yield all.subarray(0, length);
    }
  }
}

const crcTable = Uint32Array.from({ length: 256 }, (_, start) => {
  let value = start;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
  return value >>> 0;
});

/** CRC-32C (Castagnoli), which OP_MSG uses; zlib has another polynomial. */
export function crc32c(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crcTable[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

function documentAt(bytes: Buffer, from: number, end: number): { raw: Buffer; next: number } {
  const length = from + 5 <= end ? bytes.readInt32LE(from) : 0;
  if (length < 5 || from + length > end) throw new ProtocolError('a document that does not fit its message');
  return { raw: bytes.subarray(from, from + length), next: from + length };
}

function nameAt(bytes: Buffer, from: number, end: number): { name: string; next: number } {
  const zero = bytes.indexOf(0, from);
  if (zero < 0 || zero >= end) throw new ProtocolError('a name without end');
  return { name: bytes.toString('utf8', from, zero), next: zero + 1 };
}

function readSequence(
  message: Buffer,
  from: number,
  end: number,
): { name: string; documents: Document[]; next: number } {
  const next = from + (from + 4 <= end ? message.readInt32LE(from) : 0);
  if (next <= from + 4 || next > end)
    throw new ProtocolError('a document sequence that does not fit its message');
  const { name, next: first } = nameAt(message, from + 4, next);
  const documents: Document[] = [];
  for (let at = first; at < next;) {
    const found = documentAt(message, at, next);
    documents.push(decode(found.raw));
    at = found.next;
  }
  return { name, documents, next };
}

function readMsg(message: Buffer, id: number): Request {
  if (message.length < headerBytes + 5) throw new ProtocolError('an OP_MSG without a section');
  const flags = message.readUInt32LE(headerBytes);
  if ((flags & requiredFlags & ~(checksumPresent | moreToCome)) !== 0)
    throw new ProtocolError(`flags ${flags}`);
  let end = message.length;
  if ((flags & checksumPresent) !== 0) {
    end -= 4;
    if (crc32c(message.subarray(0, end)) !== message.readUInt32LE(end))
      throw new ProtocolError('a wrong checksum');
  }
  let body: Document | undefined;
  const sequences: Document = {};
  for (let at = headerBytes + 4; at < end;) {
    const kind = message[at];
    if (kind === 0 && body === undefined) {
      const { raw, next } = documentAt(message, at + 1, end);
      body = decode(raw);
      at = next;
    } else if (kind === 1) {
      const { name, documents, next } = readSequence(message, at + 1, end);
      sequences[name] = documents;
      at = next;
    } else throw new ProtocolError(`a section of kind ${String(kind)}`);
  }
  if (body === undefined) throw new ProtocolError('an OP_MSG without a body');
  const whole = { ...body, ...sequences };
  const database = typeof body['$db'] === 'string' ? body['$db'] : '';
  return { id, opcode: opMsg, database, body: whole, isOneWay: (flags & moreToCome) !== 0 };
}

/** Only the first hello of a driver still comes as OP_QUERY, to the collection `$cmd`. */
function readQuery(message: Buffer, id: number): Request {
  const { name, next } = nameAt(message, headerBytes + 4, message.length);
  if (!name.endsWith('.$cmd')) throw new ProtocolError(`OP_QUERY to ${name}`);
  const { raw } = documentAt(message, next + 8, message.length);
  const query = decode(raw);
  const inner = query['$query'];
  return {
    id,
    opcode: opQuery,
    database: name.slice(0, -5),
    body: isDocument(inner) ? inner : query,
    isOneWay: false,
  };
}

/** Reads one whole message. Throws ProtocolError, or bson's error for malformed documents. */
export function readRequest(message: Buffer): Request {
  const id = message.readInt32LE(4);
  const opcode = message.readInt32LE(12);
  if (opcode === opMsg) return readMsg(message, id);
  if (opcode === opQuery) return readQuery(message, id);
  throw new ProtocolError(`opcode ${opcode}`);
}

/** The reply to a request, in the form in which it was asked. With id 0 it serves as a request as well. */
export function writeReply(request: Pick<Request, 'id' | 'opcode'>, reply: Buffer): Buffer {
  const isMsg = request.opcode === opMsg;
  const head = Buffer.alloc(headerBytes + (isMsg ? 5 : 20));
  head.writeInt32LE(head.length + reply.length, 0);
  head.writeInt32LE(request.id, 8);
  head.writeInt32LE(isMsg ? opMsg : opReply, 12);
  // OP_REPLY: flags, cursor id (8 bytes), starting from, number returned. OP_MSG: flags, section kind 0.
  if (!isMsg) {
    head.writeInt32LE(8, headerBytes);
    head.writeInt32LE(1, headerBytes + 16);
  }
  return Buffer.concat([head, reply]);
}
