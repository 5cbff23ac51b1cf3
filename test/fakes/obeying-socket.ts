/** A call socket behind which FreeSWITCH does all that it is told, lets nobody answer and keeps every command. */
import type { CallSocket, ChannelEvent } from '../../src/calls/session/call-socket.js';
import type { ChannelFacts } from '../../src/calls/session/inbound-call.js';
import { CALL_HEADER } from '../../src/calls/story/read-channel.js';
import { apiCommand, executeCommand } from '../../src/telephony/esl/commands.js';

/** The caller's channel. */
const UUID = '5f0c1f6e-8a52-4b6b-9d8f-2f3a0f4c7b10';

export interface Told {
  /** `execute bridge {…}…`, `api sofia_contact 1001@pbx.example` */
  readonly command: string;
  readonly application: string | undefined;
  readonly argument: string;
}

export interface ObeyingSocket extends CallSocket {
  readonly told: readonly Told[];
}

/** @param contacts what `sofia_contact` answers for an extension. */
export function obeyingSocket(channel: ChannelFacts, contacts: (extension: string) => string): ObeyingSocket {
  const told: Told[] = [];
  const listeners: ((event: ChannelEvent) => void)[] = [];
  /** Every leg of a bridge has ended by itself: nobody waits for it. */
  const legsEnd = (dialString: string) => {
    for (const [, id = ''] of dialString.matchAll(/origination_uuid=([\w-]+)/g)) {
      const headers = new Map([
        ['Event-Name', 'CHANNEL_HANGUP_COMPLETE'],
        ['Unique-ID', id],
        [CALL_HEADER, UUID],
        ['Hangup-Cause', 'NO_ANSWER'],
        ['Event-Date-Timestamp', '1795431600000000'],
      ]);
      listeners.forEach((listener) => listener({ headers }));
    }
  };
  return {
    uuid: UUID,
    told,
    execute: (application, argument = '') => {
      executeCommand(application, argument);
      told.push({ command: `execute ${application} ${argument}`, application, argument });
      if (application === 'bridge') legsEnd(argument);
      return Promise.resolve('+OK');
    },
    api: (argument) => {
      apiCommand(argument);
      told.push({ command: `api ${argument}`, application: undefined, argument });
      const [, extension] = /^sofia_contact ([^@]*)@/.exec(argument) ?? [];
      return Promise.resolve(extension === undefined ? 'true' : contacts(extension));
    },
    getVariables: (names) => Promise.resolve(names.map(() => undefined)),
    batch: (work) => work(),
    subscribe: () => Promise.resolve(),
    onEvent: (listener) => listeners.push(listener),
    isCallerGone: false,
    ended: Promise.resolve(),
    close: () => undefined,
  };
}
