/** A call as it arrives, read with what the configuration says: whose extension a number is, how the trunk writes numbers. */
import type { Snapshot } from '../../base/model/snapshot.js';
import type { InboundCall } from '../../base/model/call.js';
import { readInboundCall, trunkOf, type ChannelFacts, type EdgeKnowledge } from './inbound-call.js';
import type { SessionDependencies } from './session-dependencies.js';

/** @param uuid the caller's channel. */
export function inboundCall(
  uuid: string,
  channel: ChannelFacts,
  snapshot: Snapshot,
  use: Pick<SessionDependencies, 'toE164' | 'nameOf'>,
): InboundCall {
  return readInboundCall(uuid, channel, edgeKnowledge(channel, snapshot, use));
}

function edgeKnowledge(
  channel: ChannelFacts,
  { settings, extensions }: Snapshot,
  { toE164, nameOf }: Pick<SessionDependencies, 'toE164' | 'nameOf'>,
): EdgeKnowledge {
  const style = settings.trunks.get(trunkOf(channel) ?? '') ?? settings.callerNumbers;
  return {
    isExtension: (number) => extensions.has(number),
    toE164: (number) => toE164(number, settings.country, style),
    nameOf,
    callerNames: settings.callerNames,
  };
}
