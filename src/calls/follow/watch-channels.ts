/** Listens on every FreeSWITCH to the channels of calls to groups, whichever controller has them. */
import type { EventSource } from '../../telephony/esl/event-source.js';
import { CALL_HEADER, CHANNEL_EVENTS, GROUP_HEADER, type Lookup } from '../story/read-channel.js';
import type { Stories } from './stories.js';

/**
 * @param onCallerEnd called when a caller's channel ends, with the headers of its last event.
 * @returns a function that ends it.
 */
export function watchChannels(
  sources: readonly EventSource[],
  stories: Stories,
  onCallerEnd: (call: string, header: Lookup) => void,
): () => void {
  const ends = sources.flatMap((source) =>
    // The second filter is for calls that no controller ever had.
    [CALL_HEADER, GROUP_HEADER].map((header) =>
      source.watch({ events: CHANNEL_EVENTS, only: { header } }, (event) => {
        // Both filters match the caller's channel of a call that a controller has; it is read once.
        if (header === GROUP_HEADER && event.headers.get(CALL_HEADER) !== undefined) return;
        const lookup: Lookup = (name) => event.headers.get(name);
        if (!stories.hear(lookup)) return;
        const id = lookup('Unique-ID') ?? '';
        if (event.eventName === 'CHANNEL_HANGUP_COMPLETE' && lookup(GROUP_HEADER) !== undefined)
          onCallerEnd(id, lookup);
      }),
    ),
  );
  return () => ends.forEach((end) => end());
}
