import { checkDepth, decode, deepest, type Document } from './values.js';

/** MongoDB's own limit for one message. */
export const maxMessageBytes = 48_000_000;

const headerBytes = 16;
const opReply = 1;
const opQuery = 2004;
export const opMsg = 2013;

const moreToCome = 2;
/** The lower 16 flag bits must be supported (no driver sends the checksum flag); the upper ones may be ignored. */
const requiredFlags = 0xffff;

/** Bytes that are not a MongoDB message: the connection cannot be used any more. */
export class ProtocolError extends Error {}

/** The parts of a request that its reply needs. */
export interface RequestHead {
  readonly id: number;
  readonly opcode: number;
}

export interface Request {
  readonly database: string;
  readonly body: Document;
  /** The client expects no reply (write concern w: 0). */
  readonly isOneWay: boolean;
}

/** Assembles whole messages from the bytes of one connection, in whatever pieces they arrive. */
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
      let [all = piece] = this.#pieces;
      if (all.length < 4) this.#pieces = [(all = Buffer.concat(this.#pieces))];
      const length = all.readInt32LE();
      if (length < headerBytes || length > this.limitBytes)
        throw new ProtocolError(`message length ${length}`);
      if (this.#heldBytes < length) return;
      if (this.#pieces.length > 1) all = Buffer.concat(this.#pieces);
      this.#pieces = all.length > length ? [all.subarray(length)] : [];
      this.#heldBytes = all.length - length;
      yield all.subarray(0, length);
    }
  }
}

/** The block that starts at `at`; its first four bytes give its length. It must not extend beyond `end`. */
function blockAt(bytes: Buffer, at: number, end: number): Buffer {
  const length = at + 5 <= end ? bytes.readInt32LE(at) : 0;
  if (length < 5 || at + length > end) throw new ProtocolError('a part that does not fit its message');
  return bytes.subarray(at, at + length);
}

function nameAt(bytes: Buffer, from: number): { name: string; next: number } {
  const zero = bytes.indexOf(0, from);
  if (zero < 0) throw new ProtocolError('a name without end');
  return { name: bytes.toString('utf8', from, zero), next: zero + 1 };
}

function documentOf(block: Buffer): Document {
  const document = decode(block);
  checkDepth(document, deepest.request, block.length);
  return document;
}

/** A section of kind 1: length, name, documents. */
function readSequence(block: Buffer): { name: string; documents: Document[] } {
  const { name, next } = nameAt(block, 4);
  const documents: Document[] = [];
  for (let at = next; at < block.length;) {
    const document = blockAt(block, at, block.length);
    documents.push(documentOf(document));
    at += document.length;
  }
  return { name, documents };
}

function readMsg(message: Buffer): Request {
  if (message.length < headerBytes + 5) throw new ProtocolError('an OP_MSG without a section');
  const flags = message.readUInt32LE(headerBytes);
  if ((flags & requiredFlags & ~moreToCome) !== 0) throw new ProtocolError(`flags ${flags}`);
  let body: Document | undefined;
  let sequences: Document | undefined;
  for (let at = headerBytes + 4; at < message.length;) {
    const block = blockAt(message, at + 1, message.length);
    if (message[at] === 0 && body === undefined) body = documentOf(block);
    else if (message[at] === 1) {
      const { name, documents } = readSequence(block);
      sequences = { ...sequences, [name]: documents };
    } else throw new ProtocolError(`a section of kind ${String(message[at])}`);
    at += 1 + block.length;
  }
  if (body === undefined) throw new ProtocolError('an OP_MSG without a body');
  const database = typeof body['$db'] === 'string' ? body['$db'] : '';
  const whole = sequences === undefined ? body : { ...body, ...sequences };
  return { database, body: whole, isOneWay: (flags & moreToCome) !== 0 };
}

/** Only a driver's first hello is still sent as OP_QUERY, to the collection `$cmd`. */
function readQuery(message: Buffer): Request {
  const { name, next } = nameAt(message, headerBytes + 4);
  if (!name.endsWith('.$cmd')) throw new ProtocolError(`OP_QUERY to ${name}`);
  const body = documentOf(blockAt(message, next + 8, message.length));
  return { database: name.slice(0, -5), body, isOneWay: false };
}

/** The head of one whole message. */
export const readHead = (message: Buffer): RequestHead => ({
  id: message.readInt32LE(4),
  opcode: message.readInt32LE(12),
});

/** Parses one whole message. Throws ProtocolError, CommandError for too deep nesting, or bson's error for bad documents. */
export function readRequest(message: Buffer): Request {
  const { opcode } = readHead(message);
  if (opcode === opMsg) return readMsg(message);
  if (opcode === opQuery) return readQuery(message);
  throw new ProtocolError(`opcode ${opcode}`);
}

/** The reply to a request, in the matching format. A reply to an OP_MSG has the same format as a request. */
export function writeReply({ id, opcode }: RequestHead, reply: Buffer): Buffer {
  const isMsg = opcode === opMsg;
  const headBytes = headerBytes + (isMsg ? 5 : 20);
  const message = Buffer.allocUnsafe(headBytes + reply.length).fill(0, 0, headBytes);
  message.writeInt32LE(message.length, 0);
  message.writeInt32LE(id, 8);
  message.writeInt32LE(isMsg ? opMsg : opReply, 12);
  // OP_REPLY: flags, cursor id (8 bytes), starting from, number returned. OP_MSG: flags, section kind 0.
  if (!isMsg) {
    message.writeInt32LE(8, headerBytes);
    message.writeInt32LE(1, headerBytes + 16);
  }
  reply.copy(message, headBytes);
  return message;
}
