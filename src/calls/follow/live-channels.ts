/**
 * The callers' channels that FreeSWITCH already has when it connects: an earlier run may have died before recording
 * them.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '../../base/log.js';
import type { EventSource, SwitchApi } from '../../telephony/esl/event-source.js';
import { GROUP_HEADER, type Lookup } from '../story/read-channel.js';
import { dumpedHeaders } from './dumped-headers.js';

export interface LiveChannelsUse {
  /** Handles a caller's channel that came to a group, with its headers. Rejects while the database is unreachable. */
  readonly onCaller: (channel: string, header: Lookup) => Promise<unknown>;
  /** Records of other controllers are in the database by then. Default 6 s. */
  readonly waitMs?: number;
  readonly log: Log;
}

/** Returns a function that ends it. */
export function watchLiveChannels(
  sources: readonly EventSource[],
  { onCaller, log, waitMs = 6_000 }: LiveChannelsUse,
): () => void {
  const stopping = new AbortController();
  const look = async (api: SwitchApi): Promise<void> => {
    await delay(waitMs, undefined, { signal: stopping.signal, ref: false });
    for (const channel of inbound(await api('show channels as json'))) {
      const header = dumpedHeaders(await api(`uuid_dump ${channel}`));
      if (header(GROUP_HEADER) !== undefined) await onCaller(channel, header);
    }
  };
  const ends = sources.map((source) =>
    source.onConnected((api) => {
      look(api).catch((error: unknown) => {
        if (!stopping.signal.aborted)
          log.warn(
            { err: error, freeswitch: source.name },
            'the calls in progress on this FreeSWITCH could not all be read',
          );
      });
    }),
  );
  return () => {
    stopping.abort();
    for (const end of ends) end();
  };
}

/** The inbound channels in the answer to `show channels as json`. */
function inbound(json: string): readonly string[] {
  const { rows } = JSON.parse(json) as { readonly rows?: readonly Readonly<Record<string, string>>[] };
  return (rows ?? []).flatMap(({ uuid, direction }) =>
    direction === 'inbound' && uuid !== undefined && /^[\w.-]{1,128}$/.test(uuid) ? [uuid] : [],
  );
}
