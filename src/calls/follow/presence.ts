/** Asks every FreeSWITCH whether a channel still exists. */
import type { EventSource, SwitchApi } from '../../telephony/esl/event-source.js';
import { dumpedHeaders } from './dumped-headers.js';
import type { Stories } from './stories.js';

/** `unknown`: a FreeSWITCH that could have it cannot be asked. `untold`: no FreeSWITCH is configured to be asked. */
export type Presence = 'there' | 'gone' | 'unknown' | 'untold';

export interface AskChannels {
  /** If the channel exists, its data are added to its call's story. */
  presence(channel: string): Promise<Presence>;
  /** Whether one can be asked now. */
  isConnected(): boolean;
  stop(): void;
}

export function askChannels(sources: readonly EventSource[], stories: Stories): AskChannels {
  const connected = new Map<EventSource, SwitchApi>();
  const stops = sources.flatMap((source) => [
    source.onConnected((api) => void connected.set(source, api)),
    source.onState(({ kind }) => {
      if (kind !== 'connected') connected.delete(source);
    }),
  ]);
  return {
    presence: async (channel) => {
      if (sources.length === 0) return 'untold';
      const answers = await Promise.all(
        [...connected.values()].map((api) => isThere(api, channel, stories).catch(() => undefined)),
      );
      if (answers.includes(true)) return 'there';
      const allAnswered = connected.size === sources.length && !answers.includes(undefined);
      return allAnswered ? 'gone' : 'unknown';
    },
    isConnected: () => connected.size > 0,
    stop: () => stops.forEach((stop) => stop()),
  };
}

async function isThere(api: SwitchApi, channel: string, stories: Stories): Promise<boolean> {
  if ((await api(`uuid_exists ${channel}`)).trim() !== 'true') return false;
  const dump = await api(`uuid_dump ${channel}`);
  stories.hear(dumpedHeaders(dump));
  return true;
}
