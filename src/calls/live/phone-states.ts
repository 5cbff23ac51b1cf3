/** What a phone of a live call is doing now, according to the call's story. Pure. */
import { talksWith, type CallStory } from '../story/story.js';

export type PhoneState =
  | { readonly kind: 'ringing' }
  /** A mobile that answered is asked for key 1 until it is connected. */
  | { readonly kind: 'answered' }
  | { readonly kind: 'talking'; readonly since: Date }
  | { readonly kind: 'ended' };

/**
 * @param caller the caller's channel.
 * @returns undefined if nothing was heard of the phone.
 */
export function phoneState(leg: string, caller: string, story: CallStory): PhoneState | undefined {
  const channel = story.get(leg);
  if (channel?.endedAtMs !== undefined) return { kind: 'ended' };
  const talk = talksWith(caller, story).find((one) => one.with === leg);
  if (talk !== undefined) return { kind: 'talking', since: new Date(talk.fromMs) };
  if (channel?.answeredAtMs !== undefined) return { kind: 'answered' };
  return channel?.rangAtMs === undefined ? undefined : { kind: 'ringing' };
}
