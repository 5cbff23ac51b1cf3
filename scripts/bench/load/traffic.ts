/** What FreeSWITCH sends during one answered call, at its real size: some 150 header lines an event. */
import { readFileSync } from 'node:fs';
import path from 'node:path';

/** A call in synchronous mode, as recorded between FreeSWITCH 1.11.1 and a controller. */
const RECORDED = path.resolve(
  import.meta.dirname,
  '../../../../test/fixtures/esl/outbound-sync-answered-in-stage-2.esl',
);

/** UUID of the recorded caller's channel; each call gets its own. */
const RECORDED_ID = 'dba898d1-3ca8-4813-ae08-15d9ef49be7f';
const RECORDED_CALLER = '03012345678';

export interface Traffic {
  /** The answer to `connect`. Each caller has a different number. */
  channelData(channel: string, group: string): string;
  /** CHANNEL_HANGUP_COMPLETE of a channel of the call. */
  hangup(channel: string, call: string, times: LegTimes): string;
}

/** Milliseconds since 1970. */
export interface LegTimes {
  readonly ringing: number;
  readonly answered: number;
  readonly ended: number;
}

export function readTraffic(): Traffic {
  const lines = readFileSync(RECORDED, 'utf8').split('\n');
  const data = lines.slice(2, lines.indexOf('< ', 2)).map((line) => line.slice(2));
  const described = data.filter((line) => !/^(Content-Type|Reply-Text|Socket-Mode|Control): /.test(line));
  const answer = data.filter((line) => !described.includes(line));
  const of = (text: string, channel: string) => text.replaceAll(RECORDED_ID, channel);
  const channelText = [...described, ...answer].join('\n');
  const eventText = described
    .filter(
      (line) => !/^(Event-Name|Event-Date-Timestamp|Caller-Channel-\w+-Time|Call-Direction): /.test(line),
    )
    .join('\n');
  return {
    channelData: (channel, group) => {
      const caller = `0302${String(parseInt(channel.slice(0, 8), 16) % 10_000_000).padStart(7, '0')}`;
      const text = of(channelText, channel).replaceAll(RECORDED_CALLER, caller);
      return `${text}\nvariable_hunt_group: ${group}\n\n`;
    },
    hangup: (channel, call, { ringing, answered, ended }) => {
      const body = `Event-Name: CHANNEL_HANGUP_COMPLETE\n${of(eventText, channel)}
Event-Date-Timestamp: ${ended}000
variable_rufgruppe_call: ${call}
Call-Direction: ${channel === call ? 'inbound' : 'outbound'}
Caller-Channel-Progress-Time: ${ringing}000
Caller-Channel-Answered-Time: ${answered}000
Caller-Channel-Bridged-Time: ${answered}000
Caller-Channel-Hangup-Time: ${ended}000
Other-Leg-Unique-ID: ${call}
Hangup-Cause: NORMAL_CLEARING\n\n`;
      return `Content-Length: ${Buffer.byteLength(body)}\nContent-Type: text/event-plain\n\n${body}`;
    },
  };
}
