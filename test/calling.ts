/** Calls through a configuration while nobody answers, each judged by what FreeSWITCH was told. */
import { following } from './fakes/following.js';
import fc from 'fast-check';
import { callerE164 } from '../src/base/configuration/caller-number.js';
import { checkValue } from '../src/base/configuration/check.js';
import type { Configuration } from '../src/base/configuration/schema.js';
import { buildSnapshot } from '../src/base/configuration/snapshot.js';
import { createLog } from '../src/base/log.js';
import { CallLimits } from '../src/calls/limits/call-limits.js';
import type { ChannelFacts } from '../src/calls/session/inbound-call.js';
import { runCall } from '../src/calls/session/session.js';
import { anyConfiguration } from './configurations.js';
import { judgeDialled, type Dialled } from './dialled.js';
import { at } from './factories.js';
import { obeyingSocket } from './fakes/obeying-socket.js';
import { RINGING_HOUSE } from './ringing-house.js';

const NOON = at('2026-11-23T12:00');
const LOG = createLog('silent');

/** The configuration that this is; undefined: the checks refuse it. */
export function checked(value: unknown): Configuration | undefined {
  const result = checkValue(value);
  return result.kind === 'good' ? result.configuration : undefined;
}

/** Houses of every kind, half of them such that ring everything that there is. */
export const anyHouse: fc.Arbitrary<Configuration> = fc.oneof(
  anyConfiguration,
  fc.constant(RINGING_HOUSE).map((value) => {
    const configuration = checked(value);
    if (configuration === undefined) throw new Error('the ringing house has faults');
    return configuration;
  }),
);

/** Groups that are called of a house. */
const MOST_GROUPS = 4;

const registered = (extension: string) => `sofia/internal/sip:${extension}@10.0.0.5:5060`;

/** One call through all stages to its end. Throws when anything could reach a number that is not allowed. */
export async function dialled(
  configuration: Configuration,
  channel: ChannelFacts,
  contacts: (extension: string) => string = registered,
): Promise<Dialled> {
  const snapshot = buildSnapshot({
    revision: 1,
    content: configuration,
    switchStates: new Map(),
    now: NOON,
  });
  const socket = obeyingSocket(channel, contacts);
  let ids = 0;
  await runCall(socket, channel, {
    snapshot: () => snapshot,
    toE164: callerE164,
    nameOf: () => undefined,
    now: () => NOON,
    newId: () => `leg-${(ids += 1)}`,
    ...following({
      keep: () => undefined,
      groups: (number) => snapshot.groups.get(number),
      nowMs: () => NOON.toMillis(),
    }),
    earlier: () => Promise.resolve(undefined),
    isTalking: () => false,
    limits: new CallLimits({ begun: () => undefined, over: () => undefined }),
    log: LOG,
    logNumbers: 'masked',
    controller: 'test',
  });
  return judgeDialled(socket.told, configuration.settings);
}

/** A call from outside of an ordinary caller, or of one without a number: `anonymous`. */
export function plainChannel(group: string, number: string): ChannelFacts {
  const variables = new Map([
    ['hunt_group', group],
    ['rufgruppe_from', 'outside'],
  ]);
  return {
    header: (name) => (name === 'Caller-Caller-ID-Number' ? number : undefined),
    variable: (name) => variables.get(name),
  };
}

/** How many numbers outside rang when the first groups were called, each with and without a caller's number. */
export async function rangOutside(configuration: Configuration): Promise<number> {
  let rang = 0;
  for (const { number } of configuration.groups.slice(0, MOST_GROUPS)) {
    for (const from of ['+493099999999', 'anonymous']) {
      rang += (await dialled(configuration, plainChannel(number, from))).outside.length;
    }
  }
  return rang;
}
