/** Asks FreeSWITCH, on the call itself, whether it has what the call is about to need. */
import { soundQuestions } from '../../telephony/dialstring/sound-places.js';
import { askFor } from '../live/needs-look.js';
import { sipUserOf, type PhoneAddress } from '../../base/model/phone-address.js';
import type { Settings } from '../../base/model/settings.js';
import type { Ringback } from '../../base/model/snapshot.js';
import type { CallSocket } from './call-socket.js';

/**
 * True only when FreeSWITCH says so for every place in which it would look. If the answer is not understood, the
 * file is tried.
 */
export async function isSoundMissing(socket: CallSocket, file: string): Promise<boolean> {
  const answers = await Promise.all(
    socket.batch(() => soundQuestions(file).map((question) => socket.api(question))),
  );
  return answers.every((answer) => answer.trim() === 'false');
}

/** True when FreeSWITCH says that it has no such box, or no such voicemail profile. */
export async function isBoxMissing(
  socket: CallSocket,
  address: PhoneAddress,
  { voicemailProfile: profile, domain: home }: Settings,
): Promise<boolean> {
  const { user: box, domain } = sipUserOf(address, { home });
  const api = (command: string) => socket.api(command);
  const lacks = await Promise.all(
    socket.batch(() => [
      askFor({ kind: 'voicemail', profile }, api),
      askFor({ kind: 'box', box, domain }, api),
    ]),
  );
  return lacks.some((lack) => lack !== undefined);
}

/** The file or music of a ringback that FreeSWITCH does not have; undefined: it has it, or the ringback is a tone. */
export async function missingRingback(socket: CallSocket, ringback: Ringback): Promise<string | undefined> {
  switch (ringback.kind) {
    case 'tone':
      return undefined;
    case 'file':
      return (await isSoundMissing(socket, ringback.file)) ? ringback.file : undefined;
    case 'music': {
      const { stream } = ringback;
      const lack = await askFor({ kind: 'music', stream }, (command) => socket.api(command));
      return lack === undefined ? undefined : `local_stream://${stream}`;
    }
  }
}
