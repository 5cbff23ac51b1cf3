import type { EslMessage } from './message-decoder.js';

/** The caller's channel as FreeSWITCH described it when the connection began; decoded, case as sent. */
export interface ChannelData {
  header(name: string): string | undefined;
  /** `variable('sip_from_user')` reads the header `variable_sip_from_user`. */
  variable(name: string): string | undefined;
}

export function channelData(message: EslMessage): ChannelData {
  return {
    header: (name) => message.headers.get(name),
    variable: (name) => message.headers.get(`variable_${name}`),
  };
}

/** Why this connection cannot be served; undefined when it can. */
export function refusalReason(message: EslMessage): string | undefined {
  if (message.eventName !== 'CHANNEL_DATA') {
    const reply = message.headers.get('Reply-Text');
    return `FreeSWITCH did not answer "connect" with its channel${reply === undefined ? '' : `: ${reply.slice(0, 80)}`}`;
  }
  if (!/^[\w.-]{1,128}$/.test(message.headers.get('Unique-ID') ?? ''))
    return 'The channel has no usable Unique-ID';
  if (message.headers.get('Socket-Mode') !== 'static') {
    return 'The dialplan\'s socket action says "async"; it must be synchronous ("socket HOST:PORT full")';
  }
  if (message.headers.get('Control') !== 'full') {
    return 'The dialplan\'s socket action lacks "full" ("socket HOST:PORT full")';
  }
  return undefined;
}
