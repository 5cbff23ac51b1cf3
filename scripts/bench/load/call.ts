/**
 * One call from FreeSWITCH's side, as cheap as possible: every command gets its reply, and the dial string is
 * checked.
 */
import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { CommandReader, type SentCommand } from '../../peer/command-reader.js';
import type { Traffic } from './traffic.js';

export interface LoadCall {
  readonly port: number;
  readonly group: string;
  /** How long the phones ring before one answers and hangs up. */
  readonly ringMs: number;
  /** Rings until this resolves, and then for `ringMs`. */
  readonly until?: Promise<void>;
  /** Called when the phone rings. */
  readonly onRinging?: () => void;
  readonly traffic: Traffic;
}

export interface CallTimes {
  /** From the connection to the `bridge`, milliseconds. */
  readonly bridgeMs: number;
}

const OK = 'Content-Type: command/reply\nReply-Text: +OK\n\n';
const CONTACT = 'sofia/internal/sip:1001@127.0.0.1:6001';

/** Rejects when the controller closes the call before it has rung the phone, or rings something else. */
export function placeLoadCall({
  port,
  group,
  ringMs,
  until = Promise.resolve(),
  onRinging,
  traffic,
}: LoadCall): Promise<CallTimes> {
  return new Promise((resolve, reject) => {
    const begun = performance.now();
    const channel = randomUUID();
    let [leg, bridgeMs, isRinging, isListening] = ['', -1, false, false];
    const reader = new CommandReader();
    const waiting: SentCommand[] = [];
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    socket.on('error', reject);
    socket.on('close', () => {
      if (bridgeMs < 0) reject(new Error('the controller has rung nobody'));
      else resolve({ bridgeMs });
    });
    const variable = (name: string): string =>
      ({
        originate_disposition: 'SUCCESS',
        originate_causes: `${leg};NONE`,
        last_bridge_to: leg,
        bridge_hangup_cause: 'NORMAL_CLEARING',
      })[name] ?? '';
    const hangUp = (): void => {
      isRinging = false;
      const now = Date.now();
      const times = { ringing: now - ringMs, answered: now - 1, ended: now };
      const ends = (isListening ? [leg, channel] : []).map((id) => traffic.hangup(id, channel, times));
      const notice =
        'Content-Type: text/disconnect-notice\nContent-Disposition: linger\nContent-Length: 0\n\n';
      socket.write([OK, ...ends, notice].join(''));
      take();
    };
    const bridge = ({ head, body }: SentCommand): void => {
      const dialString = body || head;
      leg = /origination_uuid=([\w-]+)/.exec(dialString)?.[1] ?? '';
      if (leg === '' || !dialString.includes(CONTACT)) {
        reject(new Error(`not the dial string of the phone: ${head} ${body}`));
        socket.destroy();
        return;
      }
      bridgeMs = performance.now() - begun;
      isRinging = true;
      onRinging?.();
      void until.then(() => setTimeout(hangUp, ringMs));
    };
    const answerTo = (command: string): string => {
      const [name, ...rest] = command.split(/[ \n]/, 3);
      isListening ||= name === 'event';
      if (name === 'connect') return traffic.channelData(channel, group);
      if (name === 'api') {
        const body = rest[0] === 'sofia_contact' ? CONTACT : '+OK';
        return `Content-Type: api/response\nContent-Length: ${body.length}\n\n${body}`;
      }
      if (name !== 'getvar') return OK;
      return `Content-Type: command/reply\nReply-Text: ${variable(rest[0] ?? '')}\n\n`;
    };
    function take(): void {
      let answers = '';
      while (!isRinging) {
        const command = waiting.shift();
        if (command === undefined) break;
        if (command.head.includes('execute-app-name: bridge')) bridge(command);
        else if (command.head === 'exit') socket.end();
        else answers += answerTo(command.head);
      }
      if (answers !== '' && socket.writable) socket.write(answers);
    }
    socket.on('data', (chunk: Buffer) => {
      waiting.push(...reader.push(chunk));
      take();
    });
  });
}
