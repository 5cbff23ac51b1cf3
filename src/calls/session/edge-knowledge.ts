/** What the configuration says about who calls: whose extension a number is, and how the trunk writes numbers. */
import type { Snapshot } from '../../base/model/snapshot.js';
import { trunkOf, type ChannelFacts, type EdgeKnowledge } from './inbound-call.js';
import type { SessionDependencies } from './session-dependencies.js';

export function edgeKnowledge(
  channel: ChannelFacts,
  { settings, extensions }: Snapshot,
  toE164: SessionDependencies['toE164'],
): EdgeKnowledge {
  const style = settings.trunks.get(trunkOf(channel) ?? '') ?? settings.callerNumbers;
  return {
    isExtension: (number) => extensions.has(number),
    toE164: (number) => toE164(number, settings.country, style),
  };
}
