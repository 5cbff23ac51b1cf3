import { Int32 } from 'bson';
import { maxDocumentBytes } from '../collection.js';
import { maxMessageBytes } from '../wire.js';
import { read, type Command } from './command.js';

/** What drivers send with it: who they are and what they could do. None of it is needed here. */
const helloTable = {
  helloOk: 'any',
  client: 'any',
  compression: 'any',
  backpressure: 'any',
} as const;

const hello = read(helloTable, (_options, { name, now }) => ({
  helloOk: true,
  [name === 'hello' ? 'isWritablePrimary' : 'ismaster']: true,
  maxBsonObjectSize: maxDocumentBytes,
  maxMessageSizeBytes: maxMessageBytes,
  maxWriteBatchSize: 100_000,
  localTime: now,
  logicalSessionTimeoutMinutes: 30,
  connectionId: 1,
  minWireVersion: 0,
  // MongoDB 7.0, the last without the bulkWrite command.
  maxWireVersion: 21,
  readOnly: false,
}));

export const handshake: Readonly<Record<string, Command>> = {
  hello,
  ismaster: hello,
  isMaster: hello,
  ping: read({}, () => ({})),
  endSessions: read({}, () => ({})),
  buildInfo: read({}, () => ({
    version: '7.0.0',
    versionArray: [7, 0, 0, 0].map((part) => new Int32(part)),
    modules: ['embedded'],
    maxBsonObjectSize: maxDocumentBytes,
  })),
};
