/** Whether a talk is recorded, and what the call's record says of it. */
import type { Log } from '../../base/log.js';
import type { Attempt } from '../../base/model/call.js';
import type { Group } from '../../base/model/snapshot.js';
import { isPlainToken } from '../../telephony/dialstring/text.js';
import { recordedFact } from '../records/tell-recording.js';
import { isNoticeHeard } from '../routing/greeting.js';
import type { CallSocket } from './call-socket.js';
import type { RecordInProgress } from './record-in-progress.js';
import { isSoundMissing } from './sounds.js';

/**
 * The notice that the caller has not heard, or that whoever picks up could not hear; undefined: all is said, and the talk
 * may be recorded.
 *
 * @throws EslClosedError when the event socket ends meanwhile.
 */
export async function unheardNotice(
  group: Group,
  attempts: readonly Attempt[],
  socket: CallSocket,
): Promise<string | undefined> {
  const { recordingNotice } = group;
  if (recordingNotice === undefined) return undefined;
  if (!isNoticeHeard(group, attempts)) return recordingNotice.file;
  const { memberFile } = recordingNotice;
  if (memberFile === undefined) return undefined;
  return (await isSoundMissing(socket, memberFile)) ? memberFile : undefined;
}

/**
 * Notes in the record whether the talk was recorded: FreeSWITCH does not report a recordings folder that is full
 * or read-only.
 *
 * @param who whoever talked to the caller.
 */
export async function noteRecording(
  group: Group,
  who: string,
  file: string,
  { socket, record }: { readonly socket: CallSocket; readonly record: RecordInProgress },
): Promise<void> {
  // If control is lost now, the record must still say who talked.
  const answer = await socket.api(`file_exists ${file}`).catch(() => '');
  if (answer.trim() === 'false') record.notRecorded(group, file);
  else record.note(group, recordedFact(who, group.recordingOnTransfer === 'goOn'));
}

/**
 * A member who was recorded and then transferred the caller to a group leaves that recording running. Other recordings of
 * the channel are not ours to stop.
 */
export function endEarlierRecording(file: string | undefined, socket: CallSocket, log: Log): void {
  if (file === undefined || !isPlainToken(file)) return;
  socket
    .execute('stop_record_session', file)
    .catch((error: unknown) => log.debug({ err: error }, 'an earlier recording could not be stopped'));
}
