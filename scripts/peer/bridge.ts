/**
 * The `bridge` application: switch_ivr_originate(), then the conversation. Follows FreeSWITCH 1.11 wherever the
 * outcome depends on it: whole wall-clock seconds, which leg is cancelled with which cause, and what the variables
 * say afterwards.
 */
import { reasonOf } from './causes.js';
import type { Channel } from './channel.js';
import { parseOriginate } from './originate-string.js';
import { Ringing, type Outcome } from './ringing.js';
import type { Leg } from './timeline.js';
import type { World } from './world.js';

/** Resolves when the application returns. */
export async function bridge(world: World, arg: string): Promise<void> {
  const { channel } = world;
  const parsed = parseOriginate(arg);
  if (parsed.kind === 'refused') {
    channel.report({ kind: 'refusedOriginate', reason: parsed.reason, arg });
    fail(channel, 'DESTINATION_OUT_OF_ORDER');
    return;
  }
  let outcome: Outcome = { kind: 'failed', cause: 'DESTINATION_OUT_OF_ORDER', timedOut: false };
  for (const legs of parsed.originate.attempts) {
    outcome = await new Ringing(world, parsed.originate, legs).run();
    if (outcome.kind === 'won' || outcome.timedOut || channel.down) break;
  }
  if (outcome.kind === 'failed') {
    fail(channel, outcome.cause);
    return;
  }
  channel.set('originate_disposition', 'SUCCESS');
  channel.set('bridge_uuid', outcome.leg.uuid);
  channel.set('last_bridge_to', outcome.leg.uuid);
  await converse(world, outcome.leg, outcome.talkSec);
  outcome.ended('NORMAL_CLEARING');
  channel.set('bridge_hangup_cause', 'NORMAL_CLEARING');
  channel.report({ kind: 'bridgeReturned', disposition: 'SUCCESS' });
  if (channel.is('hangup_after_bridge')) channel.hangUp('NORMAL_CLEARING');
}

/** switch_channel_handle_cause(): what a failed bridge does to the caller. */
function fail(channel: Channel, cause: string): void {
  channel.set('originate_disposition', cause);
  channel.set('originate_failed_cause', cause);
  channel.report({ kind: 'bridgeReturned', disposition: cause });
  if (channel.isInterceptedBridge) return;
  const goOn = channel.variables.get('continue_on_fail');
  if (goOn === undefined) {
    if (['NO_ANSWER', 'NO_USER_RESPONSE', 'ORIGINATOR_CANCEL'].includes(cause)) return;
  } else if (channel.is('continue_on_fail') || goOn.toUpperCase().split(',').includes(cause)) return;
  channel.hangUp(cause);
}

async function converse({ clock, channel }: World, leg: Leg, talkSec: number): Promise<void> {
  channel.report({ kind: 'bridged', leg });
  channel.hears('conversation', leg.number);
  await new Promise<void>((resolve) => {
    const cancel = clock.after(talkSec * 1000, () => {
      forget();
      channel.report({ kind: 'phoneHungUp', leg });
      channel.set('last_bridge_hangup_cause', 'NORMAL_CLEARING');
      resolve();
    });
    const forget = channel.onDown(() => {
      cancel();
      const cause = 'NORMAL_CLEARING';
      channel.report({
        kind: 'cancelled',
        leg,
        cause,
        method: 'BYE',
        reason: reasonOf(cause, leg.variables),
      });
      resolve();
    });
  });
}
