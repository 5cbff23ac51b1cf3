import { Int32 } from 'bson';
import type { Call, Command } from './command.js';

/** What drivers check: 21 is MongoDB 7.0, the last without the bulkWrite command. */
const maxWireVersion = 21;
const version = '7.0.0';
export const maxMessageBytes = 48_000_000;

function hello({ name, now }: Call): Record<string, unknown> {
  return {
    helloOk: true,
    ...(name === 'hello' ? { isWritablePrimary: true } : { ismaster: true }),
    maxBsonObjectSize: 16 * 1024 * 1024,
    maxMessageSizeBytes: maxMessageBytes,
    maxWriteBatchSize: 100_000,
    localTime: now,
    logicalSessionTimeoutMinutes: 30,
    connectionId: 1,
    minWireVersion: 0,
    maxWireVersion,
    readOnly: false,
  };
}

const helloOptions = [
  'helloOk',
  'client',
  'compression',
  'loadBalanced',
  'topologyVersion',
  'maxAwaitTimeMS',
  'hello',
  'ismaster',
  'isMaster',
  'saslSupportedMechs',
  'speculativeAuthenticate',
  'backpressure',
];

export const handshake: Record<string, Command> = {
  hello: { kind: 'read', options: helloOptions, run: hello },
  ismaster: { kind: 'read', options: helloOptions, run: hello },
  isMaster: { kind: 'read', options: helloOptions, run: hello },
  ping: { kind: 'read', options: [], run: () => ({}) },
  buildInfo: {
    kind: 'read',
    options: [],
    run: () => ({
      version,
      versionArray: version
        .split('.')
        .map((part) => new Int32(Number(part)))
        .concat(new Int32(0)),
      modules: ['embedded'],
      maxBsonObjectSize: 16 * 1024 * 1024,
    }),
  },
  endSessions: { kind: 'read', options: [], run: () => ({}) },
};
